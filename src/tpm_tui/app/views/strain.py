"""Strain: how long people can keep this up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.calculated_page import CalculatedPageView
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.workload.strain_of_plan import PlanStrain

READS = frozenset(
    {
        "programme", "item", "link", "person", "pool", "assignment", "calendar", "calendar_exception", "absence",
        "time_entry", "incident", "shift",
    }
)  # fmt: skip


async def _calculate(
    session: WorkspaceSession, report: Callable[[str], None]
) -> AsyncIterator[tuple[Plan, InputContext, PlanStrain]]:
    from tpm_tui.planning.analysis.workload.strain_of_plan import validated_strain

    plan, context = session.plan, session.context
    report("the hours of everybody over rolling four weeks")
    yield plan, context, await asyncio.to_thread(validated_strain, plan, context)


def _lines(known: tuple[Plan, InputContext, PlanStrain], cells: int) -> Sequence[PageLine]:
    from tpm_tui.app.page_lines.people.strain import strain_page_lines

    return strain_page_lines(*known, cells)


def _make(context: ViewContext, view: View) -> CalculatedPageView[tuple[Plan, InputContext, PlanStrain]]:
    return CalculatedPageView(context.session, "Strain", _calculate, _lines, digit=context.key_of(view))


VIEW = View(
    "strain", "", "Strain", _make, READS, results=True, letter="s", synonyms=("burnout", "overtime", "overload")
)
