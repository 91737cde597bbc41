"""The stand-up by person and hand-off, and the one-to-one: what was done, what is next, what is in the way."""

from collections.abc import Iterator

from tpm_tui.domain.derived.waits_and_blocks import blocked_items
from tpm_tui.domain.text.counting import counted
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
    sections = [_person_section(source, person) for person in people]
    return [*sections, _hand_off_section(source), impediment_section(source)]


def one_to_one_sections(source: AgendaSource) -> list[Section]:
    """What those present have done, do next, and what is in their way; then what they own and is not done."""
    sections = []
    for person in stored_ids(source.plan.value("meeting", source.meeting, "team")):
        sections.append(_person_section(source, person))
        made = SectionBuilder("actions", f"Actions of {source.plan.title('person', person)}", 10)
        for id_ in source.plan.ids_by_reference("action", "owner").get(person, ()):
            if not source.plan.value("action", id_, "done"):
                made.add(source.name("action", id_), ("action", id_))
        sections.append(made.build())
    return sections


def _person_section(source: AgendaSource, person: str) -> Section:
    made = SectionBuilder(f"person:{person}", source.plan.title("person", person), _LINES_A_PERSON)
    for word, item in _said_of(source, person):
        made.add(f"{word} {source.name('item', item)}{_blocked_text(source, item)}", ("item", item))
    return made.build()


def _said_of(source: AgendaSource, person: str) -> Iterator[tuple[str, str]]:
    """(word, item): done since the last time, then what is worked on, what is in the way marked as such."""
    plan = source.plan
    items = [i for i in plan.ids_by_reference("item", "owner").get(person, ()) if i not in plan.children]
    for item in items:
        finished = source.group_now(item) == "done" and plan.value("item", item, "status") != "dropped"
        if finished and source.group_then(item) in ("todo", "active"):
            yield "done", item
    active = [item for item in items if source.group_now(item) == "active"]
    blocked = blocked_items(plan)
    yield from (("next", item) for item in active if item not in blocked)
    yield from (("blocked", item) for item in items if item in blocked)


def _hand_off_section(source: AgendaSource) -> Section:
    """Work that was finished since, and whose successor somebody else in another function can go on with."""
    made, plan = SectionBuilder("hand-offs", "Hand-offs", 10), source.plan
    links = plan.ids_by_reference("link", "predecessor")
    for item in plan["item"].ids:
        if source.group_now(item) != "done" or source.group_then(item) == "done":
            continue
        for link in links.get(item, ()):
            after = str(plan.value("link", link, "successor"))
            functions = [str(plan.value("item", id_, "function")) for id_ in (item, after)]
            if source.group_now(after) != "todo" or functions[0] == functions[1]:
                continue
            made.add(
                f"{source.name('item', item)} is done ({functions[0]}): {source.owner('item', after)} can go on with "
                f"{source.name('item', after)} ({functions[1]})",
                ("item", item), ("item", after),
            )  # fmt: skip
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
