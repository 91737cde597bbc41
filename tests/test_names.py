"""Names: each public class, type and function has its own, and what differs by kind of record stands with the kind."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.kinds import KINDS
from tpm_tui.presentation import PRESENTATIONS

Sequenced = ast.Tuple | ast.List | ast.Set
SOURCE = Path(__file__).parent.parent / "src" / "tpm_tui"
ORDERS = "row_order_and_columns_on_screen_and_cli"

#: Functions that a registry calls for: every module of the registry has one of that name.
CALLED_BY_A_REGISTRY = {"read", "write", "draft", "targets", "read_source"}

#: Topics of which several layers have a module: the kind, what can be done to it, how it is calculated, put into words
#: and drawn. No other name of a module stands twice.
TOPICS = {
    "baselines", "board", "budget", "calendars", "calibration", "checks", "clipboard", "comparison", "costs",
    "decisions", "delivery", "dora", "earned_value", "explanation", "filters", "findings", "finish_attribution", "flow",
    "forecast", "gates", "history", "impact", "impediments", "incidents", "issues", "items", "levelling", "links",
    "meeting_session", "meetings", "metrics", "money", "objectives", "people", "programme", "promise", "raci", "rank",
    "record", "registers", "report", "requirements", "risk_responses", "risks", "schedule", "shift_of_items", "sprints",
    "stakeholders", "strain", "team", "time_entries", "what_if", "who_must_hear",
}  # fmt: skip

#: What every format has: it reads, or writes.
FORMAT_MODULES = {"importer", "exporter"}

#: Where knowledge of kinds belongs.
KNOWS_KINDS = ("domain/kinds/", "presentation/", "demo/")

#: What is calculated of several kinds together, or names no kinds; how records are declared or shown is none of these.
CALCULATES_BY_KIND = {
    "cli/subcommands.py": "sub-commands, some of which are called like a kind",
    "commands/scope/requirements.py": "the record that a line of a session becomes, each made in its own way",
    "domain/plan/related_records.py": "the items, risks and stakeholders around a record of any of them",
    "exchange/csv/register_words.py": "what other programs call fields and values: no fact about the kinds",
    "planning/analysis/edits_between_plans.py": "the shares of a schedule's change: each kind belongs to one of them",
    "planning/analysis/impact/relations_between_records.py": "which end of a reference acts on the other",
    "planning/analysis/impact/supposed_change.py": "how a plan goes on without a record, each by its own calculation",
    "reports/report_outcomes.py": "what became of what a report said, each by its own calculation",
    "store/tables/migrations.py": "the columns of old files, which the kinds of today do not know",
}

#: Names of what lists the kinds that something reads, and that it works on: no table of them.
LISTS_OF_KINDS = ("READS", "reads", "kinds")


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


def _kinds_in(nodes: Iterable[ast.AST | None]) -> set[str]:
    """The kinds among strings, and among the first ones of pairs."""
    firsts = [node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node for node in nodes]
    return {str(node.value) for node in firsts if isinstance(node, ast.Constant)} & set(KINDS)


def _compared_kinds(function: ast.AST) -> Iterator[tuple[int, set[str]]]:
    """Per expression that a function compares: the line of the first comparison, and the kinds it is compared with."""
    compared: dict[str, tuple[int, set[str]]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            _, kinds = compared.setdefault(ast.unparse(node.left), (node.lineno, set()))
            kinds |= _kinds_in(node.comparators)
            kinds |= {
                kind for other in node.comparators if isinstance(other, Sequenced) for kind in _kinds_in(other.elts)
            }
        elif isinstance(node, ast.Match):
            patterns = [
                part.value for case in node.cases for part in ast.walk(case) if isinstance(part, ast.MatchValue)
            ]
            compared[ast.unparse(node.subject)] = node.lineno, _kinds_in(patterns)
    yield from compared.values()


def _tables_of_kinds(tree: ast.Module) -> Iterator[tuple[int, set[str]]]:
    """(line, kinds) of each dictionary, list or chain of comparisons of a module that names three kinds or more."""
    lists = {
        inner
        for node in ast.walk(tree)
        if (isinstance(node, ast.keyword) and node.arg in LISTS_OF_KINDS)
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(LISTS_OF_KINDS))
        or (isinstance(node, ast.AnnAssign) and ast.unparse(node.target).endswith(LISTS_OF_KINDS))
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield node.lineno, _kinds_in(node.keys)
        elif isinstance(node, Sequenced) and node not in lists:
            yield node.lineno, _kinds_in(node.elts)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _compared_kinds(node)


def test_what_differs_by_kind_stands_with_the_kind() -> None:
    tables: dict[str, list[str]] = defaultdict(list)
    for name, tree in modules().items():
        if not name.startswith(KNOWS_KINDS):
            for line, kinds in _tables_of_kinds(tree):
                if len(kinds) >= 3:
                    tables[name].append(f"line {line}: {sorted(kinds)}")
    assert {name: places for name, places in tables.items() if name not in CALCULATES_BY_KIND} == {}
    assert tables.keys() >= CALCULATES_BY_KIND.keys(), "what names no three kinds needs no reason"


@pytest.mark.parametrize(
    "code",
    [
        'WIDTHS = {"item": 1, "risk": 2, "action": 3}',
        'SHOWN = frozenset({"item", "risk", "action"})',
        'ORDER = (("item", "rank"), ("risk", "score"), ("action", "due"))',
        'def f(kind):\n    if kind == "item":\n        return 1\n    return 2 if kind in ("risk", "action") else 3',
        'def f(kind):\n  match kind:\n    case "item" | "risk":\n      return 1\n    case "action":\n      return 2',
    ],
)
def test_a_table_of_kinds_is_seen_in_any_shape(code: str) -> None:
    assert {"item", "risk", "action"} in [kinds for _, kinds in _tables_of_kinds(ast.parse(code))]


def test_a_name_of_a_module_stands_for_one_topic() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        if not path.endswith("__init__.py"):
            places[Path(path).stem].append(path)
    twice = {name: paths for name, paths in places.items() if len(paths) > 1}
    assert {name: paths for name, paths in twice.items() if name not in TOPICS | FORMAT_MODULES} == {}
    assert set(twice) >= TOPICS, "a topic of one module needs no mention"


def test_how_a_kind_is_shown_is_declared_once() -> None:
    paths = sorted((SOURCE / "presentation" / ORDERS).glob("[a-z]*.py"))
    topics = [import_module(f"tpm_tui.presentation.{ORDERS}.{path.stem}") for path in paths]
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
