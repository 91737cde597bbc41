"""``tpm learn``: how forecasts and estimates have held so far, and when so many items are done at the present pace."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli import output
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Session
from tpm_tui.commands.learning import Learned, told
from tpm_tui.commands.learning import learn as learnt
from tpm_tui.domain.dates import Words
from tpm_tui.domain.plan import Plan
from tpm_tui.safe import safe

if TYPE_CHECKING:
    from tpm_tui.planning.forecast import Finish


@click.command()
@file_option
@click.option("--items", metavar="N", type=click.IntRange(min=1, max=1_000_000), help="When so many items are done.")
@click.option("--json", "as_json", is_flag=True, help="An object with everything that was learnt.")
@pass_session
def learn(session: Session, items: int | None, as_json: bool) -> None:
    """How often forecasts and estimates have held, by kinds of work, and what the pace of the work says.

    Nothing is changed. The factor that a kind of work suggests is applied in the workspace (F, 6), or to items by
    their keys with: tpm run estimate.factor KEY… factor=1.2
    """
    from tpm_tui.reports.learning import facts

    with session.store() as store:
        plan, words = store.load(), store.words
        found, finish = _learnt(plan, words, told(store), items)
        if as_json:
            result: dict[str, Any] = facts(plan, found.calibration, found.paces, found.apart)
        else:
            lines = _report(plan, words, found, finish)
    if as_json:
        output.write_json(result)
    else:
        output.lines(lines)


def _learnt(plan: Plan, words: Words, history: Any, items: int | None) -> "tuple[Learned, Finish | None]":
    """What was learnt, beside the schedule's own forecast; None where the plan has no items."""
    from tpm_tui.cli.forecasting import simulated
    from tpm_tui.planning.refusing import schedule_or_refuse

    schedule_or_refuse(plan, words)
    finish = simulated(plan, words, None, 1, "triangular")[1].finish if len(plan["item"]) else None
    return learnt(plan, words, history, finish, items), finish


def _report(plan: Plan, words: Words, found: Learned, finish: "Finish | None") -> list[str]:
    from tpm_tui.reports import learning as said

    known, cells = found.calibration, output.terminal_cells()
    rows = [
        [one.name, said.held_words(one.p50), said.held_words(one.p80), str(one.open), said.verdict(one.p50, one.p80)]
        for one in known.distances
    ]
    lines = output.table(["Forecasts", "kept by P50", "kept by P80", "open", "verdict"], rows, [False] * 5, cells)
    lines += [said.remembered_words(known, plan, words), ""]
    needed = said.needed_words(known)
    rows = [
        [
            safe(said.group_name(group)),
            said.held_words(group.p50),
            said.held_words(group.p80),
            "too few" if group.middle is None else f"{group.middle:.2f}",
            "" if group.factor is None else f"{group.factor:g}",
        ]
        for group in known.groups
    ]
    lines += (
        [f"Estimates: {needed}"]
        if needed
        else output.table(["Estimates", "kept by P50", "kept by P80", "took", "factor"], rows, [False] * 5, cells)
    )
    lines += ["", said.pace_words(found.paces[-1])]
    rows = [[str(p.items), *(said.pace_day(p, level, words) for level in said.PACES)] for p in found.paces if p.items]
    lines += output.table(["Items", *(f"P{level}" for level in said.PACES)], rows, [True] + [False] * 3, cells)
    if finish is not None and not found.paces[-1].thin:
        lines.append(said.apart_words(found.paces[-1], finish, found.apart, words))
    return lines
