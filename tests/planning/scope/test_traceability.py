"""Coverage of needs as properties, and small cases worked by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tpm_tui.planning.scope.traceability import Need, Trace, coverage, effort_share, untraced

THERE = {"T-1", "T-2", "C-1"}
ITEM, CHECK = Trace("T-1", "item", 10), Trace("C-1", "check", 10)


def test_each_state_once() -> None:
    needs = [
        Need("N-1", "The ledger balances", 5, (ITEM, CHECK)),
        Need("N-2", "It is quick", 5, (ITEM,)),
        Need("N-3", "It is safe", 5),
        Need("N-4", "It is cheap", 20, (ITEM, CHECK)),
        Need("N-5", "It is kind", 5, (Trace("T-9", "item", 10),)),
        Need("N-6", "the ledger  balances.", 5, (ITEM,)),
        Need("N-7", "It is checked", 5, (CHECK,)),
    ]
    result = coverage(needs, THERE)
    assert [entry.state for entry in result] == [
        "covered", "partly", "uncovered", "outdated", "orphaned", "duplicate", "uncovered",
    ]  # fmt: skip
    assert result[3].outdated == ("T-1", "C-1")
    assert result[4].orphaned == ("T-9",)
    assert result[5].duplicate_of == "N-1"


TRACES = st.builds(
    lambda target, stamp: Trace(target, "check" if target.startswith("C") else "item", stamp),
    st.sampled_from(["T-1", "T-2", "T-9", "C-1", "C-9"]), st.integers(0, 30),
)  # fmt: skip
NEEDS = st.lists(
    st.tuples(st.sampled_from(["", "a", "b c", "B  c."]), st.integers(0, 30), st.lists(TRACES, max_size=4)), max_size=5
).map(lambda rows: [Need(f"N-{n}", text, stamp, tuple(traces)) for n, (text, stamp, traces) in enumerate(rows)])


@given(NEEDS)
def test_a_need_without_an_item_is_never_covered(needs: list[Need]) -> None:
    for entry in coverage(needs, THERE):
        if entry.state in ("covered", "partly", "outdated"):
            assert entry.items


@given(NEEDS, TRACES, st.data())
def test_a_trace_more_never_uncovers_another(needs: list[Need], trace: Trace, data: st.DataObject) -> None:
    if not needs:
        return
    before = coverage(needs, THERE)
    place = data.draw(st.integers(0, len(needs) - 1))
    more = [*needs]
    more[place] = replace(more[place], traces=(*more[place].traces, trace))
    for n, (was, now) in enumerate(zip(before, coverage(more, THERE), strict=True)):
        if n != place:
            assert now == was
        assert set(was.items) <= set(now.items)


@given(NEEDS, st.data())
def test_an_edit_outdates_what_was_traced_and_tracing_again_clears_it(needs: list[Need], data: st.DataObject) -> None:
    if not needs:
        return
    place = data.draw(st.integers(0, len(needs) - 1))
    edited = replace(needs[place], changed=100)
    entry = coverage([edited], THERE)[0]
    assert set(entry.outdated) == {*entry.items, *entry.checks}
    again = replace(edited, traces=(*edited.traces, *(Trace(t, "item", 101) for t in entry.items),
                                    *(Trace(t, "check", 101) for t in entry.checks)))  # fmt: skip
    assert not coverage([again], THERE)[0].outdated


def test_work_that_answers_no_need() -> None:
    parents = {"story": "epic", "task": "story", "other": "epic", "alone": "root"}
    work = ["epic", "story", "task", "other", "alone", "root"]
    assert untraced(work, ["story"], parents) == ["other", "alone", "root"]


def test_the_effort_of_the_musts() -> None:
    effort = {"a": 600, "b": 300, "c": 100}
    share = effort_share(
        [("should", ["a", "b"]), ("must", ["a"]), ("could", ["c", "x"])], effort, ("must", "should", "could")
    )
    assert share.minutes == {"must": 600, "should": 300, "could": 100}
    assert (share.must, share.exceeded) == (Fraction(6, 10), False)
    assert effort_share([("must", ["a"])], effort, ("must",)).exceeded
    assert effort_share([], effort, ("must",)).must is None
