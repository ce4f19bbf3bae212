"""One module and one stylesheet per screen; nothing but screens."""
