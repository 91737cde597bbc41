"""Time sheets and invoices of other programs, from the command line."""

from pathlib import Path

import pytest

from support.cli_driver import Result, Tpm


@pytest.fixture
def yard(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """Two items and two people with rates."""
    monkeypatch.setenv("TPM_TODAY", "2026-11-27")
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "yard.db"))
    tpm("new", tmp_path / "yard.db", "--start", "2026-11-23")
    tpm("add", "person", "Ana Ruiz", "rate=100", "email=ana@example.org")
    tpm("add", "person", "Bo Lind", "rate=60")
    for title in ("Wall", "Gate"):
        tpm("add", "item", title, "estimate=5d")
    return tpm


def bring(tpm: Tpm, format_: str, tmp_path: Path, text: str, *more: str) -> Result:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(text, encoding="utf-8")
    return tpm("import", format_, sheet, *more)


def names(tpm: Tpm, kind: str, name: str) -> dict[str | None, str | None]:
    return {None: None} | {row["id"]: row[name] for row in tpm("ls", kind, "--json").json}


def logged(tpm: Tpm) -> list[tuple[str, str | None, str | None, int]]:
    rows = tpm("ls", "time_entry", "--json", "--sort", "key").json
    people, items = names(tpm, "person", "name"), names(tpm, "item", "key")
    return [(row["day"], people[row["person"]], items[row["item"]], row["minutes"]) for row in rows]


SHEETS = {
    "German, semicolons and commas": (
        "Datum;Mitarbeiter;Vorgang;Stunden\n23.11.2026;Ana Ruiz;T-1;1,5\n24.11.2026;Ruiz, Ana;Wall;0:45\n",
        [("2026-11-23", "Ana Ruiz", "T-1", 90), ("2026-11-24", "Ana Ruiz", "T-1", 45)],
    ),
    "minutes by the header": (
        "Work date,Resource,Issue key,Minutes worked\n11/23/2026,Bo Lind,T-2,90\n",
        [("2026-11-23", "Bo Lind", "T-2", 90)],
    ),
    "seconds and moments, as Jira has them": (
        "Author,Started,Issue Key,Time Spent (seconds)\nAna Ruiz,2026-11-25T09:00:00.000+0000,T-1,5400\n",
        [("2026-11-25", "Ana Ruiz", "T-1", 90)],
    ),
    "a clock and more columns, as Toggl has them": (
        "User,Email,Project,Task,Start date,Start time,End time,Duration,Amount ()\n"
        "Ana Ruiz,ana@example.org,P,Gate,2026-11-26,09:00:00,10:30:00,01:30:00,\n",
        [("2026-11-26", "Ana Ruiz", "T-2", 90)],
    ),
    "breaks in hours": (
        "Date,Employee,Task,Start,End,Break\n2026-11-23,Ana Ruiz,T-1,08:00,17:00,0.5\n"
        "2026-11-24,Ana Ruiz,T-1,08:00,17:00,1.0\n2026-11-25,Ana Ruiz,T-1,08:00,17:00,\n",
        [
            ("2026-11-23", "Ana Ruiz", "T-1", 510),
            ("2026-11-24", "Ana Ruiz", "T-1", 480),
            ("2026-11-25", "Ana Ruiz", "T-1", 540),
        ],
    ),
    "breaks in minutes, by their size": (
        "Date,Employee,Task,Start,End,Break\n2026-11-23,Ana Ruiz,T-1,08:00,17:00,30\n",
        [("2026-11-23", "Ana Ruiz", "T-1", 510)],
    ),
    "breaks in minutes, by the header": (
        "Date,Employee,Task,Start,End,Break (min)\n2026-11-23,Ana Ruiz,T-1,08:00,17:00,3\n",
        [("2026-11-23", "Ana Ruiz", "T-1", 537)],
    ),
    "a name in two parts, as Harvest has it": (
        "Date,Client,Project,Task,Hours,First Name,Last Name\n2026-11-26,C,P,Wall,2.25,Bo,Lind\n",
        [("2026-11-26", "Bo Lind", "T-1", 135)],
    ),
    "begin, end and break; an address": (
        "Datum;E-Mail;Aufgabe;Von;Bis;Pause\n26.11.2026;ana@example.org;T-1;22:00;02:30;0:30\n",
        [("2026-11-26", "Ana Ruiz", "T-1", 240)],
    ),
    "days of eight hours": (
        "Date,Person,Task,Effort (days)\n2026-11-26,Bo Lind,T-1,0.5\n",
        [("2026-11-26", "Bo Lind", "T-1", 240)],
    ),
}


@pytest.mark.parametrize(("text", "entries"), SHEETS.values(), ids=SHEETS.keys())
def test_a_time_sheet_is_understood_by_its_headers(
    text: str, entries: list[tuple[str, str, str, int]], yard: Tpm, tmp_path: Path
) -> None:
    assert bring(yard, "time", tmp_path, text).code == 0
    assert logged(yard) == entries
    assert "created 0" in bring(yard, "time", tmp_path, text).out, "the same sheet is logged once"


def test_numbers_that_no_day_has_are_minutes_and_it_is_said(yard: Tpm, tmp_path: Path) -> None:
    done = bring(yard, "time", tmp_path, "Date,Who,Task,Time\n2026-11-26,Bo Lind,T-1,90\n2026-11-26,Bo Lind,T-2,15\n")
    assert "taken as minutes" in done.err + done.out
    assert [minutes for *_, minutes in logged(yard)] == [90, 15]


def test_hours_that_no_day_has_and_items_that_nobody_knows_are_refused_by_line(yard: Tpm, tmp_path: Path) -> None:
    text = "Date,Who,Task,Hours\n2026-11-26,Bo Lind,T-1,25\n2026-11-26,Bo Lind,T-77,1\n2026-11-26,Bo Lind,T-1,1\n"
    done = bring(yard, "time", tmp_path, text)
    assert "line 2: Bo Lind would have worked 25 h on 26 Nov" in done.err
    assert "line 3" in done.err
    assert [minutes for *_, minutes in logged(yard)] == [60]


def test_people_who_are_not_known_are_named_and_a_mapped_name_is_somebody(yard: Tpm, tmp_path: Path) -> None:
    text = "Date,Mitarbeiter,Task,Hours\n2026-11-26,Cem,T-1,1\n2026-11-26,Dora,T-1,1\n"
    done = bring(yard, "time", tmp_path, text, "--map", "Mitarbeiter:Dora=Ana Ruiz")
    assert "their time costs nothing yet: Cem" in done.err + done.out
    assert [person for _, person, *_ in logged(yard)] == ["Cem", "Ana Ruiz"]


GERMAN = (
    "Rechnungsnummer;Rechnungsdatum;Lieferant;Beschreibung;Netto;Brutto;Kostenart;Arbeitspaket\n"
    'R-1;23.11.2026;Stein AG;Naturstein;"1.234,56";"1.469,13";Material;T-1\n'
    "R-2;24.11.2026;Beton GmbH;Fundament;900;1071;Dienstleistung;Gate\n"
    "R-3;;Bau;Schutt;10,5;12,50;Gerümpel;\n"
    'Summe;;;;"2.145,06";;;\n'
)


def costs(tpm: Tpm) -> list[tuple[str, str, float, str | None]]:
    rows = tpm("ls", "cost", "--json", "--sort", "key").json
    items = names(tpm, "item", "key")
    return [(row["title"], row["category"], row["actual"], items[row["item"]]) for row in rows]


def test_invoices_come_in_net_and_once(yard: Tpm, tmp_path: Path) -> None:
    done = bring(yard, "costs", tmp_path, GERMAN)
    assert "line 5 is a sum" in done.err + done.out
    assert "Gerümpel (1 row) is taken as other" in done.err + done.out
    assert costs(yard) == [
        ("Stein AG: Naturstein", "hardware", 1234.56, "T-1"),
        ("Beton GmbH: Fundament", "vendor", 900, "T-2"),
        ("Bau: Schutt", "other", 10.5, None),
    ]
    bring(yard, "costs", tmp_path, GERMAN.replace(";900;", ";950;"))
    assert [actual for _, _, actual, _ in costs(yard)] == [1234.56, 950, 10.5], "corrected, not doubled"


def test_an_invoice_of_several_lines_keeps_each_and_other_currencies_are_refused(yard: Tpm, tmp_path: Path) -> None:
    text = (
        "Invoice #,Vendor,Date,Text,Amount,Currency,Category\n"
        '7,Acme,2026-11-20,Seats,"€1,250.00",EUR,Software\n'
        "7,Acme,2026-11-20,Support,(50.00),EUR,Consulting\n"
        "8,Acme,2026-11-20,Seats,10,USD,Software\n"
    )
    for _ in range(2):
        done = bring(yard, "costs", tmp_path, text)
        assert "line 4: it is in USD, and the file is in EUR" in done.err
        assert costs(yard) == [
            ("Acme: Seats", "licence", 1250, None),
            ("Acme: Support", "vendor", -50, None),
        ]


def test_orders_are_committed(yard: Tpm, tmp_path: Path) -> None:
    bring(yard, "costs", tmp_path, "Supplier,Order value,Budget\nAcme,1200,1500\n")
    row = yard("ls", "cost", "--json").json[0]
    assert (row["title"], row["planned"], row["committed"], row["actual"]) == ("Acme", 1500, 1200, 0)


def test_positions_of_one_invoice_with_the_same_title_come_in_once(yard: Tpm, tmp_path: Path) -> None:
    invoices = "Supplier,Invoice No,Net\nAcme,1,100\nAcme,1,250\nAcme,1,100\n"
    for created in (3, 0, 0):
        done = bring(yard, "costs", tmp_path, invoices, "--json").json
        assert (done["created"], done["updated"]) == (created, 0)
    assert sorted(row["actual"] for row in yard("ls", "cost", "--json").json) == [100, 100, 250]


def test_the_way_to_name_a_category_can_be_typed_as_it_stands(yard: Tpm, tmp_path: Path) -> None:
    import shlex

    word = "Hire of the crane's operator and of two riggers for the night"
    sheet = f"Supplier,Invoice No,Net,Category\nAcme,1,100,{word}\n"
    done = bring(yard, "costs", tmp_path, sheet, "--dry-run")
    [hint] = [line for line in (done.out + done.err).splitlines() if "--map" in line]
    words = shlex.split(hint[hint.index("--map") :])
    assert "says otherwise" not in words[1]
    again = bring(yard, "costs", tmp_path, sheet, "--map", words[1])
    assert "taken as other" not in again.out + again.err


def test_a_sheet_logs_nothing_that_nobody_can_have_worked(yard: Tpm, tmp_path: Path) -> None:
    yard("log", "T-1", "Ana Ruiz", "10h", "--on", "2026-11-26")
    sheet = (
        "Date,Person,Item,Hours\n2026-11-26,Ana Ruiz,T-1,9\n2026-11-26,Ana Ruiz,T-2,6\n"
        "2026-11-26,Bo Lind,T-2,6\n2026-11-28,Bo Lind,T-2,6\n"
    )
    done = bring(yard, "time", tmp_path, sheet)
    assert "line 3: Ana Ruiz would have worked 25 h on 26 Nov: a day has 24" in done.err
    assert "line 5: 28 Nov is still to come: log time once it was worked" in done.err
    assert len(logged(yard)) == 3
