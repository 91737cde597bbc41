"""Earned value, budgets, logged time, load and strain from the command line, on files typed by hand."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from support.cli_driver import Tpm

MONDAY = "2026-11-23"
WEDNESDAY = "2026-11-25"


@pytest.fixture
def fence(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """Four sides of a fence, a day and 1,000 each; two and a half are done, 2,800 are spent; measured by a baseline."""
    monkeypatch.setenv("TPM_TODAY", MONDAY)
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "fence.db"))
    assert tpm("new", tmp_path / "fence.db", "--start", MONDAY).code == 0
    tpm("add", "workstream", "Garden")
    for number in range(1, 5):
        side = "workstream=Garden" if number < 3 else "function=operations"
        tpm("add", "item", f"Side {number}", "estimate=1d", side)
        tpm("add", "cost", f"Boards {number}", "planned=1000", f"item=T-{number}")
        if number > 1:
            tpm("link", f"T-{number - 1}", f"T-{number}")
    assert tpm("run", "baseline.take", "name=Plan").code == 0
    tpm("set", "T-1", "T-2", "status=done")
    tpm("set", "T-3", "progress=50")
    tpm("set", "K-1", "actual=2800", "committed=3200")
    return tpm


def test_earned_value_of_a_plan_typed_by_hand_is_that_of_the_book(fence: Tpm) -> None:
    # PMP Exam Prep, the fence exercise; the earned schedule by hand: 2 + (2500 - 2000) / 1000 days.
    figures = fence("evm", "--json", "--status-date", WEDNESDAY).json
    assert figures == {
        "at": WEDNESDAY, "bac": "4000.00", "pv": "3000.00", "ev": "2500.00", "ac": "2800.00", "cv": "-300.00",
        "sv": "-500.00", "cpi": round(25 / 28, 10), "spi": round(5 / 6, 10),
        "eac": {
            "typical": "4480.00", "one_off": "4300.00", "composite": "4816.00", "weighted": "4502.70",
            "bottom_up": "4800.00", "chosen": "typical",
        },
        "etc": "1680.00", "vac": "-480.00", "tcpi_bac": 1.25, "tcpi_eac": round(25 / 28, 10),
        "es_days": 2.5, "at_days": 3.0, "sv_t_days": -0.5, "spi_t": round(5 / 6, 10), "ieac_t_days": 4.8,
        "es_minutes": 1200, "at_minutes": 1440, "sv_t_minutes": -240, "ieac_t_minutes": 2304,
        "ieac_t_finish": "2026-11-27",
    }  # fmt: skip


@pytest.mark.parametrize("by", ["workstream", "function", "item"])
def test_rows_of_groups_sum_to_the_whole(fence: Tpm, by: str) -> None:
    fence("add", "cost", "Licence of nothing", "actual=12.34")
    whole = fence("evm", "--json", "--status-date", WEDNESDAY).json
    rows = fence("evm", "--json", "--status-date", WEDNESDAY, "--by", by).json
    for name in ("bac", "pv", "ev", "ac"):
        assert sum(Decimal(row[name]) for row in rows) == Decimal(whole[name])
    assert rows[-1]["name"] == "none"


def test_later_edits_of_calendars_and_costs_never_change_planned_value(fence: Tpm) -> None:
    before = fence("evm", "--json", "--status-date", WEDNESDAY).json
    fence("set", "CAL-1", "tuesday=", "wednesday=")
    fence("set", "K-2", "planned=9000")
    after = fence("evm", "--json", "--status-date", WEDNESDAY).json
    assert (after["pv"], after["bac"]) == (before["pv"], before["bac"])
    assert after["eac"]["bottom_up"] != before["eac"]["bottom_up"] or after["at_days"] != before["at_days"]


def test_without_a_baseline_one_line_says_what_to_do(tpm: Tpm, tmp_path: Path) -> None:
    tpm("new", tmp_path / "empty.db")
    result = tpm("-f", tmp_path / "empty.db", "evm", "--json")
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert "tpm baseline take NAME" in result.err


def test_logged_time_is_kept_with_its_cost_at_the_rate_of_its_day(fence: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", WEDNESDAY)
    fence("add", "person", "ana", "rate=33.33")
    fence("add", "rate", "person=ana", f"start={WEDNESDAY}", "rate=100")
    assert fence("log", "T-3", "ana", "90m", "--on", MONDAY).out == "TE-1\n"
    assert fence("log", "T-3", "ana", "2h", "--on", WEDNESDAY).out == "TE-2\n"
    monkeypatch.setenv("TPM_TODAY", MONDAY)
    fence("set", "P-1", "rate=1")
    entries = {entry["key"]: entry["amount"] for entry in fence("ls", "time_entry", "--json").json}
    assert entries == {"TE-1": 50, "TE-2": 200}  # 49.995 goes to the even cent
    assert fence("evm", "--json", "--status-date", MONDAY).json["ac"] == "2850.00"
    assert fence("evm", "--json", "--status-date", WEDNESDAY).json["ac"] == "3050.00"
    refused = fence("log", "T-3", "ana", "0h")
    assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_no_time_is_logged_on_a_day_to_come_nor_beyond_a_day_of_a_person(fence: Tpm) -> None:
    fence("add", "person", "ana")
    assert fence("log", "T-1", "ana", "20h").code == 0
    beyond = fence("log", "T-2", "ana", "5h")
    assert (beyond.code, beyond.err) == (1, "tpm: ana would have worked 25 h on 23 Nov: a day has 24\n")
    assert fence("log", "T-2", "ana", "4h").code == 0
    assert fence("log", "T-2", "ana", "5h", "--on", "2026-11-20").code == 0
    ahead = fence("log", "T-1", "ana", "1h", "--on", WEDNESDAY)
    assert (ahead.code, ahead.err) == (1, "tpm: 25 Nov is still to come: log time once it was worked\n")
    entry = ("add", "time_entry", "item=T-1", "person=ana")
    for words, told in (
        (("day=2026-11-20", "minutes=20h"), "ana would have worked 25 h on 20 Nov: a day has 24"),
        ((f"day={WEDNESDAY}", "minutes=1h"), "25 Nov is still to come: log time once it was worked"),
        (("day=2026-11-19", "minutes=0h"), "log more than no time"),
    ):
        assert fence(*entry, *words).err == f"tpm: {told}\n"
    assert fence(*entry, "day=2026-11-20", "minutes=19h").code == 0
    assert fence("set", "TE-4", "minutes=20h").err == "tpm: ana would have worked 25 h on 20 Nov: a day has 24\n"
    assert fence("set", "TE-4", "day=2026-11-19").code == 0
    assert fence("set", "TE-4", f"day={WEDNESDAY}").code == 1


def test_the_budget_counts_what_is_spent_by_the_status_date(fence: Tpm) -> None:
    fence("set", "K-2", "actual=500", f"at={WEDNESDAY}")
    assert fence("budget", "--json").json["actual"] == "2800.00"
    fence("set", "PG-1", f"status_date={WEDNESDAY}")
    assert fence("budget", "--json").json["actual"] == "3300.00"


def test_progress_that_nobody_says_follows_from_time_logged_and_time_left(fence: Tpm) -> None:
    # tutorialspoint's example: 8 h at 100, 11 h spent, 1 h to go: 800 * 11 / 12.
    fence("add", "person", "ana", "rate=100")
    fence("add", "item", "One task", "estimate=8h", "owner=ana", "remaining=1h")
    fence("run", "baseline.take", "name=Second")
    fence("log", "T-5", "ana", "11h")
    row = fence("evm", "--json", "--by", "item").json[-1]
    assert (row["name"], row["bac"], row["ev"], row["ac"]) == ("T-5", "800.00", "733.33", "1100.00")
    assert row["eac"]["typical"] == "1200.00"


def test_budget_by_category_and_workstream_with_reserves_and_warnings(fence: Tpm) -> None:
    fence("add", "budget", "All", "amount=3500")
    fence("add", "budget", "Boards", "amount=3600", "category=vendor")
    fence("add", "budget", "Storms", "type=contingency reserve", "amount=500")
    fence("add", "risk", "Storm", "chance=20")
    fence("add", "reserve_draw", "The first storm", "reserve=BU-3", "amount=120.50", f"at={MONDAY}")
    result = fence("budget", "--json").json
    assert (result["budget"], result["planned"], result["committed"], result["actual"]) == (
        "3500.00", "4000.00", "3200.00", "2800.00",
    )  # fmt: skip
    for table in ("by_category", "by_workstream"):
        for name in ("planned", "committed", "actual"):
            assert sum(Decimal(line[name]) for line in result[table]) == Decimal(result[name])
    assert [(r["name"], r["drawn"], r["left"]) for r in result["reserves"]] == [("Storms", "120.50", "379.50")]
    assert result["reserves"][0]["draws"][0]["reason"] == "The first storm"
    assert [warning["rule"] for warning in result["warnings"]] == ["committed", "committed", "overspent", "contingency"]


def test_load_says_minutes_by_person_day_and_item(fence: Tpm) -> None:
    fence("add", "person", "ana")
    fence("add", "item", "Paint", "estimate=2d", "owner=ana")
    fence("add", "item", "Varnish", "estimate=4h", "owner=ana")
    fence("add", "absence", "person=ana", "start=2026-11-24")
    rows = fence("load", "--json", "--until", WEDNESDAY).json
    sure = {"name": "ana", "capacity": 480, "assumed": 0}
    assert rows == [
        {**sure, "day": MONDAY, "minutes": 720, "items": {"T-5": 480, "T-6": 240}},
        {**sure, "day": WEDNESDAY, "minutes": 480, "items": {"T-5": 480}},
    ]
    functions = fence("load", "--json", "--until", WEDNESDAY, "--by", "function").json
    assert [row["minutes"] for row in functions] == [720, 480]


def test_load_says_how_many_items_nobody_estimated(fence: Tpm) -> None:
    fence("add", "person", "ana")
    fence("add", "item", "Paint", "estimate=2d", "owner=ana")
    fence("add", "item", "Varnish", "owner=ana")
    rows = fence("load", "--json").json
    assert [(row["minutes"], row["assumed"]) for row in rows] == [(960, 1), (480, 0)]
    assert "over, 1 assumed" in fence("load").out


def test_strain_warns_of_a_week_too_long_and_says_what_can_wait(fence: Tpm) -> None:
    fence("add", "person", "ana", "team=Fences")
    fence("add", "person", "ben", "team=Fences")
    for _ in range(2):
        fence("add", "item", "Dig", "estimate=20d", "owner=ana")
    fence("add", "item", "The last", "estimate=60d", "owner=ben")
    people = fence("strain", "--json").json["people"]
    assert (people[0]["name"], people[0]["level"], people[0]["peak_hours_a_week"]) == ("ana", "alarm", 80.0)
    assert people[0]["postpone"] == ["T-5"], "20 days less of 40 are enough for 48 h a week"
    assert fence("strain").out.startswith("Team")


def test_check_names_an_estimate_beyond_the_tolerance_and_weights_that_do_not_sum_up(fence: Tpm) -> None:
    fence("set", "T-4", "earning_rule=weighted milestones")
    fence("add", "check", "Painted", "item=T-4", "weight=60")
    said = fence("check").out
    assert "the estimate at completion, 4 480 (typical), lies more than 10% above the budget of 4 000" in said
    assert "their weights sum to 60, not 100" in said


def test_a_time_sheet_comes_in_with_bare_hours_and_what_they_cost(fence: Tpm, tmp_path: Path) -> None:
    fence("add", "person", "ana", "rate=33.33")
    sheet = tmp_path / "hours.csv"
    sheet.write_text(f"Date,Employee,Task,Hours\n{MONDAY},ana,T-1,1.5\n{MONDAY},ana,T-2,2h 30m\n{MONDAY},ana,T-99,1\n")
    done = fence("import", "time", sheet, "--json").json
    assert (done["created"], [refused["line"] for refused in done["refused"]]) == (2, [4])
    rows = fence("ls", "time_entry", "--json", "--sort", "key").json
    assert [(row["minutes"], row["amount"]) for row in rows] == [(90, 50), (150, 83.32)]
    again = fence("import", "time", sheet, "--json").json
    assert (again["created"], len(fence("ls", "time_entry", "--json").json)) == (0, 2), "nothing is logged twice"


def test_a_table_of_amounts_ends_with_their_exact_sums(fence: Tpm) -> None:
    fence("add", "cost", "Nails", "planned=0.1")
    fence("add", "cost", "Screws", "planned=0.2")
    *rows, last = fence("ls", "cost", "title:s").lines
    assert len(rows) == 7, "a head and six costs"
    assert last.split() == ["sum", "4", "000.30", "3", "200", "2", "800"]
    assert fence("ls", "cost", "title:Nails").lines[-1].split()[1:2] == ["Nails"], "one row needs no sum"


def test_a_pool_costs_its_rate_for_each_of_it_from_a_day_on(fence: Tpm) -> None:
    before = Decimal(fence("budget", "--json").json["planned"])
    fence("add", "pool", "Masons", "capacity=3", "rate=50")
    fence("add", "item", "Pillars", "estimate=2d")
    fence("add", "assignment", "item=T-5", "pool=Masons", "units=200")
    labour = Decimal(fence("budget", "--json").json["planned"]) - before
    assert labour == 2 * 16 * 50, "two masons for two days of eight hours"
    fence("add", "rate", "pool=Masons", "start=2026-11-24", "rate=60")
    assert Decimal(fence("budget", "--json").json["planned"]) - before == 2 * 8 * 50 + 2 * 8 * 60
    refused = fence("add", "rate", "start=2026-11-24", "rate=60")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "a rate names a person or a pool" in refused.err


def test_limits_of_load_are_kept_in_the_file(fence: Tpm) -> None:
    fence("add", "person", "ana")
    fence("add", "item", "Dig", "estimate=20d", "owner=ana")
    fence("add", "shift", "person=ana", "start=2026-11-23 00:00", "end=2026-11-24 00:00")
    fence("add", "incident", "Mud", "detected=2026-11-23 22:00", "resolved=2026-11-23 23:30", "owner=ana")
    assert fence("strain", "--json").json["people"][0]["level"] == "ok"
    assert "rest after an incident (at least 11 h)" in fence("strain").out
    fence(
        "set", "PG-1", "load_warning=30", "load_alarm=40", "rest_hours=8", "shift_incidents=0", "on_call_limit=0",
        "incident_hours=12",
    )  # fmt: skip
    said = fence("strain", "--json").json
    assert said["limits"] == {
        "warning_hours": 30, "alarm_hours": 40, "on_call_share": 0, "incidents_a_shift": 0, "incident_hours": 12,
        "rest_hours": 8,
    }  # fmt: skip
    person = said["people"][0]
    assert (person["level"], person["peak_hours_a_week"], person["short_rests"]) == ("alarm", 43, 0)
    text = fence("strain").out
    assert "(at most 0%)" in text
    assert "1 incident in one shift (at most 0)" in text


def test_a_window_of_load_that_ends_before_it_begins_is_refused(fence: Tpm) -> None:
    refused = fence("load", "--since", "2026-12-10", "--until", "2026-12-01")
    assert (refused.code, refused.err) == (1, "tpm: --until lies before --since\n")


def test_workstreams_of_one_title_keep_rows_of_their_own(fence: Tpm) -> None:
    fence("add", "workstream", "garden")
    fence("add", "workstream", "None")
    fence("set", "T-2", "workstream=W-2")
    fence("set", "T-3", "workstream=W-3")
    expected = {"W-1 Garden": "1000.00", "W-2 garden": "1000.00", "W-3 None": "1000.00", "none": "1000.00"}
    assert {line["name"]: line["planned"] for line in fence("budget", "--json").json["by_workstream"]} == expected
    rows = fence("evm", "--json", "--by", "workstream", "--status-date", WEDNESDAY).json
    assert {row["name"]: row["bac"] for row in rows} == expected


def test_people_of_one_name_are_told_apart_and_typed_as_they_are_shown(fence: Tpm) -> None:
    for _ in range(2):
        assert fence("add", "person", "Ana Silva", "rate=60").code == 0
    assert "could be P-1 Ana Silva, P-2 Ana Silva" in fence("log", "T-1", "ana", "1h").err
    assert fence("log", "T-1", "P-2 Ana Silva", "1h").code == 0
    assert "P-2 Ana Silva" in fence("ls", "time_entry").out
    fence("set", "T-3", "owner=P-1")
    fence("set", "T-4", "owner=P-2")
    assert {line.split("  ")[0] for line in fence("load").lines[1:]} == {"P-1 Ana Silva", "P-2 Ana Silva"}


def test_amounts_are_shown_in_the_minor_unit_of_the_currency_and_columns_add_up(fence: Tpm) -> None:
    for _ in range(3):
        fence("add", "cost", "Nails", "planned=10.005", "category=hardware")
    for currency, shown, total in (("EUR", "10", "30.00"), ("KWD", "10.005", "30.015"), ("JPY", "10", "30")):
        assert fence("set", "PG-1", f"currency={currency}").code == 0
        table = fence("ls", "cost", "category:hardware").lines
        assert [line.split()[3] for line in table[1:4]] == [shown] * 3
        assert table[4].split()[1] == total.removesuffix(".00")
        by_category = {line["name"]: line["planned"] for line in fence("budget", "--json").json["by_category"]}
        assert by_category["hardware"] == total


def test_reserves_say_what_was_drawn_by_whom_and_why_and_their_sums(fence: Tpm) -> None:
    fence("add", "person", "Ana")
    fence("add", "budget", "Storms", "type=contingency reserve", "amount=500")
    fence("add", "budget", "Unknown", "type=management reserve", "amount=300")
    fence("add", "reserve_draw", "The first storm", "reserve=BU-1", "amount=120.50", f"at={MONDAY}", "person=ana")
    lines = fence("budget").lines
    assert "  BU-1 23 Nov: 120.50 by Ana: The first storm" in lines
    assert ["total", "800.00", "120.50", "679.50"] in [line.split() for line in lines]
    assert not [line for line in lines if "drawn" in line]
    fence("add", "reserve_draw", "The second", "reserve=BU-2", "amount=301")
    assert "! BU-2 Unknown: 301 are drawn of a reserve of 300 EUR" in fence("budget").lines
    fence("add", "budget", "Boards", "amount=10")
    assert (
        "BU-3 is a budget, no reserve to draw from" in fence("add", "reserve_draw", "x", "reserve=BU-3", "amount=1").err
    )


def test_more_spent_than_planned_warns_within_the_budget_too(fence: Tpm) -> None:
    fence("set", "K-2", "K-3", "K-4", "planned=0")
    for budget, said in (("5000", "planned were 1 000 EUR"), ("2000", "granted were 2 000 EUR")):
        fence("set", "PG-1", f"budget={budget}")
        assert f"! everything: 2 800 are spent, {said}" in fence("budget").lines


def test_the_amount_of_logged_time_follows_what_is_edited_of_it(fence: Tpm) -> None:
    fence("add", "person", "Ana", "rate=60.50")
    fence("add", "person", "Bo", "rate=99")
    fence("log", "T-3", "ana", "45m")

    def amount() -> object:
        return fence("ls", "time_entry", "--json").json[0]["amount"]

    assert amount() == 45.38  # 45.375, half to even
    for edit, cost in (("minutes=90m", 90.75), ("person=bo", 148.5), ("amount=200", 200), ("minutes=3h", 400)):
        fence("set", "TE-1", edit)
        assert amount() == cost
    fence("set", "P-2", "rate=1000")
    fence("set", "TE-1", "item=T-4")
    assert amount() == 400, "what was said by hand keeps its price, whatever the rate becomes"


def test_months_sum_to_what_is_spent_and_still_to_be_spent(fence: Tpm) -> None:
    fence("add", "cost", "Gate", "planned=99.99", "at=2026-12-24", "category=hardware")
    months = fence("budget", "--months", "--json").json
    assert [month["month"] for month in months] == ["2026-11", "2026-12"]
    assert sum(Decimal(month["planned"]) for month in months) == 4000, "the gate came after the baseline"
    cash = [sum(map(Decimal, month["cash"].values())) for month in months]
    assert [Decimal(month["to_date"]) for month in months] == [cash[0], sum(cash)]
    assert months[1] | {"planned": ""} == {
        "month": "2026-12", "planned": "", "actual": None, "forecast": "99.99", "to_date": f"{sum(cash)}",
        "cash": {"vendor": "0.00", "hardware": "99.99"},
    }  # fmt: skip
    total = fence("budget", "--months").lines[-1].split()
    assert (total[0], total[-1]) == ("total", "99.99")


def test_strain_says_by_how_much_a_limit_is_passed_where_that_is_little(
    fence: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPM_TODAY", "2026-12-20")
    for name in ("Ana", "Bo", "Cy"):
        fence("add", "person", name)
    days = [date(2026, 11, 23) + timedelta(at) for at in range(28) if at % 7 < 5]
    sheet = tmp_path / "sheet.csv"
    hours = {"Ana": "9,6", "Bo": "9,65", "Cy": "11"}
    rows = [f"{day};{name};T-1;{spent}" for day in days for name, spent in hours.items()]
    sheet.write_text("\n".join(["date;person;item;hours", *rows]))
    assert fence("import", "time", sheet).code == 0
    fence("add", "shift", "person=cy", "start=2026-12-01T00:00", "end=2026-12-08T00:10", "role=primary")
    said = "\n".join(fence("strain").lines)
    assert "Ana" not in said, "48 hours are the limit, not beyond it"
    assert "Bo: warning, 48.25 h a week" in said
    assert "Cy: alarm, 55 h a week" in said
    assert "Cy: on call 25.02% of the time (at most 25%)" in said
