"""What every sub-command shares: which file, what typed words are read against, and the ways to read and write it."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpm_tui.config import Config, ConfigProblem
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.query.sheet_of_records import Sheet
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.store.store import Store
    from tpm_tui.store.transaction import Transaction


class WorkspaceLauncher(Protocol):
    """The screen, which the command line knows of but does not import."""

    def problem(self) -> str | None:
        """Why it cannot run here, in one line that says what to do; None if it can."""

    def view_problem(self, name: str) -> str:
        """Why there is no view of that name or digit; empty if there is one."""

    def run(self, path: Path, *, view: str | None, slow: bool, readonly: bool) -> int:
        """Run it on a file until the person leaves; the exit code."""


class FileSnapshot:
    """An open file to read: ``sheet`` reads each kind of record when it is looked at."""

    def __init__(self, store: "Store", sheet: "Sheet") -> None:
        self.store = store
        self.sheet = sheet

    @property
    def plan(self) -> "Plan":
        return self.sheet.plan

    @property
    def context(self) -> "InputContext":
        return self.sheet.context


class Invocation:
    """One run of the command line. ``file`` is what ``-f`` named, ``workspace`` is the screen, where there is one."""

    def __init__(self, file: str | None = None, workspace: WorkspaceLauncher | None = None) -> None:
        self.file = file
        self.workspace = workspace
        self._config: Config | None = None
        self._read: FileSnapshot | None = None

    @property
    def named(self) -> str | None:
        """The file the person named, by ``-f`` or ``TPM_FILE``."""
        return self.file or os.environ.get("TPM_FILE") or None

    def path(self) -> Path:
        """The file to work on: ``-f``, else ``TPM_FILE``, else the workspace in the user's data directory."""
        if self.file == "":
            # A script's unset variable: the usual workspace is not what was meant.
            from tpm_tui.store.errors import StoreError

            raise StoreError("-f names no file; leave it away for the usual workspace")
        if not self.named:
            return default_file()
        if not self.named.startswith("~"):
            return Path(self.named)
        from tpm_tui.store.file.paths import expand_path

        return expand_path(self.named)

    def existing(self) -> Path:
        """The file to work on. StoreError, saying how to make it, if it is not there."""
        path = self.path()
        if not self.named and not path.exists():
            from tpm_tui.store.errors import StoreError

            raise StoreError(f"there is no workspace at {path} yet; make it with: tpm new {path}, or name one with -f")
        return path

    @contextmanager
    def store(self) -> Iterator["Store"]:
        """The open file, nothing of it read yet. StoreError says what is wrong with it."""
        from tpm_tui.store.store import Store

        with Store.open(self.existing()) as store:
            self._prepare(store)
            yield store

    def _prepare(self, store: "Store") -> None:
        """Read typed text and sign edits as the person's configuration says, which is what the workspace does."""
        config = self.config()
        if config is None:
            return
        from msgspec.structs import replace

        from tpm_tui.store.file.author import author_name

        store.context = replace(
            store.context,
            minutes_per_day=config.day_minutes,
            days_per_week=config.week_days,
            date_style=config.date_style,
        )
        store.author = author_name(config.author)

    def config(self) -> "Config | None":
        """The person's configuration; None where there is none. What is wrong in it is named on stderr."""
        if self._config is None and _configured():
            from tpm_tui import config

            self._config, problems = config.load_config()
            self._name(problems)
        return self._config

    def configured_columns(self, sheet: "Sheet", kind: str) -> tuple[str, ...]:
        """The columns of a kind in the person's configuration, as far as there are such; the others are named."""
        config = self.config()
        if config is None or kind not in config.columns:
            return ()
        from msgspec.structs import replace

        from tpm_tui.config import validate_names
        from tpm_tui.domain.derived.columns.columns_from_planning import computed_columns
        from tpm_tui.domain.text.column_names import column_names

        here = sheet.columns(kind)
        asked = replace(config, columns={kind: config.columns[kind]})
        checked, problems = validate_names(asked, columns={kind: column_names(computed_columns(kind) | here)})
        self._name(problems)
        return tuple(name for name in checked.columns[kind] if name in here)

    def _name(self, problems: "Sequence[ConfigProblem]") -> None:
        """Say on stderr what is wrong with the configuration."""
        from tpm_tui.cli.output import streams

        for problem in problems:
            where = f"config.toml line {problem.line}: " if problem.line else ""
            streams.write_notice(f"{where}{problem.reason}")

    @contextmanager
    def snapshot(self) -> Iterator[FileSnapshot]:
        """One consistent view of the file. Nobody can write it meanwhile, so print after the block."""
        from tpm_tui.domain.query.sheet_of_records import Sheet
        from tpm_tui.store.lazy_plan import lazy_plan

        with self.store() as store, lazy_plan(store) as plan:
            # Kept until the program ends, which frees it all at once and in no time.
            self._read = FileSnapshot(store, Sheet(plan, store.context))
            yield self._read

    @contextmanager
    def writing(self, label: str, verb: str) -> Iterator["Transaction"]:
        """One transaction on the whole file. ValidationError and StoreError as for the store's own."""
        with self.store() as store:
            store.load()
            with store.transaction(label, verb) as tx:
                yield tx
            for kind, id_ in tx.created_by_reference:
                from tpm_tui.cli.output import streams

                made = f"{tx.plan.value(kind, id_, 'key')} {tx.plan.title(kind, id_)}"
                streams.write_notice(f"made {tx.plan[kind].kind.label.lower()} {made}")


def _configured() -> bool:
    """Whether there may be a configuration, told without the libraries that reading it needs."""
    if os.environ.get("TPM_CONFIG") or not sys.platform.startswith("linux"):
        return True
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.exists(os.path.join(home, "tpm", "config.toml"))


def default_file() -> Path:
    """The workspace in the user's data directory. StoreError if they have none."""
    from platformdirs import user_data_path

    path = user_data_path("tpm") / "workspace.db"
    if not path.is_absolute():
        from tpm_tui.store.errors import StoreError

        raise StoreError("you have no home directory; name a workspace with -f or TPM_FILE")
    return path
