"""The RACI matrix: who has which role, what is missing, and whom too much hangs on."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from support.plans import plan_of
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.people.raci import raci_gaps, raci_rows
from tpm_tui.planning.people.who_must_hear import who_must_hear


def entry(number: int, role: str, person: str, **on: str) -> tuple[str, str, dict[str, object]]:
    return "raci", f"r{number}", {"role": role, "person": person, **on}


PEOPLE = [("person", name, {"name": name.title()}) for name in ("ana", "ben", "cho")]


@given(st.integers(0, 5), st.integers(0, 5))
def test_one_more_responsible_never_closes_a_gap_of_the_accountable(responsible: int, accountable: int) -> None:
    before, after = raci_gaps(responsible, accountable), raci_gaps(responsible + 1, accountable)
    assert set(after) <= set(before)
    assert {gap for gap in before if "accountable" in gap} == {gap for gap in after if "accountable" in gap}
    assert ("nobody is responsible" in before) == (responsible == 0)
    assert any("accountable" in gap for gap in before) == (accountable != 1)


def test_the_owner_is_responsible_where_nobody_else_is_said_to_be() -> None:
    plan = plan_of([
        *PEOPLE,
        ("workstream", "w", {"name": "Data", "lead": "ana"}),
        ("item", "a", {"title": "A", "owner": "ben"}),
        ("item", "b", {"title": "B", "owner": "ben"}),
        ("item", "c", {"title": "C"}),
        entry(1, "accountable", "ana", item="a"),
        entry(2, "responsible", "cho", item="b"),
        entry(3, "accountable", "ana", item="b"),
        entry(4, "accountable", "cho", item="b"),
        entry(5, "informed", "cho", item="c"),
    ])  # fmt: skip
    rows = {row.id: row for row in raci_rows(plan)}
    assert list(rows) == ["w", "a", "b", "c"]
    assert rows["w"].roles["responsible"] == (("person", "ana"),)
    assert rows["w"].gaps == ("nobody is accountable",)
    assert (rows["a"].roles["responsible"], rows["a"].owner_counts, rows["a"].gaps) == ((("person", "ben"),), True, ())
    assert (rows["b"].roles["responsible"], rows["b"].gaps) == ((("person", "cho"),), ("2 are accountable",))
    assert rows["c"].gaps == ("nobody is accountable", "nobody is responsible")


def test_one_person_accountable_for_most_is_named() -> None:
    items = [("item", f"i{n}", {"title": str(n), "owner": "cho"}) for n in range(6)]
    roles = [entry(n, "accountable", "ana" if n < 4 else "ben", item=f"i{n}") for n in range(6)]
    gaps = [row.gaps for row in raci_rows(plan_of([*PEOPLE, *items, *roles]))]
    assert gaps == [("Ana is accountable for 4 of 6",), *[()] * 5], "once, in the first of the rows"


def test_who_must_hear_of_a_slip_and_why() -> None:
    plan = plan_of([
        *PEOPLE,
        ("workstream", "w", {"name": "Data", "lead": "cho"}),
        ("item", "epic", {"title": "Epic", "workstream": "w"}),
        ("item", "a", {"title": "A", "parent": "epic", "workstream": "w", "owner": "ana", "function": "development"}),
        ("item", "b", {"title": "B", "owner": "ben", "function": "qa"}),
        ("link", "l", {"predecessor": "a", "successor": "b"}),
        ("stakeholder", "dana", {"name": "Dana", "power": 5, "interest": 4, "items": ("epic",)}),
        ("stakeholder", "erik", {"name": "Erik", "workstreams": ("w",)}),
        ("stakeholder", "far", {"name": "Far", "power": 5, "interest": 5}),
        ("contact", "c", {"stakeholder": "dana", "summary": "s", "follow_up": "a plan", "due": date(2026, 11, 3)}),
        entry(1, "accountable", "cho", workstream="w"),
    ])  # fmt: skip
    hearers = who_must_hear(plan, "item", "a", InputContext(date(2026, 11, 23)), overdue=["dana", "far"])
    assert {hearer.id: hearer.reasons for hearer in hearers} == {
        "dana": (
            f"cares about {plan.label('item', 'epic')}", "manage closely", "promised for 3 Nov, overdue: a plan",
            "contact is overdue",
        ),
        "ana": ("owns it",),
        "ben": (f"owner of {plan.label('item', 'b')}, next, in another function (qa)",),
        "cho": ("accountable for Data",),
        "erik": ("cares about Data",),
    }  # fmt: skip
    assert hearers[0].id == "dana"
