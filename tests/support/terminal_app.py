"""A little app that does what the workspace does with its terminal, to be driven in a real one.

It shows its process id and what came of the last key; ``f`` sends more than any link takes, ``y`` copies ``$COPY``,
``e`` edits ``$TEXT``, ``n`` shows the next text of ``$TEXTS``, ``ctrl+z`` suspends, ``q`` leaves with status 7.
"""

import json
import os
import sys
from pathlib import Path

from tpm_tui.app.terminal.startup_checks import prepare_terminal, terminal_problem

prepare_terminal(os.environ, slow="--slow" in sys.argv)


from textual.app import ComposeResult  # noqa: E402
from textual.content import Content  # noqa: E402
from textual.widgets import Static  # noqa: E402

from tpm_tui.app.terminal.clipboard import Clipboard  # noqa: E402
from tpm_tui.app.terminal.external_editor import edit_suspended  # noqa: E402
from tpm_tui.app.terminal.hangup import end_on_hangup  # noqa: E402
from tpm_tui.app.terminal.suspend import handle_stop_and_continue, suspend_process  # noqa: E402
from tpm_tui.app.textual_compat import CompatApp  # noqa: E402
from tpm_tui.safe_text import safe  # noqa: E402


class TerminalApp(CompatApp):
    CSS = "#said { border: round red; }"
    BINDINGS = [
        ("f", "flood", ""),
        ("y", "copy", ""),
        ("e", "edit", ""),
        ("n", "next", ""),
        ("q", "leave", ""),
        ("ctrl+z", "to_shell", ""),
    ]
    turn = 0

    def compose(self) -> ComposeResult:
        yield Static(f"process {os.getpid()} ready", id="process")
        yield Static("nothing yet", id="said")
        yield Static(id="flood")

    def on_mount(self) -> None:
        handle_stop_and_continue(self)

    def say(self, text: str) -> None:
        self.query_one("#said", Static).update(Content(safe(text)))

    def action_flood(self) -> None:
        self.set_interval(0.01, self.flood)

    def flood(self) -> None:
        self.turn += 1
        line = chr(65 + self.turn % 26) * (self.size.width - 1)
        self.query_one("#flood", Static).update(Content("\n".join([line] * self.size.height)))

    def action_copy(self) -> None:
        # A worker: an action that waits would keep the next keys waiting.
        self.run_worker(self.copy())

    async def copy(self) -> None:
        driver = self._driver
        assert driver is not None
        self.say(await Clipboard(driver.write, os.environ).copy(os.environ["COPY"]))

    def action_edit(self) -> None:
        edited = edit_suspended(self, os.environ.get("TEXT", "before"))
        self.say(f"got {edited.text!r} {edited.problem}")

    def action_next(self) -> None:
        text = json.loads(Path(os.environ["TEXTS"]).read_text())[self.turn]
        self.turn += 1
        self.query_one("#process", Static).update(f"text {self.turn}.")
        self.say(text)

    def action_to_shell(self) -> None:
        suspend_process(self)

    def action_leave(self) -> None:
        self.exit(return_code=7)


def main() -> int:
    problem = terminal_problem(os.environ, sys.stdin.isatty(), sys.stderr.isatty())
    if problem:
        print(problem, file=sys.stderr)
        return 1
    app = TerminalApp()
    end_on_hangup(app)
    app.run(mouse=False)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
