"""The panes of the desk that are not its incidents' own."""
