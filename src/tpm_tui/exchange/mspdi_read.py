"""MS Project XML into records: tasks, hierarchy, links, calendars, people, assignments, baselines, actual dates.

A task is known again by its UID, kept as the item's source id. What the file says wins over what was changed here in
the fields that it carries; the rest (owners, tags, the spread of an estimate …) stays.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tpm_tui.domain.dates import Words
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.plan import Plan
from tpm_tui.domain.progress import Steps
from tpm_tui.exchange.draft import Draft
from tpm_tui.exchange.mapping import Options
from tpm_tui.exchange.mspdi import read_text
from tpm_tui.exchange.mspdi_model import Mspdi, MspdiError, Problem
from tpm_tui.exchange.settle import settle
from tpm_tui.exchange.source import Source

#: From so many known UIDs on, most of them with other titles mean another plan.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as read, and what it is called."""

    file: Mspdi
    name: str
    notes: list[str]


def read(source: Source, _options: Options, _plan: Plan, steps: Steps) -> Loaded:
    """The tasks and all else of a file. Refused if it is no MS Project XML."""
    if not source.text.strip():
        raise Refused(f"{source.name} is empty")
    try:
        file = read_text(source.text)
    except MspdiError as problem:
        raise Refused(f"{source.name} cannot be read: {problem}") from None
    steps.step(len(file.tasks))
    return Loaded(file, source.name, source.notes)


def draft(parsed: Loaded, plan: Plan, words: Words, new_id: Callable[[], str], steps: Steps) -> Draft:
    """What a file would change in a plan. Refused if its UIDs are those of another plan's items."""
    from tpm_tui.exchange.mspdi_calendars import Calendars
    from tpm_tui.exchange.mspdi_dates import moved
    from tpm_tui.exchange.mspdi_items import Items
    from tpm_tui.exchange.mspdi_people import People
    from tpm_tui.exchange.mspdi_programme import add_baselines, set_programme

    file = parsed.file
    found = Draft(plan, words, new_id, main="item")
    found.notes += parsed.notes
    known = _known(parsed, plan)
    fresh = not len(plan["item"])
    calendars = Calendars(found, file, parsed.name, fresh=fresh, again=bool(known))
    people = People(found, file, calendars, again=bool(known))
    set_programme(found, file, calendars, fresh=fresh)
    items = Items(found, file, calendars, people, known)
    for task in file.tasks:
        items.take(task)
        steps.step()
    items.finish()
    people.assign(items.ids)
    add_baselines(found, file, items.ids)
    found.notes += notes_of([*file.problems, *left_out(file), *moved(file)])
    settle(found)
    return found


def _known(parsed: Loaded, plan: Plan) -> dict[int, str]:
    """UID -> item id of the tasks that came before."""
    items = plan["item"]
    by_source = {str(s): i for s, i in zip(items.columns["source_id"], items.ids, strict=True) if s}
    known = {t.uid: by_source[str(t.uid)] for t in parsed.file.tasks if str(t.uid) in by_source}
    if len(known) >= _ENOUGH:
        named = {t.uid: t.name for t in parsed.file.tasks}
        same = sum(named[uid] == plan.title("item", id_) for uid, id_ in known.items())
        if same * 4 < len(known):
            raise Refused(
                f"the UIDs in {parsed.name} are those of items here with other titles, so it is another plan;"
                " import it into a file of its own"
            )
    return known


def left_out(file: Mspdi) -> list[Problem]:
    """What the file says of its tasks that records have no place for."""
    costs = sum(1 for t in file.tasks if t.cost or t.actual_cost)
    codes = sum(1 for t in file.tasks if t.wbs and not t.wbs.replace(".", "").isdigit())
    found = []
    if costs:
        found.append(Problem("tasks", f"the costs of {costs} tasks are not read: they follow from work and rates"))
    if codes:
        found.append(
            Problem("tasks", f"the work breakdown codes of {codes} tasks are not read: they follow from the outline")
        )
    return found


def notes_of(problems: list[Problem]) -> list[str]:
    """Problems with the same reason as one line."""
    places: dict[str, list[str]] = {}
    for where, reason in problems:
        places.setdefault(reason, []).append(where)
    notes = []
    for reason, found in places.items():
        some = ", ".join(found[:3])
        notes.append(f"{some}: {reason}" if len(found) < 4 else f"{some} and {len(found) - 3} more: {reason}")
    return notes
