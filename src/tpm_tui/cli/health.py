"""``tpm check`` and ``tpm doctor``: is the plan in order, is the file."""

from pathlib import Path

import click

from tpm_tui.cli import output
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Session
from tpm_tui.safe import safe


@click.command()
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array with an object a finding.")
@pass_session
def check(session: Session, as_json: bool) -> int:
    """Name what in the plan is worth a look: dates that cannot hold, roles nobody has, needs without items.

    Exit code 1 if there is anything, 0 if not.
    """
    from tpm_tui.reports.findings import findings

    with session.reading() as reading:
        plan = reading.plan
        found = [
            {
                "kind": kind,
                "id": id_,
                "key": plan.value(kind, id_, "key"),
                "title": plan.title(kind, id_),
                "finding": text,
            }
            for kind, id_, text in findings(plan, reading.words)
        ]
    if as_json:
        output.write_json(found)
    elif found:
        rows = [tuple(safe(str(f[n])) for n in ("key", "title", "finding")) for f in found]
        output.lines(output.table(("Key", "Title", "Finding"), rows, (False,) * 3, output.terminal_cells()))
    return 1 if found else 0


@click.command()
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array with an object a fault.")
@pass_session
def doctor(session: Session, path: Path | None, as_json: bool) -> int:
    """Look for damage in the file itself: pages, references, schema, values, and the records against the journal.

    Nothing is changed. Exit code 1 if there is a fault, 0 if not.
    """
    from tpm_tui.store.doctor import diagnose

    chosen = path or session.existing()
    health = diagnose(chosen)
    if as_json:
        output.write_json([{"check": f.check, "fault": f.text} for f in health.faults])
    elif health.faults:
        output.lines(f"{f.check}: {safe(f.text)}" for f in health.faults)
    else:
        output.line(safe(f"{chosen} is sound: {health.records} records, {health.transactions} transactions"))
    if health.advice:
        output.note(health.advice)
    return 1 if health.faults else 0
