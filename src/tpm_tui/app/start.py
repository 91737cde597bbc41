"""Starting the workspace on a file."""

import sys
import threading
from pathlib import Path


def run_app(path: Path, *, view: str | None = None, slow: bool = False, readonly: bool = False) -> int:
    """Open the workspace; the process's exit code. Says in one line on stderr what keeps it from starting."""
    import os

    from tpm_tui.app.terminal.startup_checks import prepare_terminal, terminal_problem

    problem = terminal_problem(os.environ, sys.stdin.isatty(), sys.stderr.isatty())
    if problem:
        print(f"tpm: {problem}", file=sys.stderr)
        return 1
    from tpm_tui import config as configuration

    config, problems = configuration.load_config()
    prepare_terminal(os.environ, slow=slow or config.slow)

    from tpm_tui.app.services.open_file import WorkspaceSession
    from tpm_tui.app.services.ui_state import UiState
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.domain.time import clock
    from tpm_tui.store.errors import StoreError
    from tpm_tui.store.file.author import author_name

    context = InputContext(
        clock.today(), minutes_per_day=config.day_minutes, days_per_week=config.week_days, date_style=config.date_style
    )
    session = WorkspaceSession(path, context, readonly=readonly, author=author_name(config.author))
    session.open_in_background()

    from tpm_tui.app.app import TpmApp
    from tpm_tui.app.keymap import effective_keys
    from tpm_tui.app.terminal.hangup import end_on_hangup

    if config.lines:
        from tpm_tui.app.settings.config_validation import valid_settings

        config, unusable = valid_settings(config)
        problems += unusable
    ui_state = UiState()
    app = TpmApp(
        session,
        effective_keys(config.keys),
        ui_state,
        theme=config.theme_name,
        first_view=view or config.first_view,
        mouse=config.mouse,
        colours=config.colours,
        slow=slow or config.slow,
    )
    try:
        session.show_opened()
    except StoreError as error:
        print(f"tpm: {error}", file=sys.stderr)
        return 1
    if config.columns:
        from tpm_tui.app.settings.config_validation import valid_columns

        config, unusable = valid_columns(config, session.sheet)
        app.columns = config.columns
        problems += unusable
    app.config_problems = sorted(problems, key=lambda problem: problem.line)
    end_on_hangup(app)
    # Python would write the traceback over the screen.
    threading.excepthook = lambda failed: app.errors.report_from_thread(failed.exc_value or failed.exc_type())
    # While the scheduler works, the screen gets the interpreter back within a fraction of a millisecond.
    sys.setswitchinterval(0.0002)
    try:
        code = app.run(mouse=config.mouse)
    finally:
        ui_state.flush()
    if app.errors.ending_error:
        print(f"tpm: {app.errors.ending_error}", file=sys.stderr)
        return 1
    return code or app.return_code or 0
