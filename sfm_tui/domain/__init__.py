"""The rules: pure, no terminal, no SQL; one module per noun."""
