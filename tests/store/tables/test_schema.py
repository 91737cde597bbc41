"""A later program declares a field and a kind more: files of the earlier one get them, and both go on working.

The later program is a process of its own that declares them before it opens anything.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from support.store_files import Clock, new_file, plainly, rows_of, sound
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store

LATER = """
from typing import Annotated
import sys
from tpm_tui.domain import kinds
from tpm_tui.domain.fields import Field, Record
from tpm_tui.domain.kinds import KINDS, Kind, items

class Item(items.Item, frozen=True, kw_only=True):
    mood: Annotated[str, Field("Mood", choices=("calm", "tense"))] = "calm"
    doubts: Annotated[int, Field("Doubts")] = 0
    odds: Annotated[float | None, Field("Odds")] = None
    likes: Annotated[tuple[str, ...], Field("Likes", ref="item")] = ()
    twin: Annotated[str | None, Field("Twin", ref="item")] = None
    said: Annotated[str, Field("Said")] = "it's \\"new\\""

class Omen(Record, frozen=True, kw_only=True):
    title: Annotated[str, Field("Title")]
    item: Annotated[str, Field("Item", ref="item")]
    sequel: Annotated[str | None, Field("Sequel", ref="sign")] = None
    before: Annotated[str | None, Field("Before", ref="omen")] = None

class Sign(Record, frozen=True, kw_only=True):
    title: Annotated[str, Field("Title")]
    omen: Annotated[str | None, Field("Omen", ref="omen")] = None

KINDS["item"] = Kind("item", Item, "T", "Item", "Backlog", "title")
KINDS["omen"] = Kind("omen", Omen, "OM", "Omen", "Omens", "title")
KINDS["sign"] = Kind("sign", Sign, "SG", "Sign", "Signs", "title")
from tpm_tui.store.store import Store
from datetime import timedelta
path = sys.argv[1]
"""


def later(path: Path, work: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", LATER + textwrap.dedent(work), str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with new_file(path) as store, store.transaction("Add") as tx:
        tx.add("item", title="One")
        tx.add("item", title="Two")
    return path


def test_reading_an_earlier_file_changes_nothing_and_shows_defaults(path: Path) -> None:
    before = path.read_bytes()
    out = later(path, """
        for readonly in (True, False):
            with Store.open(path, readonly=readonly) as store:
                plan = store.load()
                table = plan["item"]
                print([table.columns[n][0] for n in ("mood", "doubts", "odds", "likes", "twin")], len(plan["omen"]))
                print(len(store.as_of(store.now() - timedelta(days=1))["item"]))
    """)  # fmt: skip
    assert out == "['calm', 0, None, '[]', None] 0\n0\n" * 2
    assert path.read_bytes() == before


def test_the_first_write_adds_what_is_lacking_and_earlier_programs_go_on(path: Path) -> None:
    later(path, """
        with Store.open(path) as store:
            store.load()
            one, two = store.plan["item"].ids
            with store.transaction("Later work") as tx:
                tx.set("item", one, mood="tense", odds=0.5, twin=two, likes=(two,))
                omen = tx.add("omen", title="Crows", item=one)
                sign = tx.add("sign", title="Feather", omen=omen)
                tx.set("omen", omen, sequel=sign)
            with store.transaction("More") as tx:
                tx.add("item", title="Three", doubts=2)
    """)  # fmt: skip
    assert sound(path)
    rows = rows_of(path)["item"]
    assert [(r["mood"], r["doubts"], r["odds"], r["said"]) for r in rows] == [
        ("tense", 0, 0.5, 'it\'s "new"'),
        ("calm", 0, None, 'it\'s "new"'),
        ("calm", 2, None, 'it\'s "new"'),
    ]
    with plainly(path) as connection:
        sql = {r[0]: r[1] for r in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")}
        assert all("STRICT" in text for text in sql.values())
        keys = {(r[3], r[2]) for r in connection.execute("PRAGMA foreign_key_list(omen)")}
        assert keys == {("item", "item"), ("sequel", "sign"), ("before", "omen")}
        assert ("twin", "item") in {(r[3], r[2]) for r in connection.execute("PRAGMA foreign_key_list(item)")}
    with Store.open(path, now=Clock()) as earlier:
        assert earlier.readonly == ""
        assert "mood" not in earlier.load()["item"].columns
        one = earlier.plan["item"].ids[0]
        with earlier.transaction("Earlier program") as tx:
            tx.add("item", title="Four")
            tx.set("item", one, title="One, renamed")
        assert earlier.undo() is not None
        assert earlier.redo() is not None
        assert len(earlier.history()) > 4
        earlier.as_of(earlier.now())
    assert sound(path)
    out = later(path, """
        with Store.open(path) as store:
            store.load()
            table = store.plan["item"]
            print([(table.columns["title"][i], table.columns["mood"][i]) for i in range(4)])
            print(store.plan["omen"].columns["title"], store.poll())
    """)  # fmt: skip
    assert out.splitlines() == [
        "[('One, renamed', 'tense'), ('Two', 'calm'), ('Three', 'calm'), ('Four', 'calm')]",
        "['Crows'] None",
    ]


def test_an_earlier_program_does_not_take_back_what_it_knows_only_half_of(path: Path) -> None:
    later(path, """
        with Store.open(path) as store:
            store.load()
            with store.transaction("Later work") as tx:
                tx.set("item", store.plan["item"].ids[0], title="Renamed", mood="tense")
    """)  # fmt: skip
    with Store.open(path, now=Clock()) as earlier:
        earlier.load()
        with pytest.raises(ValidationError, match="done by a newer tpm, which must take it back; nothing was undone"):
            earlier.undo()


def test_a_later_programs_edits_arrive_in_an_earlier_one_that_is_open(path: Path) -> None:
    with Store.open(path, now=Clock()) as earlier:
        earlier.load()
        later(path, """
            with Store.open(path) as store:
                store.load()
                one = store.plan["item"].ids[0]
                with store.transaction("Later work") as tx:
                    tx.set("item", one, title="Renamed", mood="tense")
                    tx.add("omen", title="Crows", item=one)
        """)  # fmt: skip
        changed = earlier.poll()
        assert changed is not None
        assert changed.plan["item"].columns["title"] == ["Renamed", "Two"]
        with earlier.transaction("Earlier program") as tx:
            tx.set("item", earlier.plan["item"].ids[1], title="Also renamed")
    assert "omen" not in KINDS
    assert sound(path)


def test_what_the_file_was_made_with_is_not_looked_for_again(path: Path) -> None:
    with Store.open(path, now=Clock()) as store:
        store.load()
        seen: list[str] = []
        with store.transaction("First") as tx:
            tx.add("item", title="Three")
        store._connection.set_trace_callback(seen.append)
        with store.transaction("Second") as tx:
            tx.add("item", title="Four")
        assert not [sql for sql in seen if "table_info" in sql]
