"""The schedule as a Mermaid chart, as calendar events, and as columns of a CSV table."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from support.hostile import HOSTILE
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.export_file import export_file
from tpm_tui.store.store import Store

BAR = re.compile(
    r"    (?P<name>[^:;#%<>\n]+) :(?P<tags>(?:crit, |done, |active, |milestone, )*)(?P<id>t\d+), "
    r"(?P<start>\d{4}-\d\d-\d\d \d\d:\d\d), (?P<finish>\d{4}-\d\d-\d\d \d\d:\d\d)"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A phase with two tasks, one of them done, a milestone, a deadline, a meeting with two actions."""
    with Store.create(tmp_path / "one.db", name="Atlas", start=date(2026, 11, 23)) as made:
        with made.transaction("Plan") as tx:
            day = ThreePoint.single_point(480)
            top = tx.add("item", title="Phase", rank="a")
            first = tx.add(
                "item", title="Dig", rank="a", parent=top, estimate=day, status="done", progress=100,
                actual_start=datetime(2026, 11, 19, 9), actual_finish=datetime(2026, 11, 20, 18),
            )  # fmt: skip
            second = tx.add(
                "item", title="Fill", rank="b", parent=top, estimate=day, deadline=datetime(2026, 12, 4, 23, 59)
            )
            mark = tx.add("item", title="Ready", rank="b", type="milestone", notes="All of it;\nat last")
            tx.add("item", title="Given up", rank="c", status="dropped", deadline=datetime(2026, 12, 1))
            tx.add("link", predecessor=first, successor=second)
            tx.add("link", predecessor=second, successor=mark)
            ana = tx.add("person", name="Ana Ruiz")
            tx.add("meeting", title="Kick-off", at=datetime(2026, 11, 24, 10))
            tx.add("action", title="Ask, then tell", due=date(2026, 11, 27), owner=ana)
            tx.add("action", title="Asked", due=date(2026, 11, 20), done=True)
        yield made


def exported(store: Store, format_: str, **more: object) -> str:
    out = io.StringIO(newline="")
    export_file(store, format_, out, **more)  # type: ignore[arg-type]
    return out.getvalue()


class TestMermaid:
    def test_sections_and_bars_with_explicit_ends(self, store: Store) -> None:
        assert exported(store, "mermaid").splitlines() == [
            "gantt",
            "    title Atlas",
            "    dateFormat YYYY-MM-DD HH:mm",
            "    axisFormat %d %b",
            "    section T-1 Phase",
            "    T-2 Dig :done, t2, 2026-11-19 09:00, 2026-11-20 18:00",
            "    T-3 Fill :crit, t3, 2026-11-23 09:00, 2026-11-23 18:00",
            "    section Items",
            "    T-4 Ready :crit, milestone, t4, 2026-11-23 18:00, 2026-11-23 18:00",
        ]

    def test_only_what_is_wanted(self, store: Store) -> None:
        fill = store.plan.find_key("T-3")
        assert fill is not None
        bars = [line for line in exported(store, "mermaid", ids=[fill[1]]).splitlines() if BAR.fullmatch(line)]
        assert [line.split()[0] for line in bars] == ["T-3"]

    @pytest.mark.parametrize("text", [*HOSTILE.values(), "%%{init: {}}%%", "a :crit, x, 2020-01-01, 1d", "#quot;"])
    def test_hostile_titles_stay_names(self, store: Store, text: str) -> None:
        with store.transaction("Rename") as tx:
            tx.set("item", store.plan["item"].ids[0], title=f"A {text}")
            tx.set("item", store.plan["item"].ids[1], title=f"A {text}")
            tx.set("programme", "programme", name=f"A {text}")
        lines = exported(store, "mermaid").splitlines()
        assert len(lines) == 9
        assert lines[0] == "gantt"
        assert lines[1].startswith("    title A")
        assert lines[4].startswith("    section T-1 A")
        for line in (lines[5], lines[6], lines[8]):
            assert BAR.fullmatch(line), line


def unfolded(text: str) -> list[str]:
    """Content lines as a reader joins them [RFC 5545, 3.1]."""
    return text.replace("\r\n ", "").split("\r\n")


def events(text: str) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            listed.append({})
        elif listed and name not in ("END", ""):
            assert name not in listed[-1], line
            listed[-1][name] = value
    return listed


class TestICalendar:
    def test_milestones_deadlines_actions_and_meetings(self, store: Store) -> None:
        by_key = {event["SUMMARY"]: event for event in events(exported(store, "icalendar"))}
        assert by_key.keys() == {"T-4 Ready", "Due: T-3 Fill", "A-1 Ask\\, then tell (Ana Ruiz)", "M-1 Kick-off"}
        assert by_key["T-4 Ready"]["DTSTART"] == "20261123T180000"
        assert by_key["T-4 Ready"]["DESCRIPTION"] == "All of it\\;\\nat last"
        due = by_key["Due: T-3 Fill"]
        assert (due["DTSTART;VALUE=DATE"], due["DTEND;VALUE=DATE"]) == ("20261204", "20261205")
        assert by_key["M-1 Kick-off"]["DTSTART"] == "20261124T100000"

    def test_uids_are_stable_and_different(self, store: Store) -> None:
        before = {event["SUMMARY"]: event["UID"] for event in events(exported(store, "icalendar"))}
        assert len(set(before.values())) == 4
        with store.transaction("Later") as tx:
            tx.set("item", store.plan["item"].ids[2], estimate=ThreePoint.single_point(4800))
        after = events(exported(store, "icalendar"))
        assert {event["SUMMARY"]: event["UID"] for event in after} == before
        [ready] = [event for event in after if event["SUMMARY"] == "T-4 Ready"]
        assert ready["DTSTART"] != "20261123T180000"

    def test_the_same_plan_is_the_same_file(self, store: Store) -> None:
        assert exported(store, "icalendar") == exported(store, "icalendar")

    @pytest.mark.parametrize("text", [*HOSTILE.values(), "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:fake", "ü" * 200])
    def test_hostile_texts_are_values_in_lines_of_75_octets(self, store: Store, text: str) -> None:
        with store.transaction("Rename") as tx:
            tx.set("item", store.plan["item"].ids[3], title=f"A {text}", notes=f"B {text}")
            tx.set("programme", "programme", name=f"A {text}")
        written = exported(store, "icalendar")
        assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]", written)
        named = events(written)
        assert len(named) == 4
        assert all(re.match(r"[A-Z-]+[;:]|$", line) for line in unfolded(written))


class TestCsv:
    def test_dates_and_slack_are_columns_when_they_are_asked_for(self, store: Store) -> None:
        fields = ["key", "start", "finish", "total_slack", "critical"]
        header, *rows = csv.reader(io.StringIO(exported(store, "csv", fields=fields)))
        assert header == ["Key", "Start", "Finish", "Slack", "Critical"]
        assert rows[2] == ["T-3", "2026-11-23T09:00", "2026-11-23T18:00", "0h", "yes"]
        assert rows[4] == ["T-5", "", "", "", ""]

    def test_a_plain_export_has_none_of_them(self, store: Store) -> None:
        assert "Finish" not in exported(store, "csv").splitlines()[0].split(",")


def test_the_schedule_as_a_table_has_the_dates_that_the_schedule_gives(store: Store) -> None:
    out = io.StringIO(newline="")
    export_file(store, "schedule", out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [row["Title"] for row in rows] == ["Phase", "Dig", "Fill", "Ready", "Given up"]
    dig, fill = rows[1], rows[2]
    assert (dig["Start"], dig["Finish"]) == ("2026-11-19T09:00", "2026-11-20T18:00")
    assert (fill["Start"], fill["Finish"], fill["Critical"]) == ("2026-11-23T09:00", "2026-11-23T18:00", "yes")
    assert fill["Late finish"] == "2026-11-23T18:00"
    assert rows[4]["Start"] == rows[4]["Slack"] == ""


def test_the_table_of_the_schedule_can_be_of_some_items_and_other_fields(store: Store) -> None:
    out = io.StringIO(newline="")
    chosen = [i for i in store.plan["item"].ids if store.plan.title("item", i) in ("Fill", "Ready")]
    export_file(store, "schedule", out, ids=chosen, fields=("key", "finish", "total_slack"))
    assert out.getvalue().split("\r\n")[0] == "Key,Finish,Slack"
    assert len(out.getvalue().split()) > 2
