"""The demo programme: believable at first sight, sound at the second, the same every time."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from support import demo_keys
from tpm_tui.demo import loader
from tpm_tui.demo.working_days import is_working_day
from tpm_tui.domain.findings import data_quality_findings
from tpm_tui.domain.journal_operations import RECORDED_BY_PROGRAM
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.delivery.incidents import Incident
from tpm_tui.domain.kinds.delivery.sprints import Sprint
from tpm_tui.domain.kinds.file_settings import SavedView
from tpm_tui.domain.kinds.people import Absence
from tpm_tui.domain.kinds.risks_issues_decisions.risks import OPPORTUNITY_RESPONSES, THREAT_RESPONSES, Risk
from tpm_tui.domain.kinds.schedule.baselines import BaselineEntry
from tpm_tui.domain.kinds.schedule.items import Item
from tpm_tui.domain.kinds.stakeholders import Contact
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.filters import filter_mask
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.query.syntax import parse_filter
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.values.codec import Stored, load_value
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.store.errors import StoreError
from tpm_tui.store.store import Store

TODAY = date(2026, 11, 23)
WORDS = InputContext(TODAY)

#: A Saturday, and Christmas Day.
OTHER_DAYS = (date(2027, 5, 22), date(2026, 12, 25))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "atlas.db"
    loader.build_demo(made, today=TODAY)
    return made


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        opened.load()
        yield opened


@pytest.fixture
def plan(store: Store) -> Plan:
    return store.plan


def content(path: Path) -> dict[str, list[tuple[Stored, ...]]]:
    """Every row of every kind, and of the journal but for the replica's id, which is made by chance."""
    with closing(sqlite3.connect(path)) as connection:
        by_key = {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY id').fetchall() for name in KINDS}
        by_key["txn"] = connection.execute("SELECT sequence, time, author, verb, label FROM txn").fetchall()
        by_key["edit"] = connection.execute(
            "SELECT sequence, number, kind, record, before, after FROM edit ORDER BY sequence, number"
        ).fetchall()
    return by_key


def items(plan: Plan) -> list[Item]:
    return list(plan.all(Item))


def leaves(plan: Plan) -> list[Item]:
    return [item for item in plan.all(Item) if item.id not in plan.children]


def by_title(plan: Plan, title: str) -> Item:
    return next(item for item in plan.all(Item) if item.title == title)


class TestWhatItHolds:
    @pytest.mark.parametrize("kind", list(KINDS))
    def test_every_register_has_something_in_it(self, plan: Plan, kind: str) -> None:
        assert len(plan[kind]) > 0

    def test_it_has_the_size_of_a_programme(self, plan: Plan) -> None:
        assert len(plan["workstream"]) == 4
        assert 135 <= len(plan["item"]) <= 155
        assert len(plan["risk"]) == 14
        assert len(plan["stakeholder"]) == 12
        assert 9 <= len(plan["person"]) <= 12
        assert Counter(r.type for r in plan.all(Risk)) == {"threat": 12, "opportunity": 2}
        assert len(plan["contact"]) >= 30

    def test_the_tree_goes_from_initiatives_to_subtasks(self, plan: Plan) -> None:
        types = {item.id: item.type for item in items(plan)}
        assert {types[id_] for id_ in plan.children[None]} == {"initiative"}
        assert max(len(plan.ancestors(item.id)) for item in items(plan)) == 3
        assert set(types.values()) == {"initiative", "epic", "story", "task", "bug", "spike", "milestone"}
        for item in items(plan):
            if item.type == "milestone":
                assert item.id not in plan.children, f"{item.title} holds items"

    def test_links_are_of_all_types_and_some_have_lags_of_each_unit(self, plan: Plan) -> None:
        columns = plan["link"].columns
        assert set(columns["type"]) == {"FS", "SS", "FF", "SF"}
        assert {unit for unit, lag in zip(columns["lag_unit"], columns["lag"], strict=True) if lag} == {
            "working", "elapsed", "percent",
        }  # fmt: skip

    def test_the_first_rows_show_every_state_of_work(self, plan: Plan) -> None:
        rows: list[Item] = []
        stack = list(reversed(plan.children[None]))
        while stack and len(rows) < 20:
            rows.append(plan.get(Item, stack.pop()))
            stack += reversed(plan.children.get(rows[-1].id, []))
        assert {"done", "doing", "blocked", "ready", "review", "backlog"} <= {row.status for row in rows}
        assert "milestone" in {row.type for row in rows}
        late = [r for r in rows if r.deadline and r.deadline.date() < TODAY and r.status != "done"]
        assert late

    def test_titles_fit_their_column(self, plan: Plan) -> None:
        assert [item.title for item in items(plan) if len(item.title) > 38] == []
        assert len({item.title for item in items(plan)}) == len(plan["item"])

    def test_everybody_has_work_and_a_short_first_name_of_their_own(self, plan: Plan) -> None:
        owners = {item.owner for item in items(plan)}
        assert owners == set(plan["person"].ids)
        first = [str(name).split()[0].lower() for name in plan["person"].columns["name"]]
        assert len(set(first)) == len(first)

    def test_two_incidents_are_still_open(self, plan: Plan) -> None:
        assert sum(incident.resolved is None for incident in plan.all(Incident)) == 2

    def test_promises_are_kept_open_and_overdue(self, plan: Plan) -> None:
        promises = [c for c in plan.all(Contact) if c.follow_up]
        assert any(c.kept for c in promises)
        assert any(not c.kept and c.due and c.due < TODAY for c in promises)
        assert any(not c.kept and c.due and c.due >= TODAY for c in promises)

    def test_the_last_sprint_is_half_over_and_has_grown(self, plan: Plan) -> None:
        sprint = max(plan.all(Sprint), key=lambda s: s.start or date.min)
        assert sprint.start is not None
        assert sprint.end is not None
        assert sprint.start < TODAY < sprint.end
        inside = {item.id for item in items(plan) if item.sprint == sprint.id}
        assert inside & set(sprint.committed)
        assert inside - set(sprint.committed)

    def test_the_baseline_knows_what_was_planned_then_and_nothing_later(self, plan: Plan) -> None:
        taken = load_value(KINDS["baseline"].column("taken"), plan["baseline"].columns["taken"][0])
        entries = {entry.item_id: entry for entry in plan.all(BaselineEntry)}
        assert 0.7 < len(entries) / len(plan["item"]) < 1
        for item in items(plan):
            assert item.created is not None
            if item.id in entries:
                assert item.created <= taken
                entry = entries[item.id]
                assert entry.start is not None
                assert entry.finish is not None
                assert entry.start <= entry.finish, item.title
            elif item.status != "dropped":
                assert item.created >= taken, item.title

    def test_saved_views_show_some_but_not_all(self, plan: Plan) -> None:
        sheet = Sheet(plan, WORDS)
        for view in plan.all(SavedView):
            hits = filter_mask(parse_filter(view.filter), sheet, view.kind)
            assert 0 < sum(hits) < len(hits), view.name
            assert {*view.columns, *view.sort.split()} <= set(sheet.columns(view.kind)), view.name


class TestItIsSound:
    def test_only_what_is_meant_to_be_found_is_found(self, plan: Plan) -> None:
        told = {(plan.title(kind, id_), what) for kind, id_, what in data_quality_findings(plan)}
        assert told == {
            ("Go or no-go", "2 are accountable; it must be exactly one"),
            ("Audit can print the reconciliation of any night", "it is a need without an item"),
        }

    def test_every_reference_points_at_something(self, plan: Plan) -> None:
        for name, kind in KINDS.items():
            for column in (c for c in kind.columns if c.ref):
                for id_ in plan[name]:
                    value = plan[name].get(id_, column)
                    for target in value if column.many else (value,):
                        assert target is None or target in plan[column.ref], f"{name}.{column.name} of {id_}"

    def test_dates_of_work_agree_with_its_state(self, plan: Plan) -> None:
        dawn = datetime.combine(TODAY, time(0))
        for item in leaves(plan):
            group = plan.state_groups[item.status]
            begun, ended = item.actual_start, item.actual_finish
            assert (begun is not None) == (group == "active" or item.status == "done"), item.title
            assert (ended is not None) == (item.status == "done"), item.title
            if begun is not None:
                assert item.created is not None
                assert item.created.date() <= begun.date() < TODAY, item.title
                assert begun <= (ended or dawn) <= dawn, item.title
            if group == "active":
                assert 0 < item.progress < 100, item.title
                assert item.remaining, item.title
            if item.status == "done":
                assert item.progress == 100
                assert not item.remaining

    def test_work_has_estimates_and_milestones_have_none(self, plan: Plan) -> None:
        for item in items(plan):
            is_work = item.id not in plan.children and item.type != "milestone"
            assert (item.estimate is not None) == is_work, item.title
        spread = [item for item in items(plan) if item.estimate and item.estimate.spread]
        assert len(spread) > 100

    def test_risks_are_told_as_cause_event_and_effect_with_fitting_responses(self, plan: Plan) -> None:
        for risk in plan.all(Risk):
            assert risk.cause, risk.title
            assert risk.event, risk.title
            assert risk.effect, risk.title
            assert risk.items, risk.title
            assert risk.owner, risk.title
            assert risk.chance, risk.title
            assert risk.delay or risk.cost, risk.title
            fitting = THREAT_RESPONSES if risk.type == "threat" else OPPORTUNITY_RESPONSES
            assert risk.response in fitting, risk.title
            assert risk.status != "open" or risk.review_by, risk.title

    def test_nothing_is_recorded_before_it_happened(self, plan: Plan) -> None:
        for kind, name in (("contact", "at"), ("reading", "at"), ("release", "at"), ("incident", "detected"),
                           ("incident_entry", "at"), ("comment", "at"), ("report", "at")):  # fmt: skip
            column = KINDS[kind].column(name)
            for id_ in plan[kind]:
                happened, written = plan[kind].get(id_, column), plan[kind].value(id_, "created")
                assert happened.isoformat()[:16] <= str(written), f"{kind} {plan.title(kind, id_)}"


class TestItsPlan:
    def test_it_goes_live_in_march_along_a_critical_path(self, plan: Plan) -> None:
        schedule, position = schedule_of(plan, WORDS), plan["item"].position
        live = position[by_title(plan, "Live on the cloud platform").id]
        start = datetime(1970, 1, 1)
        assert datetime(2027, 3, 1) < start + timedelta(minutes=schedule.early_finish[live]) < datetime(2027, 4, 1)
        assert start + timedelta(minutes=max(schedule.early_finish)) < datetime(2027, 4, 10)
        for title in ("Replica falls 40 minutes behind", "Full load, 4.1 billion rows", "Ten clean nights in a row",
                      "Run rehearsal 1", "Dress rehearsal", "Final sync, then switch over"):  # fmt: skip
            assert schedule.critical[position[by_title(plan, title).id]], title
        assert sum(schedule.critical) < len(plan["item"]) / 2

    def test_two_milestones_are_at_risk(self, plan: Plan) -> None:
        schedule, position = schedule_of(plan, WORDS), plan["item"].position
        start = datetime(1970, 1, 1)
        late = {
            item.title
            for item in items(plan)
            if item.type == "milestone" and item.deadline and item.status != "done"
            if start + timedelta(minutes=schedule.early_finish[position[item.id]]) > item.deadline
        }
        assert late == {"Dress rehearsal passed", "Data centre handed back"}

    def test_work_not_begun_waits_for_something_or_starts_now(self, plan: Plan) -> None:
        network, schedule = network_of(plan, WORDS), schedule_of(plan, WORDS)
        dawn = (datetime.combine(TODAY, time(0)) - datetime(1970, 1, 1)) // timedelta(minutes=1)
        for item in leaves(plan):
            if item.status in ("backlog", "ready"):
                place = network.ids.index(item.id)
                assert schedule.early_start[place] >= dawn, item.title

    def test_holidays_and_absences_lie_in_the_plan(self, plan: Plan) -> None:
        names = Counter(plan["calendar_exception"].columns["name"])
        assert names == {"Christmas": len(plan["calendar"]), "New Year's Day": len(plan["calendar"])}
        absences = list(plan.all(Absence))
        assert any(a.start >= TODAY for a in absences)
        assert any(a.start < TODAY for a in absences)
        assert all(a.end is None or a.start <= a.end for a in absences)


class TestItsHistory:
    def test_it_spans_three_months_and_ends_before_today(self, store: Store) -> None:
        entries = [entry for entry, _ in store.history(limit=10_000)]
        first, last = to_local(entries[-1].time), to_local(entries[0].time)
        assert timedelta(weeks=12) < last - first < timedelta(weeks=14)
        assert last.date() < TODAY
        assert 400 <= len(entries) <= 800
        assert len({entry.author for entry in entries}) >= 9

    def test_time_runs_forward_through_working_days(self, store: Store) -> None:
        entries = [entry for entry, _ in store.history(limit=10_000)]
        times = [to_local(entry.time) for entry in reversed(entries)]
        assert times == sorted(times)
        assert all(is_working_day(t.date()) and 8 <= t.hour <= 21 for t in times)

    def test_the_journal_leads_back_to_earlier_plans(self, store: Store) -> None:
        counts = []
        for weeks in (13, 10, 6, 3, 0):
            moment = datetime.combine(TODAY - timedelta(weeks=weeks), time(0)).astimezone()
            then = store.as_of(moment)
            counts.append((len(then["item"]), list(then["item"].columns["status"]).count("done"), len(then["risk"])))
        assert counts == sorted(counts)
        assert counts[0][:2] == (0, 0)
        assert all(done < later for (_, done, _), (_, later, _) in pairwise(counts))

    def test_estimates_were_revised_and_scope_was_added_after_the_baseline(self, store: Store) -> None:
        revised = added = 0
        sequence = next(e.sequence for e, _ in store.history(limit=10_000) if e.verb == "baseline.take")
        for entry, edits in store.history(limit=10_000):
            for edit in edits:
                if edit.kind == "item" and entry.sequence > sequence:
                    revised += bool(edit.before and edit.after and "estimate" in edit.after)
                    added += edit.before is None
        assert revised >= 4
        assert added >= 10

    def test_the_last_step_can_be_undone_and_redone(self, path: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
        with Store.open(copy) as opened:
            before = opened.load()
            # what the program notes by itself is no step to undo
            entry, edits = next(one for one in opened.history(limit=9) if one[0].verb not in RECORDED_BY_PROGRAM)
            opened.author = entry.author
            undone = opened.undo()
            assert undone is not None
            assert undone.label == entry.label
            added = next(edit for edit in edits if edit.before is None)
            assert added.id not in opened.plan[added.kind]
            opened.redo()
            for name in KINDS:
                assert opened.plan[name].columns == before[name].columns


class TestMakingIt:
    def test_the_same_day_gives_the_same_records_and_journal(self, path: Path, tmp_path: Path) -> None:
        """Made without a day, it takes the clock's, which is the same one here."""
        loader.build_demo(tmp_path / "again.db")
        assert content(tmp_path / "again.db") == content(path)

    @pytest.mark.parametrize("today", OTHER_DAYS, ids=str)
    def test_it_is_as_sound_on_any_other_day(self, path: Path, tmp_path: Path, today: date) -> None:
        loader.build_demo(tmp_path / "other.db", today=today)
        with Store.open(path) as first, Store.open(tmp_path / "other.db") as second:
            here, there = first.load(), second.load()
            assert [len(here[name]) for name in KINDS] == [len(there[name]) for name in KINDS]
            assert here["item"].columns["status"] == there["item"].columns["status"]
            assert len(data_quality_findings(there)) == len(data_quality_findings(here))
            assert to_local(second.history(limit=1)[0][0].time).date() < today
            ends = schedule_of(there, InputContext(today)).early_finish
            finish = datetime(1970, 1, 1) + timedelta(minutes=max(ends))
            assert timedelta(weeks=16) < finish - datetime.combine(today, time(0)) < timedelta(weeks=21)

    def test_a_file_that_is_there_is_left_alone(self, path: Path) -> None:
        before = path.read_bytes()
        with pytest.raises(StoreError, match="exists already"):
            loader.build_demo(path, today=TODAY)
        assert path.read_bytes() == before

    def test_no_file_is_left_behind_where_none_can_be_made(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError):
            loader.build_demo(tmp_path / "missing" / "atlas.db", today=TODAY)
        assert list(tmp_path.iterdir()) == []


def test_the_keys_that_tests_name_stand_for_what_they_say(plan: Plan) -> None:
    titles = {}
    for key in demo_keys.TITLES:
        place = plan.find_key(key)
        titles[key] = place and plan.title(*place)
    assert titles == demo_keys.TITLES
