"""A real tmux around the program, itself in a terminal of ours: what tmux passes on is seen where a person would."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from support.terminal_emulator import Screen, clean_environ

#: For tests and fixtures that need it; names what is missing.
needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed (apt-get install tmux)")


class TmuxScreen(Screen):
    """A :class:`Screen` whose program is tmux with the command in its only window; tmux keeps the last line."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
        options: Sequence[str] = (),
    ) -> None:
        # A socket's path may have about 100 characters, which pytest's own folders use up.
        self._folder = Path(tempfile.mkdtemp(prefix="tpm-tmux-"))
        self._socket = self._folder / "socket"
        config = self._folder / "tmux.conf"
        config.write_text("\n".join(["set -g default-terminal tmux-256color", *options]) + "\n")
        self._env = dict(clean_environ() if env is None else env)
        tmux = ["tmux", "-u", "-S", str(self._socket), "-f", str(config), "new-session", "-s", "test"]
        super().__init__([*tmux, *map(str, command)], columns=columns, lines=lines, env=self._env, cwd=cwd)

    def tmux(self, *words: str) -> str:
        """Run a tmux command on this server (``show-buffer``, ``capture-pane -p`` …); what it prints."""
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *words], env=self._env, capture_output=True, text=True, timeout=20
        )
        if done.returncode:
            raise AssertionError(f"tmux {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def close(self) -> None:
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], env=self._env, capture_output=True, timeout=20)
        super().close()
        shutil.rmtree(self._folder, ignore_errors=True)
