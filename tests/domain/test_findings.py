"""What in a plan is worth a look: rules that do not hold in it, and what none forbids."""

from datetime import date, datetime

import pytest

from support.plan_records import add, item, link, new_plan
from tpm_tui.domain.findings import broken_rules, data_quality_findings
from tpm_tui.domain.plan.edits import Edit


@pytest.mark.parametrize(
    ("records", "kind", "id_", "words"),
    [
        ([item("a", owner="gone")], "item", "a", "Owner points at a person that is not there"),
        ([item("a", parent="b"), item("b", parent="a")], "item", "b", "inside itself"),
        ([item("a"), item("b"), link("a", "b"), link("b", "a")], "link", "b-a-FS", "a loop"),
        ([item("a", status="lost")], "item", "a", "Status is one of"),
        ([item("a"), add("check", "c", item="a", title="x", state="waived")], "check", "c", "why the check is waived"),
        ([item("a"), add("assignment", "n", item="a")], "assignment", "n", "a person or a pool"),
        (
            [add("person", "p", name="Ana"), item("a", owner="p"),
             add("check", "c", item="a", title="x", type="code review", reviewer="p")],
            "check", "c", "somebody else than the owner",
        ),
        ([add("programme", "second", name="Other")], "programme", "second", "one programme"),
        ([add("sprint", "s", name="S", start=date(2026, 12, 2), end=date(2026, 12, 1))], "sprint", "s", "lies before"),
        ([add("incident", "i", title="x", started=datetime(2026, 11, 3), resolved=datetime(2026, 11, 2))],
         "incident", "i", "lies before"),
        ([add("custom_field", "f", name="owner")], "custom_field", "f", "a field owner already"),
    ],
)  # fmt: skip
def test_a_rule_that_a_file_breaks_is_named_with_its_record(
    records: list[Edit], kind: str, id_: str, words: str
) -> None:
    ((of, at, text),) = broken_rules(new_plan(*records))
    assert (of, at) == (kind, id_)
    assert words in text


def test_every_record_that_breaks_a_rule_is_named() -> None:
    plan = new_plan(item("a", status="lost", owner="gone"), item("b", status="lost"), item("c"))
    assert [(id_, text.split()[0]) for _, id_, text in broken_rules(plan)] == [
        ("a", "Owner"), ("a", "Status"), ("b", "Status"),
    ]  # fmt: skip


def test_work_that_answers_no_need_is_named_once_needs_are_traced_to_work() -> None:
    epics = item("a", None, type="epic"), item("b", None, type="epic"), item("c", None, type="epic", parent="b")
    work = *epics, item("b1", parent="b"), item("t")
    need = {"statement": "Orders survive", "type": "need"}
    assert data_quality_findings(new_plan(*work, add("requirement", "q", **need, items=("b1",)))) == [
        ("item", "a", "it answers no need")
    ], "an item below answers for its epic; a task at the top is none"
    both = new_plan(*work, add("requirement", "q", **need, items=("b1", "a")))
    assert data_quality_findings(both) == []
    assert data_quality_findings(new_plan(*work)) == [], "nobody has begun to trace"
