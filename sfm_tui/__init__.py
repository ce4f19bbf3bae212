"""The control-room desk of a security team, in a terminal."""

__version__ = "0.1.0"
