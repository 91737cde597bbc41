"""CONTRIBUTING's recipes, followed to the letter on a copy of the program: what they promise is then there."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"```python\n# (src/\S+)\n(.*?)```", re.S)

Tpm = Callable[..., str]

#: "A new field of a known kind is one line."
FIELD = """    mood: Annotated[str, Field("Mood", choices=("calm", "tense"))] = "calm"\n"""


def recipe(heading: str) -> list[tuple[str, str]]:
    """(file, code) of each block below a heading of CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    return _BLOCK.findall(section)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the kind and the command of the recipes in it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "styles", folder / "styles")
    for name, code in recipe("Add a kind of record") + recipe("Add a command"):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        if code.lstrip().startswith("Kind("):
            end = re.search(r"^_ALL.*?^\)", text, re.S | re.M)
            assert end is not None
            text = text[: end.end() - 1] + code + text[end.end() - 1 :]
        else:
            text += "\n\n" + code
        path.write_text(text, encoding="utf-8")
    items = folder / "src" / "tpm_tui" / "domain" / "kinds" / "schedule" / "items.py"
    text = items.read_text(encoding="utf-8")
    title = re.search(r"^class Item\(Record, .*?\):.*?^    title: .*?\n", text, re.S | re.M)
    assert title is not None
    items.write_text(text[: title.end()] + FIELD + text[title.end() :], encoding="utf-8")
    return folder


@pytest.fixture
def tpm(built: Path, tmp_path: Path) -> Tpm:
    """Run the changed program in an empty folder; its stdout."""

    def run(*words: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(built / "src")}
        done = subprocess.run(
            [sys.executable, "-m", "tpm_tui", *words],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_recipes_are_there() -> None:
    assert len(recipe("Add a kind of record")) == 2
    assert len(recipe("Add a command")) == 1


def test_a_new_kind_is_in_schema_command_line_filter_csv_and_json(tpm: Tpm, tmp_path: Path) -> None:
    tpm("new", "plan.db")
    tpm("-f", "plan.db", "add", "stakeholder", "Dana Kim")
    assert tpm("-f", "plan.db", "add", "audit", "Spring audit", "grade=4", "auditor=dana", "at=fri").strip() == "AU-1"
    assert tpm("-f", "plan.db", "add", "audit", "Autumn audit").strip() == "AU-2"
    [audit] = json.loads(tpm("-f", "plan.db", "ls", "audit", "grade>3", "--json"))
    assert (audit["title"], audit["grade"], audit["at"]) == ("Spring audit", 4, "2026-11-27")
    kinds = {kind["kind"] if "kind" in kind else kind["name"]: kind for kind in json.loads(tpm("kinds", "--json"))}
    assert "audit" in kinds
    tpm("-f", "plan.db", "export", "csv", "audits.csv", "--kind", "audit")
    assert "Spring audit" in (tmp_path / "audits.csv").read_text(encoding="utf-8")
    tpm("-f", "plan.db", "export", "json", "plan.json")
    assert json.loads(tpm("-f", "copy.db", "import", "json", "plan.json", "--json"))["refused"] == []
    assert len(json.loads(tpm("-f", "copy.db", "ls", "audit", "--json"))) == 2
    tpm("-f", "plan.db", "rm", "AU-2")
    tpm("-f", "plan.db", "undo")
    assert len(json.loads(tpm("-f", "plan.db", "ls", "audit", "--json"))) == 2


def test_a_file_made_before_the_kind_gets_its_table(tpm: Tpm, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-m", "tpm_tui", "new", "old.db"], cwd=tmp_path, env=env, check=True)
    assert json.loads(tpm("-f", "old.db", "ls", "audit", "--json")) == []
    assert tpm("-f", "old.db", "add", "audit", "First audit").strip() == "AU-1"


def test_a_new_field_is_in_files_made_before_it_and_wherever_the_others_are(tpm: Tpm, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for words in (("new", "old.db"), ("-f", "old.db", "add", "item", "One"), ("-f", "old.db", "add", "item", "Two")):
        subprocess.run([sys.executable, "-m", "tpm_tui", *words], cwd=tmp_path, env=env, check=True)
    assert [row["mood"] for row in json.loads(tpm("-f", "old.db", "ls", "--json"))] == ["calm", "calm"]
    tpm("-f", "old.db", "set", "T-2", "mood=tense")
    assert [row["key"] for row in json.loads(tpm("-f", "old.db", "ls", "mood:tense", "--json"))] == ["T-2"]
    assert tpm("-f", "old.db", "ls", "--columns", "key,mood").split() == ["Key", "Mood", "T-1", "calm", "T-2", "tense"]
    assert "Mood             tense" in tpm("-f", "old.db", "show", "T-2")
    tpm("-f", "old.db", "export", "csv", "items.csv")
    assert "Mood" in (tmp_path / "items.csv").read_text(encoding="utf-8").split("\n")[0]
    tpm("-f", "again.db", "import", "csv", "items.csv")
    assert [row["mood"] for row in json.loads(tpm("-f", "again.db", "ls", "--json"))] == ["calm", "tense"]
    tpm("-f", "old.db", "export", "json", "plan.json")
    tpm("-f", "copy.db", "import", "json", "plan.json")
    assert [row["mood"] for row in json.loads(tpm("-f", "copy.db", "ls", "--json"))] == ["calm", "tense"]
    tpm("-f", "old.db", "undo")
    assert json.loads(tpm("-f", "old.db", "ls", "mood:tense", "--json")) == []


def test_a_new_command_runs_from_the_command_line(tpm: Tpm) -> None:
    tpm("new", "plan.db")
    tpm("-f", "plan.db", "add", "risk", "Vendor late")
    tpm("-f", "plan.db", "run", "risk.close", "R-1")
    [risk] = json.loads(tpm("-f", "plan.db", "ls", "risk", "--json"))
    assert risk["status"] == "closed"


def test_the_workspace_opens_the_new_register_with_its_form_and_key(built: Path, tmp_path: Path) -> None:
    script = tmp_path / "look.py"
    script.write_text(_LOOK, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(built / "src")}
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Spring audit" in done.stdout
    assert "Auditor" in done.stdout
    assert "risk.close" in done.stdout
    table, form = done.stdout.split("items:\n")[1].split("form:\n")
    assert "Mood" in table
    assert "Mood" in form
    assert "calm" in form


_LOOK = """
import asyncio
from pathlib import Path
from tpm_tui.app.app import TpmApp
from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.app.keymap import effective_keys
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.domain.time import clock
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.store.store import Store

path = Path("plan.db")
with Store.create(path) as store, store.transaction("add") as tx:
    tx.add("audit", title="Spring audit")
    tx.add("item", title="One")

async def main():
    session = WorkspaceSession(path, InputContext(clock.today()))
    session.open_in_background()
    session.show_opened()
    app = TpmApp(session, effective_keys({}), UiState(Path("state.json")))
    async with app.run_test(size=(120, 40)) as pilot:
        await session.loaded.wait()
        app.workspace.view_layout.show_kind("audit")
        await pilot.pause(0.2)
        print(screen(app))
        await pilot.press("E")
        await pilot.pause(0.2)
        print(screen(app))
        await pilot.press("escape", "1")
        app.workspace.view_layout.tables["backlog"].chosen_columns = ("title", "mood")
        app.workspace.view_layout.tables["backlog"].reload()
        await pilot.pause(0.2)
        print("items:")
        print(screen(app))
        await pilot.press("E")
        await pilot.pause(0.2)
        print("form:")
        print(screen(app))
    print(list(all_actions()))

def screen(app):
    import re
    return re.sub("<[^>]*>", " ", app.export_screenshot()).replace("&#160;", " ")

asyncio.run(main())
"""
