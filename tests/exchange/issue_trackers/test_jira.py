"""A Jira export becomes a plan: previewed, refused row by row, updated by key, taken back by one undo."""

import csv
import io
import random
from datetime import datetime
from pathlib import Path

import pytest

from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.import_result import ImportResult
from tpm_tui.exchange.common.notations.foreign_dates import DateReader
from tpm_tui.exchange.common.notations.foreign_durations import read_duration
from tpm_tui.exchange.import_file import import_file, preview
from tpm_tui.exchange.issue_trackers.jira.markup import wiki_to_markdown
from tpm_tui.store.store import Store

ATLAS = Path(__file__).parents[2] / "data" / "jira" / "atlas.csv"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "one.db", name="One") as made:
        yield made


def read(store: Store, text: str, **more: object) -> ImportResult:
    return import_file(store, "jira", io.StringIO(text, newline=""), **more)


def table(*rows: dict[str, str], headers: str = "") -> str:
    """CSV of rows, a header for each field they name; ``headers`` adds repeated ones as ``Name*2``."""
    names = list(dict.fromkeys(n for row in rows for n in row))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([n.partition("#")[0] for n in names])
    writer.writerows([row.get(n, "") for n in names] for row in rows)
    return out.getvalue()


def items(store: Store) -> dict[str, dict[str, object]]:
    """Items by the key they came with."""
    result = store.plan["item"]
    return {str(result.value(i, "source_id")): result.row(i) for i in result.ids}


class TestTheAtlasExport:
    def test_every_row_is_accounted_for(self, store: Store) -> None:
        with ATLAS.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            header = next(reader)
            wide, starts, at = [], {}, reader.line_num + 1
            for cells in reader:
                starts[cells[1]] = at
                if len(cells) > len(header):
                    wide.append(at)
                at = reader.line_num + 1
        outcome = import_file(store, "jira", ATLAS)
        assert outcome.created == len(starts) - len(wide)
        refused_rows = [line for line, reason in outcome.refused if "wider" in reason]
        assert refused_rows == wide
        [(line, reason)] = [r for r in outcome.refused if "wider" not in r[1]]
        assert line == starts["ATLAS-282"]
        assert reason.startswith("Link left out: that would make a loop: ATLAS-281 → ATLAS-282 → ")

    def test_what_a_manager_looks_at_is_there(self, store: Store) -> None:
        import_file(store, "jira", ATLAS)
        result, plan = items(store), store.plan
        done = result["ATLAS-2"]
        assert (done["title"], done["type"], done["status"], done["progress"]) == (
            "Automate audit log", "story", "done", 100,
        )  # fmt: skip
        assert done["actual_finish"] == "2026-10-03T18:00"
        assert (done["estimate"], done["remaining"]) == ("[2400,2400,2400]", 0)
        assert plan.title("person", str(done["owner"])) == "Ana Ruiz"
        assert plan.title("workstream", str(done["workstream"])) == "Data"
        assert plan.title("sprint", str(done["sprint"])) == "ATLAS Sprint 8"
        assert done["parent"] == result["ATLAS-1"]["id"] == result["ATLAS-3"]["parent"]
        assert done["custom"] == '{"reporter":"Ana Ruiz"}'
        assert result["ATLAS-9"]["tags"] == '["backend","customer","legal"]'
        assert result["ATLAS-9"]["deadline"] == "2027-01-03T23:59"
        assert result["ATLAS-9"]["status"] == "review"
        assert result["ATLAS-1"]["notes"] == "## Context\nSee the epic."
        assert '"Migrate read replicas"' in str(result["ATLAS-7"]["notes"])
        assert plan["person"].columns["name"].count("Ana Ruiz") == 1
        [comment] = plan.ids_by_reference("comment", "item")[str(result["ATLAS-1"]["id"])]
        row = plan["comment"].row(comment)
        assert (row["at"], row["author"], row["text"]) == (
            "2026-09-06T12:00", "712020:abcd", 'Looks fine; ship it, "maybe"',
        )  # fmt: skip
        [link] = plan.ids_by_reference("link", "successor")[str(result["ATLAS-3"]["id"])]
        assert plan.value("link", link, "predecessor") == result["ATLAS-2"]["id"]

    def test_the_preview_says_the_same_and_writes_nothing(self, store: Store) -> None:
        seen = preview(store, "jira", ATLAS)
        assert len(store.plan["item"]) == 0
        assert len(store.history()) == 1
        done = import_file(store, "jira", ATLAS)
        assert (seen.created, seen.refused, seen.notes, seen.columns) == (
            done.created, done.refused, done.notes, done.columns,
        )  # fmt: skip
        columns = {c.header: c for c in seen.columns}
        assert (columns["Sprint"].field, columns["Sprint"].columns) == ("sprint", 2)
        assert columns["Votes"].label == "ignored"
        assert "no order" in columns["Outward issue link (Relates)"].label

    def test_a_second_import_changes_nothing_and_a_changed_row_only_itself(self, store: Store) -> None:
        import_file(store, "jira", ATLAS)
        counts = {name: len(t) for name, t in store.plan.tables.items()}
        again = import_file(store, "jira", ATLAS)
        assert (again.created, again.updated, again.unchanged, again.written) == (0, 0, 398, False)
        text = ATLAS.read_text(encoding="utf-8-sig").replace("Automate audit log,ATLAS-2,", "Audit log,ATLAS-2,")
        changed = read(store, text)
        assert (changed.created, changed.updated) == (0, 1)
        assert items(store)["ATLAS-2"]["title"] == "Audit log"
        assert {name: len(t) for name, t in store.plan.tables.items()} == counts
        assert store.last_change is not None
        [edit] = store.last_change.edits
        assert set(edit.after or ()) <= {"title", "changed"}

    def test_one_undo_takes_it_all_back(self, store: Store) -> None:
        before = {name: table.ids for name, table in store.plan.tables.items()}
        import_file(store, "jira", ATLAS)
        store.undo()
        assert {name: table.ids for name, table in store.plan.tables.items()} == before
        store.redo()
        assert len(store.plan["item"]) == 398

    def test_strict_refuses_it(self, store: Store) -> None:
        outcome = import_file(store, "jira", ATLAS, strict=True)
        assert (outcome.created, outcome.written, len(outcome.refused)) == (0, False, 3)
        assert len(store.plan["item"]) == 0


def test_work_that_was_added_here_stays_at_the_next_import(store: Store) -> None:
    text = table({"Summary": "A", "Issue key": "X-1", "Labels": "ops", "Original estimate": "38h", "Assignee": ""})
    read(store, text)
    [id_] = store.plan["item"].ids
    with store.transaction("Refine") as tx:
        ana = tx.add("person", name="Ana")
        tx.set_stored("item", id_, {"estimate": "[1200,2280,4800]", "tags": '["ops","mine"]', "owner": ana})
    again = read(store, text)
    assert (again.updated, again.unchanged) == (0, 1)
    row = store.plan["item"].row(id_)
    assert (row["estimate"], row["tags"], row["owner"]) == ("[1200,2280,4800]", '["ops","mine"]', ana)


def test_a_start_date_means_what_the_state_says(store: Store) -> None:
    row = {"Custom field (Start date)": "02/Mar/26", "Status": "To Do"}
    active = {**row, "Status": "In Progress", "Time Spent": "3600", "Remaining Estimate": "10800"}
    read(store, table({"Summary": "A", "Key": "X-1", **row}, {"Summary": "B", "Key": "X-2", **active}))
    waiting, doing = items(store)["X-1"], items(store)["X-2"]
    assert (waiting["constraint"], waiting["constraint_date"], waiting["actual_start"]) == (
        "SNET", "2026-03-02T00:00", None,
    )  # fmt: skip
    assert (doing["constraint"], doing["actual_start"]) == ("ASAP", "2026-03-02T00:00")
    assert (doing["remaining"], doing["progress"]) == (180, 25)


def test_reopened_work_is_not_finished_any_more(store: Store) -> None:
    row = {"Summary": "A", "Key": "X-1", "Status": "Done", "Resolved": "2026-03-02"}
    read(store, table(row))
    assert items(store)["X-1"]["actual_finish"] == "2026-03-02T23:59"
    read(store, table({**row, "Status": "In Progress", "Resolved": ""}))
    assert (items(store)["X-1"]["actual_finish"], items(store)["X-1"]["progress"]) == (None, 0)


def test_states_types_and_priorities_of_every_site(store: Store) -> None:
    rows = [
        {"Key": "X-1", "Status": "Awaiting vendor", "Status Category": "In Progress", "Priority": "Blocker"},
        {"Key": "X-2", "Status": "Shipped", "Status Category": "Done", "Issue Type": "New Feature"},
        {"Key": "X-3", "Status": "Closed", "Resolution": "Won't Do", "Issue Type": "Improvement"},
        {"Key": "X-4", "Status": "BLOCKED", "Issue Type": "Change request", "Priority": "P9"},
    ]
    outcome = read(store, table(*({"Summary": "s", **row} for row in rows)))
    listed = items(store)
    assert [listed[f"X-{i}"]["status"] for i in range(1, 5)] == ["Awaiting vendor", "Shipped", "dropped", "blocked"]
    assert (store.plan.state_groups["Awaiting vendor"], store.plan.state_groups["Shipped"]) == ("active", "done")
    assert store.plan.states.index("Awaiting vendor") < store.plan.states.index("done")
    assert [listed[f"X-{i}"]["type"] for i in range(2, 5)] == ["story", "story", "task"]
    assert listed["X-1"]["priority"] == "highest"
    assert "type 'change request' of 1 row became task" in outcome.notes
    assert "priority 'p9' of 1 row became medium" in outcome.notes


def test_links_of_either_end_are_one_link_and_other_kinds_are_told(store: Store) -> None:
    text = table(
        {"Summary": "A", "Key": "X-1", "Outward issue link (Blocks)": "X-2", "Outward issue link (Relates)": "X-3"},
        {"Summary": "B", "Key": "X-2", "Inward issue link (Blocks)": "X-1", "Outward issue link (Blocks)": "X-9"},
        {"Summary": "C", "Key": "X-3", "Outward issue link (Blocks)": "X-3"},
    )
    outcome = read(store, text)
    assert len(store.plan["link"]) == 1
    assert outcome.refused == ((4, "Link left out: X-3 cannot wait for itself"),)
    assert any("'relates'" in n and n.startswith("1 ") for n in outcome.notes)
    assert any("X-9" in n for n in outcome.notes)


def test_parents_in_a_loop_lose_the_last_one_and_no_row(store: Store) -> None:
    rows = [{"Summary": k, "Key": k, "Parent": p} for k, p in (("X-1", "X-3"), ("X-2", "X-1"), ("X-3", "X-2"))]
    outcome = read(store, table(*rows))
    assert outcome.created == 3
    [(line, reason)] = outcome.refused
    assert (line, reason.startswith("Parent left out: an item cannot lie inside itself")) == (4, True)
    assert items(store)["X-3"]["parent"] is None


def reached(ways: set[tuple[object, object]], start: object) -> set[object]:
    """Everything a network leads to from a place, that place included."""
    seen: set[object] = set()
    new = {start}
    while new:
        seen |= new
        new = {b for a, b in ways if a in new} - seen
    return seen


@pytest.mark.parametrize("seed", range(40))
def test_the_links_that_stay_make_no_loop_and_no_more_are_refused_than_must(store: Store, seed: int) -> None:
    """Against plain reachability: links are taken one by one in the order of the file; leaves and summaries mixed."""
    rng = random.Random(seed)
    count = rng.randint(3, 14)
    parents = {i: rng.choice([None, *range(i)]) if rng.random() < 0.5 else None for i in range(count)}
    links = [(rng.randrange(count), rng.randrange(count)) for _ in range(rng.randint(1, 3 * count))]
    links = [link for link in dict.fromkeys(links) if link[0] != link[1]]
    ways: set[tuple[tuple[int, str], tuple[int, str]]] = set()
    for i, parent in parents.items():
        if i not in parents.values():
            ways.add(((i, "in"), (i, "out")))
        if parent is not None:
            ways |= {((parent, "in"), (i, "in")), ((i, "out"), (parent, "out"))}
    kept = []
    for before, after in sorted(links, key=lambda link: link[0]):
        if (before, "out") not in reached(ways, (after, "in")):
            ways.add(((before, "out"), (after, "in")))
            kept.append((before, after))
    rows = [{"Summary": f"s{i}", "Key": f"X-{i}", "Parent": "" if p is None else f"X-{p}"} for i, p in parents.items()]
    for i, row in enumerate(rows):
        for n, (_, after) in enumerate([link for link in links if link[0] == i]):
            row[f"Outward issue link (Blocks)#{n}"] = f"X-{after}"
    read(store, table(*rows))
    names = store.plan["item"].columns["source_id"]
    place = {id_: int(str(n)[2:]) for id_, n in zip(store.plan["item"].ids, names, strict=True)}
    columns = store.plan["link"].columns
    pairs = zip(columns["predecessor"], columns["successor"], strict=True)
    assert sorted((place[str(a)], place[str(b)]) for a, b in pairs) == sorted(kept)


REFUSED = [
    ({"Summary": ""}, "Summary is empty"),
    ({"Due date": "soonish"}, "'soonish' is no date"),
    ({"Due date": "31/Feb/26"}, "is no date"),
    ({"Original estimate": "a while"}, "is no duration"),
    ({"Story Points": "many"}, "story points"),
    ({"Key": "X-0"}, "X-0 stands in line 2 already"),
    ({"Summary": "a\0b"}, "NUL"),
    ({"Summary": "\udcff"}, "lone surrogate"),
]


@pytest.mark.parametrize(("cells", "reason"), REFUSED)
def test_a_row_that_cannot_be_read_is_refused_alone(store: Store, cells: dict[str, str], reason: str) -> None:
    outcome = read(store, table({"Summary": "first", "Key": "X-0"}, {"Summary": "A", "Key": "X-1", **cells}))
    assert outcome.created == 1
    [(line, said)] = outcome.refused
    assert line == 3
    assert reason in said


def test_what_is_no_jira_export_is_refused_as_a_whole(store: Store) -> None:
    for text in ("", "\n\n", "a,b\n1,2\n", '"Summary'):
        outcome = read(store, text)
        assert [line for line, _ in outcome.refused] == [0]
        assert outcome.failed


def test_old_servers_print_sprints_as_objects(store: Store) -> None:
    text = "com.atlassian.greenhopper.service.sprint.Sprint@1f[id=7,state=ACTIVE,name=Sprint 7, cut-over,goal=,"
    text += "startDate=2026-03-02T09:00:00.000Z,endDate=2026-03-13T17:00:00.000Z,completeDate=<null>]"
    read(store, table({"Summary": "A", "Key": "X-1", "Sprint": text}))
    [sprint] = store.plan["sprint"].ids
    row = store.plan["sprint"].row(sprint)
    assert (row["name"], row["start"], row["end"]) == ("Sprint 7, cut-over", "2026-03-02", "2026-03-13")


def test_fix_versions_become_releases_with_their_items(store: Store) -> None:
    rows = [
        {"Summary": k, "Key": k, "Fix versions": "1.0", "Fix versions#2": v} for k, v in (("X-1", ""), ("X-2", "2"))
    ]
    read(store, table(*rows))
    read(store, table(*rows))
    first, second = store.plan["item"].ids
    releases = store.plan["release"]
    by_name = dict(zip(releases.columns["version"], releases.columns["items"], strict=True))
    assert by_name == {"1.0": f'["{first}","{second}"]', "2": f'["{second}"]'}


@pytest.mark.parametrize(
    ("text", "month_first", "wanted"),
    [
        ("11/May/24 03:26 PM", True, "2024-05-11T15:26"),
        ("02/Mar/26", True, "2026-03-02T00:00"),
        ("6/21/2025 16:14", True, "2025-06-21T16:14"),
        ("6/7/2025", True, "2025-06-07T00:00"),
        ("6/7/2025", False, "2025-07-06T00:00"),
        ("21.06.2025 16:14", True, "2025-06-21T16:14"),
        ("2025-06-21T16:14:59.000+0200", True, "2025-06-21T16:14"),
        ("2025-06-21", True, "2025-06-21T00:00"),
        ("Jun 21, 2025, 4:14 PM", True, "2025-06-21T16:14"),
        ("21 June 2025", True, "2025-06-21T00:00"),
        ("01/Mai/26 12:05 AM", True, "2026-05-01T00:05"),
        ("01/Dez/26 12:05 PM", True, "2026-12-01T12:05"),
    ],
)
def test_dates_of_jira(text: str, month_first: bool, wanted: str) -> None:
    assert DateReader(month_first).read(text) == datetime.fromisoformat(wanted)


@pytest.mark.parametrize("text", ["", "13/13/2025", "11/Foo/24", "2025-02-30", "1/Jan/26 13:00 PM", "99", "x" * 5000])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        DateReader().read(text)


def test_the_files_own_dates_tell_which_comes_first() -> None:
    def first(*texts: str) -> tuple[bool, bool]:
        dates, unsure = DateReader.judged_by(texts)
        return dates.month_first, unsure

    assert first("6/7/2025", "6/21/2025") == (True, False)
    assert first("6/7/2025", "21/6/2025") == (False, False)
    assert first("6/7/2025") == (True, True)
    assert first("2/Mar/26", "2026-03-02") == (True, False)


@pytest.mark.parametrize(
    ("text", "wanted"), [("14400", 240), ("38h", 2280), ("1w 2d", 3360), ("2 hours, 30 minutes", 150), ("0", 0)]
)
def test_estimates_in_seconds_or_in_words(text: str, wanted: int) -> None:
    assert read_duration(text, InputContext(datetime(2026, 11, 23).date()), 1 / 60) == wanted


def test_wiki_text_becomes_markdown() -> None:
    wiki = "h1. Why\r\n# one\r\n{code:java}\r\nint x;\r\n{code}\r\n[docs|https://example.org/a] h2. not a heading"
    assert wiki_to_markdown(wiki) == (
        "# Why\n1. one\n```java\nint x;\n```\n[docs](https://example.org/a) h2. not a heading"
    )


def test_rows_without_a_key_are_known_again_by_a_title_of_their_own(store: Store) -> None:
    rows = [{"Summary": title} for title in ("B", "C", "C")]
    text = table({"Summary": "A", "Issue key": "X-1"}, *rows)
    notes = read(store, text).notes
    assert "1 row has no issue key (line 3): it is known again by its title" in notes
    assert "2 rows have neither issue key nor title of their own (line 4): every import makes them anew" in notes
    assert (again := read(store, text)).created == 2
    assert again.updated == 0
    assert not any("no issue key" in note for note in read(store, table({"Summary": "A", "Issue key": "X-1"})).notes)
