"""``tpm why``: the dates of an item in words, or as the chain of reasons."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli import completing, output
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.scheduling import calculated
from tpm_tui.cli.session import Session
from tpm_tui.domain.entry import Refused

if TYPE_CHECKING:
    from tpm_tui.domain.dates import Words
    from tpm_tui.domain.plan import Plan
    from tpm_tui.planning.schedule import Schedule


@click.command()
@click.argument("key", required=False, shell_complete=completing.keys)
@file_option
@click.option("--since", metavar="DATE", help="Instead: how the plan's finish moved since then, and by whose edits.")
@click.option("--json", "as_json", is_flag=True, help="The chain of reasons as an array; with --since an object.")
@pass_session
def why(session: Session, key: str | None, since: str | None, as_json: bool) -> None:
    """Say what sets the start and the finish of the item KEY, what it could slip by, and what waits for it.

    With --since, say how the finish of the plan moved from that day to now, in parts that add up.
    """
    if (key is None) == (since is None):
        raise click.UsageError("name an item, as in: tpm why T-13, or say since when: tpm why --since mon")
    if since is not None:
        from tpm_tui.cli.moving import why_moved

        why_moved(session, since, as_json)
        return
    assert key is not None
    from tpm_tui.planning.bridge import left_out

    with session.reading() as reading:
        plan = reading.plan
        found = plan.find_key(key)
        if found is None or found[0] != "item":
            raise Refused(f"there is no item {key[:40]!r}; see: tpm ls")
        item = found[1]
        if left_out(plan)[plan["item"].position[item]]:
            raise Refused(f"{key.strip().upper()} is dropped, or lies below what is: it has no dates")
        schedule = calculated(reading)
        if as_json:
            result = _reasons(plan, schedule, reading.words, item)
        else:
            lines = _lines(plan, schedule, reading.words, item)
    if as_json:
        output.write_json(result)
    else:
        output.lines(lines)


def _lines(plan: "Plan", schedule: "Schedule", words: "Words", item: str) -> list[str]:
    from tpm_tui.reports.why import tell
    from tpm_tui.safe import safe

    return [safe(line) for line in tell(plan, schedule, words, item).lines()]


def _reasons(plan: "Plan", schedule: "Schedule", words: "Words", item: str) -> list[dict[str, Any]]:
    from tpm_tui.reports.reasons import reasons

    return reasons(plan, schedule, words, item)
