"""Rules across records, what a plan knows of itself, and what goes with what is deleted."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.attempts import attempt
from support.plans import plan_of, row
from tpm_tui.domain.derived.columns.columns_from_planning import computed_columns
from tpm_tui.domain.derived.columns.derived_column_catalog import DERIVED_COLUMNS
from tpm_tui.domain.findings import data_quality_findings
from tpm_tui.domain.kinds.file_settings import CALCULATED_FIELDS
from tpm_tui.domain.plan.cascade import cascade
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.record_rules import require_valid
from tpm_tui.domain.text.field_values import ValidationError

Records = list[tuple[str, str, dict[str, Any]]]

PLAN: Records = [
    ("programme", "programme", {"name": "Atlas"}),
    ("person", "ana", {"name": "Ana"}),
    ("item", "epic", {"title": "Epic"}),
    ("item", "task", {"title": "Task", "parent": "epic", "owner": "ana"}),
    ("item", "late", {"title": "Late"}),
    ("link", "l", {"predecessor": "task", "successor": "late"}),
    ("check", "c", {"item": "task", "title": "Reviewed"}),
    ("risk", "r", {"title": "Risk", "items": ("task", "late"), "owner": "ana"}),
    ("baseline", "b", {"name": "Start"}),
    ("baseline_entry", "be", {"baseline": "b", "item_id": "task", "item_key": "T-2"}),
    ("decision", "d", {"title": "Which", "outcome": "o"}),
    ("option", "o", {"decision": "d", "name": "This"}),
]


def reason(*edits: Edit, records: Records = PLAN, replayed: bool = False) -> str | None:
    after = plan_of(records).applied(edits)
    reason: str | None = attempt(require_valid, after, edits, replayed, refusal=ValidationError)[1]
    return reason


def change(kind: str, id_: str, **values: Any) -> Edit:
    whole = plan_of(PLAN)[kind].row(id_)
    after = {name: row(kind, id_, **{name: value})[name] for name, value in values.items()}
    return Edit(kind, id_, {name: whole[name] for name in after}, after)


def add(kind: str, id_: str, **values: Any) -> Edit:
    return Edit(kind, id_, None, row(kind, id_, 99, **values))


def delete(kind: str, id_: str) -> Edit:
    return Edit(kind, id_, plan_of(PLAN)[kind].row(id_), None)


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (change("item", "late", parent="nobody"), "Parent points at an item that is not there"),
        (change("item", "late", owner=""), "Owner points at a person that is not there"),
        (change("risk", "r", items=("task", "gone")), "Items points at an item that is not there"),
        (
            change("item", "late", status="asleep"),
            "Status is one of backlog, ready, doing, done, dropped, not 'asleep'",
        ),
        (delete("person", "ana"), "T-2 still points at what would be deleted (its Owner)"),
        (delete("item", "late"), "L-1 still points at what would be deleted (its Successor)"),
        (delete("state", "state-backlog"), None),
        (change("item", "task", status="done"), "T-2 is not done while these checks are open: CK-1 Reviewed"),
        (change("item", "task", status="dropped"), None),
        (change("check", "c", state="waived"), "say in Reason why the check is waived"),
        (change("check", "c", state="waived", reason="agreed"), None),
        (change("decision", "d", superseded_by="d"), "a decision cannot supersede itself: D-1 by D-1"),
        (change("baseline_entry", "be", title="Other"), "a baseline is never changed; take a new one"),
        (delete("programme", "programme"), "a file holds one programme, no more and no less"),
        (add("programme", "second", name="Other"), "a file holds one programme, no more and no less"),
        (change("programme", "programme", name="Renamed"), None),
    ],
)
def test_a_rule_is_kept_or_the_reason_told(edit: Edit, wanted: str | None) -> None:
    if edit.kind == "state":
        edit = Edit("state", "state-backlog", row("state", "state-backlog", name="backlog"), None)
        assert reason(edit) == "items are still in the state 'backlog'; move them first"
        return
    assert reason(edit) == wanted


def test_the_reason_of_a_waived_check_cannot_be_cleared_later() -> None:
    records = [r for r in PLAN if r[1] != "c"]
    records.append(("check", "c", {"item": "task", "title": "Reviewed", "state": "waived", "reason": "agreed"}))
    clear = Edit("check", "c", {"reason": "agreed"}, {"reason": ""})
    assert reason(clear, records=records) == "say in Reason why the check is waived"


def test_what_once_stood_may_stand_again_but_nothing_may_dangle() -> None:
    assert reason(change("item", "task", status="done"), replayed=True) is None
    assert reason(delete("item", "late"), replayed=True) is not None


def test_many_deleted_at_once_are_looked_after_like_one() -> None:
    many: Records = [("item", f"n{i}", {"title": "x"}) for i in range(100)]
    held: Records = [*many, ("risk", "r", {"title": "Risk", "items": ("n70",)})]
    edits = [Edit("item", f"n{i}", row("item", f"n{i}"), None) for i in range(100)]
    after = plan_of(held).applied(edits)
    assert attempt(require_valid, after, edits, refusal=ValidationError)[1] == (
        "R-1 still points at what would be deleted (its Items)"
    )


def test_deleting_takes_parts_and_clears_pointers() -> None:
    doomed, cleared = cascade(plan_of(PLAN), [("item", "epic")])
    assert doomed[0] == ("item", "epic")
    assert set(doomed) == {("item", "epic"), ("item", "task"), ("link", "l"), ("check", "c")}
    assert cleared == [("risk", "r", "items", '["late"]')]
    doomed, cleared = cascade(plan_of(PLAN), [("person", "ana")])
    assert doomed == [("person", "ana")]
    assert set(cleared) == {("item", "task", "owner", None), ("risk", "r", "owner", None)}
    assert set(cascade(plan_of(PLAN), [("decision", "d")])[0]) == {("decision", "d"), ("option", "o")}
    assert cascade(plan_of(PLAN), [("option", "o")]) == ([("option", "o")], [("decision", "d", "outcome", None)])
    assert cascade(plan_of(PLAN), [("item", "gone")]) == ([], [])


ids = st.sampled_from(["a", "ab", "b", 'a"b', "ba"])


@given(st.lists(st.tuples(ids, st.none() | ids, st.lists(ids, max_size=3)), unique_by=lambda t: t[0]), ids)
def test_deleting_leaves_nothing_that_points_nowhere(
    rows: list[tuple[str, str | None, list[str]]], target: str
) -> None:
    made = {i for i, _, _ in rows}
    records: Records = [("item", i, {"title": i, "parent": p if p in made and p != i else None}) for i, p, _ in rows]
    records += [("risk", f"r{i}", {"title": i, "items": tuple(x for x in many if x in made)}) for i, _, many in rows]
    plan = plan_of(records)
    doomed, cleared = cascade(plan, [("item", target)])
    edits = [Edit(k, i, {n: plan.value(k, i, n)}, {n: v}) for k, i, n, v in cleared]
    edits += [Edit(k, i, plan[k].row(i), None) for k, i in doomed]
    after = plan.applied(edits)
    left = set(after["item"].ids)
    below = {target} & made
    while more := {i for i in made if plan.value("item", i, "parent") in below} - below:
        below |= more
    assert left == made - below
    assert {i for r in after["risk"].ids for i in loads(after, r)} <= left
    for item in left:
        assert {i for _, i, _ in after.references_to_record(item)} == {
            *(i for i in left if after.value("item", i, "parent") == item),
            *(r for r in after["risk"].ids if item in loads(after, r)),
        }


def loads(plan: Plan, risk: str) -> list[str]:
    facts: list[str] = json.loads(str(plan.value("risk", risk, "items")))
    return facts


def test_what_is_worth_a_look() -> None:
    records: Records = [
        ("item", "e", {"title": "Epic", "type": "epic"}),
        ("item", "t", {"title": "Task", "parent": "e", "constraint": "MSO"}),
        ("requirement", "q", {"statement": "Fast"}),
        ("person", "ana", {"name": "Ana"}),
        ("raci", "a", {"role": "accountable", "item": "t", "person": "ana"}),
        ("raci", "b", {"role": "accountable", "item": "t", "person": "ana"}),
        ("requirement", "q2", {"statement": "Safe", "items": ("e",)}),
    ]
    findings = data_quality_findings(plan_of(records))
    assert ("requirement", "q", "it is a need without an item") in findings
    assert ("item", "t", "the constraint MSO has no date and does nothing") in findings
    assert ("item", "t", "2 are accountable; it must be exactly one") in findings
    assert ("item", "t", "nobody is responsible") in findings
    assert not [f for f in findings if f[1] in ("q2", "e")]


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (
            add(
                "absence",
                "a",
                person="ana",
                start=date.fromisoformat("2026-12-02"),
                end=date.fromisoformat("2026-12-01"),
            ),
            "To lies before From: 1 Dec 2026, 2 Dec 2026",
        ),
        (
            add(
                "absence",
                "a",
                person="ana",
                start=date.fromisoformat("2026-12-02"),
                end=date.fromisoformat("2026-12-02"),
            ),
            None,
        ),
        (add("absence", "a", person="ana", start=date.fromisoformat("2026-12-02")), None),
        (
            add(
                "incident",
                "i",
                title="Down",
                detected=datetime.fromisoformat("2026-11-20T10:00"),
                acknowledged=datetime.fromisoformat("2026-11-20T09:59"),
            ),
            "Acknowledged lies before Detected: 20 Nov 2026 09:59, 20 Nov 2026 10:00",
        ),
        (
            add(
                "incident",
                "i",
                title="Down",
                started=datetime.fromisoformat("2026-11-20T10:00"),
                resolved=datetime.fromisoformat("2026-11-19T10:00"),
            ),
            "Resolved lies before Started: 19 Nov 2026 10:00, 20 Nov 2026 10:00",
        ),
        (
            add(
                "item",
                "a",
                title="A",
                actual_start=datetime(2026, 11, 20, 10),
                actual_finish=datetime(2026, 11, 20, 9, 59),
            ),
            "Actual finish lies before Actual start: 20 Nov 2026 09:59, 20 Nov 2026 10:00",
        ),
        (
            add(
                "item",
                "a",
                title="A",
                actual_start=datetime(2026, 11, 20, 10),
                actual_finish=datetime(2026, 11, 20, 10),
            ),
            None,
        ),
        (add("item", "a", title="A", actual_finish=datetime(2026, 11, 20, 10)), None),
        (add("custom_field", "f", name="title"), "an item has a field title already; choose another name"),
        (add("custom_field", "f", name="finish"), "an item has a field finish already; choose another name"),
        (add("custom_field", "f", name="due"), "an item has a field due already; choose another name"),
        (
            add("custom_field", "f", name="story_points"),
            "an item has a field story_points already; choose another name",
        ),
        (add("custom_field", "f", name="not"), "not is a word of filters; choose another name"),
        (add("custom_field", "f", name="size"), None),
        (
            add(
                "release",
                "r",
                version="1",
                at=datetime.fromisoformat("2026-11-20T10:00"),
                restored=datetime.fromisoformat("2026-11-19T10:00"),
            ),
            "Restored lies before Date: 19 Nov 2026 10:00, 20 Nov 2026 10:00",
        ),
    ],
)
def test_ends_follow_starts_and_custom_fields_have_names_of_their_own(edit: Edit, wanted: str | None) -> None:
    assert reason(edit) == wanted
    assert reason(edit, replayed=True) is None


def test_two_custom_fields_of_one_name_are_refused() -> None:
    first = ("custom_field", "f", {"name": "size"})
    assert reason(add("custom_field", "g", name="size"), records=[*PLAN, first]) == (
        "there is a custom field size already; choose another name"
    )


@pytest.mark.parametrize(
    ("kind", "filter_", "wanted"),
    [
        ("item", "status:((", "(: something is missing here"),
        ("item", "not " * 60 + "a", "not: too many parentheses and nots inside each other"),
        ("item", "due<xx", "due<xx: 'xx' is no date; try fri, +3d, eom, 12 mar or 2027-03-12"),
        ("item", "status:nix", "status:nix: it is open, closed or one of "),
        ("risk", "estimate:3d", "estimate: Risk has no such field; fields are title, cause, event, effect"),
        ("item", "slack<2d status:doing due<fri owner:ana -tag:x", None),
        ("risk", "p80_days>3", None),
        ("item", "size>3", None),
    ],
)
def test_the_filter_of_a_saved_view_can_be_read(kind: str, filter_: str, wanted: str | None) -> None:
    records = [*PLAN, ("custom_field", "f", {"name": "size", "type": "number"})]
    edit = Edit("view", "v", None, row("view", "v", 99, name="V", filter=filter_) | {"kind": kind})
    said = reason(edit, records=records)
    assert said == wanted or (wanted is not None and said is not None and said.startswith(wanted))
    assert reason(edit, records=records, replayed=True) is None


def test_every_calculated_field_is_among_the_names_that_are_taken() -> None:
    calculated = computed_columns("item").keys() | DERIVED_COLUMNS["item"].keys()
    assert calculated <= CALCULATED_FIELDS
