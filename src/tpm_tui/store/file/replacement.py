"""What may become of an open file under its name: deleted, or replaced by another."""

from pathlib import Path

from tpm_tui.store.errors import FileReplacedError


def replacement(path: Path, identity: tuple[int, int]) -> str:
    """What became of the file under its name: "deleted", "replaced" by another, or "" where it is still there.

    ``identity``: device and inode of the file that was opened.
    """
    try:
        status = path.stat()
    except OSError:
        return "deleted"
    return "" if (status.st_dev, status.st_ino) == identity else "replaced"


def require_same_file(path: Path, identity: tuple[int, int]) -> None:
    """FileReplacedError if another file, or none, has the name now."""
    end = replacement(path, identity)
    if end:
        raise FileReplacedError(
            f"{path.name} was {end} while it was open; nothing was written. Save what you see with: backup PATH"
        )


def require_no_foreign_journal(path: Path, identity: tuple[int, int]) -> None:
    """FileReplacedError where SQLite would take the journal of the file that now has the name for one left by a crash
    of ours.

    It finds a journal by name, so that even reading would write its pages into our file and take it away from the
    program that is writing [sqlite.org/howtocorrupt.html, 2.4 and 2.5].
    """
    if replacement(path, identity) == "replaced" and path.with_name(f"{path.name}-journal").exists():
        raise FileReplacedError(f"{path.name} was replaced while it was open, and is being written now; try again")
