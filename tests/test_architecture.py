"""The architecture is as documented: who may import whom, what is loaded when, how large a module is."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.store_files import new_file

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "tpm_tui"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["name"]: contract for contract in SETTINGS["contracts"]}

#: Costly to import, and each needed by few: nobody pays for them before.
HEAVY = {
    "textual",
    "rich",
    "sqlite_utils",
    "numpy",
    "dateutil",
    "click",
    "defusedxml",
    "jinja2",
    "pyperclip",
    "asyncio",
}


def loaded(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after a piece of code."""
    program = code + "\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def test_the_contracts_between_layers_hold() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def test_no_package_is_left_out_of_a_contract() -> None:
    packages = {p.stem for p in SOURCE.iterdir() if (p.suffix == ".py" or (p / "__init__.py").exists())}
    ours = {f"tpm_tui.{name}" for name in packages - {"__init__", "__main__"}}
    assert set(CONTRACTS["Textual and rich are the screen's alone"]["source_modules"]) == ours - {"tpm_tui.app"}
    assert set(CONTRACTS["SQLite is the store's alone"]["source_modules"]) == ours - {"tpm_tui.store"}
    layers = CONTRACTS["Imports go downwards: a plan never knows who shows it"]["layers"]
    told = {name.strip() for layer in layers for name in layer.split("|")}
    folders = {f"tpm_tui.{p.name}" for p in SOURCE.iterdir() if (p / "__init__.py").exists()}
    assert folders <= told


@pytest.mark.parametrize(
    "module",
    ["domain.kinds", "domain.plan.plan", "domain.text.field_values", "domain.query.sheet_of_records", "store.store"],
)
def test_what_everybody_needs_loads_nothing_heavy(module: str) -> None:
    assert not loaded(f"import tpm_tui.{module}") & HEAVY


def test_the_screen_comes_up_before_what_only_planning_and_settings_need() -> None:
    later = {
        "numpy", "tomllib", "click", "dateutil", "sqlite_utils", "pyperclip",
        "tpm_tui.planning.model.network_from_plan",
        "tpm_tui.planning.analysis.driver", "tpm_tui.store.what_if", "tpm_tui.app.settings.config_validation",
    }  # fmt: skip
    modules = loaded(
        "import tpm_tui.__main__, tpm_tui.cli.files.launch, tpm_tui.app.start, tpm_tui.app.app, tpm_tui.config"
    )
    assert "tpm_tui.app.workspace.screen" in modules
    assert not modules & later


def test_a_file_is_opened_read_and_edited_without_the_table_maker(tmp_path: Path) -> None:
    new_file(tmp_path / "a.db").close()
    modules = loaded(f"""
from tpm_tui.store.store import Store
with Store.open({str(tmp_path / "a.db")!r}) as store:
    store.load()
    with store.transaction("Add") as tx:
        tx.add("item", title="x")
    store.undo()
    store.history()
    store.poll()
""")
    assert "tpm_tui.store.journal.journal_entries" in modules
    assert not modules & HEAVY


def test_the_heavy_ones_are_told_from_the_light_ones(tmp_path: Path) -> None:
    made = loaded(f"from tpm_tui.store.store import Store; Store.create({str(tmp_path / 'a.db')!r})")
    assert "sqlite_utils" in made, "else the tests above could not fail"


def test_modules_stay_small() -> None:
    lengths = {
        str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCE.rglob("*.py")
        if path.name != "__init__.py"
    }
    assert {name: n for name, n in lengths.items() if n > 400} == {}
    assert lengths["app/app.py"] <= 300 if "app/app.py" in lengths else True
    assert statistics.median(lengths.values()) <= 150


@pytest.mark.parametrize("guide", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_the_paths_that_a_guide_names_are_there(guide: str) -> None:
    root = SOURCE.parents[1]
    named = re.findall(r"`([\w./-]+/[\w./-]*)`", (root / guide).read_text(encoding="utf-8"))
    assert len(named) > 5
    assert [path for path in named if not ((root / path).exists() or (SOURCE / path).exists())] == []


#: Folders by topic, the same in each layer that sorts its modules so.
TOPIC_FOLDERS = {
    "schedule", "people", "money", "scope", "risks_issues_decisions", "delivery", "quality", "meetings",
}  # fmt: skip

#: Folders beside these, by layer.
OTHER_FOLDERS = {
    "domain/kinds": set(),
    "commands": {"input", "what_follows_from_an_edit"},
    "cli": {"files", "input", "output", "records"},
    "reports": {"builders", "renderers"},
    "app/page_lines": {"records"},
    "app/actions": {"edit", "pages", "views"},
}


@pytest.mark.parametrize("layer", OTHER_FOLDERS)
def test_layers_sort_their_modules_by_the_same_topics(layer: str) -> None:
    folders = {path.parent.name for path in (SOURCE / layer).glob("*/__init__.py")}
    assert folders - TOPIC_FOLDERS == OTHER_FOLDERS[layer]
    assert folders & TOPIC_FOLDERS
    guide = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [name for name in sorted(folders & TOPIC_FOLDERS) if f"\n| `{name}` |" not in guide] == []


def imports_of(path: Path) -> Iterator[str]:
    """The modules of the program that a file imports, also late; what it needs for its types alone is none of them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in [n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]:
        node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_run_in_no_circle() -> None:
    paths = {".".join(path.relative_to(SOURCE.parent).with_suffix("").parts): path for path in SOURCE.rglob("*.py")}
    left = {name: set(imports_of(path)) & paths.keys() - {name} for name, path in paths.items()}
    while done := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in done:
            del left[name]
    assert left == {}
