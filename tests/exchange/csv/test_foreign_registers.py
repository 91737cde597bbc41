"""Registers of other programs and of spreadsheets: risks, issues, actions and stakeholders by their usual words."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One") as made:
        yield made


def bring(store: Store, kind: str, text: str) -> dict[str, dict[str, object]]:
    """The records by title, after the table came in twice: the second time changes nothing."""
    first = import_file(store, "csv", io.StringIO(text), kind=kind)
    assert (first.created, first.refused) == (text.count("\n") - 1, ())
    again = import_file(store, "csv", io.StringIO(text), kind=kind)
    assert (again.created, again.updated, again.written) == (0, 0, False)
    table = store.plan[kind]
    return {str(table.value(id_, table.kind.title)): dict(table.row(id_)) for id_ in table.ids}


def test_risks_with_numbers_of_their_own_and_levels_in_words(store: Store) -> None:
    text = (
        "ID,Risk Title,Likelihood,Severity,Response Strategy,Status,Risk Owner,Mitigation\n"
        "1,Flood,4 - Likely,Very High,Mitigate,Active,Ana,Build a dam\n"
        "2,Fire,unlikely,medium,Transfer,Closed,Bo,\n"
    )
    risks = bring(store, "risk", text)
    assert [risks["Flood"][f] for f in ("probability", "impact", "response", "status")] == [4, 5, "reduce", "open"]
    assert [risks["Fire"][f] for f in ("probability", "impact", "response", "status")] == [2, 3, "transfer", "closed"]
    assert (risks["Flood"]["notes"], store.plan.title("person", str(risks["Fire"]["owner"]))) == ("Build a dam", "Bo")


@pytest.mark.parametrize(("low", "high"), [("30%", "75 %"), ("0.3", "0.75"), ("0,3", "0,75")])
def test_a_probability_in_percent_is_a_chance(store: Store, low: str, high: str) -> None:
    risks = bring(store, "risk", f'Risk,Probability\nFlood,"{low}"\nFire,"{high}"\n')
    assert (risks["Flood"]["chance"], risks["Fire"]["chance"]) == (30.0, 75.0)


def test_issues_actions_and_stakeholders(store: Store) -> None:
    issues = bring(
        store, "issue", "Issue,Status,Assigned to,Date raised\nNo badge,Open,Ana,2026-11-20\nLost key,Closed,Bo,\n"
    )
    assert (issues["No badge"]["raised_on"], issues["Lost key"]["status"]) == ("2026-11-20", "resolved")
    actions = bring(
        store, "action", "Action item,Responsible,Deadline,Status\nCall,Ana,2026-11-27,Open\nSend,Bo,,Done\n"
    )
    assert (actions["Call"]["due"], actions["Call"]["done"], actions["Send"]["done"]) == ("2026-11-27", 0, 1)
    people = bring(store, "stakeholder", "Stakeholder,Company,Influence,Interest\nEva,Port,high,2\n")
    assert (people["Eva"]["organisation"], people["Eva"]["power"], people["Eva"]["interest"]) == ("Port", 4, 2)


def test_numbers_that_are_not_kept_are_told(store: Store) -> None:
    outcome = import_file(store, "csv", io.StringIO("ID,Risk\n1,Flood\n2,Fire\n"), kind="risk")
    assert "2 rows have keys of another program, not kept here: known again by titles" in outcome.notes


def test_records_that_share_a_name_are_no_ones_again(store: Store) -> None:
    text = "Risk,Probability\nFlood,3\nFlood,4\n"
    assert import_file(store, "csv", io.StringIO(text), kind="risk").created == 2
    assert import_file(store, "csv", io.StringIO("Risk,Probability\nFlood,5\n"), kind="risk").created == 1


def test_a_register_of_ones_own_is_known_by_its_keys(store: Store) -> None:
    bring(store, "risk", "Risk,Probability\nFlood,3\n")
    out = io.StringIO()
    export_file(store, "csv", out, kind="risk")
    renamed = out.getvalue().replace("Flood", "High water")
    outcome = import_file(store, "csv", io.StringIO(renamed), kind="risk")
    assert (outcome.created, outcome.updated) == (0, 1)


def test_a_reading_is_known_by_its_metric_and_day_and_never_by_its_value(store: Store) -> None:
    with store.transaction("Measure") as tx:
        metric = tx.add("metric", name="Visits", target=1000.0)
        tx.add("reading", metric=metric, at=date(2026, 11, 1), value=4.5)
    text = "Metric;Date;Value\nVisits;14/Nov/26;4,5\nVisits;2026-11-15;1.234,5\nVisits;16.11.2026;1 234.5\n"
    readings = bring(store, "reading", text)
    assert sorted(readings) == ["1234.5", "4.5"]
    days = store.plan["reading"].columns
    assert sorted(zip(map(str, days["at"]), days["value"], strict=True)) == [
        ("2026-11-01", 4.5), ("2026-11-14", 4.5), ("2026-11-15", 1234.5), ("2026-11-16", 1234.5),
    ]  # fmt: skip
    text = "Metric,Date,Value\nVisits,2026-11-01,5\nVisits,2026-11-01,6\nVisits,2026-11-17,NaN\n"
    again = import_file(store, "csv", io.StringIO(text), kind="reading")
    assert (again.created, again.updated, [line for line, _ in again.refused]) == (0, 1, [3, 4])
