"""The sprint review: what was committed, what came of it, what was added."""

from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.reports.builders import sections
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.builders.report_recipient import reviewed_sprint
from tpm_tui.reports.report import Number, Section, SectionBuilder


def sprint_review_sections(source: ReportSource, recipient: str) -> list[Section]:
    """Of the sprint with that key, else of the one that began last. ValidationError where there is none."""
    sprint = reviewed_sprint(source.plan, recipient, source.context.today)
    plan, key = source.plan, source.key("sprint", sprint)
    committed = [id_ for id_ in stored_ids(plan.value("sprint", sprint, "committed")) if id_ in plan["item"]]
    inside = plan.ids_by_reference("item", "sprint").get(sprint, [])
    done = [id_ for id_ in committed if source.group_of(plan, id_) == "done"]
    added = [id_ for id_ in inside if id_ not in committed]
    goal = SectionBuilder("goal", f"{key} {plan.title('sprint', sprint)}", 3)
    text = str(plan.value("sprint", sprint, "goal") or "")
    goal.add(f"Goal: {text}" if text else "No goal was set", ("sprint", sprint))
    kept = f"{len(done)} of {counted(len(committed), 'committed item')} done" if committed else "Nothing was committed"
    goal.add(
        f"{kept}, {len(added)} added later",
        ("sprint", sprint),
        numbers=[
            Number("done", len(done), "items", key),
            Number("committed", len(committed), "items", key),
            Number("added", len(added), "items", key),
        ],
    )
    return [
        goal.build(),
        _items(source, "done", "Done", [id_ for id_ in inside if source.group_of(plan, id_) == "done"], state=False),
        _items(source, "left", "Committed and not done", [id_ for id_ in committed if id_ not in done]),
        _items(source, "added", "Added after the start", added),
        sections.hand_off_section(source),
        sections.change_section(source, limit=4),
    ]


def _items(source: ReportSource, id_: str, title: str, items: list[str], state: bool = True) -> Section:
    made = SectionBuilder(id_, title, 15)
    for item in items:
        status = f" ({source.plan.value('item', item, 'status')})" if state else ""
        made.add(f"{source.key('item', item)} {source.plan.title('item', item)}{status}", ("item", item))
    return made.build()
