"""MS Project files as records: what they say, and that it schedules to the minute as the file itself does."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from support.mspdi_files import as_mspdi, imported, text_of
from support.network_strategies import networks
from support.with_mpxj import run_with_mpxj
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK, STANDARD_CALENDAR, STANDARD_WEEK, WorkCalendar
from tpm_tui.exchange.import_file import import_file, preview
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi, parse_mspdi_text
from tpm_tui.exchange.schedules.mspdi.project_data import (
    MspdiAssignment,
    MspdiBaseline,
    MspdiCalendar,
    MspdiLink,
    MspdiProject,
    MspdiResource,
    MspdiTask,
)
from tpm_tui.planning.cpm.schedule import schedule
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.store.store import Store

DATA = Path(__file__).parents[3] / "data" / "mspdi"
SHARED = sorted(DATA.glob("oracle-*.xml"))
EVERY = sorted(DATA.rglob("*.xml"))
DAY = 480
MONDAY = to_minute(datetime(2026, 11, 23, 8))


def at(text: str) -> int:
    return to_minute(datetime.fromisoformat(text))


def by_uid(plan: Plan) -> dict[int, str]:
    table = plan["item"]
    return {int(str(uid)): id_ for uid, id_ in zip(table.columns["source_id"], table.ids, strict=True) if uid}


def same_schedule(file: MspdiProject, store: Store) -> None:
    """The records schedule as was foreseen of the file, in every figure, item by item."""
    network = file_network(file)
    theirs, ours = schedule(network), schedule_of(store.plan, store.context)
    items = by_uid(store.plan)
    assert list(items) == list(network.ids)
    for position, uid in enumerate(network.ids):
        place = store.plan["item"].position[items[int(str(uid))]]
        for name in ("start", "finish", "late_start", "late_finish", "total_slack", "free_slack", "critical"):
            assert getattr(ours, name)[place] == getattr(theirs, name)[position], (uid, name)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_plans_of_the_oracle_schedule_as_the_file_does(path: Path) -> None:
    with imported(path) as (store, outcome):
        assert outcome.refused == ()
        same_schedule(parse_mspdi(path), store)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_whatever_a_plan_holds_the_records_of_the_file_schedule_as_it_was_foreseen(network: object) -> None:
    file = as_mspdi(network)  # type: ignore[arg-type]
    with imported(file) as (store, outcome):
        assert outcome.refused == ()
        same_schedule(parse_mspdi_text(text_of(file)), store)


GROUPS = ["constraints+lags+deadlines+milestones+late", "constraints+progress+milestones", "calendars+summaries"]


@pytest.mark.slow
def test_fresh_plans_schedule_as_the_file_does(tmp_path: Path) -> None:
    run_with_mpxj(Path(__file__).parents[3] / "support" / "mpxj_plans.py", tmp_path, 3, 41, *GROUPS)
    paths = sorted(tmp_path.rglob("*.xml"))
    assert len(paths) > 6
    for path in paths:
        with imported(path) as (store, outcome):
            assert outcome.refused == ()
            same_schedule(parse_mspdi(path), store)


def small(**changes: object) -> MspdiProject:
    """A phase with two tasks in a row and a milestone, two people, a calendar with a holiday."""
    calendar = WorkCalendar(STANDARD_WEEK, {date(2026, 12, 4): (), date(2026, 12, 24): (), date(2026, 12, 25): ()})
    evening = WorkCalendar([((840, 1080), (1110, 1350))] * 5 + [(), ()])
    named = {date(2026, 12, 4): "Founders' Day", date(2026, 12, 24): "Christmas", date(2026, 12, 25): "Christmas"}
    standard = MspdiCalendar(uid=1, name="Office", base=True, base_uid=None, calendar=calendar, names=named)
    late = MspdiCalendar(uid=2, name="Evening", base=True, base_uid=None, calendar=evening)
    unused = MspdiCalendar(uid=9, name="Nobody's", base=True, base_uid=None, calendar=STANDARD_CALENDAR)
    file = MspdiProject(
        title="Merger",
        start=MONDAY,
        calendar_uid=1,
        critical_slack_limit=2,
        calendars={1: standard, 2: late, 9: unused},
        tasks=[
            MspdiTask(uid=10, name="Phase", summary=True),
            MspdiTask(
                uid=11, name="Dig", parent_uid=10, outline_level=2, duration=3 * DAY, priority=700,
                notes="Deep.\r\nWide.",
                baselines=(
                    MspdiBaseline(number=0, start=MONDAY, finish=at("2026-11-25T17:00"), work=960, cost=Decimal(500)),
                ),
            ),
            MspdiTask(
                uid=12, name="Fill", parent_uid=10, outline_level=2, duration=DAY, constraint=4,
                constraint_date=at("2026-12-01T10:00"), deadline=at("2026-12-18T17:00"),
                links=(
                    MspdiLink(predecessor_uid=11, lag=240),
                    MspdiLink(predecessor_uid=11, type=3, lag=50, percent=True),
                ),
            ),
            MspdiTask(
                uid=13, name="Done", milestone=True, duration=0,
                links=(MspdiLink(predecessor_uid=10, lag=1440, elapsed=True),),
            ),
        ],
        resources=[
            MspdiResource(
                uid=1, name="Ana Ruiz", email="ana@example.org", max_units=0.5, group="Diggers",
                standard_rate=Decimal(80),
            ),
            MspdiResource(uid=2, name="Ben Okafor", calendar_uid=2),
            MspdiResource(uid=3, name="Sand", type=0),
        ],
        assignments=[
            MspdiAssignment(uid=1, task_uid=11, resource_uid=1, units=0.5),
            MspdiAssignment(uid=2, task_uid=12, resource_uid=2),
            MspdiAssignment(uid=3, task_uid=12, resource_uid=3),
        ],
    )  # fmt: skip
    return replace(file, **changes)  # type: ignore[arg-type]


def task(file: MspdiProject, uid: int, **changes: object) -> MspdiProject:
    """The file with one task changed."""
    tasks = [replace(t, **changes) if t.uid == uid else t for t in file.tasks]  # type: ignore[arg-type]
    return replace(file, tasks=tasks)


class TestWhatAFileSays:
    def test_tasks_become_items_in_a_tree_in_the_order_of_the_file(self) -> None:
        with imported(small()) as (store, outcome):
            assert (outcome.created, outcome.updated, outcome.refused) == (4, 0, ())
            plan = store.plan
            items = by_uid(plan)
            assert plan.children == {None: [items[10], items[13]], items[10]: [items[11], items[12]]}
            dig = plan["item"].row(items[11])
            assert (dig["title"], dig["type"], dig["estimate"], dig["priority"]) == (
                "Dig", "task", "[1440,1440,1440]", "high",
            )  # fmt: skip
            assert dig["notes"] == "Deep.\nWide."
            assert plan.value("item", items[10], "type") == "epic"
            assert plan.value("item", items[13], "type") == "milestone"

    def test_constraints_deadlines_and_links_with_lags(self) -> None:
        with imported(small()) as (store, _):
            plan, items = store.plan, by_uid(store.plan)
            fill = plan["item"].row(items[12])
            assert (fill["constraint"], fill["constraint_date"]) == ("SNET", "2026-12-01T10:00")
            assert fill["deadline"] == "2026-12-18T17:00"
            links = {
                (row["predecessor"], row["successor"], row["type"], row["lag"], row["lag_unit"])
                for row in map(plan["link"].row, plan["link"].ids)
            }
            assert links == {
                (items[11], items[12], "FS", 240, "working"),
                (items[11], items[12], "SS", 50, "percent"),
                (items[10], items[13], "FS", 1440, "elapsed"),
            }

    def test_a_task_that_must_finish_by_midnight_finishes_the_day_before(self) -> None:
        file = task(small(), 11, constraint=7, constraint_date=at("2026-11-25T00:00"))
        with imported(file) as (store, _):
            row = store.plan["item"].row(by_uid(store.plan)[11])
            assert (row["constraint"], row["constraint_date"]) == ("FNLT", "2026-11-24T17:00")

    def test_the_programme_starts_as_the_project_on_its_calendar(self) -> None:
        with imported(small()) as (store, outcome):
            plan = store.plan
            assert plan.programme("start") == "2026-11-23T08:00"
            assert plan.programme("slack_limit") == 2 * DAY
            calendar = str(plan.programme("calendar"))
            assert plan["calendar"].row(calendar)["name"] == "Office"
            assert plan["calendar"].row(calendar)["friday"] == "08:00-12:00 13:00-17:00"
            days = [
                (r["name"], r["start"], r["end"])
                for r in map(plan["calendar_exception"].row, plan["calendar_exception"].ids)
            ]
            assert days == [("Founders' Day", "2026-12-04", None), ("Christmas", "2026-12-24", "2026-12-25")]
            assert any("Nobody's" in note for note in outcome.notes)

    def test_people_with_their_hours_and_assignments(self) -> None:
        with imported(small()) as (store, outcome):
            plan, items = store.plan, by_uid(store.plan)
            people = {str(r["name"]): r for r in map(plan["person"].row, plan["person"].ids)}
            assert people.keys() == {"Ana Ruiz", "Ben Okafor"}
            assert (people["Ana Ruiz"]["capacity"], people["Ana Ruiz"]["team"]) == (240, "Diggers")
            assert people["Ana Ruiz"]["rate"] == "80"
            ben = str(people["Ben Okafor"]["calendar"])
            assert plan["calendar"].row(ben)["name"] == "Evening"
            units = {(r["item"], r["person"]): r["units"] for r in map(plan["assignment"].row, plan["assignment"].ids)}
            assert units == {(items[11], people["Ana Ruiz"]["id"]): 50, (items[12], people["Ben Okafor"]["id"]): 100}
            assert plan.value("item", items[12], "owner") == people["Ben Okafor"]["id"]
            assert any("material" in note for note in outcome.notes)
            same_schedule(parse_mspdi_text(text_of(small())), store)

    def test_baselines_are_kept_with_the_keys_of_the_items(self) -> None:
        with imported(small()) as (store, _):
            plan = store.plan
            [entry] = map(plan["baseline_entry"].row, plan["baseline_entry"].ids)
            dig = by_uid(plan)[11]
            assert (entry["item_id"], entry["item_key"]) == (dig, plan.value("item", dig, "key"))
            assert (entry["start"], entry["finish"]) == ("2026-11-23T08:00", "2026-11-25T17:00")
            assert (entry["work"], entry["cost"]) == (960, "500")
            assert plan["baseline"].row(str(entry["baseline"]))["name"] == "Baseline"

    def test_all_is_done_but_no_finish_is_recorded(self) -> None:
        file = task(small(), 11, actual_start=MONDAY, percent_complete=100, finish=None)
        with imported(file) as (store, _outcome):
            row = store.plan["item"].row(by_uid(store.plan)[11])
            assert (row["actual_finish"], row["progress"], row["remaining"]) == (None, 99, 0)
            same_schedule(parse_mspdi_text(text_of(file)), store)

    def test_actual_dates_progress_and_what_remains(self) -> None:
        file = task(small(), 11, actual_start=MONDAY, percent_complete=33, remaining_duration=960)
        with imported(file) as (store, outcome):
            row = store.plan["item"].row(by_uid(store.plan)[11])
            assert (row["actual_start"], row["progress"], row["remaining"]) == ("2026-11-23T08:00", 33, 960)
            assert store.plan.state_groups[str(row["status"])] == "active"
            assert store.plan.programme("status_date") == "2026-11-23T00:00"
            assert any("status date" in note for note in outcome.notes)
            same_schedule(parse_mspdi_text(text_of(file)), store)

    def test_finished_work_is_done_and_given_up_work_dropped(self) -> None:
        file = task(small(), 11, actual_start=MONDAY, actual_finish=at("2026-11-24T17:00"), percent_complete=100)
        file = task(file, 12, active=False)
        with imported(file) as (store, _):
            items = by_uid(store.plan)
            assert store.plan.value("item", items[11], "status") == "done"
            assert store.plan.value("item", items[12], "status") == "dropped"

    def test_a_task_in_elapsed_time_never_rests(self) -> None:
        file = task(small(), 11, elapsed=True, duration=3 * 1440)
        with imported(file) as (store, _):
            calendar = str(store.plan.value("item", by_uid(store.plan)[11], "calendar"))
            assert store.plan["calendar"].row(calendar)["sunday"] == "00:00-24:00"
            same_schedule(parse_mspdi_text(text_of(file)), store)

    def test_custom_fields_come_as_fields_of_the_workspace(self) -> None:
        file = task(small(attributes={"188743731": "Risk class"}), 11, attributes=(("Risk class", "high"),))
        with imported(file) as (store, _):
            assert store.plan["custom_field"].columns["name"] == ["risk_class"]
            assert store.plan.value("item", by_uid(store.plan)[11], "custom") == '{"risk_class": "high"}'

    def test_what_is_not_read_is_said(self) -> None:
        file = task(small(), 11, cost=Decimal(120), manual=True, start=MONDAY)
        with imported(file) as (_, outcome):
            said = "\n".join(outcome.notes)
            assert "costs of 1 tasks" in said
            assert "by hand" in said

    def test_tasks_that_have_other_dates_here_than_in_the_file_are_named(self) -> None:
        """Nobody can see what held the one; the other starts at the end of a day, which is the start of the next."""
        early = task(small(), 11, start=MONDAY + DAY, finish=at("2026-11-27T12:00"))
        with imported(task(early, 12, start=at("2026-11-30T17:00"), finish=at("2026-12-01T18:00"))) as (_, outcome):
            assert [note for note in outcome.notes if "other dates" in note] == [
                "2 tasks have other dates here than in the file: task 11 Dig starts 23 Nov 08:00, 8h earlier and"
                " finishes 25 Nov 17:00, 1d 19h earlier; task 12 Fill starts 1 Dec 10:00, 17h later and"
                " finishes 1 Dec 22:30, 4h 30m later (tpm import mspdi FILE --compare says why)"
            ]
        same = task(small(), 11, start=at("2026-11-22T17:00"), finish=at("2026-11-25T17:00"))
        with imported(same) as (_, outcome):
            assert not any("other dates" in note for note in outcome.notes)

    def test_one_undo_takes_it_all_back(self) -> None:
        with imported(small()) as (store, _):
            assert store.undo() is not None
            assert len(store.plan["item"]) == len(store.plan["person"]) == len(store.plan["baseline"]) == 0
            assert store.plan.value("calendar", "calendar", "name") == "Standard"


class TestTheSameAgain:
    def again(self, store: Store, file: MspdiProject) -> object:
        return import_file(store, "mspdi", io.StringIO(text_of(file)))

    def test_nothing_changes(self) -> None:
        with imported(small()) as (store, _):
            outcome = self.again(store, small())
            assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 4)
            assert not outcome.written

    def test_what_changed_there_changes_here_and_the_rest_stays(self) -> None:
        with imported(small()) as (store, _):
            dig = by_uid(store.plan)[11]
            with store.transaction("Mine") as tx:
                tx.set_stored("item", dig, {"tags": '["deep"]', "status": "ready", "estimate": "[960,1440,2880]"})
            file = task(task(small(), 11, name="Dig deep"), 12, duration=2 * DAY)
            file.tasks.insert(2, MspdiTask(uid=14, name="Rest", parent_uid=10, outline_level=2, duration=60))
            outcome = self.again(store, file)
            assert (outcome.created, outcome.updated, outcome.unchanged) == (1, 2, 2)
            row = store.plan["item"].row(dig)
            assert (row["title"], row["tags"], row["status"]) == ("Dig deep", '["deep"]', "ready")
            assert row["estimate"] == "[960,1440,2880]"
            items = by_uid(store.plan)
            assert store.plan.children[items[10]] == [items[11], items[14], items[12]]

    def test_a_new_holiday_of_the_calendar_comes_along(self) -> None:
        with imported(small()) as (store, _):
            file = small()
            office = file.calendars[1]
            assert office.calendar is not None
            days = {**office.calendar.exceptions, date(2026, 11, 24): ()}
            file.calendars[1] = replace(office, calendar=WorkCalendar(office.calendar.week, days))
            self.again(store, file)
            same_schedule(parse_mspdi_text(text_of(file)), store)

    def test_links_that_were_made_here_stay_and_are_told(self) -> None:
        with imported(small()) as (store, _):
            items = by_uid(store.plan)
            with store.transaction("Mine") as tx:
                tx.add("link", predecessor=items[11], successor=items[13])
            outcome = self.again(store, small())
            assert any("1 links between these items are not in the file" in note for note in outcome.notes)
            assert len(store.plan["link"]) == 4

    def test_another_plan_with_the_same_uids_is_refused(self) -> None:
        with imported(small()) as (store, _):
            other = small(tasks=[replace(t, name=f"Other {t.uid}") for t in small().tasks])
            outcome = self.again(store, other)
            assert outcome.failed
            assert "another plan" in outcome.refused[0][1]


class TestBesideOtherWork:
    def test_the_programme_keeps_its_own_and_dates_are_the_same_all_the_same(self, tmp_path: Path) -> None:
        with Store.create(tmp_path / "used.db", start=date(2026, 11, 23)) as store:
            with store.transaction("Before") as tx:
                tx.add("item", title="Mine")
            file = small()
            outcome = import_file(store, "mspdi", io.StringIO(text_of(file)))
            assert outcome.created == 4
            assert store.plan.programme("start") == "2026-11-23T00:00"
            assert store.plan.value("calendar", "calendar", "name") == "Standard"
            assert any("keeps its calendar" in note for note in outcome.notes)
            network = file_network(parse_mspdi_text(text_of(file)))
            theirs, ours = schedule(network), schedule_of(store.plan, store.context)
            items = by_uid(store.plan)
            for position, uid in enumerate(network.ids):
                place = store.plan["item"].position[items[int(str(uid))]]
                assert (ours.start[place], ours.finish[place]) == (theirs.start[position], theirs.finish[position])


class TestWhatCannotBe:
    def test_a_preview_writes_nothing_and_says_the_same(self, tmp_path: Path) -> None:
        with Store.create(tmp_path / "one.db") as store:
            seen = preview(store, "mspdi", io.StringIO(text_of(small())))
            assert (seen.created, seen.written) == (4, False)
            assert len(store.load()["item"]) == 0

    def test_a_loop_of_links_is_refused_by_name_and_the_rest_comes(self) -> None:
        file = task(small(), 11, links=(MspdiLink(predecessor_uid=12),))
        with imported(file) as (store, outcome):
            assert outcome.created == 4
            assert any("loop" in reason for _, reason in outcome.refused)
            schedule_of(store.plan, store.context)

    def test_strict_refuses_all_for_one(self, tmp_path: Path) -> None:
        file = task(small(), 11, links=(MspdiLink(predecessor_uid=12),))
        with Store.create(tmp_path / "one.db") as store:
            outcome = import_file(store, "mspdi", io.StringIO(text_of(file)), strict=True)
            assert not outcome.written
            assert len(store.plan["item"]) == 0

    @pytest.mark.parametrize(
        "text",
        ["", "no xml", "<html/>", "<Project><Tasks>", '<!DOCTYPE p [<!ENTITY a "b">]><Project>&a;</Project>'],
        ids=["empty", "text", "page", "cut off", "entities"],
    )
    def test_what_is_no_plan_is_refused_in_one_line(self, tmp_path: Path, text: str) -> None:
        with Store.create(tmp_path / "one.db") as store:
            outcome = import_file(store, "mspdi", io.StringIO(text))
            assert outcome.failed
            assert len(outcome.refused) == 1

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1250"])
    def test_files_in_the_encoding_that_they_name(self, tmp_path: Path, encoding: str) -> None:
        text = text_of(task(small(), 11, name="Größe")).replace('encoding="UTF-8"', f'encoding="{encoding}"')
        path = tmp_path / "plan.xml"
        path.write_bytes(text.replace("utf-8-sig", "utf-8").encode(encoding))
        with imported(path) as (store, outcome):
            assert outcome.refused == ()
            assert store.plan.title("item", by_uid(store.plan)[11]) == "Größe"


def test_a_day_round_the_clock_is_a_calendar_like_any_other() -> None:
    calendar = MspdiCalendar(uid=1, name="All", base=True, base_uid=None, calendar=ROUND_THE_CLOCK)
    file = MspdiProject(
        start=MONDAY, calendar_uid=1, calendars={1: calendar}, tasks=[MspdiTask(uid=1, name="A", duration=3000)]
    )
    with imported(file) as (store, _):
        same_schedule(parse_mspdi_text(text_of(file)), store)
