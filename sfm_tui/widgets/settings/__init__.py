"""The sections of the settings screen."""
