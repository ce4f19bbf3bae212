"""The command line."""


def main() -> int:
    """Run `sfm`."""
    return 0
