"""One incident: its form, its stamps, its clocks, whom to send."""
