"""Starting the workspace on a file."""

import sys
from pathlib import Path


def run(path: Path, *, view: str | None = None, slow: bool = False, readonly: bool = False) -> int:
    """Open the workspace; the process's exit code. Says in one line on stderr what keeps it from starting."""
    import os

    from tpm_tui.app.terminal.checks import prepare, terminal_problem

    problem = terminal_problem(os.environ, sys.stdin.isatty(), sys.stderr.isatty())
    if problem:
        print(f"tpm: {problem}", file=sys.stderr)
        return 1
    from tpm_tui import config as configuration

    config, problems = configuration.load()
    prepare(os.environ, slow=slow or config.slow)

    from tpm_tui.app.remembered import Remembered
    from tpm_tui.app.session import Session
    from tpm_tui.domain import clock
    from tpm_tui.domain.dates import Words
    from tpm_tui.store.author import person
    from tpm_tui.store.errors import StoreError

    words = Words(clock.today(), day=config.day_minutes, week=config.week_days, date_style=config.date_style)
    session = Session(path, words, readonly=readonly, author=person(config.author))
    session.open_now()

    from tpm_tui.app.app import TpmApp
    from tpm_tui.app.keymap import live_keys
    from tpm_tui.app.terminal.hangup import end_on_hangup

    if config.lines:
        from tpm_tui.app.settings import own_settings

        config, unusable = own_settings(config)
        problems += unusable
    remembered = Remembered()
    app = TpmApp(
        session,
        live_keys(config.keys),
        remembered,
        theme=config.theme_name,
        first_view=view or config.first_view,
        mouse=config.mouse,
        colours=config.colours,
        slow=slow or config.slow,
    )
    try:
        session.take_opened()
    except StoreError as error:
        print(f"tpm: {error}", file=sys.stderr)
        return 1
    if config.columns:
        from tpm_tui.app.settings import own_columns

        config, unusable = own_columns(config, session.sheet)
        app.columns = config.columns
        problems += unusable
    app.wrong_settings = sorted(problems, key=lambda problem: problem.line)
    end_on_hangup(app)
    # While the planner works, the screen gets the interpreter back within a fraction of a millisecond.
    sys.setswitchinterval(0.0002)
    try:
        code = app.run(mouse=config.mouse)
    finally:
        remembered.flush()
    if app.trouble:
        print(f"tpm: {app.trouble}", file=sys.stderr)
        return 1
    return code or app.return_code or 0
