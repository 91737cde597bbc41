"""Where an export may be written: never over a workspace, nor over what somebody else wrote, unless that is forced."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from tpm_tui.domain.text.field_values import ValidationError

#: What a workspace begins with.
_WORKSPACE = b"SQLite format 3\0"
#: What SQLite keeps beside a workspace while it is open.
_JOURNAL_ENDINGS = ("-wal", "-shm", "-journal")


def export_target(path: Path, workspace: Path, force: bool = False) -> Path:
    """The file that a path names, links followed. ValidationError, saying what to do, if it must not be written."""
    if path.is_symlink() and not path.exists():
        raise ValidationError(
            f"{path} is a link to {os.readlink(path)}, which is not there; name that file, or another"
        )
    if path.is_dir():
        raise ValidationError(f"{path} is a folder; name a file in it")
    if is_stream(path):
        return path
    target = path.resolve()
    if not target.parent.is_dir():
        raise ValidationError(f"there is no folder {target.parent}; make it first")
    for ending in _JOURNAL_ENDINGS:
        if target.name.endswith(ending) and _is_workspace(target.with_name(target.name.removesuffix(ending))):
            raise ValidationError(f"{path} belongs to a workspace; name another file")
    if not target.exists():
        return target
    if workspace.exists() and target.samefile(workspace):
        raise ValidationError(f"{path} is the workspace itself; name another file")
    if force or not target.stat().st_size:
        return target
    try:
        is_workspace = _begins_as_workspace(target)
    except OSError as error:
        raise ValidationError(f"{path} is there already and cannot be read: {error.strerror}; name another") from None
    if is_workspace:
        raise ValidationError(f"{path} is a workspace; name another file, or replace it with --force")
    if _recorded().get(str(target)) != _digest(target):
        raise ValidationError(
            f"{path} holds something that tpm did not write there; name another file, or replace it with --force"
        )
    return target


def _begins_as_workspace(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_WORKSPACE)) == _WORKSPACE


def _is_workspace(path: Path) -> bool:
    try:
        return _begins_as_workspace(path)
    except OSError:
        return False


def is_stream(target: Path) -> bool:
    """Whether a target is a pipe or a device: it is written into, never replaced."""
    return target.exists() and not target.is_file()


def record_export(target: Path) -> None:
    """Remember what was written, so that the next export may replace it."""
    record = _record_path()
    with suppress(OSError):
        record.parent.mkdir(parents=True, exist_ok=True)
        known = {name: digest for name, digest in _recorded().items() if os.path.exists(name)}
        partial = record.with_name(f".{record.name}.{os.getpid()}")
        partial.write_text(json.dumps(known | {str(target): _digest(target)}, indent=1), encoding="utf-8")
        partial.replace(record)


def _record_path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("tpm") / "exports.json"


def _recorded() -> dict[str, str]:
    """Path -> digest of what tpm last wrote there."""
    try:
        known = json.loads(_record_path().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(name): str(digest) for name, digest in known.items()} if isinstance(known, dict) else {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
