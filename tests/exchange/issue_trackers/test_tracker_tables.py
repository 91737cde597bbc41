"""What MS Project, GanttProject, Asana, Trello, Linear, Plane, Redmine and ClickUp export comes in by its headers."""

import csv
import io
import os
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tpm_tui.commands import records
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.exchange.common.import_result import ImportResult
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.format_registry import FORMATS
from tpm_tui.exchange.import_file import import_file
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.store.store import Store

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
PROGRAMS = sorted(path.stem for path in EXPORTS.glob("*.csv"))
#: Programs in whose exports the order of rows says something.
ORDERED = ("msproject", "msproject_german", "smartsheet", "monday")
#: Programs whose exports are JSON, each a format of its own.
JSON_PROGRAMS = sorted(path.stem for path in EXPORTS.glob("*.json"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One", start=date(2026, 11, 23)) as made:
        yield made


def items(store: Store) -> dict[str, dict[str, object]]:
    """Items by title, what they point at by name."""
    plan = store.plan
    rows = {}
    for id_ in plan["item"].ids:
        row = dict(plan["item"].row(id_))
        for field, kind in (
            ("parent", "item"),
            ("owner", "person"),
            ("workstream", "workstream"),
            ("sprint", "sprint"),
            ("calendar", "calendar"),
        ):
            row[field] = None if row[field] is None else plan.title(kind, str(row[field]))
        rows[str(row["title"])] = row
    return rows


def links(store: Store) -> set[tuple[str, str, str, int, str]]:
    plan = store.plan
    ends_of = set()
    for row in map(plan["link"].row, plan["link"].ids):
        ends = (plan.title("item", str(row["predecessor"])), plan.title("item", str(row["successor"])))
        ends_of.add((*ends, str(row["type"]), row["lag"], str(row["lag_unit"])))
    return ends_of


def bring(store: Store, program: str) -> ImportResult:
    if program in JSON_PROGRAMS:
        return import_file(store, program, EXPORTS / f"{program}.json")
    return import_file(store, "csv", EXPORTS / f"{program}.csv")


@pytest.mark.parametrize("program", [*PROGRAMS, *JSON_PROGRAMS])
class TestEveryProgram:
    def test_every_row_comes_in_and_twice_changes_nothing(self, store: Store, program: str) -> None:
        first = bring(store, program)
        assert (first.created, first.refused) == (12, ())
        again = bring(store, program)
        assert (again.created, again.updated, again.unchanged, again.written) == (0, 0, 12, False)

    def test_the_order_of_rows_changes_no_record(self, store: Store, program: str, tmp_path: Path) -> None:
        """But for planners, whose outline levels and row numbers are the order."""
        if program in ORDERED or program in JSON_PROGRAMS:
            pytest.skip("its hierarchy, row numbers or groups are the order of its rows, or it is no table")
        text = (EXPORTS / f"{program}.csv").read_text(encoding="utf-8")
        delimiter = {"redmine": ";", "github_project": "\t"}.get(program, ",")
        head, *rows = list(csv.reader(io.StringIO(text.split("\n\n")[0]), delimiter=delimiter))
        below = text.partition("\n\n")[2]
        random.Random(program).shuffle(rows)
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows([head, *rows])
        bring(store, program)
        with Store.create(tmp_path / "other.db", name="Other", start=date(2026, 11, 23)) as other:
            import_file(other, "csv", io.StringIO(f"{out.getvalue()}\n{below}" if below else out.getvalue()))
            assert links(other) == links(store)
            assert comparable(other) == comparable(store)

    def test_what_came_in_goes_out_and_comes_in_again(self, store: Store, program: str, tmp_path: Path) -> None:
        bring(store, program)
        out = io.StringIO()
        export_file(store, "csv", out)
        again = import_file(store, "csv", io.StringIO(out.getvalue()))
        assert (again.created, again.updated, again.refused) == (0, 0, ())
        with Store.create(tmp_path / "new.db", name="New") as new:
            into = import_file(new, "csv", io.StringIO(out.getvalue()))
            assert (into.created, into.refused) == (12, ())
            assert comparable(new, key=True) == comparable(store, key=True)

    def test_columns_that_are_not_taken_over_are_named(self, store: Store, program: str) -> None:
        outcome = bring(store, program)
        mapped = {c.header for c in outcome.columns if c.field}
        assert not mapped & {column for column, _ in outcome.ignored}
        assert all(rows > 0 for _, rows in outcome.ignored)


def comparable(store: Store, key: bool = False) -> dict[str, dict[str, object]]:
    hidden = {"id", "rank", "created", "changed", "custom"} | (set() if key else {"key"})
    return {t: {n: v for n, v in row.items() if n not in hidden} for t, row in items(store).items()}


def test_ms_project(store: Store) -> None:
    outcome = bring(store, "msproject")
    rows = items(store)
    assert (rows["Harbour lift"]["type"], rows["Harbour lift"]["estimate"]) == ("epic", None)
    assert rows["Survey"]["parent"] == rows["Hand over"]["parent"] == "Harbour lift"
    assert rows["Training"]["parent"] is None
    assert (rows["Survey"]["status"], rows["Survey"]["progress"], rows["Survey"]["owner"]) == ("done", 100, "Ida Holm")
    assert (rows["Drawings"]["status"], rows["Drawings"]["progress"]) == ("doing", 25)
    began = ("actual_start", "constraint", "constraint_date")
    assert [rows["Drawings"][n] for n in began] == [None, "ASAP", None], (
        "it has not come, and the file holds it by links"
    )
    assert (rows["Permit"]["type"], rows["Permit"]["estimate"]) == ("milestone", None)
    assert (rows["Order steel"]["estimate"], rows["Order steel"]["deadline"]) == (
        "[2400,2400,2400]",
        "2026-12-18T23:59",
    )
    assert (rows["Foundation"]["constraint"], rows["Foundation"]["constraint_date"]) == ("SNET", "2026-12-10T00:00")
    assert (rows["Hand over"]["constraint"], rows["Hand over"]["constraint_date"]) == ("MFO", "2026-12-25T23:59")
    assert (rows["Training"]["estimate"], rows["Manuals"]["estimate"]) == ("[960,960,960]", "[1440,1440,1440]")
    assert [rows[t]["priority"] for t in ("Drawings", "Erect frame", "Training")] == ["high", "highest", "lowest"]
    assert {
        ("Permit", "Order steel", "FS", 480, "working"), ("Drawings", "Foundation", "SS", 960, "working"),
        ("Foundation", "Erect frame", "FF", -480, "working"), ("Order steel", "Training", "SS", 50, "percent"),
        ("Training", "Manuals", "FS", 2880, "elapsed"),
    } <= links(store)  # fmt: skip
    units = {
        (store.plan.title("person", str(r["person"])), r["units"])
        for r in map(store.plan["assignment"].row, store.plan["assignment"].ids)
    }
    assert units == {("Ida Holm", 100), ("Per Lund", 50)}
    assert dict(outcome.findings) == {"without_owner": 2, "without_parent": 4}


def test_ganttproject(store: Store) -> None:
    bring(store, "ganttproject")
    rows, plan = items(store), store.plan
    assert (rows["Clear ground"]["parent"], rows["Beds"]["parent"]) == ("Greenhouse", "Garden")
    assert (rows["Pour base"]["constraint"], rows["Pour base"]["constraint_date"]) == ("SNET", "2026-12-03T00:00")
    assert (rows["Lay pipes"]["progress"], rows["Lay pipes"]["status"]) == (25, "doing")
    assert (rows["Roof on"]["type"], rows["Clear ground"]["notes"]) == ("milestone", "stones")
    assert ("Lay pipes", "Pour base", "FS", 480, "working") in links(store)
    assert ("Beds", "Paths", "FS", -480, "working") in links(store)
    assert ("Paths", "Fence", "FF", 0, "working") in links(store)
    people = {str(r["name"]): r for r in map(plan["person"].row, plan["person"].ids)}
    assert set(people) == {"Mia", "Tor", "Lea"}, "the resources below are people, not items"
    assert (people["Mia"]["email"], float(str(people["Mia"]["rate"]))) == ("mia@green.example", 40)


def test_asana(store: Store) -> None:
    bring(store, "asana")
    rows = items(store)
    assert (rows["Open the shop"]["constraint_date"], rows["Open the shop"]["tags"]) == (
        "2026-11-24T00:00", '["Retail","First-year"]',
    )  # fmt: skip
    assert (rows["Paint walls"]["constraint"], rows["Paint walls"]["constraint_date"]) == ("SNET", "2026-11-30T00:00")
    assert (rows["Find premises"]["status"], rows["Find premises"]["actual_finish"]) == ("done", "2026-11-19T23:59")
    assert rows["Sign lease"]["owner"] == rows["Paint walls"]["owner"] == "Jan Beck", "an email finds its name"
    assert rows["Texts"]["parent"] == "Website"
    assert ("Paint walls", "Build shelves", "FS", 0, "working") in links(store)
    assert ("Hire staff", "Train staff", "FS", 0, "working") in links(store)


def test_trello(store: Store) -> None:
    outcome = bring(store, "trello")
    rows = items(store)
    assert (rows["Book hall"]["status"], rows["Book hall"]["tags"]) == ("doing", '["Venue","Urgent"]')
    assert rows["Call for papers"]["status"] == "done", "its due date was marked complete"
    assert rows["Sponsors"]["status"] == "Waiting for answer"
    assert any(guess.startswith("state Waiting for answer is taken as todo") for guess in outcome.assumed)
    assert rows["Book hall"]["deadline"] == "2026-12-01T12:00"


def test_a_start_that_has_not_come_is_a_planned_one(store: Store) -> None:
    """A card may lie in a list of what is being done before the day it names."""
    text = (
        "Card ID,Card Name,List ID,List Name,Board ID,Start Date\n"
        "c1,Signs,l1,Doing,b1,2099-12-01T09:00:00.000Z\nc2,Hall,l1,Doing,b1,2020-12-01T09:00:00.000Z\n"
    )
    outcome = import_file(store, "csv", io.StringIO(text))
    rows = items(store)
    assert (rows["Signs"]["actual_start"], rows["Signs"]["constraint"]) == (None, "SNET")
    assert str(rows["Signs"]["constraint_date"]).startswith("2099-12-01")
    assert str(rows["Hall"]["actual_start"]).startswith("2020-12-01")
    assert outcome.assumed[-1] == "1 start has not come yet (Signs): taken as planned, not as begun"


def test_a_link_that_cannot_hold_is_left_out_of_a_row_that_comes_in(store: Store) -> None:
    text = "Task;Depends on;Parent\nKickoff;;\nBuild;Kickoff;Kickoff\nTest;Build;\n"
    outcome = import_file(store, "csv", io.StringIO(text))
    assert (outcome.created, outcome.refused_text) == (3, "refused 0, 1 link or value left out")
    assert [(line, reason.split(":")[0]) for line, reason in outcome.refused] == [(3, "Link left out")]


def test_linear(store: Store) -> None:
    bring(store, "linear")
    rows, plan = items(store), store.plan
    assert (rows["Billing"]["points"], rows["Billing"]["estimate"]) == (8, None), "its estimates are points"
    assert (rows["Refunds"]["priority"], rows["Tax rules"]["priority"]) == ("medium", "highest")
    assert (rows["Old ledger"]["status"], rows["Rounding"]["status"]) == ("dropped", "dropped")
    assert (rows["Invoice table"]["parent"], rows["Invoice table"]["sprint"]) == ("Billing", "Cycle 7")
    cycle = next(r for r in map(plan["sprint"].row, plan["sprint"].ids) if r["name"] == "Cycle 7")
    assert (cycle["start"], cycle["end"]) == ("2026-11-16", "2026-11-29")


def test_plane(store: Store) -> None:
    bring(store, "plane")
    rows = items(store)
    assert (rows["Layout"]["workstream"], rows["Layout"]["points"]) == ("Board", 8)
    assert (rows["Solder"]["constraint_date"], rows["Solder"]["priority"]) == ("2026-12-02T00:00", "medium")
    assert (rows["Schematic"]["actual_finish"], rows["Schematic"]["parent"]) == ("2026-11-12T10:00", "Sensor board")
    assert (rows["Old radio"]["status"], rows["Housing"]["tags"]) == ("dropped", '["mechanics","print"]')


def test_redmine(store: Store) -> None:
    bring(store, "redmine")
    rows = items(store)
    assert (rows["Scan letters"]["estimate"], rows["Scan letters"]["parent"]) == (
        "[990,990,990]",
        "Digitise the archive",
    )
    assert (rows["Umlauts are lost"]["type"], rows["Umlauts are lost"]["status"]) == ("bug", "done")
    assert rows["Scan letters"]["constraint_date"] == "2026-11-23T00:00"
    assert links(store) == {
        ("Digitise the archive", "Search page", "FS", 0, "working"),
        ("Hire scanner", "Scan letters", "FS", 0, "working"),
        ("Scan letters", "Scan photos", "FS", 960, "working"), ("Hire scanner", "Scanner stops", "FS", 0, "working"),
    }  # fmt: skip


def test_clickup(store: Store) -> None:
    bring(store, "clickup")
    rows = items(store)
    assert (rows["Pack the library"]["estimate"], rows["Pack the library"]["deadline"]) == (
        "[960,960,960]", "2026-12-04T23:59",
    )  # fmt: skip
    assert [rows[t]["priority"] for t in ("Rent a van", "Cables", "Keys", "Desks")] == [
        "highest",
        "high",
        "medium",
        "low",
    ]
    assert (rows["Servers"]["status"], rows["Rent a van"]["actual_finish"]) == ("blocked", "2026-11-19T23:59")
    assert (rows["Cables"]["tags"], rows["Cables"]["parent"]) == ('["network","it"]', "Move the office")


def test_azure_devops(store: Store) -> None:
    """Hours, paths whose first part is the project, states that the workflow calls otherwise."""
    bring(store, "azure_devops")
    rows = items(store)
    assert (rows["Lift the gate"]["estimate"], rows["Lift the gate"]["parent"]) == ("[960,960,960]", "Clear the race")
    assert (rows["Grease bearings"]["progress"], rows["Grease bearings"]["remaining"]) == (67, 240)
    assert (rows["Clear the race"]["sprint"], rows["Clear the race"]["workstream"]) == ("Sprint 7", "Water")
    assert (rows["Paint the door"]["sprint"], rows["Restart the mill"]["tags"]) == (None, '["turbine","water"]')
    states = [rows[t]["status"] for t in ("Water in", "Sluice rota", "Night watch", "Old wheel", "Gate sticks")]
    assert states == ["doing", "ready", "doing", "dropped", "done"]


def test_a_tree_of_azure_devops_has_a_column_of_titles_for_each_level(store: Store) -> None:
    head = "ID,Work Item Type,Title 1,Title 2,Title 3,State\n"
    body = "1,Epic,Mill,,,Active\n2,Feature,,Water,,New\n3,Task,,,Gate,New\n4,Feature,,Stones,,New\n"
    assert import_file(store, "csv", io.StringIO(head + body)).created == 4
    parents = {title: row["parent"] for title, row in items(store).items()}
    assert parents == {"Mill": None, "Water": "Mill", "Gate": "Water", "Stones": "Mill"}


def test_youtrack(store: Store) -> None:
    outcome = bring(store, "youtrack")
    rows = items(store)
    ended = {t: rows[t]["status"] for t in ("Choose paper", "Scale bar wrong", "Index cards", "Page 12 empty")}
    assert list(ended.values()) == ["done", "done", "dropped", "dropped"]
    assert (rows["Colour proofs"]["estimate"], rows["Colour proofs"]["owner"]) == ("[3540,3540,3540]", None)
    assert (rows["Rivers are red"]["priority"], rows["Hard to fold"]["type"]) == ("highest", "bug")
    assert [question.state for question in outcome.questions] == ["To be discussed"]
    assert (rows["Colour proofs"]["sprint"], len(store.plan["sprint"])) == ("Sprint 2", 2)


def test_a_board_of_github(store: Store) -> None:
    """An issue is known by its repository and number, a draft by its title; estimates are points."""
    bring(store, "github_project")
    rows = items(store)
    assert (rows["Fly the probe"]["source_id"], rows["Ask the airfield"]["source_id"]) == ("lab/probe#1", "")
    assert [rows[t]["parent"] for t in ("Wire the sensor", "Read the sensor")] == ["Fly the probe"] * 2
    assert (rows["Antenna"]["points"], rows["Antenna"]["estimate"]) == (3.0, None)
    assert (rows["Parachute"]["owner"], len(store.plan["assignment"])) == ("lee", 4)


def test_monday(store: Store) -> None:
    """The board's name above the header and the groups between the rows are no items."""
    outcome = bring(store, "monday")
    rows = items(store)
    assert "3 lines above the header left out" in outcome.notes
    assert "2 headings of groups left out (line 13: During)" in outcome.notes
    assert [rows[t]["status"] for t in ("Order tents", "Insurance", "Book the field")] == ["doing", "blocked", "done"]
    assert (rows["Insurance"]["constraint_date"], rows["Insurance"]["deadline"]) == (
        "2026-11-30T00:00", "2026-12-02T23:59",
    )  # fmt: skip
    assert sorted(store.plan["person"].columns["name"]) == ["Tom Sax", "Ute Rau"]


def test_notion(store: Store) -> None:
    """Pages with their addresses are titles, a span of days is start and due."""
    bring(store, "notion")
    rows = items(store)
    assert (rows["Location"]["constraint_date"], rows["Location"]["deadline"]) == (
        "2026-11-30T00:00",
        "2026-12-02T23:59",
    )
    assert (rows["Script"]["parent"], rows["Script"]["workstream"]) == ("Shoot the film", "Film")
    assert {pair[:2] for pair in links(store)} == {
        ("Script", "Cast"), ("Location", "Camera"), ("Cast", "Camera"), ("Camera", "Edit"),
    }  # fmt: skip


def test_smartsheet(store: Store) -> None:
    """Predecessors are row numbers, and rows are known again by their titles."""
    bring(store, "smartsheet")
    rows = items(store)
    assert ("Survey the roof", "Scaffold", "FS", 960, "working") in links(store)
    assert ("Battens", "Gutter", "SS", 480, "working") in links(store)
    assert {a for a, b, *_ in links(store) if b == "Lay tiles"} == {"Order tiles", "Battens"}
    assert (rows["Scaffold"]["owner"], rows["Roof is tight"]["type"]) == ("Ola Dag", "milestone")
    assert (rows["Survey the roof"]["actual_start"], rows["Survey the roof"]["actual_finish"]) == (
        "2026-11-16T00:00", "2026-11-18T23:59",
    )  # fmt: skip


def test_ms_project_in_german(store: Store) -> None:
    bring(store, "msproject_german")
    rows = items(store)
    assert ("Kisten sortieren", "Kisten beschriften", "FS", 480, "working") in links(store)
    assert ("Wagen", "Strom", "FF", 0, "working") in links(store)
    assert (rows["Kisten"]["type"], rows["Kisten"]["estimate"], rows["Umgezogen"]["type"]) == (
        "epic",
        None,
        "milestone",
    )
    assert (rows["Alter Plan"]["status"], rows["Aufzug gesperrt"]["constraint"]) == ("dropped", "MSO")
    assert (rows["Wagen"]["estimate"], rows["Strom"]["estimate"]) == ("[960,960,960]", "[720,720,720]")
    assert rows["Kisten sortieren"]["actual_finish"] is None, "its finish has not come yet"


@pytest.mark.parametrize(
    "head",
    [
        "No,Activity,Who,From,End,Days,After,%,Prio,Phase,Remarks",
        "Pos.,Maßnahme,Zuständig,Von,Bis,Tage,Abhängig von,%,Dringlichkeit,Gewerk,Bemerkung",
        "Line,Deliverable,Lead,Start,Planned end,Est.,Prerequisite,Complete %,MoSCoW,Stage,Remark",
    ],
)
def test_a_plan_that_people_wrote_by_hand(store: Store, head: str) -> None:
    rows = (
        "1,Dig,Ana,2026-11-16,2026-11-20,5,,40%,must,Ground,soft\n2,Pour,Bo,2026-11-30,2026-12-01,,1,,could,Ground,\n"
    )
    outcome = import_file(store, "csv", io.StringIO(f"{head}\n{rows}"))
    assert (outcome.created, outcome.refused, outcome.ignored) == (2, (), ())
    dig, pour = items(store)["Dig"], items(store)["Pour"]
    assert (dig["owner"], dig["estimate"], dig["progress"], dig["status"]) == ("Ana", "[2400,2400,2400]", 40, "doing")
    assert (dig["priority"], dig["workstream"], dig["notes"]) == ("highest", "Ground", "soft")
    assert (pour["estimate"], pour["constraint_date"], pour["priority"]) == ("[960,960,960]", "2026-11-30T00:00", "low")
    assert links(store) == {("Dig", "Pour", "FS", 0, "working")}


#: MS Project's table in its languages: headers, days, a day of the week, the mark of a start-to-start link.
PLANNERS = {
    "French": ("N°,Actif,Mode Tâche,Nom de la tâche,Durée,Début,Fin,Prédécesseurs,Niveau hiérarchique", "jours", "Lun",
               "DD"),
    "Spanish": ("Id.,Activo,Modo de tarea,Nombre de tarea,Duración,Comienzo,Fin,Predecesoras,Nivel de esquema", "días",
                "lun", "CC"),
    "Portuguese": ("ID,Ativa,Modo da Tarefa,Nome da tarefa,Duração,Início,Término,Predecessoras,"
                   "Nível da estrutura de tópicos", "dias", "Seg", "II"),
    "Italian": ("ID,Attivo,Modalità attività,Nome attività,Durata,Inizio,Fine,Predecessori,Livello struttura", "giorni",
                "lun", "II"),
    "Dutch": ("Id,Actief,Taakmodus,Taaknaam,Duur,Begindatum,Einddatum,Voorafgaande taken,Overzichtsniveau", "dagen",
              "ma", "BB"),
    "Polish": ("Identyfikator,Aktywne,Tryb zadania,Nazwa zadania,Czas trwania,Rozpoczęcie,Zakończenie,Poprzedniki,"
               "Poziom konspektu", "dni", "Pn", "RR"),
    "Russian": ("Ид.,Активно,Режим задачи,Название задачи,Длительность,Начало,Окончание,Предшественники,"
                "Уровень структуры", "дней", "Пн", "НН"),
}  # fmt: skip


@pytest.mark.parametrize("language", PLANNERS)
def test_ms_project_in_other_languages(store: Store, language: str) -> None:
    head, days, monday, together = PLANNERS[language]
    rows = [
        f"1,,,All,5 {days},{monday} 23/11/26,27/11/26,,1", f"2,,,Dig,3 {days},{monday} 23/11/26,25/11/26,,2",
        f"3,,,Pour,2 {days},{monday} 30/11/26,27/11/26,2{together}+1 {days},2", f"4,,,Done,0 {days},,,3,2",
    ]  # fmt: skip
    outcome = import_file(store, "csv", io.StringIO("\n".join([head, *rows]) + "\n"))
    assert (outcome.created, outcome.refused, outcome.ignored) == (4, (), ())
    assert links(store) == {("Dig", "Pour", "SS", 480, "working"), ("Pour", "Done", "FS", 0, "working")}
    rows_of = items(store)
    assert [rows_of[t]["type"] for t in ("All", "Dig", "Done")] == ["epic", "task", "milestone"]
    assert (rows_of["Dig"]["estimate"], rows_of["Dig"]["parent"], rows_of["Pour"]["constraint"]) == (
        "[1440,1440,1440]", "All", "SNET",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ana Lim, Bo Wei", ["Ana Lim", "Bo Wei"]), ("Lim, Ana", ["Lim, Ana"]), ("Ana; Bo", ["Ana", "Bo"]),
        ("Cy, Di", ["Cy", "Di"]), ("Cy, Ed", ["Cy, Ed"]), ("Lim, Ana <ana@x.example>", ["Lim, Ana"]),
    ],
)  # fmt: skip
def test_several_owners_of_a_cell_are_several_people(store: Store, cell: str, people: list[str]) -> None:
    """But a family name before a given one is one person: parts of one word are names where they stand alone, too."""
    import_file(store, "csv", io.StringIO(f'ID,Title,Owner\nX-1,A,"{cell}"\nX-2,B,Cy\nX-3,C,Di\n'))
    assert items(store)["A"]["owner"] == people[0]
    assert {"Cy", "Di", *people} == set(store.plan["person"].columns["name"])
    assert len(store.plan["assignment"]) == (len(people) if len(people) > 1 else 0)


@pytest.mark.parametrize("program", sorted({*FORMATS["csv"].programs} - {"Excel"}))
def test_a_program_that_is_offered_has_a_sample_and_is_no_format_of_its_own(store: Store, program: str) -> None:
    word = program.lower().replace(" ", "")
    assert any(stem.replace("_", "").startswith(word) for stem in PROGRAMS)
    if word not in FORMATS:
        with pytest.raises(ValidationError, match="by its headers: tpm import csv FILE"):
            import_file(store, word, EXPORTS / "asana.csv")


def test_gitlab(store: Store) -> None:
    outcome = bring(store, "gitlab")
    rows, plan = items(store), store.plan
    assert (rows["Wire the gate"]["estimate"], rows["Wire the gate"]["points"]) == ("[960,960,960]", 5), "seconds"
    assert rows["New ticket gate"]["estimate"] is None, "a bare nought is no estimate"
    assert rows["Wire the gate"]["owner"] == "Rob Eck"
    assert (rows["Order turnstiles"]["status"], rows["Order turnstiles"]["actual_finish"]) == (
        "done", "2026-11-12T15:30",
    )  # fmt: skip
    assert (rows["Reader firmware"]["sprint"], rows["Reader firmware"]["created"]) == ("Release 3", "2026-11-03T10:10")
    assert {str(name) for name in plan["sprint"].columns["name"]} == {"Release 2", "Release 3"}
    assert {"URL", "Author", "Confidential"} <= {column for column, _ in outcome.ignored}


def test_github(store: Store) -> None:
    outcome = bring(store, "github")
    rows = items(store)
    assert rows["Sync when back"]["parent"] == "Offline mode"
    assert ("Conflict dialog", "Release notes", "FS", 0, "working") in links(store)
    assert (rows["Crash on resume"]["status"], rows["Old exporter"]["status"]) == ("done", "dropped")
    assert rows["Fix typo in menu"]["actual_finish"] == "2026-11-16T11:00"
    assert rows["Sync when back"]["owner"] == "Per Lund"
    assert store.plan.find_key("#44") == ("item", rows["Conflict dialog"]["id"])
    assert [str(v) for v in store.plan["release"].columns["version"]] == ["2.0"]
    assert {column for column, _ in outcome.ignored} == {"updatedAt", "author", "url"}


def test_issues_of_the_rest_interface_and_pull_requests(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "rest.json"
    path.write_text(
        '[{"number": 7, "title": "Late bell", "state": "closed", "state_reason": "completed", "labels": [],'
        ' "assignees": [{"login": "kim"}], "created_at": "2026-11-02T09:00:00Z", "closed_at": "2026-11-04T09:00:00Z"},'
        '\n{"number": 8, "title": "Fix the bell", "state": "open", "pull_request": {"url": "x"}}]'
    )
    outcome = import_file(store, "github", path)
    assert (outcome.created, [n for n in outcome.notes if "pull" in n]) == (1, ["pull requests are left out: 1"])
    assert (items(store)["Late bell"]["owner"], items(store)["Late bell"]["status"]) == ("kim", "done")


def test_taskwarrior(store: Store) -> None:
    bring(store, "taskwarrior")
    rows = items(store)
    assert {("Order tiles", "Lay tiles", "FS", 0, "working"), ("Remove old floor", "Lay tiles", "FS", 0, "working"),
            ("Choose tiles", "Order tiles", "FS", 0, "working")} <= links(store)  # fmt: skip
    assert (rows["Choose tiles"]["actual_start"], rows["Choose tiles"]["actual_finish"]) == (
        "2026-11-10T08:00", "2026-11-12T16:00",
    )  # fmt: skip
    assert (rows["Remove old floor"]["status"], rows["Mosaic"]["status"]) == ("doing", "dropped")
    assert rows["Remove old floor"]["notes"] == "asbestos test is negative"
    assert (rows["Paint walls"]["constraint"], rows["Paint walls"]["constraint_date"]) == ("SNET", "2026-12-07T08:00")
    assert (rows["Lay tiles"]["workstream"], rows["Order tiles"]["tags"]) == ("house.kitchen", '["shop","next"]')
    assert store.plan.shown_key("item", str(rows["Grout"]["id"])).startswith("T-"), "a UUID is no name for people"


def test_a_list_of_issues_as_json_of_the_whole_file_is_named_for_what_it_is(store: Store) -> None:
    [(_, reason)] = import_file(store, "json", EXPORTS / "github.json").refused
    assert "tpm import github" in reason


@pytest.mark.parametrize("format_", ["github", "taskwarrior"])
@pytest.mark.parametrize("text", ["", "[", "[1]", "{}", '{"a": 1}', "[{]", "nothing", "\n[\n{},\n5]"])
def test_what_is_no_such_json_is_refused_in_one_line(store: Store, tmp_path: Path, format_: str, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    [(line, reason)] = import_file(store, format_, path).refused
    assert (line, "\n" in reason) == (0, False)


def test_a_duration_in_elapsed_time_runs_on_a_calendar_that_never_rests(store: Store) -> None:
    rows_of = ("ID,Name,Duration,Start,Predecessors", "1,Dry,2 edays,2026-11-27,", "2,Cure,48 ehrs,2026-11-27,")
    text = "\n".join([*rows_of, "3,Sand,1 day,2026-11-23,1", ""])
    for _ in range(2):
        outcome = text_import(store, text)
        assert outcome.refused == ()
    schedule = schedule_of(store.plan, store.context)
    place = store.plan["item"].position
    rows = items(store)
    for title in ("Dry", "Cure"):
        assert to_datetime(schedule.finish[place[str(rows[title]["id"])]]).isoformat() == "2026-11-29T00:00:00"
    assert to_datetime(schedule.start[place[str(rows["Sand"]["id"])]]).isoformat() == "2026-11-30T09:00:00"
    assert len(store.plan["calendar"]) == 2, "the second duration finds the calendar of the first"


def text_import(store: Store, text: str, **more: object) -> ImportResult:
    return import_file(store, "csv", io.StringIO(text, newline=""), **more)


def test_a_key_that_stands_twice_is_refused_the_second_time(store: Store) -> None:
    text = "Issue key,Title,Estimate\nQ-1,Dig,2d\nQ-1,Dig again,3d\nQ-2,Pour,1d\n"
    for _ in range(2):
        outcome = text_import(store, text)
        assert outcome.refused == ((3, "Q-1 stands in line 2 already"),)
    assert list(items(store)) == ["Dig", "Pour"]


def test_a_row_that_was_finished_before_it_was_started_is_given_up_with_the_reason(store: Store) -> None:
    rows = (
        "Issue key,Title,Status,Actual start,Actual finish,Predecessors\n"
        "Q-1,Dig,Done,2026-11-20,2026-11-19,\n"
        "Q-2,Pour,Done,2026-11-19,2026-11-19,\n"
    )
    outcome = text_import(store, rows)
    ((line, reason),) = outcome.refused
    assert line == 2
    assert reason.startswith("Actual finish lies before Actual start: 19 Nov 2026")
    assert list(items(store)) == ["Pour"]


def test_two_columns_of_notes_are_one_text_and_an_unknown_one_is_named(store: Store) -> None:
    outcome = text_import(store, "Title,Notes,Shoe size,Notes\nA,first,44,second\nB,,,only second\n")
    rows = items(store)
    assert (rows["A"]["notes"], rows["B"]["notes"]) == ("first\n\nsecond", "only second")
    assert outcome.ignored == (("Shoe size", 1),)


def test_a_header_that_stands_again_is_skipped(store: Store) -> None:
    outcome = text_import(store, "Key,Title,Status\nQ-1,A,To Do\nKey,Title,Status\nQ-2,B,Doing\n")
    assert (outcome.created, outcome.refused) == (2, ())
    assert "the header stands again in 1 row (line 3), skipped" in outcome.notes


@pytest.mark.parametrize("order", [1, -1])
def test_a_state_without_a_category_does_not_depend_on_the_order_of_rows(store: Store, order: int) -> None:
    rows = ["Q-1,A,IN UAT,2026-11-20", "Q-2,B,IN UAT,", "Q-3,C,IN UAT,"][::order]
    outcome = import_file(store, "jira", io.StringIO("\n".join(["Key,Summary,Status,Resolved", *rows])))
    assert store.plan.state_groups["IN UAT"] == "active"
    assert outcome.assumed[0].startswith("state IN UAT is taken as active: 1 of 3 rows are finished")


def test_what_a_value_means_is_said_once_and_remembered(store: Store) -> None:
    """Of a state and a priority, and of a name, a day and a tag alike."""
    text = "Key,Title,Status,Priority,Owner,Due,Tags\nQ-1,A,In UAT,Hot,bw,launch,x\n"
    meant = {"Status:In UAT": "review", "Priority:hot": "highest", "Owner:bw": "Bo Wei", "Due:launch": "2026-12-18"}
    text_import(store, text, mapping={**meant, "Tags:x": "export"})
    outcome = text_import(store, text.replace("Q-1,A", "Q-2,B"))
    for title in ("A", "B"):
        row = items(store)[title]
        assert (row["status"], row["priority"], row["owner"]) == ("review", "highest", "Bo Wei")
        assert (row["deadline"], row["tags"]) == ("2026-12-18T23:59", '["export"]')
    assert outcome.assumed == ()
    assert store.plan["person"].columns["name"] == ["Bo Wei"]


@pytest.mark.parametrize(("meaning", "group"), [("active", "active"), ("todo", "todo"), ("", "done")])
def test_a_state_with_resolved_rows_alone_is_a_question_and_its_answer_regroups_it(
    store: Store, meaning: str, group: str
) -> None:
    text = "Key,Title,Stand,Closed\n" + "".join(f"Q-{n},A,IN UAT,2026-11-0{n}\n" for n in range(1, 4))
    first = text_import(store, text, mapping={"Stand": "status"})
    (question,) = first.questions
    assert (question.header, question.state, question.group) == ("Stand", "IN UAT", "done")
    assert first.to_json()["questions"] == [{"column": "Stand", "state": "IN UAT", "taken_as": "done"}]
    again = text_import(store, text, mapping={question.name: meaning} if meaning else {})
    assert (again.questions, again.refused) == ((), ())
    assert store.plan.state_groups["IN UAT"] == group
    assert list(store.plan["state"].columns["name"]).count("IN UAT") == 1


def test_what_a_person_can_do_first_is_counted(store: Store) -> None:
    outcome = text_import(
        store, "Key,Title,Due,Owner,Estimate,Parent,Status\nQ-1,A,2025-01-05,Ana,2d,,To Do\nQ-2,B,,,,Q-1,To Do\n"
        "Q-3,C,2024-01-05,Ana,1d,,Done\nQ-4,D,2026-12-01,Ana,,,To Do\n",
    )  # fmt: skip
    assert dict(outcome.findings) == {
        "due_in_the_past": 1, "without_owner": 1, "without_estimate": 2, "without_parent": 1,
    }  # fmt: skip


def test_ones_own_table_comes_back_into_a_new_file_whole_and_into_the_same_without_a_change(
    store: Store, tmp_path: Path
) -> None:
    bring(store, "linear")
    with store.transaction("a field of the user's own") as tx:
        tx.add("custom_field", name="team", type="text")
        records.change(tx, "item", [tx.plan["item"].ids[0]], {"team": "Ledger"})
    out = io.StringIO()
    export_file(store, "csv", out)
    assert import_file(store, "csv", io.StringIO(out.getvalue())).written is False
    with Store.create(tmp_path / "new.db", name="New") as new:
        outcome = import_file(new, "csv", io.StringIO(out.getvalue()))
        assert (outcome.created, outcome.ignored, outcome.refused) == (12, (), ())
        assert comparable(new, key=True) == comparable(store, key=True)
        both = [
            [(str(row["custom"]), str(row["created"])) for _, row in sorted(items(one).items())] for one in (new, store)
        ]
        assert both[0] == both[1]


FIELD = Path(os.environ.get("TPM_DATA", "/nonexistent")) / "field"


@pytest.mark.skipif(not FIELD.is_dir(), reason="others' data lies beside the checkout: TPM_DATA names the folder")
class TestInputsFromTheField:
    @pytest.mark.parametrize(
        ("name", "created", "refused"),
        [
            ("asana", 3, []), ("csv_dates_durations", 13, [5, 12, 15]), ("csv_same_key_twice", 2, [3]),
            ("csv_notes_twice", 2, []), ("ganttproject", 5, []), ("linear", 3, []), ("jira_day_first", 3, []),
            ("jira_header_again", 3, []), ("jira_target_end", 1, []),
        ],
    )  # fmt: skip
    def test_rows_that_come_in_and_rows_that_do_not(
        self, store: Store, name: str, created: int, refused: list[int]
    ) -> None:
        outcome = import_file(store, "jira" if name.startswith("jira") else "csv", FIELD / f"{name}.csv")
        assert (outcome.created, [line for line, _ in outcome.refused]) == (created, refused)

    def test_day_and_month_are_judged_by_every_date_of_the_file(self, store: Store) -> None:
        import_file(store, "jira", FIELD / "jira_day_first.csv")
        assert items(store)["Move cellar pumps"]["deadline"] == "2026-12-05T23:59"
        assert items(store)["Order valves"]["deadline"] == "2026-12-07T23:59"

    @pytest.mark.parametrize(
        ("name", "dates"),
        [
            ("levelled", {"Pour": ("2026-11-25", "2026-11-25"), "Strip": ("2026-11-26", "2026-11-26")}),
            ("manual_summary", {"Auto child": ("2027-01-11", "2027-01-12"), "Second": ("2027-01-13", "2027-01-13")}),
            ("old_yearly_holiday", {"Migrate": ("2026-12-21", "2027-01-04")}),
            ("oneoff_before_recurring", {"Dig": ("2026-11-23", "2026-12-07")}),
            ("p5d", {"one": ("2026-11-23", "2026-11-27"), "two": ("2026-11-30", "2026-12-01")}),
            ("night_one_interval", {"Guard": ("2026-11-23", "2026-11-25")}),
            ("summary_constraint", {"Dig": ("2026-11-23", "2026-11-23"), "Pour": ("2026-11-24", "2026-11-24")}),
        ],
    )
    def test_a_plan_of_ms_project_has_the_dates_that_it_has_there(
        self, store: Store, name: str, dates: dict[str, tuple[str, str]]
    ) -> None:
        outcome = import_file(store, "mspdi", FIELD / f"mspdi_{name}.xml")
        assert import_file(store, "mspdi", FIELD / f"mspdi_{name}.xml").written is False
        schedule, rows = schedule_of(store.plan, store.context), items(store)
        for title, days in dates.items():
            place = store.plan["item"].position[str(rows[title]["id"])]
            ends = (to_datetime(at).date().isoformat() for at in (schedule.start[place], schedule.finish[place]))
            assert tuple(ends) == days
        if name == "summary_constraint":
            assert any("binds nothing" in note for note in outcome.notes), "that it has no effect is said"


def test_a_handwritten_plan_below_its_title_comes_in_whole(store: Store) -> None:
    """As a spreadsheet pads it: a title above, empty cells beside it, a column without a header, and a nought."""
    text = (
        "New bakery line;;;;;\nNo;Activity;Who;Days;After;\n1;Survey;Mia;3;;by foot\n2;Ovens;Jonas;10;1FS+2d;\n"
        "3;Opening day;;0;2;\n"
    )
    outcome = import_file(store, "csv", io.StringIO(text))
    assert (outcome.created, outcome.refused) == (3, ())
    assert ("6 (without a header)", 1) in outcome.ignored
    assert ("Survey", "Ovens", "FS", 960, "working") in links(store)
    assert (items(store)["Opening day"]["type"], items(store)["Opening day"]["estimate"]) == ("milestone", None)


@pytest.mark.parametrize(
    ("format_", "kind", "table"),
    [
        ("time", "time_entry", "Date,Employee,Hours\n2026-11-20,Ana,2\n"),
        ("costs", "cost", "Description,Amount\nBoat hire,1200\n"),
        ("lessons", "lesson", "Lesson,Kind\nTest the way back first,do\n"),
    ],
)
def test_titles_above_other_tables_are_left_out_too(store: Store, format_: str, kind: str, table: str) -> None:
    with store.transaction("Ana") as tx:
        tx.add("person", name="Ana")
    outcome = import_file(store, format_, io.StringIO(f"November,,\n\n{table}"))
    assert outcome.created == 1, outcome.refused
    assert len(store.plan[kind].ids) == 1
