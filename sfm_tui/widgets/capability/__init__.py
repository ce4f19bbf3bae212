"""The capability plan: a file of its own under a passphrase, opened for each act."""
