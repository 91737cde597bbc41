"""What the program remembers by itself: columns chosen, folds, filters, the last view, drafts. Never the config file.

All of it can be lost without harm, so garbage in the file counts as nothing, and a folder that cannot be written is no
error. Writing is done in a thread, some time after the change; :meth:`UiState.flush` does not wait for that.
"""

import contextlib
import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

#: Seconds from a change to the file; what follows meanwhile is written with it.
WRITE_DELAY = 1.0
#: Names kept; those set longest ago are forgotten first.
MAX_NAMES = 1000


def state_path() -> Path:
    """``state.json`` in the user's state folder (XDG)."""
    from platformdirs import user_state_path

    return user_state_path("tpm") / "state.json"


class UiState:
    """Values by name, such as ``columns.item``; anything that JSON holds. Several programs may share the file."""

    def __init__(self, path: Path | None = None, delay: float = WRITE_DELAY) -> None:
        self.path = path or state_path()
        self._delay = delay
        self._values = _read(self.path)
        self._unsaved: dict[str, Any] = {}
        self._timer: threading.Timer | None = None
        # One for the values, held for moments; one for the file, held while it is written.
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or the default where there is none or one of another type (an older program's, a stranger's)."""
        value = self._values.get(name)
        if value is None or (default is not None and type(value) is not type(default)):
            return default
        return value

    def set(self, name: str, value: Any) -> None:
        """Remember the value; None forgets the name. Returns at once. TypeError for what JSON cannot hold."""
        json.dumps(value)
        with self._lock:
            self._values.pop(name, None)
            if value is not None:
                self._values[name] = value
            self._unsaved.pop(name, None)
            self._unsaved[name] = value
            if self._timer is None:
                self._timer = threading.Timer(self._delay, self.flush)
                self._timer.name = "remember"
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what is not written yet; for the way out. Never raises for a file that cannot be written."""
        with self._writing:
            with self._lock:
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
                changes, self._unsaved = self._unsaved, {}
            if changes:
                with contextlib.suppress(OSError):
                    self._write(changes)

    def _write(self, changes: dict[str, Any]) -> None:
        """Put the changes over what another program may have written meanwhile."""
        values = _read(self.path)
        for name, value in changes.items():
            values.pop(name, None)
            if value is not None:
                values[name] = value
        kept = dict(list(values.items())[-MAX_NAMES:])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, new = tempfile.mkstemp(prefix=".state-", dir=self.path.parent)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:
                json.dump(kept, file, indent=1)
                file.write("\n")
            os.replace(new, self.path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(new)
            raise


def _read(path: Path) -> dict[str, Any]:
    """What the file holds; nothing if it is not there, or not what this program writes."""
    try:
        values = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
