"""The stand-up by person and hand-off, and the one-to-one: what was done, what is next, what is in the way."""

from collections.abc import Iterator, Mapping
from datetime import date

from tpm_tui.domain.derived.waits_and_blocks import blocked_items, unfinished_predecessors
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.planning.model.blocked_age import blocked_ages
from tpm_tui.reports.meetings.agenda_evidence import AgendaSource, impediment_section
from tpm_tui.reports.report import Section, SectionBuilder

#: Lines of one person in a stand-up.
_LINES_A_PERSON = 8


def stand_up_agenda(source: AgendaSource) -> list[Section]:
    """A section a person with anything to say, those who are present first, then hand-offs and what is in the way."""
    plan = source.plan
    present = stored_ids(source.plan.value("meeting", source.meeting, "team"))
    people = [*present, *(id_ for id_ in plan["person"].ids if id_ not in present)]
    starts = _planned_starts(source)
    sections = [_person_section(source, person, starts) for person in people]
    return [*sections, _hand_off_section(source, starts), impediment_section(source)]


def one_to_one_sections(source: AgendaSource) -> list[Section]:
    """What those present have done, do next, and what is in their way; then what they own and is not done."""
    sections, starts = [], _planned_starts(source)
    for person in stored_ids(source.plan.value("meeting", source.meeting, "team")):
        sections.append(_person_section(source, person, starts))
        made = SectionBuilder("actions", f"Actions of {source.plan.title('person', person)}", 10)
        for id_ in source.plan.ids_by_reference("action", "owner").get(person, ()):
            if not source.plan.value("action", id_, "done"):
                made.add(source.name("action", id_), ("action", id_))
        sections.append(made.build())
    return sections


def _planned_starts(source: AgendaSource) -> Mapping[str, date]:
    """Item id -> the day on which it is planned to start; none in a plan that has no dates."""
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

    try:
        starts = schedule_of(source.plan, source.context).start
    except ValueError:
        return {}
    return {id_: to_datetime(start).date() for id_, start in zip(source.plan["item"].ids, starts, strict=True)}


def _person_section(source: AgendaSource, person: str, starts: Mapping[str, date]) -> Section:
    made = SectionBuilder(f"person:{person}", source.plan.title("person", person), _LINES_A_PERSON)
    for word, item in _said_of(source, person, starts):
        planned = _planned_text(source, item, starts) if word == "next" else ""
        made.add(f"{word} {source.name('item', item)}{planned}{_blocked_text(source, item)}", ("item", item))
    return made.build()


def _planned_text(source: AgendaSource, item: str, starts: Mapping[str, date]) -> str:
    """Since when the plan has it start, and what it still waits for."""
    waits = unfinished_predecessors(source.plan).get(item)
    waiting = "" if waits is None else f", waits for {source.plan.label('item', waits)}"
    return f"{_planned_day(source, item, starts)}{waiting}"


def _who(source: AgendaSource, item: str) -> str:
    """Whose work an item is: its owner, else those assigned to it; ``nobody`` where there are none."""
    plan = source.plan
    assigned = (
        plan.value("assignment", id_, "person") for id_ in plan.ids_by_reference("assignment", "item").get(item, ())
    )
    people = [str(person) for person in (plan.value("item", item, "owner"), *assigned) if person]
    return plan.label("person", people[0]) if people else "nobody"


def _planned_day(source: AgendaSource, item: str, starts: Mapping[str, date]) -> str:
    return f", planned from {source.day(starts[item])}" if item in starts else ""


def _items_of(plan: Plan, person: str) -> list[str]:
    """The work that somebody owns or is assigned to, in the order of the file."""
    own = set(plan.ids_by_reference("item", "owner").get(person, ()))
    for id_ in plan.ids_by_reference("assignment", "person").get(person, ()):
        own.add(str(plan.value("assignment", id_, "item")))
    position = plan["item"].position
    return sorted((id_ for id_ in own if id_ in position and id_ not in plan.children), key=position.__getitem__)


def _said_of(source: AgendaSource, person: str, starts: Mapping[str, date]) -> Iterator[tuple[str, str]]:
    """(word, item): done since the last time; what is in progress goes on; next is taken up, of the work that has not
    begun and is not blocked, what waits for nothing and starts first by the plan, else what starts first; then what is
    in the way."""
    plan = source.plan
    items = _items_of(plan, person)
    for item in items:
        finished = source.group_now(item) == "done" and plan.value("item", item, "status") != "dropped"
        if finished and source.group_then(item) in ("todo", "active"):
            yield "done", item
    active = [item for item in items if source.group_now(item) == "active"]
    blocked = blocked_items(plan)
    yield from (("goes on with", item) for item in active if item not in blocked)
    dropped = dict(zip(plan["item"].ids, dropped_items(plan), strict=True))
    ahead = [i for i in items if source.group_now(i) == "todo" and i not in blocked and not dropped[i]]
    if ahead:
        waiting, ranks = unfinished_predecessors(plan), plan["item"].columns["rank"]
        position = plan["item"].position
        yield "next", min(ahead, key=lambda i: (i in waiting, starts.get(i, date.max), str(ranks[position[i]])))
    yield from (("blocked", item) for item in items if item in blocked)


def _hand_off_section(source: AgendaSource, starts: Mapping[str, date]) -> Section:
    """Work that was finished since, and whose successor another function can go on with; then the hand-offs to come:
    of work that is in progress, or blocked."""
    made, plan = SectionBuilder("hand-offs", "Hand-offs", 10), source.plan
    blocked, coming = blocked_items(plan), list[tuple[str, tuple[str, str], tuple[str, str]]]()
    links = plan.ids_by_reference("link", "predecessor")
    for item in plan["item"].ids:
        done = source.group_now(item) == "done"
        if source.group_then(item) == "done" if done else source.group_now(item) != "active" and item not in blocked:
            continue
        for link in links.get(item, ()):
            after = str(plan.value("link", link, "successor"))
            functions = [str(plan.value("item", id_, "function")) for id_ in (item, after)]
            if source.group_now(after) != "todo" or functions[0] == functions[1]:
                continue
            if not done:
                ahead = "is in the way of" if item in blocked else "goes next to"
                coming.append(
                    (
                        f"{source.name('item', item)} ({functions[0]}) {ahead} {_who(source, after)}: "
                        f"{source.name('item', after)} ({functions[1]}){_planned_day(source, after, starts)}"
                        f"{_blocked_text(source, item)}",
                        ("item", item), ("item", after),
                    )
                )  # fmt: skip
                continue
            made.add(
                f"{source.name('item', item)} is done ({functions[0]}): {_who(source, after)} can go on with "
                f"{source.name('item', after)} ({functions[1]})",
                ("item", item), ("item", after),
            )  # fmt: skip
    for text, *records in coming:
        made.add(text, *records)
    return made.build()


def _blocked_text(source: AgendaSource, item: str) -> str:
    """Since when it is blocked, by its own mark or else by the oldest issue that holds it, and by what."""
    row = source.plan["item"].row(item)
    holding = [one for one in source.impediments() if row["key"] in one.items]
    cause = str(row["blocked_cause"] or (holding[0].cause if holding else ""))
    age = holding[0].age_days if holding else None
    age = blocked_ages(source.plan, source.context.today).get(item, age)
    if item not in blocked_items(source.plan):
        return ""
    since = "" if age is None else f", for {counted(age, 'working day')}"
    return f"{since}{f': {cause}' if cause else ''}"
