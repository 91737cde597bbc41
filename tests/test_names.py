"""Names: each public class, type and function has its own, and what differs by kind of record stands with the kind."""

import ast
from collections import defaultdict
from importlib import import_module
from pathlib import Path

from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.kinds import KINDS
from tpm_tui.presentation import PRESENTATIONS

SOURCE = Path(__file__).parent.parent / "src" / "tpm_tui"
ORDERS = sorted((SOURCE / "presentation" / "screen_and_cli_order").glob("[a-z]*.py"))

#: Functions that a registry calls for: every module of the registry has one of that name.
CALLED_BY_A_REGISTRY = {"read", "write", "draft", "targets", "read_source"}

#: Topics of which several layers have a module: the kind, what can be done to it, how it is calculated, put into words
#: and drawn. No other name of a module stands twice.
TOPICS = {
    "attribution", "baselines", "board", "budget", "calendars", "calibration", "checks", "clipboard", "comparison",
    "costs", "decisions", "delivery", "dora", "earned_value", "explanation", "filters", "findings", "flow",
    "forecast", "gates", "history", "impact", "impediments", "incidents", "issues", "items", "levelling", "links",
    "meeting_session", "meetings", "metrics", "money", "objectives", "people", "promise", "raci", "rank",
    "record", "registers", "report", "requirements", "responses", "risks", "schedule", "shift", "sprints",
    "stakeholders", "strain", "team", "what_if", "who_must_hear",
}  # fmt: skip

#: What every format has: it reads, or writes.
FORMAT_MODULES = {"importer", "exporter"}

#: Where knowledge of kinds belongs.
KNOWS_KINDS = ("domain/kinds/", "presentation/", "demo/")

#: What is calculated of several kinds, each by a function of its own, or by words that are no kinds; a table of how
#: records are declared or shown is none of these.
CALCULATES_BY_KIND = {
    "cli/subcommands.py",  # words of the command line
    "domain/derived/derived_columns.py",  # a function a column
    "domain/plan/related.py",  # what one record has to do with another
    "exchange/csv/register_words.py",  # what other programs call the columns of each
    "domain/derived/computed_columns.py",  # the columns that planning adds to each
    "planning/analysis/edits_between_plans.py",  # the part of a plan that a change belongs to
    "planning/analysis/impact/edges_of_plan.py",  # edges between records
    "planning/stakeholders/who_must_hear.py",  # a function a cause
    "reports/report_outcomes.py",  # what became of a record that a report told of
    "store/tables/migrations.py",  # the columns of one old schema
}


def modules() -> dict[str, ast.Module]:
    """Each module of the program by its path below ``tpm_tui``."""
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def public_names() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Modules by the public class or type that they define, and by the public function."""
    types: dict[str, list[str]] = defaultdict(list)
    functions: dict[str, list[str]] = defaultdict(list)
    for name, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                types[node.name].append(name)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions[node.name].append(name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                if isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias":
                    types[node.target.id].append(name)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
                for target in node.targets:
                    if isinstance(target, ast.Name) and target.id[0].isupper() and not target.id.isupper():
                        types[target.id].append(name)
    public = [{n: m for n, m in of.items() if not n.startswith("_")} for of in (types, functions)]
    return public[0], public[1]


def test_each_public_class_and_type_has_a_name_of_its_own() -> None:
    types, _ = public_names()
    assert {name: places for name, places in types.items() if len(places) > 1} == {}


def test_each_public_function_has_a_name_of_its_own() -> None:
    _, functions = public_names()
    twice = {name: places for name, places in functions.items() if len(places) > 1}
    assert {name: places for name, places in twice.items() if name not in CALLED_BY_A_REGISTRY} == {}


def test_what_differs_by_kind_stands_with_the_kind() -> None:
    tables = []
    for name, tree in modules().items():
        if name.startswith(KNOWS_KINDS) or name in CALCULATES_BY_KIND:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
                if len(keys & set(KINDS)) >= 3:
                    tables.append(f"{name}:{node.lineno} {sorted(keys & set(KINDS))}")
    assert tables == []


def test_a_name_of_a_module_stands_for_one_topic() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        if not path.endswith("__init__.py"):
            places[Path(path).stem].append(path)
    twice = {name: paths for name, paths in places.items() if len(paths) > 1}
    assert {name: paths for name, paths in twice.items() if name not in TOPICS | FORMAT_MODULES} == {}
    assert set(twice) >= TOPICS, "a topic of one module needs no mention"


def test_how_a_kind_is_shown_is_declared_once() -> None:
    topics = [import_module(f"tpm_tui.presentation.screen_and_cli_order.{path.stem}") for path in ORDERS]
    declared = [kind for topic in topics for kind in getattr(topic, "PRESENTATIONS", {})]
    assert sorted(declared) == sorted(PRESENTATIONS)


def test_a_verb_of_the_journal_is_an_operation_or_the_id_of_a_command() -> None:
    verbs = {}
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or len(node.args) < 2:
                continue
            on, verb = ast.unparse(node.func), node.args[1]
            changes = on.endswith(
                (".transaction", ".writing", "session.change", "editor.change", "editor.change_for_screen")
            )
            if changes and isinstance(verb, ast.Constant) and verb.value not in commands():
                verbs[f"{name}:{node.lineno}"] = verb.value
    assert verbs == {}


def test_nothing_is_called_found() -> None:
    """A name says what a thing is, not that it was looked for."""
    tests = {str(path): ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.rglob("*.py")}
    called = [
        f"{name}:{node.lineno}"
        for name, tree in (modules() | tests).items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "found") or (isinstance(node, ast.arg) and node.arg == "found")
    ]
    assert called == []
