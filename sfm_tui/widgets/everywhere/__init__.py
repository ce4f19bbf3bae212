"""What holds on every screen: the session, the header, the keys, the lock, the line that says what happened."""
