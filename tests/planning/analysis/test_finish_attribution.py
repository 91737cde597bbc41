"""Why the finish moved: parts that add up, whatever was edited."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.plan_records import TODAY, WORDS, add, change, delete, item, link, new_plan
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.finish_attribution import (
    PARTS,
    Attribution,
    attribute,
    deterministic_finish,
    with_percentiles,
)
from tpm_tui.planning.cpm.schedule import schedule
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.graph.topology import CycleError
from tpm_tui.planning.model.network_from_plan import network_of

DAY = 24 * 60


def base() -> Plan:
    return new_plan(
        item("a", (4, 8, 16)), item("b", 16), item("c", (8, 16, 40)), item("m", type="milestone"), item("side", 8),
        link("a", "b"), link("b", "c"), link("c", "m"),
        add("person", "ana", name="Ana"), add("person", "ben", name="Ben"),
        add("risk", "r", title="Late", items=("b",), chance=30.0, delay=ThreePoint(480, 960, 2400)),
    )  # fmt: skip


def moves(attribution: Attribution, level: int = 0) -> dict[str, int]:
    return {part.name: part.moved[level] for part in attribution.parts if part.moved[level]}


def test_an_empty_history_moves_nothing() -> None:
    plan = base()
    attribution = attribute(plan, plan, WORDS)
    assert attribution.moved == (0,)
    assert [(part.name, part.moved, part.steps) for part in attribution.parts] == [(name, (0,), ()) for name in PARTS]


def test_each_edit_moves_its_own_part() -> None:
    plan = base()
    cases = {
        "scope": [item("d", 8), link("c", "d")],
        "estimates": [change(plan, "item", "b", estimate=ThreePoint.single_point(24 * 60))],
        "links": [link("b", "m", lag=24 * 60)],
        "calendars and people": [
            change(plan, "item", "b", owner="ana"),
            add("absence", "x", person="ana", start=date(2026, 11, 25)),
        ],
        "progress": [change(plan, "item", "a", status="doing", actual_start=datetime(2026, 11, 24, 9))],
    }
    for part, edits in cases.items():
        attribution = attribute(plan, plan.applied(edits), WORDS)
        if part == "scope":
            assert set(moves(attribution)) == {"links"}, (
                "the new item alone runs beside; its link makes the finish later"
            )
        else:
            assert set(moves(attribution)) == {part}
    dropped = attribute(plan, plan.applied([change(plan, "item", "b", status="dropped")]), WORDS)
    assert set(moves(dropped)) == {"scope"}
    gone = attribute(plan, plan.applied([delete(plan, "link", "b-c-FS"), delete(plan, "link", "a-b-FS"),
                                         delete(plan, "item", "b")]), WORDS)  # fmt: skip
    assert set(moves(gone)) == {"scope"}


def test_risks_move_the_percentiles_alone() -> None:
    plan = base()
    worse = plan.applied([change(plan, "risk", "r", chance=90.0)])
    attribution = attribute(plan, worse, WORDS, percentiles=with_percentiles(runs=500))
    assert attribution.levels == ("finish", "P50", "P80")
    assert attribution.moved[0] == 0
    assert set(moves(attribution, 1)) == set(moves(attribution, 2)) == {"risks"}
    assert attribution.moved[2] > 0


def test_the_steps_name_records_and_authors() -> None:
    plan = base()
    edits = [
        ("ana", change(plan, "item", "b", estimate=ThreePoint.single_point(24 * 60))),
        ("ben", change(plan, "item", "c", estimate=ThreePoint.single_point(24 * 60), title="Other words")),
        ("ben", change(plan, "item", "side", estimate=ThreePoint.single_point(9 * 60))),
        ("chi", change(plan, "item", "side", estimate=ThreePoint.single_point(8 * 60))),
    ]
    after = plan.applied([edit for _, edit in edits])
    attribution = attribute(plan, after, WORDS, edits=edits)
    steps = next(part.steps for part in attribution.parts if part.name == "estimates")
    assert [(step.edit.id, step.authors, step.moved) for step in steps if step.edit] == [
        ("b", ("ana",), (3 * DAY,)),  # from Friday evening to Monday evening
        ("c", ("ben",), (DAY,)),
    ]
    assert steps[1].edit is not None
    assert steps[1].edit.after == {"estimate": "[1440,1440,1440]"}, "the part of the edit that counts"


def test_time_that_passes_is_progress() -> None:
    plan = base().applied([change(base(), "item", "a", status="doing", actual_start=datetime(2026, 11, 23, 9))])
    later = InputContext(date(2026, 11, 26))
    attribution = attribute(plan, plan, later, context_before=InputContext(TODAY))
    assert set(moves(attribution)) == {"progress"}
    progress = next(part for part in attribution.parts if part.name == "progress")
    assert [step.edit for step in progress.steps] == [None]
    assert sum(step.moved[0] for step in progress.steps) == attribution.moved[0] > 0


def test_a_part_says_when_another_order_would_share_otherwise() -> None:
    """Two days more on a, and a link that puts it before the rest: neither moves the finish so far alone."""
    plan = new_plan(item("a", 8), item("b", 80))
    after = plan.applied([change(plan, "item", "a", estimate=ThreePoint.single_point(24 * 60)), link("a", "b")])
    attribution = attribute(plan, after, WORDS)
    links = next(part for part in attribution.parts if part.name == "links")
    assert links.depends_on_order
    assert links.alone[0] < links.moved[0]
    apart = attribute(plan, plan.applied([link("a", "b")]), WORDS)
    assert not any(part.depends_on_order for part in apart.parts)


def test_a_percentile_that_depends_on_the_order_says_so_too() -> None:
    """Half of two days that become ten, and a risk that becomes sure: at P80 it counts the more after the estimate."""
    risk = add("risk", "r", title="Slow", items=("a",), chance=10.0, delay=ThreePoint(50, 50, 50, percent=True))
    plan = new_plan(item("a", 16), risk)
    after = plan.applied([
        change(plan, "item", "a", estimate=ThreePoint.single_point(80 * 60)), change(plan, "risk", "r", chance=100.0),
    ])  # fmt: skip
    attribution = attribute(plan, after, WORDS, percentiles=with_percentiles(runs=200), percentiles_of_edits=True)
    risks = attribution.parts[-1]
    assert risks.moved[0] == risks.alone[0] == 0
    assert 0 < risks.alone[2] < risks.moved[2]
    assert risks.depends_on_order
    assert [(step.edit.id, step.moved) for step in risks.steps if step.edit] == [("r", risks.moved)]
    assert attribution.parts[1].moved == attribution.parts[1].alone, (
        "the first part that there is comes first in any order"
    )


def test_it_tells_how_many_plans_it_has_measured() -> None:
    plan = base()
    after = plan.applied([
        change(plan, "item", "b", estimate=ThreePoint.single_point(24 * 60)), change(plan, "risk", "r", chance=90.0),
    ])  # fmt: skip
    told: list[tuple[int, int]] = []
    attribution = attribute(
        plan, after, WORDS, percentiles=with_percentiles(runs=100), percentiles_of_edits=True,
        progress=lambda done, whole: told.append((done, whole)),
    )  # fmt: skip
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert len({whole for _, whole in told}) == 1
    assert len(told) <= told[0][1] <= 2 * len(told), "a share that is near the truth"
    assert attribution.moved == attribute(plan, after, WORDS, percentiles=with_percentiles(runs=100)).moved


def test_parts_that_only_work_together_are_counted_together() -> None:
    """Moving an item below the one it waited for is a loop until the link goes too."""
    plan = new_plan(item("p"), item("q", 8, parent="p"), item("x", 16), link("p", "x"))
    after = plan.applied([change(plan, "item", "x", parent="p"), delete(plan, "link", "p-x-FS")])
    with pytest.raises(CycleError):
        deterministic_finish(plan.applied([change(plan, "item", "x", parent="p")]), WORDS)
    attribution = attribute(plan, after, WORDS)
    scope, links = attribution.parts[0], attribution.parts[2]
    assert scope.interacts
    assert scope.moved == (0,)
    assert links.moved == attribution.moved


ITEMS = ("a", "b", "c", "side", "m")


@st.composite
def histories(draw: st.DrawFn) -> tuple[Plan, Plan, list[tuple[str, Edit]]]:
    """A plan, what a row of random edits made of it, and the edits."""
    plan = before = base()
    history: list[tuple[str, Edit]] = []
    for number in range(draw(st.integers(0, 8))):
        edit = draw(edits(plan, number))
        if edit is None:
            continue
        tried = plan.applied(edit)
        try:
            deterministic_finish(tried, WORDS)
        except CycleError:
            continue
        plan = tried
        history += [(draw(st.sampled_from(["ana", "ben"])), e) for e in edit]
    return before, plan, history


@st.composite
def edits(draw: st.DrawFn, plan: Plan, number: int) -> list[Edit] | None:
    table = plan["item"]
    one, other = draw(st.sampled_from(table.ids)), draw(st.sampled_from(table.ids))
    moment = datetime(2026, 11, draw(st.integers(18, 28)), 9)
    kind = draw(st.sampled_from(["add", "delete", "drop", "estimate", "link", "unlink", "pin", "owner", "away",
                                 "status", "progress", "parent", "risk", "holiday"]))  # fmt: skip
    if kind == "add":
        return [item(f"new{number}", draw(st.sampled_from([4, 8, 40])), parent=draw(st.none() | st.just(one)))]
    if kind == "delete":
        doomed = [one, *plan.descendants(one)]
        c = plan["link"].columns
        ends = zip(plan["link"].ids, c["predecessor"], c["successor"], strict=True)
        links = [id_ for id_, a, b in ends if a in doomed or b in doomed]
        risk = [] if "r" not in plan["risk"] or "b" not in doomed else [change(plan, "risk", "r", items=())]
        return [*risk, *(delete(plan, "link", id_) for id_ in links), *(delete(plan, "item", id_) for id_ in doomed)] \
            if len(doomed) < len(table) else None  # fmt: skip
    if kind == "drop":
        return [change(plan, "item", one, status=draw(st.sampled_from(["dropped", "ready"])))]
    if kind == "estimate":
        return [change(plan, "item", one, estimate=ThreePoint.single_point(draw(st.sampled_from([240, 960, 4800]))))]
    if kind == "link":
        made = link(one, other, draw(st.sampled_from(["FS", "SS", "FF", "SF"])), draw(st.sampled_from([0, 480])))
        return [made] if one != other and made.id not in plan["link"] else None
    if kind == "unlink":
        return [delete(plan, "link", draw(st.sampled_from(plan["link"].ids)))] if len(plan["link"]) else None
    if kind == "pin":
        word = draw(st.sampled_from(["ASAP", "SNET", "FNET", "MSO", "FNLT"]))
        return [change(plan, "item", one, constraint=word, constraint_date=moment)]
    if kind == "owner":
        return [change(plan, "item", one, owner=draw(st.sampled_from(["ana", "ben", None])))]
    if kind == "away":
        return [add("absence", f"away{number}", person="ana", start=moment.date())]
    if kind == "holiday":
        return [add("calendar_exception", f"x{number}", calendar="calendar", name="Day off", start=moment.date())]
    if kind == "status":
        status = draw(st.sampled_from(["ready", "doing", "done"]))
        return [change(plan, "item", one, status=status, actual_start=moment, changed=moment)]
    if kind == "progress":
        return [change(plan, "item", one, progress=draw(st.sampled_from([0, 40, 100])))]
    if kind == "parent":
        return [change(plan, "item", one, parent=other)] if one != other and one not in plan.ancestors(other) else None
    return [change(plan, "risk", "r", chance=float(draw(st.integers(0, 100))))] if "r" in plan["risk"] else None


@settings(max_examples=150, deadline=None)
@given(histories())
def test_the_parts_add_up_exactly(history: tuple[Plan, Plan, list[tuple[str, Edit]]]) -> None:
    before, after, done = history
    attribution = attribute(before, after, WORDS, edits=done)
    assert attribution.before == deterministic_finish(before, WORDS)
    assert attribution.after == deterministic_finish(after, WORDS)
    assert sum(part.moved[0] for part in attribution.parts) == attribution.moved[0]
    assert tuple(part.name for part in attribution.parts) == PARTS
    for part in attribution.parts:
        assert all(step.authors for step in part.steps if step.edit is not None), "every edit has its author"
        assert not part.steps or part.interacts or sum(step.moved[0] for step in part.steps) == part.moved[0]
    assert moves(attribute(before, after, WORDS, detail=False)) == moves(attribution)
    parts = attribute(before, after, WORDS, detail=False, parts_only=True).parts
    assert [(part.name, part.moved, part.steps) for part in parts] == [(p.name, p.moved, ()) for p in attribution.parts]


@settings(max_examples=100, deadline=None)
@given(histories())
def test_a_schedule_carried_from_edit_to_edit_is_the_one_from_nothing(
    history: tuple[Plan, Plan, list[tuple[str, Edit]]],
) -> None:
    _, after, _ = history  # made by edits on a plan that was scheduled after each of them
    carried, fresh = schedule_of(after, WORDS), schedule(replace(network_of(after, WORDS), cache={}))
    for column in ("start", "finish", "early_start", "late_finish", "total_slack", "free_slack", "critical"):
        assert getattr(carried, column) == getattr(fresh, column)
    assert carried.plan_finish == fresh.plan_finish


@settings(max_examples=25, deadline=None)
@given(histories())
def test_percentiles_add_up_exactly_too(history: tuple[Plan, Plan, list[tuple[str, Edit]]]) -> None:
    before, after, _ = history
    measure = with_percentiles(runs=40)
    attribution = attribute(before, after, WORDS, percentiles=measure, percentiles_of_edits=True)
    for level in range(3):
        assert sum(part.moved[level] for part in attribution.parts) == attribution.moved[level]
        for part in attribution.parts:
            if part.steps and not part.interacts:
                assert sum(step.moved[level] for step in part.steps) == part.moved[level], "down to the edits"
    assert attribution.after == measure(after, WORDS)


@settings(max_examples=75, deadline=None)
@given(histories(), st.sampled_from([240, 960, 4800]))
def test_undoing_an_edit_removes_its_part(history: tuple[Plan, Plan, list[tuple[str, Edit]]], minutes: int) -> None:
    """What was changed and changed back leaves the attribution as it would be without either."""
    before, after, done = history
    id_ = after["item"].ids[0]
    edit = change(after, "item", id_, estimate=ThreePoint.single_point(minutes), owner="ben")
    there = after.applied([edit])
    back = there.applied([edit.reversed()])
    attribution = attribute(before, back, WORDS, edits=[*done, ("chi", edit), ("chi", edit.reversed())])
    plain = attribute(before, after, WORDS, edits=done)
    assert [(part.moved, part.alone) for part in attribution.parts] == [
        (part.moved, part.alone) for part in plain.parts
    ]
    assert [len(part.steps) for part in attribution.parts] == [len(part.steps) for part in plain.parts]
    whole = attribute(after, back, WORDS)
    assert whole.moved == (0,)
    assert not any(part.steps for part in whole.parts)
