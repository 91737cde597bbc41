"""Reports: chosen, previewed, copied, written, kept, and held beside one that was sent."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.file.paths import expand_path

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult
    from tpm_tui.planning.promise.forecast_that_promises_rest_on import PromiseForecast
    from tpm_tui.reports.builders.report_facts import ReportSource
    from tpm_tui.reports.report import ReportContent

#: The kind of record that a report of each kind is for.
_RECIPIENTS = (("letter", "stakeholder"), ("recommendation", "decision"), ("incident", "incident"))


class ReportChoice(Struct, frozen=True):
    """What a person chose of a report: its kind and reader, a headline of their own, ids of sections."""

    kind: str
    recipient: str = ""
    headline: str = ""
    sections: tuple[str, ...] = ()


async def show_report(context: ActionContext) -> None:
    """Choose a report, read it as it will be sent, and do something with it."""
    choice = await _choose_report(context)
    known = await _forecasts(context) if choice is not None else None
    if choice is None or known is None:
        return
    source = await _source(context, choice, known)
    await context.editor.run_guarded(_preview(context, source, choice))


class _Forecasts(Struct, frozen=True):
    """A plan with its forecast by logic and the one that its promise is held to."""

    plan: "Plan"
    context: "InputContext"
    forecast: "SimulationResult"
    held: "PromiseForecast"


async def _forecasts(context: ActionContext) -> _Forecasts | None:
    """Those of the plan on the screen, also where nothing is planned yet; None, and it is said why, without dates."""
    from tpm_tui.app.actions.schedule.forecast.forecast_target import current_forecast
    from tpm_tui.planning.promise.forecast_that_promises_rest_on import forecast_without_items

    plan, words = context.session.plan, context.session.context
    if not len(plan["item"]):
        _, forecast, held = await asyncio.to_thread(forecast_without_items, plan, words)
        return _Forecasts(plan, words, forecast, held)
    result = await current_forecast(context)
    if result is None:
        return None
    if result.held is None:
        context.messages.say("there is no forecast of the promise, which reports are held to", "warn")
        return None
    return _Forecasts(result.plan, result.context, result.forecast, result.held)


async def _preview(context: ActionContext, source: "ReportSource", choice: ReportChoice) -> None:
    """Show the report until it is left. ValidationError if it cannot be built as it was chosen."""
    from tpm_tui.app.modal_screens.report import REPORT_HINT, ReportScreen
    from tpm_tui.app.page_lines.report import report_lines
    from tpm_tui.reports.builders.report_catalog import build_report

    async def build() -> "ReportContent":
        return await asyncio.to_thread(
            build_report, source, choice.kind, choice.recipient, choice.headline, choice.sections
        )

    report = await build()

    async def page() -> PageScreen:
        return ReportScreen(report.title, partial(report_lines, source.plan, report), hint=REPORT_HINT)

    async def act(asked: str) -> bool:
        nonlocal choice, report
        if asked in ("headline", "sections"):
            choice = await _changed(context, choice, asked, source)
            report = await build()
        else:
            await _use(context, report, source, asked)
        return True

    await browse(context, page, act)


async def _choose_report(context: ActionContext) -> ReportChoice | None:
    """A kind, and whom it is for where it is for somebody."""
    from tpm_tui.reports.builders.report_catalog import REPORT_KINDS

    kinds = [Choice(name, kind.title) for name, kind in REPORT_KINDS.items()]
    kind = await context.prompts.choose(PickerScreen("Which report", kinds))
    if kind is None:
        return None
    wanted = dict(_RECIPIENTS).get(str(kind))
    if wanted is None:
        return ReportChoice(str(kind))
    plan = context.session.plan
    choices = [
        Choice(str(plan.value(wanted, id_, "key")), plan.title(wanted, id_), right=str(plan.value(wanted, id_, "key")))
        for id_ in plan[wanted].ids
    ]
    if kind == "letter":
        functions = KINDS["item"].column("function").field.choices
        choices += [Choice(f"function:{name}", f"Everybody in {name}") for name in functions]
    if not choices:
        context.messages.say(f"there is no {KINDS[wanted].title.lower()} that it could be for", "warn")
        return None
    recipient = await context.prompts.choose(PickerScreen("For whom or what", choices))
    if recipient in plan[wanted].columns["key"] and recipient not in context.session.plan[wanted].columns["key"]:
        context.messages.say(f"that {KINDS[wanted].label.lower()} has been deleted", "warn")
        return None
    return None if recipient is None else ReportChoice(str(kind), str(recipient))


async def _source(context: ActionContext, choice: ReportChoice, known: _Forecasts) -> "ReportSource":
    """What the report is built of, since the last of its kind."""
    from tpm_tui.commands.report_source import last_report_moment, read_report_history, report_source
    from tpm_tui.reports.builders.report_catalog import REPORT_KINDS

    kind = REPORT_KINDS[choice.kind]
    since = last_report_moment(known.plan, kind, choice.recipient, known.context)
    context.messages.say("writing the report …")
    try:
        history = await context.session.read(lambda store: read_report_history(store, since, kind.reads_states))
        return await asyncio.to_thread(report_source, known.plan, known.context, history, known.forecast, known.held)
    finally:
        context.messages.say("")


async def _changed(context: ActionContext, choice: ReportChoice, what: str, source: "ReportSource") -> ReportChoice:
    """The same with another headline, or other sections."""
    from tpm_tui.reports.builders.report_catalog import REPORT_KINDS, chosen_sections

    if what == "headline":
        text, _ = await context.prompts.ask(Prompt("In a sentence (not from the file)", text=choice.headline))
        return choice if text is None else replace(choice, headline=text)
    all_of = await asyncio.to_thread(REPORT_KINDS[choice.kind].build, source, choice.recipient)

    def check(text: str) -> str:
        chosen_sections(choice.kind, all_of, _words(text))
        return ", ".join(_words(text)) or "all sections"

    asked = Prompt(
        "Sections in their order, with own headings as in money=What it costs; none is all",
        text=", ".join(choice.sections or [section.id for section in all_of]),
        check=check,
    )
    text, _ = await context.prompts.ask(asked)
    return choice if text is None else replace(choice, sections=_words(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


async def _use(context: ActionContext, report: "ReportContent", source: "ReportSource", asked: str) -> None:
    """Copy, write or keep it, or hold it beside one that was kept."""
    if asked in ("text", "md"):
        context.messages.say(await context.terminal.copy(await asyncio.to_thread(_as_text, source, report, asked)))
    elif asked == "write":
        await _write(context, report, source)
    elif asked == "keep":
        await _keep(context, report)
    else:
        await _beside(context, report, source)


def _as_text(source: "ReportSource", report: "ReportContent", form: str) -> str:
    """The report as ``md``, ``html``, or plain text for a mail."""
    from tpm_tui.reports.renderers.report_form import render_report

    return render_report(source.plan, report, form)


async def _write(context: ActionContext, report: "ReportContent", source: "ReportSource") -> None:
    from tpm_tui.app.actions.files import _must_not_exist, _paths
    from tpm_tui.exchange.export_file import write_document_file
    from tpm_tui.reports.renderers.report_form import form_of_ending

    def check(text: str) -> str:
        if form_of_ending(text) == "json":
            raise ValidationError("tpm report writes JSON; here it is .html, .md or .txt")
        return _must_not_exist(text)

    question = Prompt("Write to (.html, .md or .txt)", text=f"{report.kind}.html", check=check, suggest=_paths)
    text, _ = await context.prompts.ask(question)
    if not text:
        return
    path = expand_path(text)

    def write() -> None:
        write_document_file(path, _as_text(source, report, form_of_ending(path.name)), context.session.path)

    await context.editor.run_guarded(asyncio.to_thread(write), done=f"report written to {path}")


async def _keep(context: ActionContext, report: "ReportContent") -> None:
    from tpm_tui.commands.report_source import keep_report

    label = f"Keep the report: {report.title}"
    if not context.editor.reject_readonly():
        await context.editor.change(
            label, Operation.KEEP_REPORT, lambda tx: keep_report(tx, report), done="kept as sent"
        )


async def _beside(context: ActionContext, report: "ReportContent", source: "ReportSource") -> None:
    from tpm_tui.app.page_lines.report import side_by_side_page
    from tpm_tui.reports.report import report_facts
    from tpm_tui.reports.report_comparison import kept_report_facts
    from tpm_tui.reports.report_outcomes import report_outcomes

    plan = context.session.plan
    kept = sorted(plan["report"].ids, key=lambda id_: str(plan.value("report", id_, "at") or ""), reverse=True)
    choices = [
        Choice(id_, plan.title("report", id_), right=_day(context, plan.value("report", id_, "at"))) for id_ in kept
    ]
    if not choices:
        context.messages.say("no report was kept yet: K keeps one", "warn")
        return
    chosen = await context.prompts.choose(PickerScreen("Beside which", choices))
    if chosen is not None:
        then, now = kept_report_facts(plan, str(chosen)), report_facts(source.plan, report)
        parts = source.part_promises(source.parts)
        outcomes = report_outcomes(source.plan, source.context, source.promise, parts, then)
        lines = partial(side_by_side_page, then, now, outcomes, source.context)
        await context.prompts.choose(PageScreen("Said then and now", lines, free=True))


def _day(context: ActionContext, stored: object) -> str:
    from datetime import datetime

    return (
        "" if stored is None else dates.show_date(datetime.fromisoformat(str(stored)).date(), context.session.context)
    )


ACTIONS = (
    screen_action(
        "report",
        "Report: read it before it is sent, copy, write, keep",
        '"',
        "Plan",
        show_report,
        synonyms=("recommendation", "status update", "status report", "executive summary", "letter"),
    ),
)
