"""Files that are used without being named, where they are."""

from pathlib import Path


def named_or_usual(named: str | None, usual: Path) -> Path | None:
    """The file that is named, or else the usual one if it is there."""
    if named is not None:
        return Path(named)
    try:
        usual.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass  # reading it says what is wrong
    return usual
