"""The first bytes of a file while it is open.

Closing any descriptor of a file drops every lock its process holds on it (POSIX), those of SQLite included. So a
descriptor once opened for a file is shared by everybody in the process and closed when the last one is done.
"""

import os
import threading
from pathlib import Path

FileIdentity = tuple[int, int]

#: Descriptors by device and inode, with how many hold them.
_HELD: dict[FileIdentity, tuple[list[int], int]] = {}
_GUARD = threading.Lock()

_LENGTH = 100
_CHANGE_COUNTER = slice(24, 28)


class FileHeader:
    """Holds a file's first bytes open until :meth:`close`. OSError if there is no such file or it cannot be read."""

    def __init__(self, path: Path) -> None:
        with _GUARD:
            status = os.stat(path)
            identity = (status.st_dev, status.st_ino)
            descriptors, users = _HELD.get(identity, ([], 0))
            if not descriptors:
                descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
                status = os.fstat(descriptor)
                identity = (status.st_dev, status.st_ino)
                # Another file may have taken its place just now, one that is already held.
                descriptors, users = _HELD.get(identity, ([], 0))
                descriptors = [*descriptors, descriptor]
            _HELD[identity] = (descriptors, users + 1)
        self.identity = identity
        self._open = True

    def read(self) -> bytes:
        """The file's first 100 bytes, fewer in a shorter file."""
        return os.pread(_HELD[self.identity][0][0], _LENGTH, 0)

    @property
    def mode(self) -> int:
        """The file's permissions, as ``os.stat`` gives them, whatever has its name by now."""
        return os.fstat(_HELD[self.identity][0][0]).st_mode

    def change_counter(self) -> int:
        """SQLite's count of the transactions written to the file, modulo 2**32; steady while a lock is held."""
        return int.from_bytes(self.read()[_CHANGE_COUNTER])

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        with _GUARD:
            descriptors, users = _HELD.pop(self.identity)
            if users > 1:
                _HELD[self.identity] = (descriptors, users - 1)
            else:
                for descriptor in descriptors:
                    os.close(descriptor)
