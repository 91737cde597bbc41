"""Why an item is where it is, in words: what sets its start and its finish, what it could slip by, what waits for it.

    explained = why_in_words(plan, schedule, context, item_id)

Pure: a Plan and its Schedule in, sentences out; the command line and the workspace show the same. Sentences hold text
of records as it is: whoever draws them makes it safe.
"""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.kinds.schedule.items import CONSTRAINT_WORDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.time.instants import deadline_moment, to_datetime, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.driver import Cause, Driver, driver
from tpm_tui.planning.analysis.explanation import DrivenSuccessor, Explanation, Reason, item_explanation
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import Conflict, conflicts
from tpm_tui.planning.analysis.workload.why_levelling_holds_an_item_back import held_by_levelling, last_work_before
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.actuals_and_status_date_to_bounds import minutes_of_texts
from tpm_tui.planning.model.estimate_coverage import assumed_items
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink
from tpm_tui.planning.model.network_from_plan import is_levelled
from tpm_tui.reports import phrases
from tpm_tui.reports.schedule.occurred_risk_text import OccurredRiskWriter
from tpm_tui.reports.schedule.work_of_people_text import people_texts

CONSTRAINT_TEXTS = {Constraint[name]: words for name, words in CONSTRAINT_WORDS.items()}

#: Words for what is neither an item nor a constraint.
PLAN_START, ACTUAL_START, STATUS_DATE, LEVELLING = "plan start", "actual start", "status date", "levelling"


class ExplanationText(Struct, frozen=True):
    """Sentences about one item. ``chain`` has one for each item further back, nearest first; ``conflicts`` one for each
    date that cannot be kept; ``waiting`` one for each item that waits; ``risks`` one for each that occurred on it."""

    starts: str
    finishes: str
    chain: tuple[str, ...]
    slack: str
    conflicts: tuple[str, ...]
    waiting: tuple[str, ...]
    risks: tuple[str, ...]
    why: Explanation

    def lines(self) -> list[str]:
        """All of it, in the order in which it is read."""
        sentences = [self.starts, self.finishes, *self.conflicts, *self.risks, self.slack]
        if self.chain:
            sentences += ["", "Before it:", *(f"  {sentence}" for sentence in self.chain)]
        if self.waiting:
            sentences += ["", "Waiting for it:", *(f"  {sentence}" for sentence in self.waiting)]
        return sentences


def why_in_words(plan: Plan, schedule: Schedule, context: InputContext, item: str) -> ExplanationText:
    """Explain one item of a plan that ``schedule`` is the schedule of. KeyError if there is no such item."""
    position = plan["item"].position[item]
    reasons = item_explanation(schedule.network, schedule, position)
    writer = _ExplanationWriter(plan, schedule, context)
    first, *rest = reasons.reasons
    return ExplanationText(
        starts=writer.starts(first),
        finishes=writer.finishes(first),
        chain=tuple(writer.link_of_chain(reason) for reason in rest),
        slack=writer.slack(reasons, position),
        conflicts=tuple(writer.conflict(c) for c in conflicts(schedule) if c.position == position),
        waiting=tuple(map(writer.follower, reasons.successors)),
        risks=writer.occurred.sentences(item),
        why=reasons,
    )


def conflict_sentences(plan: Plan, schedule: Schedule, context: InputContext) -> list[tuple[str, str]]:
    """(item id, sentence) of every date in a plan that does not hold; ``schedule`` is the plan's schedule."""
    writer, ids, out = _ExplanationWriter(plan, schedule, context), plan["item"].ids, dropped_items(plan)
    return [(ids[c.position], writer.conflict(c)) for c in conflicts(schedule) if not out[c.position]]


def driver_text(plan: Plan, schedule: Schedule, position: int) -> str:
    """What sets an item's start, in a word: the key of an item, a constraint (``SNET``, ``ALAP`` …), or one of
    ``plan start``, ``actual start``, ``status date`` and ``levelling``."""
    network = schedule.network
    cause = driver(schedule, position)
    if cause.cause == Cause.CONSTRAINT:
        if held_by_levelling(plan, network, position):
            return LEVELLING
        return STATUS_DATE if held_by_status(plan, network, position) else Constraint(network.constraint[position]).name
    if cause.cause == Cause.LATE:
        return Constraint.ALAP.name
    if cause.cause == Cause.ACTUAL:
        return ACTUAL_START
    if cause.other is not None:
        return str(plan["item"].columns["key"][cause.other])
    return PLAN_START


def held_by_status(plan: Plan, network: Network, position: int) -> bool:
    """Whether the constraint of an item in the network is the status date's and not its own."""
    if network.status_date is None or network.constraint[position] not in (Constraint.SNET, Constraint.ALAP):
        return False
    c = plan["item"].columns
    own = minutes_of_texts([c["constraint_date"][position]])[0]
    when = network.constraint_date[position]
    if c["constraint"][position] != Constraint.SNET.name or own is None or when is None:
        return True
    calendar = network.calendar_of(position)
    return calendar.work_at(own) < calendar.work_at(when)


class _ExplanationWriter:
    def __init__(self, plan: Plan, schedule: Schedule, context: InputContext) -> None:
        self.plan = plan
        self.schedule = schedule
        self.network = schedule.network
        self.context = context
        self.occurred = OccurredRiskWriter(plan, schedule, context)

    def key(self, position: int) -> str:
        return self.plan.shown_key("item", self.plan["item"].ids[position])

    def named(self, position: int) -> str:
        return f"{self.key(position)} {self.plan['item'].columns['title'][position]}"

    def _start(self, minute: int, position: int) -> str:
        return phrases.start_text(minute, self.network.calendar_of(position), self.context)

    def _instant(self, minute: int) -> str:
        return phrases.instant_text(minute, self.context)

    def _finish(self, minute: int) -> str:
        return phrases.finish_instant_text(minute, self.context)

    def _bound(self, minute: int, kind: str = "") -> str:
        return phrases.bound_text(minute, self.context, kind)

    def _due(self, minute: int) -> str:
        return self._bound(to_minute(deadline_moment(minute)))

    # -- start

    def starts(self, reason: Reason) -> str:
        """``T-13 starts 3 Dec because T-12 finishes 2 Dec 17:00, + 1 day lag; the holiday on 4 Dec costs a day.``"""
        position, cause = reason.position, reason.driver
        begun = cause.cause == Cause.ACTUAL
        verb = "started" if begun else "is reached" if self._timeless(position) else "starts"
        at_midnight = reason.start % MINUTES_PER_DAY == 0
        if cause.cause == Cause.LINK and self._timeless(position) and at_midnight:
            when = self._finish(reason.start)  # what it waits for ended that day
        else:
            when = self._start(reason.start, position)
        head = f"{self.key(position)} {verb} {when}"
        because = self._because(reason)
        idle = "" if begun else self._idle(reason)
        return f"{head}{because}{idle}."

    def link_of_chain(self, reason: Reason) -> str:
        """The same of an item that another one hangs on, with what made it longer."""
        added = self.occurred.added(reason.position)
        return f"{self.starts(reason)[:-1]}; {added}." if added else self.starts(reason)

    def _because(self, reason: Reason) -> str:
        position, cause = reason.position, reason.driver
        if cause.cause == Cause.ACTUAL:
            return ", as recorded"
        if cause.cause == Cause.LINK and cause.link is not None and cause.other is not None:
            return self._linked(position, cause, reason)
        if cause.cause == Cause.CHILD and cause.other is not None:
            return f" with {self.key(cause.other)}, the first of what is below it"
        if cause.cause == Cause.LATE:
            until = f"{self.key(cause.other)} needs it" if cause.other is not None else "the plan ends"
            return f" because it is to be done as late as possible, just before {until}"
        if cause.cause == Cause.CONSTRAINT:
            return self._constrained(position, cause)
        return " because the plan starts then and nothing else holds it"

    def _linked(self, position: int, cause: Driver, reason: Reason) -> str:
        assert cause.link is not None
        assert cause.other is not None
        link = self.network.links[cause.link]
        ends = link.type in (LinkType.FS, LinkType.FF)
        when = self.schedule.finish[cause.other] if ends else self.schedule.start[cause.other]
        done = "is reached" if self._timeless(cause.other) else "finishes" if ends else "starts"
        fact = self._fact(cause.other, ends)
        what = f"{self.key(cause.other)} {fact or done} {self._finish(when) if ends else self._instant(when)}"
        joint = " because " if link.type in (LinkType.FS, LinkType.SS) else ", as it is not to finish before "
        return f"{joint}{what}{self._lag(link, reason)}{self._through(link, position, cause.other)}"

    def _fact(self, position: int, ends: bool) -> str:
        known = self.network.actual_finish if ends else self.network.actual_start
        return ("finished" if ends else "started") if known[position] is not None else ""

    def _lag(self, link: NetworkLink, reason: Reason) -> str:
        if not reason.lag:
            return ""
        sign, word = ("+", "lag") if reason.lag > 0 else ("-", "lead")
        if link.unit == LagUnit.ELAPSED:
            return f", {sign} {phrases.elapsed_text(reason.lag)} {word} by the clock"
        share = f" ({abs(link.lag)}% of it)" if link.unit == LagUnit.PERCENT else ""
        return f", {sign} {phrases.duration_text(reason.lag, self.context)} {word}{share}"

    def _through(self, link: NetworkLink, position: int, other: int) -> str:
        above = [self.key(p) for p, near in ((link.predecessor, other), (link.successor, position)) if p != near]
        return f" (by the link of {' and '.join(above)})" if above else ""

    def _constrained(self, position: int, cause: Driver) -> str:
        if held_by_levelling(self.plan, self.network, position):
            return self._levelled(position, cause)
        if held_by_status(self.plan, self.network, position):
            return f" because it has not begun, and the status date is {self._status_date()}"
        kind = Constraint(self.network.constraint[position])
        return f" because it {CONSTRAINT_TEXTS[kind]} {self._start(cause.at, position)}"

    def _levelled(self, position: int, cause: Driver) -> str:
        before = last_work_before(self.plan, self.schedule, position)
        if before is None:
            return f" because levelling holds it back until {self._start(cause.at, position)}"
        resource, place = before
        kind, works = ("person", "works on") if resource in self.plan["person"] else ("pool", "is taken by")
        name = self.plan.value(kind, resource, "name")
        return f" because {name} {works} {self.key(place)} until {self._finish(self.schedule.finish[place])}"

    def _idle(self, reason: Reason) -> str:
        off = self._days_off(reason.position, reason.before.days)
        if off:
            return f"; {off}"
        if reason.before.minutes >= 24 * 60 and not reason.lag:
            return f"; no work is done {self._between(reason)}"
        return ""

    def _between(self, reason: Reason) -> str:
        """When it is that nobody works between what drives an item and its start: whole days where there are any."""
        calendar = self.network.calendar_of(reason.position)
        first, last = (to_datetime(minute).date() for minute in (reason.driver.at, reason.start))
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        free = [day for day in days if not calendar.intervals(day)]
        if not free:
            return f"from {self._instant(reason.driver.at)} until then"
        ends = [day_text(day, self.context) for day in (free[0], free[-1])]
        return f"on {ends[0]}" if free[0] == free[-1] else f"from {ends[0]} to {ends[1]}"

    def _timeless(self, position: int) -> bool:
        """Whether an item is a moment and no span."""
        summary = position in self.schedule.state.compiled.outline.children
        return not summary and not self.network.duration[position] and self.network.actual_start[position] is None

    def _status_date(self) -> str:
        status = self.network.status_date
        if status is None:
            return ""
        # a day that was set is all of it; today is its beginning
        return self._due(status) if self.plan.programme("status_date") is not None else self._bound(status)

    def _days_off(self, position: int, days: Sequence[object]) -> str:
        if not days:
            return ""
        names = phrases.day_off_names(self.plan, self.plan["item"].ids[position])
        return phrases.days_off_text(days, self.network.calendar_of(position), names, self.context)  # type: ignore[arg-type]

    # -- finish

    def finishes(self, reason: Reason) -> str:
        """``It takes 2 days and finishes 5 Dec 17:00; the holiday on 4 Dec costs a day.``"""
        position = reason.position
        ended = self.network.actual_finish[position]
        if ended is not None:
            return f"It finished {self._finish(reason.finish)}, as recorded."
        children = self.schedule.state.compiled.outline.children.get(position)
        if children:
            last = next(child for child in children if self.schedule.finish[child] == reason.finish)
            return f"It finishes {self._finish(reason.finish)} with {self.key(last)}, the last of what is below it."
        if self._timeless(position):
            return "It takes no time."
        if self.network.actual_start[position] is not None:
            after = f" after the status date, {self._status_date()}," if self.network.status_date is not None else ""
            work = f"It has {phrases.duration_text(reason.work, self.context)} of work left{after} and"
        else:
            assumed = ", which is assumed," if self.plan["item"].ids[position] in assumed_items(self.plan) else ""
            work = f"It takes {phrases.duration_text(reason.work, self.context)}{assumed} and"
        causes = people_texts(self.plan, self.schedule, self.context, position)
        if self.network.calendar_of(position).additive:
            causes.append(self._days_off(position, reason.during.days))
        return "; ".join([f"{work} finishes {self._finish(reason.finish)}", *filter(None, causes)]) + "."

    # -- slack

    def slack(self, reasons: Explanation, position: int) -> str:
        """What it could slip by, and what stands against more; "by logic" in a levelled plan, whose hand-overs between
        people are no links."""
        if self.network.actual_finish[position] is not None:
            return "It is done: nothing can move it."
        limit = self._limit(reasons)
        total = reasons.total_slack
        if total < 0:
            return f"It is {phrases.working_time_text(total, self.context)} too late for {limit}."
        verb = "missing" if reasons.limits[-1][1].cause == Cause.DEADLINE else "moving"
        if total == 0:
            return f"It cannot slip without {verb} {limit}."
        if position in self.schedule.state.compiled.outline.children:
            slip = phrases.working_time_text(total, self.context)
            return f"{self._by_logic('Its finish')} can slip {slip} without {verb} {limit}{self._tight(position)}."
        free = reasons.free_slack
        alone = (
            f", {phrases.working_time_text(free, self.context)} of it without moving anything else"
            if 0 < free < total
            else ""
        )
        alone = alone or ("" if free else ", though any delay moves what waits for it")
        slip = phrases.working_time_text(total, self.context)
        return f"{self._by_logic('It')} can slip {slip} without {verb} {limit}{alone}."

    def _by_logic(self, subject: str) -> str:
        return f"By logic {subject[0].lower()}{subject[1:]}" if is_levelled(self.plan) else subject

    def _tight(self, position: int) -> str:
        """What below a summary cannot slip, although its finish can."""
        children, below = self.schedule.state.compiled.outline.children, [position]
        tight: list[int] = []
        while below:
            at = below.pop()
            below.extend(children.get(at, ()))
            if at not in children and self.schedule.critical[at] and self.network.actual_finish[at] is None:
                tight.append(at)
        if not tight:
            return ""
        first = ", ".join(self.key(at) for at in sorted(tight)[:3])
        more = f" and {len(tight) - 3} more" if len(tight) > 3 else ""
        return f", but {first}{more} below it cannot"

    def _limit(self, reasons: Explanation) -> str:
        """What stands against more, in words that go on after "without moving" (a deadline: "missing")."""
        at, cause = reasons.limits[-1]
        own = at == reasons.reasons[0].position
        if cause.cause == Cause.DEADLINE:
            return f"{'its deadline' if own else f'the deadline of {self.key(at)}'}, {self._due(cause.at)}"
        if cause.cause == Cause.CONSTRAINT:
            kind = Constraint(self.network.constraint[at])
            who = "a date it is bound to: it" if own else f"{self.key(at)}, which"
            return f"{who} {CONSTRAINT_TEXTS[kind]} {self._bound(cause.at, kind.name)}"
        if cause.cause == Cause.ACTUAL:
            return f"{self.key(at)}, which has begun"
        return f"the plan's finish, {self._finish(cause.at)}"

    # -- others

    def conflict(self, conflict: Conflict) -> str:
        """A date that does not hold, and by how much."""
        short = phrases.shift_amount(*conflict.shift, starts=conflict.cause != Cause.DEADLINE)
        if conflict.cause == Cause.DEADLINE:
            return f"Conflict: it is due {self._due(conflict.at)} and finishes {short} later."
        kind = Constraint(self.network.constraint[conflict.position])
        against = ""
        if conflict.link is not None:
            before = self.network.links[conflict.link].predecessor
            against = f", but the link from {self.key(before)} asks for {short} more"
        return f"Conflict: it {CONSTRAINT_TEXTS[kind]} {self._bound(conflict.at, kind.name)}{against}. The date wins."

    def follower(self, follower: DrivenSuccessor) -> str:
        """``T-14 Schema freeze: moves at once``."""
        if self.network.actual_start[follower.position] is not None or follower.free_slack is None:
            how = "has begun" if self.network.actual_start[follower.position] is not None else "follows"
        elif follower.free_slack == 0:
            how = "moves with it"
        else:
            how = f"moves once it is more than {phrases.working_time_text(follower.free_slack, self.context)} late"
        return f"{self.named(follower.position)}: {how}"
