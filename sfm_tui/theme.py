"""The colours: a dark, a light, a high-contrast theme, and one in the terminal's own sixteen colours.

State is always told by symbol and word as well. Every pair of text and ground that the screens use is at least
4.5:1; a test computes it.
"""

from textual.theme import Theme

DARK = Theme(
    name="sfm-dark",
    primary="#5fafff",
    secondary="#87afd7",
    accent="#ffd75f",
    warning="#ffaf5f",
    error="#ff8787",
    success="#87d787",
    foreground="#e4e4e4",
    background="#121417",
    surface="#1b1e23",
    panel="#262b32",
    dark=True,
    variables={
        "block-cursor-background": "#2f5f8f",
        "block-cursor-foreground": "#ffffff",
        "footer-key-foreground": "#ffd75f",
        "footer-description-foreground": "#d0d0d0",
        "input-selection-background": "#2f5f8f",
        "muted": "#a8a8a8",
    },
)
LIGHT = Theme(
    name="sfm-light",
    primary="#005f9f",
    secondary="#3a5f87",
    accent="#7a4f00",
    warning="#8a4b00",
    error="#b00020",
    success="#1a6b1a",
    foreground="#1a1a1a",
    background="#ffffff",
    surface="#f2f4f7",
    panel="#e3e8ee",
    dark=False,
    variables={
        "block-cursor-background": "#cfe3f7",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#7a4f00",
        "footer-description-foreground": "#303030",
        "input-selection-background": "#cfe3f7",
        "muted": "#555555",
    },
)
CONTRAST = Theme(
    name="sfm-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff9f9f",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#ffff00",
        "footer-description-foreground": "#ffffff",
        "input-selection-background": "#0000af",
        "muted": "#ffffff",
    },
)
SIXTEEN = Theme(
    name="sfm-16",
    primary="ansi_bright_cyan",
    secondary="ansi_cyan",
    accent="ansi_bright_yellow",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    dark=True,
    variables={
        "block-cursor-background": "ansi_blue",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-text-style": "b",
        "footer-key-foreground": "ansi_bright_yellow",
        "footer-description-foreground": "ansi_default",
        "input-selection-background": "ansi_blue",
        "border": "ansi_blue",
        "muted": "ansi_default",
    },
)
THEMES = (DARK, LIGHT, CONTRAST, SIXTEEN)
