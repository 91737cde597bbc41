"""The forecast: looking at it, asking it, taking it out."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpm_tui.app.foreseen import Foreseen
from tpm_tui.app.screens.choose import Choice, ChooseScreen
from tpm_tui.app.widgets.ask import Question
from tpm_tui.app.widgets.pagelist import PageLine

if TYPE_CHECKING:
    from tpm_tui.app.forecast_lines import Look
    from tpm_tui.app.workspace import Workspace


async def forecast_now(ws: "Workspace") -> Foreseen | None:
    """The forecast of the plan on the screen; made now where it is made only when asked for."""
    found = ws.session.foreseen
    if found is not None and found.plan is ws.session.plan and not found.rough:
        return found
    if not len(ws.session.plan["item"]):
        ws.say("there is nothing to forecast yet: add items in the backlog (1)", "warn")
        return None
    ws.say("working out the forecast …")
    # dates that are still being worked out would end a forecast that was begun before them
    await ws.planner.settled()
    if not ws.forecaster.busy:
        ws.forecaster.forecast(ws.session.plan, ws.session.words, asked=True)
    await ws.forecaster.settled()
    ws.say("")
    if ws.session.foreseen is None:
        ws.say("there is no forecast: the plan has no dates", "warn")
    return ws.session.foreseen


async def forecast(ws: "Workspace") -> None:
    """The forecast in pages."""
    from tpm_tui.app.forecast_lines import Look, name_of, standing
    from tpm_tui.app.forecasting import LOOKING_BACK, PAGES, page_lines
    from tpm_tui.app.screens.forecast import ForecastScreen

    found = await forecast_now(ws)
    look = Look()
    while found is not None:
        of = found

        def lines(cells: int, rows: int, of: Foreseen = of) -> list[PageLine]:
            return page_lines(of, look, cells, rows)

        def lacking(of: Foreseen = of) -> Coroutine[Any, Any, None] | None:
            known = look.learned is not None and look.learned.plan is of.plan
            return None if known or look.page not in LOOKING_BACK else _learn(ws, of, look)

        title = f"Forecast ─ {name_of(of, look.target)} ─ / P90 or 12 mar · o whose · r responses · w write"
        screen = ForecastScreen(title, standing(of), lines, partial(look.turn, pages=len(PAGES)), lacking)
        chosen = await ws.choose(screen)
        if chosen is None:
            return
        what, more = chosen
        if what == "target":
            look.page, look.target, look.answer = 0, more, ""
        elif what == "ask":
            await _ask(ws, of, look)
        elif what == "whose":
            target = await whose(ws, of, "Whose finish (P80)")
            if target is not None:
                look.page, look.target, look.answer = 0, target, ""
        elif what == "more":
            await _more(ws, of)
        elif what == "write":
            await export(ws, look.target)
        elif what == "respond":
            from tpm_tui.app.acts.responding import respond

            if await respond(ws, of, look.target):
                found = await forecast_now(ws)
        elif what == "factor":
            from tpm_tui.app.acts.learning import apply_factor

            if look.learned is not None and await apply_factor(ws, of, look.learned, *more):
                found = await forecast_now(ws)
        else:
            await ws.open_record(what, more)
        if ws.session.foreseen is not None:
            found = ws.session.foreseen
        if found is not None and look.target not in found.forecast.targets:
            look.target = ""


async def _more(ws: "Workspace", found: Foreseen) -> None:
    """Go on with more iterations until the percentiles have converged; esc leaves the forecast as it is."""
    from tpm_tui.app.foreseen import go_on
    from tpm_tui.app.patience import thought_through

    if found.rough or found.forecast.converged:
        return
    made = await thought_through(
        ws, "more iterations", lambda patience: go_on(found, patience.cancelled, patience.told)
    )
    now = ws.session.foreseen
    if made is not None and now is not None and now.forecast is found.forecast:
        # of the newest plan, which may be another since: that today's forecast was remembered changes nothing in it
        ws.show_foreseen(replace(made, plan=now.plan))


async def _learn(ws: "Workspace", found: Foreseen, look: "Look") -> None:
    """What the history teaches, worked out beside the screen."""
    from tpm_tui.commands.learning import learn, told

    history = await ws.guarded(ws.session.read(told))
    if history is not None:
        look.learned = await asyncio.to_thread(learn, found.plan, found.words, history, found.forecast.finish)


async def _ask(ws: "Workspace", found: Foreseen, look: "Look") -> None:
    """Take a confidence, a date, or a number of items, and answer it on its page."""
    from tpm_tui.app.forecasting import PACE, asked, items_asked

    on_pace = look.page == PACE

    def check(text: str) -> str:
        if not text:
            return ""
        count = items_asked(text, on_pace)
        return f"when {count} items are done" if count is not None else asked(found, look.target, text)

    words = "How many items" if on_pace else "Which confidence, date, or number of items (P90, 12 mar, 14 items)"
    text, _ = await ws.ask(Question(words, check=check))
    if not text:
        return
    count = items_asked(text, on_pace)
    if count is None:
        look.answers(0, asked(found, look.target, text))
        return
    from tpm_tui.commands.learning import told
    from tpm_tui.planning.throughput import throughput
    from tpm_tui.reports.learning import items_words

    history = [(moment, edits) for moment, _, edits in await ws.session.read(told)]
    pace = await asyncio.to_thread(throughput, found.plan, found.words.today, history, items=count)
    look.answers(PACE, items_words(pace, found.words))


async def whose(ws: "Workspace", found: Foreseen, title: str) -> str | None:
    """The id of a milestone, a dated item or a workstream, "" for the plan; None if the person leaves."""
    from tpm_tui.app.forecast_lines import day, finish_of, name_of

    choices = [
        Choice(id_, name_of(found, id_), right=day(found, finish_of(found, id_).percentile(80)))
        for id_ in ("", *(t.id for t in found.problem.targets))
    ]
    chosen: str | None = await ws.choose(ChooseScreen(title, choices))
    return chosen


async def export(ws: "Workspace", target: str = "") -> None:
    """Write the forecast as a picture (SVG) or as a table (CSV), by the name of the file."""
    from tpm_tui.app.acts.files import _must_not_exist, _paths
    from tpm_tui.reports.forecast_csv import to_csv
    from tpm_tui.reports.forecast_svg import to_svg

    found = await forecast_now(ws)
    if found is None:
        return
    question = Question("Write to (.svg or .csv)", text="forecast.svg", check=_must_not_exist, offer=_paths)
    text, _ = await ws.ask(question)
    if not text:
        return
    path, of = Path(text).expanduser(), found

    def write() -> None:
        if path.suffix.lower() == ".csv":
            made = to_csv(of.plan, of.problem, of.forecast)
        else:
            made = to_svg(of.plan, of.problem, of.forecast, of.words, target)
        path.write_text(made, encoding="utf-8", newline="")

    try:
        await asyncio.to_thread(write)
    except OSError as error:
        ws.say(f"{path}: {error.strerror or error}", "bad")
        return
    ws.say(f"forecast written to {path}")


async def scales(ws: "Workspace") -> None:
    """The programme's form: its scales say what the score of a risk without numbers means."""
    from tpm_tui.app.opening import open_form
    from tpm_tui.domain.kinds import PROGRAMME_ID

    if not ws.refuse_readonly():
        await open_form(ws, "programme", PROGRAMME_ID, {})


ACTS = {"forecast": forecast, "forecast.export": export, "risk.scales": scales}
