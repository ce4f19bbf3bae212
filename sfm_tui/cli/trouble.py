"""What went wrong, in the one line that a person gets."""


def words(error: BaseException) -> str:
    """The line for an error: this program's own errors are written for people, the machine's are put in words."""
    if isinstance(error, OSError):
        from sfm_tui.path_words import words as path_words

        return path_words(error)
    own = type(error).__module__.partition(".")[0] == "sfm_tui"
    if own or isinstance(error, ValueError):
        return str(error) or type(error).__name__
    return f"something went wrong inside the program: {type(error).__name__}: {error}"
