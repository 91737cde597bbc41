"""Listing, showing, and what kinds there are: tables for people, JSON for programs."""

import json
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from tpm_tui.cli.input import listed_records
from tpm_tui.cli.output import record_json
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.values.codec import value_to_json
from tpm_tui.store.lazy_plan import lazy_plan, start_json_query
from tpm_tui.store.store import Store


class TestLs:
    def test_items_come_in_the_order_of_the_backlog_children_indented(self, tpm: Tpm, atlas: Path) -> None:
        lines = tpm("ls").lines
        assert [line.split()[0] for line in lines] == ["Key", "T-1", "T-2", "T-3", "T-4"]
        assert lines[2].index("Rehearse") == lines[1].index("Cut over") + 2

    def test_a_filter_needs_no_kind(self, tpm: Tpm, atlas: Path) -> None:
        assert [r["key"] for r in tpm("ls", "owner:ana,ben", "--json").json] == ["T-2", "T-3"]
        assert [r["key"] for r in tpm("ls", "status:doing", "owner:ben", "--json").json] == ["T-3"]

    def test_a_bad_filter_is_named(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("ls", "stauts:open")
        assert result.code == 1
        assert "stauts" in result.err
        assert result.out == ""

    @pytest.mark.parametrize(
        ("kind", "field", "given", "listed"),
        [
            ("incident", "detected", ("2026-11-02 09:00", "2026-11-20 09:00", "2026-11-10 09:00"), [2, 3, 1]),
            ("action", "due", ("2026-12-20", "2026-12-01", "2026-12-10"), [2, 3, 1]),
        ],
    )
    def test_a_kind_has_the_order_of_its_register(
        self, tpm: Tpm, atlas: Path, kind: str, field: str, given: tuple[str, ...], listed: list[int]
    ) -> None:
        keys = [tpm("add", kind, f"Number {n}", f"{field}={value}").out.strip() for n, value in enumerate(given)]
        records = [row["key"] for row in tpm("ls", kind, "--json").json if row["key"] in keys]
        assert records == [keys[place - 1] for place in listed]

    def test_a_name_that_nobody_has_is_told_on_stderr(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("ls", "owner:zzz", "--json")
        assert (result.code, result.json, result.err) == (0, [], "no person is called 'zzz'\n")
        assert tpm("ls", "owner:ana", "--json").err == ""

    def test_a_kind_goes_by_its_name_its_plural_and_its_label(self, tpm: Tpm, atlas: Path) -> None:
        for word in ("risk", "risks", "Risk", "RISKS"):
            assert [r["key"] for r in tpm("ls", word, "--json").json] == ["R-1"]

    def test_an_unknown_kind_is_refused_with_what_is_near(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("ls", "rsik")
        assert (result.code, result.out) == (1, "")
        assert "did you mean risk?" in result.err

    @pytest.mark.parametrize(
        ("sort", "keys"),
        [
            ("key", ["T-1", "T-2", "T-3", "T-4"]),
            ("-key", ["T-4", "T-3", "T-2", "T-1"]),
            ("title", ["T-1", "T-2", "T-3", "T-4"]),
            ("-priority,title", ["T-4", "T-1", "T-2", "T-3"]),
            ("owner,key", ["T-2", "T-3", "T-1", "T-4"]),
            ("-owner,key", ["T-3", "T-2", "T-1", "T-4"]),
            ("-status,key", ["T-1", "T-3", "T-2", "T-4"]),
        ],
    )
    def test_records_are_sorted_by_any_field_those_without_a_value_last(
        self, tpm: Tpm, atlas: Path, sort: str, keys: list[str]
    ) -> None:
        assert [r["key"] for r in tpm("ls", "--sort", sort, "--json").json] == keys

    @pytest.mark.parametrize("words", [["-audit"], ["item", "-Audit"], ["-(audit or due:none)"]])
    def test_a_word_that_is_turned_round_is_no_option(self, tpm: Tpm, atlas: Path, words: list[str]) -> None:
        assert tpm("set", "T-1", "title=Audit").code == 0
        every = {row["key"] for row in tpm("ls", "--json").json}
        left = {row["key"] for row in tpm("ls", *words, "--json").json}
        assert "T-1" not in left
        assert left < every
        assert tpm("ls", "--sort", "-due", "--json").code == 0

    def test_columns_are_chosen_by_name_label_or_word(self, tpm: Tpm, atlas: Path) -> None:
        header = tpm("ls", "--columns", "key,due,who").lines[0].split()
        assert header == ["Key", "Due", "Owner"]
        assert list(tpm("ls", "--columns", "title", "--json").json[0]) == ["key", "id", "title"]
        assert tpm("ls", "--columns", "titel").code == 1

    def test_the_order_where_none_is_chosen_is_that_of_the_register(self, tpm: Tpm, atlas: Path) -> None:
        for title, started, detected in (("A", "2026-11-20 08:00", "2026-11-20 12:00"), ("B", "2026-11-20 09:00", "")):
            values = [f"started={started}", *([f"detected={detected}"] if detected else [])]
            assert tpm("add", "incident", title, *values).code == 0
        tpm("add", "incident", "C", "started=2026-11-19 08:00", "detected=2026-11-20 13:00")
        assert [r["title"] for r in tpm("ls", "incident", "--json").json] == ["C", "A", "B"]
        for title, due in (("Late", "2026-12-04"), ("Whenever", ""), ("Early", "2026-11-27")):
            assert tpm("add", "action", title, *([f"due={due}"] if due else [])).code == 0
        assert [r["title"] for r in tpm("ls", "action", "--json").json] == ["Early", "Late", "Whenever"]

    def test_a_saved_view_brings_its_filter_sort_and_columns(self, tpm: Tpm, atlas: Path) -> None:
        tpm("add", "view", "Mine", "kind=item", "filter=owner:ana,ben", "sort=-key", "columns=key,title")
        assert [line.split()[0] for line in tpm("ls", "--view", "Mine").lines] == ["Key", "T-3", "T-2"]
        assert [r["key"] for r in tpm("ls", "status:doing", "--view", "mine", "--json").json] == ["T-3"]
        assert [r["key"] for r in tpm("ls", "--view", "Mine", "--sort", "key", "--json").json] == ["T-2", "T-3"]
        assert tpm("ls", "--view", "Yours").code == 1

    def test_a_limit_cuts_after_sorting(self, tpm: Tpm, atlas: Path) -> None:
        assert [r["key"] for r in tpm("ls", "--sort", "-key", "--limit", 2, "--json").json] == ["T-4", "T-3"]
        assert tpm("ls", "--limit", 0, "--json").json == []
        assert tpm("ls", "--limit", -1).code == 2

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_lists_as_a_table_and_as_json(self, tpm: Tpm, atlas: Path, kind: str) -> None:
        table, objects = tpm("ls", kind), tpm("ls", kind, "--json")
        assert table.code == objects.code == 0
        assert len(table.lines) == len(objects.json) + 1

    def test_json_holds_every_field_under_its_name_as_the_store_keeps_it(self, tpm: Tpm, atlas: Path) -> None:
        with Store.open(atlas) as store:
            plan = store.load()
        for kind in ("item", "risk", "person", "link", "check", "state"):
            for got in tpm("ls", kind, "--json").json:
                row = plan[kind].row(got["id"])
                want = {c.name: value_to_json(c, row[c.name]) for c in KINDS[kind].columns if c.name != "custom"}
                if got["key"] == "T-1":
                    want["status"] = "doing"  # nobody set it: it follows from the child that is being worked on
                assert {n: got[n] for n in want} == want

    def test_computed_fields_and_fields_of_ones_own_are_there_too(self, tpm: Tpm, atlas: Path) -> None:
        tpm("add", "custom_field", "vendor")
        assert tpm("set", "T-2", "vendor=Acme").code == 0
        by_key = {r["key"]: r for r in tpm("ls", "--json").json}
        assert by_key["T-2"]["vendor"] == "Acme"
        assert by_key["T-2"]["custom"] == {"vendor": "Acme"}
        assert by_key["T-4"]["vendor"] is None
        assert (by_key["T-2"]["open_checks"], by_key["T-2"]["blocked"]) == (1, False)
        assert tpm("ls", "risk", "--json").json[0]["score"] == 20


class TestJsonFromSqlite:
    """A large table's JSON is written by SQLite; it must be the same as the program's own."""

    def test_both_ways_give_the_same_for_every_kind(self, atlas: Path) -> None:
        odd = 'quote " backslash \\ tab \t newline \n é 漢 \x1b \x7f \x9b \u202e \u200b end'
        with Store.open(atlas) as store:
            store.load()
            with store.transaction("Odd") as tx:
                tx.add(
                    "item", title=odd, notes=odd, tags=(odd,), rank="z", points=0.1 + 0.2, custom='{"a":"é","b":2.5}'
                )
                tx.add("cost", title=odd, planned=1e16, actual=1 / 3)
                tx.add("release", version="1", failed=True)
                tx.add("decision", title="Which queue", items=())
            with lazy_plan(store) as plan:
                sheet = Sheet(plan, store.context)
                for kind in KINDS:
                    result = start_json_query(plan, kind)()
                    assert result is not None
                    order, places = record_json.json_field_order(sheet, kind), list(range(len(sheet.table(kind))))
                    assert order[: len(result.names)] == result.names
                    own = "".join(record_json.json_records(sheet, kind, order, places))
                    assert (
                        "".join(record_json.json_records(sheet, kind, order, places, start_json_query(plan, kind)))
                        == own
                    )
                    assert [json.loads(f"{{{text}}}") for text in result.members_at(places)] == [
                        {n: r[n] for n in result.names} for r in json.loads(own)
                    ]
                    assert json.loads(own) == [
                        record_json.record_object(sheet, kind, id_) for id_ in sheet.table(kind).ids
                    ]

    def test_many_records_are_in_the_order_asked_for(self, tpm: Tpm, file: Path) -> None:
        with Store.open(file) as store:
            store.load()
            with store.transaction("Many") as tx:
                for n in range(600):
                    tx.add("item", title=f"Step {n} \u202e", rank=f"{n:04}x", points=n / 8)
        result = tpm("ls", "--sort", "-key", "--json")
        assert [r["key"] for r in result.json] == [f"T-{n}" for n in range(600, 0, -1)]
        assert [r["points"] for r in result.json] == [n / 8 for n in range(599, -1, -1)]
        assert "\u202e" not in result.out
        assert result.json[0]["title"] == "Step 599 \u202e"

    def test_a_value_that_is_no_json_is_still_listed(self, tpm: Tpm, atlas: Path) -> None:
        import sqlite3

        with sqlite3.connect(atlas) as connection:
            connection.execute("UPDATE item SET tags = 'broken' WHERE key = 'T-2'")
        connection.close()
        assert {r["key"]: r["tags"] for r in tpm("ls", "--json").json}["T-2"] == "broken"


class TestOnDemand:
    """A plan read column by column is the plan read whole."""

    def test_every_column_is_the_same_and_walks_are_whole(self, atlas: Path) -> None:
        with Store.open(atlas) as store:
            whole = store.load()
            with lazy_plan(store) as plan:
                assert list(plan.tables) == list(KINDS)
                for kind, table in plan.tables.items():
                    assert table.ids == whole[kind].ids
                    assert dict(table.columns) == whole[kind].columns
                    assert [table.row(i) for i in table.ids] == [whole[kind].row(i) for i in whole[kind].ids]
                assert plan.sequence == whole.sequence
                risk = whole["risk"].ids[0]
                assert plan.references_to_record(whole["item"].ids[2]) == whole.references_to_record(
                    whole["item"].ids[2]
                )
                assert plan.kind_of(risk) is KINDS["risk"]
                assert plan.find_key("r-1") == ("risk", risk)

    def test_unknown_names_are_key_errors(self, atlas: Path) -> None:
        with Store.open(atlas) as store, lazy_plan(store) as plan:
            with pytest.raises(KeyError):
                plan["nothing"]
            with pytest.raises(KeyError):
                plan["item"].columns["nothing"]
            assert plan["item"].columns.get("nothing") is None

    def test_a_file_made_before_a_field_was_reads_its_default(self, atlas: Path) -> None:
        import sqlite3

        with sqlite3.connect(atlas) as connection:
            connection.execute("ALTER TABLE item DROP COLUMN points")
            connection.execute("DROP TABLE term")
        connection.close()
        with Store.open(atlas) as store, lazy_plan(store) as plan:
            assert plan["item"].columns["points"] == [None] * 4
            assert len(plan["term"]) == 0
            assert start_json_query(plan, "term")() is None


class TestShow:
    def test_a_record_with_its_links_both_ways_and_its_history(self, tpm: Tpm, atlas: Path) -> None:
        tpm("set", "T-2", "estimate=2d/3d/8d")
        text = tpm("show", "t-2").out
        assert "T-2  Rehearse" in text
        assert "Comes before:\n  T-3  FS +1d  Replay traffic" in text
        assert "Checks (item):\n  CK-1  Runs in four hours" in text
        assert "Estimate: empty → 2d/3d/8d" in text

    def test_the_shape_of_its_json(self, tpm: Tpm, atlas: Path) -> None:
        (result,) = tpm("show", "T-3", "--json").json
        assert result["kind"] == "item"
        (link,) = result["predecessors"]
        assert set(link) == {"link", "item", "key", "type", "lag", "lag_unit"}
        assert (link["key"], link["lag"]) == ("T-2", 480)
        assert result["successors"] == []
        assert {(r["kind"], r["key"], r["field"]) for r in result["referrers"]} == {("risk", "R-1", "items")}
        assert {"replica", "sequence", "time", "author", "verb", "label", "undoes", "edits"} == set(
            result["history"][0]
        )

    @pytest.mark.parametrize("key", ["T-99", "X-1", "nonsense", "T-", "-1", ""])
    def test_a_record_that_is_not_there_is_refused(self, tpm: Tpm, atlas: Path, key: str) -> None:
        result = tpm("show", "--", key)
        assert (result.code, result.out) == (1, "")
        assert len(result.err.splitlines()) == 1

    def test_several_at_once_by_key_or_id(self, tpm: Tpm, atlas: Path) -> None:
        first = tpm("ls", "risk", "--json").json[0]["id"]
        assert [r["key"] for r in tpm("show", first, "P-1", "--json").json] == ["R-1", "P-1"]


class TestKinds:
    def test_every_kind_with_every_field(self, tpm: Tpm) -> None:
        by_key = {k["name"]: k for k in tpm("kinds", "--json").json}
        assert list(by_key) == list(KINDS)
        for name, kind in KINDS.items():
            fields = {f["name"]: f for f in by_key[name]["fields"]}
            assert [c.name for c in kind.columns] == [n for n, f in fields.items() if not f["computed"]]
            for c in kind.columns:
                assert fields[c.name]["choices"] == list(c.field.choices)
                assert fields[c.name]["settable"] == (c.settable and not kind.read_only_reason)

    def test_the_names_are_those_of_the_records(self, tpm: Tpm, atlas: Path) -> None:
        fields = [f["name"] for f in tpm("kinds", "item", "--json").json[0]["fields"]]
        assert set(fields) == set(tpm("ls", "--json").json[0])

    def test_a_files_own_fields_are_among_them(self, tpm: Tpm, atlas: Path) -> None:
        tpm("add", "custom_field", "vendor", "type=choice", "choices=Acme Ajax")
        (vendor,) = [f for f in tpm("kinds", "item", "--json").json[0]["fields"] if f["custom"]]
        assert (vendor["name"], vendor["choices"]) == ("vendor", ["Acme", "Ajax"])

    def test_the_table_names_what_a_field_takes(self, tpm: Tpm) -> None:
        text = tpm("kinds", "risk").out
        assert "threat | opportunity" in text
        assert "1 to 5" in text
        assert "computed" in text


def test_kinds_are_found_whatever_the_case_and_the_dashes() -> None:
    assert listed_records.find_kind("Calendar-Exceptions").name == "calendar_exception"
    assert all(listed_records.find_kind(kind.plural) is kind for kind in KINDS.values())
