"""What every dialog is made of: answered once, wherever it stands by then."""
