"""Sections that several reports share."""

from datetime import date

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.text.counted_nouns import counted, grouped_number
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.promise.promise import Promise
from tpm_tui.reports.builders.charts import milestone_timeline, promise_curve
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.phrases import rough_elapsed_text, score_text, shift_sentence, working_time_text
from tpm_tui.reports.report import Number, Section, SectionBuilder
from tpm_tui.reports.schedule.forecast.forecast_dates import deadline_iso, finish_day_text, minute_iso
from tpm_tui.reports.schedule.promise import promise_line, push_out_sentence, trade_off_sentence

_PROGRAMME = ("programme", PROGRAMME_ID)
#: Days after which a status date is said to be old.
_OLD_STATUS = 7
#: Days ahead in which a milestone is named as next.
_NEXT_DAYS = 28


def promise_section(source: ReportSource, limit: int = 6, curve: bool = False) -> Section:
    """The promise with its figures, push-outs, and what was agreed to give; the curve where asked. What made its state
    stands above every report."""
    made = SectionBuilder("promise", "The promise", limit)
    key = _promise_sentence(source, made)
    status = source.plan.programme("status_date")
    age = 0 if status is None else (source.until.date() - date.fromisoformat(str(status)[:10])).days
    if status is not None and age > _OLD_STATUS:
        said = [Number("status_date", str(status), "date", key), Number("status_age", age, "days", key)]
        made.add(f"All dates rest on the status of {source.day(status)}, {age} days ago", _PROGRAMME, numbers=said)
    if source.push_outs:
        moved, count = [move.days for move in source.push_outs], len(source.push_outs)
        numbers = [Number("push_outs", count, "moves", key), Number("push_out_days", sum(moved), "days", key)]
        later, earlier = sum(day for day in moved if day > 0), -sum(day for day in moved if day < 0)
        if later and earlier:
            numbers += [Number("moved later", later, "days", key), Number("moved earlier", earlier, "days", key)]
        made.add(
            push_out_sentence(source.push_outs),
            _PROGRAMME,
            numbers=numbers,
        )
    if trade_offs := trade_off_sentence(source.plan, source.context):
        day = source.plan.programme("trade_off_on")
        agreed = [Number("trade_off_on", str(day), "date", key)] if day is not None else []
        made.add(trade_offs, _PROGRAMME, numbers=agreed)
    return made.build(*(promise_curve(source) if curve else ()))


def promise_line_section(source: ReportSource) -> Section:
    """The promise in a sentence."""
    made = SectionBuilder("promise", "The promise", 1)
    _promise_sentence(source, made)
    return made.build()


def _promise_sentence(source: ReportSource, made: SectionBuilder) -> str:
    """Add it; the key of the programme."""
    promise = source.promise
    key = promise.key
    percentiles = ((50, promise.p50), (80, promise.p80))
    numbers = [Number(f"p{level}", minute_iso(at), "date", key) for level, at in percentiles if at is not None]
    if promise.assumed:
        numbers.append(Number("assumed", promise.assumed, "items", key))
    if promise.probability is not None and promise.target is not None:
        numbers += [
            Number("probability", round(promise.probability, 6), "share", key),
            Number("target", deadline_iso(promise.target), "date", key),
        ]
    made.add(promise_line(promise, source.context), _PROGRAMME, numbers=numbers)
    return key


def change_section(source: ReportSource, limit: int = 6) -> Section:
    """How far the finish moved since the last report, by part, in calendar days; the numbers are minutes of time on the
    clock."""
    made = SectionBuilder("changes", f"What changed since {source.day(source.since.date())}", limit)
    attribution = source.attribution()
    if attribution is None:
        if len(source.plan["item"]):
            made.add(_not_compared(source))
        return made.build()
    said, at = [], attribution.before[0]
    for part in attribution.parts:
        if part.moved[0]:
            # from where the part before ended, so that calendar days add up to those of the whole
            shift = shift_sentence(at, at + part.moved[0])
            said.append((f"{shift} by {part.name}", _moved(source, part.name, part.moved[0])))
            at += part.moved[0]
    moved = attribution.moved[0]
    numbers = [_moved(source, "finish", moved)]
    text = "The planned finish has not moved"
    if moved:
        finish = finish_day_text(attribution.after[0], source.context)
        text = f"The planned finish is {shift_sentence(attribution.before[0], attribution.after[0])}: {finish}"
        numbers.append(Number("finish", minute_iso(attribution.after[0]), "date", source.promise.key))
    if len(said) == 1:
        (_, number), (name,) = said.pop(), [part.name for part in attribution.parts if part.moved[0]]
        text, numbers = f"{text}, by {name}", [*numbers, number]
    made.add(text, _PROGRAMME, numbers=numbers)
    for part_text, number in sorted(said, key=lambda pair: -abs(int(pair[1].value))):
        made.add(part_text, _PROGRAMME, numbers=[number])
    return made.build()


def _not_compared(source: ReportSource) -> str:
    """Why it is not said how far the finish moved."""
    if not len(source.before["item"]):
        return "All items were planned since then: there is no finish to compare with"
    day = source.day(source.since.date())
    return f"The plan of today and that of {day} cannot be compared: one of them has no dates"


def _moved(source: ReportSource, name: str, minutes: int) -> Number:
    return Number(f"moved by {name}" if name != "finish" else "moved", minutes, "minutes", source.promise.key)


def risk_section(source: ReportSource, limit: int = 4) -> Section:
    """The risks that cost most days at P80 or most money, with their response: by their share of the most of either, as
    nothing says how much a day is worth."""
    made, plan = SectionBuilder("risks", "Risks that cost most", limit), source.plan
    currency = str(plan.programme("currency") or "")
    risks, founded = source.forecast.risks, source.forecast.is_founded
    days = {risk.id: round(risk.p80_days or 0, 1) if founded else 0.0 for risk in risks}
    money = {risk.id: round(risk.expected_cost) for risk in risks}
    most_days, most_money = (max([1e-9, *of.values()]) for of in (days, money))
    share = {risk.id: max(days[risk.id] / most_days, money[risk.id] / most_money) for risk in risks}
    for risk in sorted(risks, key=lambda risk: (-share[risk.id], -days[risk.id], risk.key)):
        said, numbers = [], []
        if days[risk.id]:
            said.append(f"{days[risk.id]:.1f} working days at P80")
            numbers.append(Number("p80_days", round(risk.p80_days or 0, 6), "working days", risk.key))
        if money[risk.id] > 0:
            said.append(f"expected cost {grouped_number(risk.expected_cost)} {currency}".rstrip())
            numbers.append(Number("expected_cost", round(risk.expected_cost, 2), currency, risk.key))
        if not said:
            continue
        response = str(plan.value("risk", risk.id, "response") or "none")
        answer = "no response" if response == "none" else f"response: {response}"
        made.add(
            f"{risk.key} {plan.title('risk', risk.id)}: {', '.join(said)}; {answer}",
            ("risk", risk.id),
            numbers=numbers,
        )
    return made.build()


def ask_section(source: ReportSource, limit: int = 5, figures: bool = False) -> Section:
    """Decisions that are open, those needed first before the others; with ``figures`` the three that they rest on."""
    made, plan = SectionBuilder("ask", "Decisions we ask for", limit), source.plan
    table = plan["decision"]
    waiting = [id_ for id_ in table.ids if table.value(id_, "status") == "proposed"]
    waiting.sort(key=lambda id_: (str(table.value(id_, "needed_by") or "9999"), source.key("decision", id_)))
    for id_ in waiting:
        key, needed = source.key("decision", id_), table.value(id_, "needed_by")
        numbers = [Number("needed_by", str(needed), "date", key)] if needed else []
        by = f", needed by {source.day(needed)}" if needed else ""
        text = f"{key} {plan.title('decision', id_)}{by}"
        if figures:
            more, said = _decision_figures(source, id_)
            text, numbers = f"{text}: {said}" if said else text, [*numbers, *more]
        made.add(text, ("decision", id_), numbers=numbers)
    return made.build()


def _decision_figures(source: ReportSource, decision: str) -> tuple[list[Number], str]:
    """The open items that hang on it, their likely estimates and when the first of them begins; where options are
    scored, also the best with its lead over the next."""

    from tpm_tui.domain.time.instants import to_minute
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
    from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import decision_result

    plan, key = source.plan, source.key("decision", decision)
    named = stored_ids(plan.value("decision", decision, "items"))
    below = dict.fromkeys(item for id_ in named if id_ in plan["item"] for item in (id_, *plan.descendants(id_)))
    items = [id_ for id_ in below if id_ not in plan.children and source.group_of(plan, id_) != "done"]
    estimates = [text for id_ in items if (text := plan.value("item", id_, "estimate")) is not None]
    likely = round(sum(ThreePoint.load(str(text)).likely for text in estimates))
    numbers = [Number("items", len(items), "items", key), Number("estimate", likely, "minutes", key)]
    work = f"estimated at {working_time_text(likely, source.context)}" if likely else "without an estimate"
    said = f"{counted(len(items), 'open item')} on it, {work}" if items else "no open item waits for it"
    if items:
        schedule = schedule_of(plan, source.context)
        first = min(schedule.start[plan["item"].position[id_]] for id_ in items)
        numbers.append(Number("first_start", minute_iso(first), "date", key))
        begins = "begun" if first < to_minute(source.until) else "to begin"
        said += f", {'the first ' if len(items) > 1 else ''}{begins} {source.day(to_datetime(first).date())}"
    result = decision_result(plan, decision)
    if result.winner is not None:
        best, total = str(plan.id_of_key("option", result.winner)), result.totals[result.winner]
        numbers.append(Number("best score", round(float(total or 0), 2), "score", result.winner))
        said += f"; best {plan.title('option', best)} with {score_text(float(total or 0))}"
        if result.margin is not None:
            numbers.append(Number("lead", float(result.margin), "score", result.winner))
            said += f", {score_text(float(result.margin))} ahead"
    return numbers, said


def decision_section(source: ReportSource, limit: int = 5) -> Section:
    """Decisions taken since the last report."""
    made, plan = SectionBuilder("decisions", "Decided", limit), source.plan
    for id_ in plan["decision"].ids:
        known = id_ in source.before["decision"]
        was = source.before.value("decision", id_, "status") if known else None
        now = plan.value("decision", id_, "status")
        if now in ("accepted", "rejected") and was != now:
            outcome = plan.value("decision", id_, "outcome")
            chosen = f": {plan.title('option', str(outcome))}" if outcome and str(outcome) in plan["option"] else ""
            made.add(f"{source.key('decision', id_)} {plan.title('decision', id_)}: {now}{chosen}", ("decision", id_))
    return made.build()


def money_section(source: ReportSource) -> Section:
    """The P80 of the cost beside the budget, what is spent, and what about money is worth a warning; nothing where the
    file holds no money."""
    from tpm_tui.domain.values.amounts import of_minor_units
    from tpm_tui.planning.money.budget import money_summary
    from tpm_tui.planning.money.money_findings import tolerance_warning

    made, plan = SectionBuilder("money", "Money", 4), source.plan
    currency, key = str(plan.programme("currency") or ""), source.promise.key
    summary = money_summary(plan, source.context)
    p80 = source.forecast.cost(80)
    budget = plan.programme("budget")
    of = "no budget is set" if budget is None else f"budget {grouped_number(float(str(budget)))} {currency}"
    numbers = [] if budget is None else [Number("budget", float(str(budget)), currency, key)]
    if source.promise.unfounded and len(plan["item"]):
        made.add(f"No forecast of the cost: {source.promise.unfounded}; {of}", _PROGRAMME, numbers=numbers)
    elif p80 or budget is not None:
        numbers.insert(0, Number("cost_p80", round(p80, 2), currency, key))
        made.add(f"Cost P80 {grouped_number(p80)} {currency}, {of}", _PROGRAMME, numbers=numbers)
    if len(plan["cost"]) or len(plan["time_entry"]):
        spent = of_minor_units(summary.total.actual, summary.digits)
        made.add(
            f"Spent so far: {grouped_number(spent)} {currency}",
            _PROGRAMME,
            numbers=[Number("spent", float(spent), currency, key)],
        )
    beyond = tolerance_warning(plan, source.context)
    for warning in (*([] if beyond is None else [beyond]), *summary.warnings):
        figures = [
            Number(name, float(of_minor_units(int(value), summary.digits)), currency, key)
            if unit == "money"
            else Number(name, value, unit, key)
            for name, value, unit in warning.figures
        ]
        made.add(f"{warning.text[:1].upper()}{warning.text[1:]}", _PROGRAMME, numbers=figures)
    return made.build()


def part_sentence(source: ReportSource, part: Promise) -> str:
    """``T-20 Feature freeze, 18 Dec: kept with 92%, P80 14 Dec, green``; without a forecast its date alone."""
    state = f", {part.shown_state.value}" if part.shown_state else ""
    target = finish_day_text(part.target or 0, source.context)
    kept = "no forecast"
    if part.probability is not None and part.p80 is not None:
        assumed = f", {part.assumed} assumed" if part.assumed else ""
        kept = f"kept with {part.probability:.0%}, P80 {finish_day_text(part.p80, source.context)}{assumed}"
    return f"{part.key} {part.name}, {target}: {kept}{state}"


def part_numbers(part: Promise) -> list[Number]:
    """The target of a part and, where there is a forecast, how sure it is, P80, and P50 for its chart."""
    numbers = [Number("target", deadline_iso(part.target or 0), "date", part.key)]
    if part.probability is not None and part.p50 is not None and part.p80 is not None:
        numbers += [
            Number("probability", round(part.probability, 6), "share", part.key),
            Number("p50", minute_iso(part.p50), "date", part.key),
            Number("p80", minute_iso(part.p80), "date", part.key),
        ]
    if part.assumed:
        numbers.append(Number("assumed", part.assumed, "items", part.key))
    return numbers


def next_section(source: ReportSource, limit: int = 6) -> Section:
    """Milestones and dated items whose target lies in the weeks ahead, with how sure they are."""
    from tpm_tui.domain.time.instants import to_minute

    made = SectionBuilder("next", "Next", limit)
    now = to_minute(source.until)
    ahead = [
        part
        for part in source.parts
        if part.kind == "item" and part.held_to is not None and now <= part.held_to <= now + _NEXT_DAYS * 24 * 60
        if source.group_of(source.plan, part.id) != "done"
    ]
    ahead.sort(key=lambda part: (part.held_to or 0, part.target.key))
    said = list(source.part_promises(ahead[:limit]))
    for promise in said:
        made.add(part_sentence(source, promise), ("item", promise.id), numbers=part_numbers(promise))
    made.leave_out(("item", part.id) for part in ahead[limit:])
    return made.build(*milestone_timeline(source, said))


def incident_section(source: ReportSource, limit: int = 4) -> Section:
    """Incidents that are open, the gravest first."""
    made, table = SectionBuilder("incidents", "Open incidents", limit), source.plan["incident"]
    ids = [id_ for id_ in table.ids if table.value(id_, "resolved") is None]
    for id_ in sorted(ids, key=lambda id_: (str(table.value(id_, "severity")), source.key("incident", id_))):
        made.add(
            f"{source.key('incident', id_)} {table.value(id_, 'severity')} {source.plan.title('incident', id_)}",
            ("incident", id_),
        )
    return made.build()


def hand_off_section(source: ReportSource, function: str = "", limit: int = 6) -> Section:
    """Where work crosses from one function to another: what waits there now, and how long it took before; of one
    function, those that it gives to or takes from."""
    made, key = SectionBuilder("hand-offs", "Hand-offs between functions", limit), source.promise.key
    for wait in source.hand_offs():
        if function and function not in (wait.giver, wait.receiver):
            continue
        items = [str(source.plan.id_of_key("item", key)) for key in wait.waiting]
        names = ", ".join(f"{key} ({source.owner_name(id_)})" for key, id_ in zip(wait.waiting, items, strict=True))
        pair = f"{wait.giver} to {wait.receiver}"
        numbers = [Number(f"{pair}: waiting", len(items), "items", key)]
        before = "nothing was taken up yet"
        if wait.p50 is not None:
            half = "the only one so far was" if wait.over == 1 else f"half of the {wait.over} so far were"
            before = f"{half} taken up within {rough_elapsed_text(wait.p50)}"
            numbers += [
                Number(f"{pair}: over", wait.over, "items", key),
                Number(f"{pair}: p50_minutes", wait.p50, "minutes", key),
            ]
        waits = f"{len(items)} wait{'s' if len(items) == 1 else ''} now" if items else "nothing waits now"
        made.add(
            f"{pair}: {waits}{f': {names}' if names else ''}; {before}",
            *([("item", id_) for id_ in items] or [_PROGRAMME]),
            numbers=numbers,
        )
    return made.build()
