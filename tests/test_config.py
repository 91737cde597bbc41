"""The config file: every option does what the page says, and one wrong line costs only itself."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from tpm_tui import config as configuration
from tpm_tui.app.views.registry_of_views_and_panes import view_names
from tpm_tui.config import OPTIONS, TABLES, Config, ConfigProblem, load_config, parse_config, validate_names

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"
EXAMPLE = PAGE.read_text().partition("```toml\n")[2].partition("```")[0]


def test_without_a_file_everything_is_as_delivered(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.toml") == (Config(), [])


def test_it_lies_in_the_xdg_place_unless_the_environment_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "tpm").mkdir()
    (tmp_path / "tpm" / "config.toml").write_text('author = "xdg"\n')
    assert load_config()[0].author == "xdg"
    (tmp_path / "own.toml").write_text('author = "own"\n')
    monkeypatch.setenv("TPM_CONFIG", str(tmp_path / "own.toml"))
    assert load_config()[0].author == "own"
    monkeypatch.setenv("TPM_CONFIG", str(tmp_path / "gone.toml"))
    assert load_config()[1] == [ConfigProblem(0, f"{tmp_path / 'gone.toml'} (from $TPM_CONFIG) is not there")]


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    config, problems = load_config(tmp_path)
    assert config == Config()
    assert "cannot be read: Is a directory" in str(problems[0])


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    config, problems = load_config(tmp_path / "config.toml")
    assert config == Config()
    assert "is a pipe" in str(problems[0])


def test_the_example_of_the_page_is_read_as_toml_reads_it() -> None:
    config, problems = parse_config(EXAMPLE.encode())
    assert problems == []
    plain = tomllib.loads(EXAMPLE)
    assert config.author == plain["author"]
    assert config.keys["item.done"] == (plain["keys"]["item.done"],)
    assert config.keys["record.delete"] == ()
    assert list(config.columns["item"]) == plain["columns"]["item"]
    assert config.colours == plain["colours"]
    assert config.day_minutes == 8 * 60
    assert config.week_days == 5
    assert config.theme_name == "tpm-dark"


def test_the_page_tells_of_every_option_and_of_no_other() -> None:
    table = PAGE.read_text().partition("| option |")[2].partition("\n\n")[0]
    told = set(re.findall(r"^\| `\[?(\w+)\]?`", table, re.MULTILINE))
    assert told == set(OPTIONS) | set(TABLES)
    assert told == {option.name for option in fields(Config)} - {"lines"}
    assert set(tomllib.loads(EXAMPLE)) == told
    for view in view_names():
        assert f"`{view}`" in table
    for style in configuration.DATE_STYLES:
        assert f"`{style}`" in table


def test_a_slip_costs_only_its_own_line() -> None:
    config, problems = parse_config(
        b'theme = dark\nslow = true\nthis is nothing\n[keys]\nundo = "z"\n"redo = "y"\nhelp = "F"\n'
    )
    assert [problem.line for problem in problems] == [1, 3, 6]
    assert "words go in quotes" in problems[0].reason
    assert config.slow
    assert config.keys == {"undo": ("z",), "help": ("F",)}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('thme = "dark"', 1, "there is no option thme; did you mean theme?"),
        ("slow = 1", 1, "slow: true or false is expected"),
        ("theme = 3", 1, "theme: a word in quotes is expected"),
        ('date_style = "Iso"', 1, "date_style: 'Iso' is none of short, iso, us, numeric"),
        ('working_hours = "9-25"', 1, "working_hours: 9-25 does not end after it starts"),
        ('working_hours = "13-17 9-12"', 1, "starts before the span before it ends"),
        ('working_hours = "all day"', 1, "write 9:00-12:00 13:00-17:00"),
        ('working_hours = ""', 1, "a day needs some hours"),
        ('working_days = ["mon", "someday"]', 1, "working_days: days are mon, tue"),
        ('keys.undo = "ctrl+a"', 1, "keys.undo: ctrl+a does not arrive"),
        ('keys.undo = "alt+x"', 1, "keys.undo: alt+x does not arrive"),
        ('keys.undo = "ctrl+shift+x"', 1, "does not arrive"),
        ('keys.undo = "two keys"', 1, "is no key"),
        ("keys.undo = 3", 1, "keys.undo: a word in quotes or a list of them is expected"),
        ('keys = "x"', 1, "keys: it is a table; write its entries below [keys]"),
        ('columns.item = ["title", 3]', 1, "columns.item: a word in quotes or a list"),
        ('colours.doing = "#12"', 1, "colours.doing: '#12' is no colour"),
        ('author = "a\\u001bb"', 1, "author: a word in quotes is expected"),
        ('theme = "light"\ntheme = "dark"', 2, "theme is set already, in line 1"),
        ('"a\\u001bb" = 1', 1, "there is no option a␛b"),
        ("[[keys]]", 1, "a table is written with single brackets"),
        ('[keys]\nundo = "u"\n[other]\nslow = true', 4, "slow belongs above the first [table], not in [other]"),
        ('[keys\nundo = "z"', 1, "the lines up to the next [table] are not used"),
        ("x = " + "9" * 6000, 1, "a number is too long"),
        ("x = " + "[" * 20000, 1, "too many brackets inside each other"),
        ("x = " + "[" * 20000 + "]" * 20000, 1, "too many brackets inside each other"),
        ("a." * 20000 + "b = 1", 1, "there is no option a.a."),
        ('columns.item = [ "title",\nslow = true', 1, "a bracket or a quote that is opened here is not closed"),
        ('author = """ana\nslow = true', 1, "a bracket or a quote that is opened here is not closed"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, reason: str) -> None:
    problems = parse_config(text.encode())[1]
    assert [problem.line for problem in problems] == [line]
    assert reason in problems[0].reason
    assert str(problems[0]).startswith(f"line {line}: ")
    assert problems[0].reason.isprintable()


def test_after_an_unclosed_list_the_next_line_works() -> None:
    config, problems = parse_config(b'columns.item = [ "title",\nslow = true\n')
    assert config.slow
    assert len(problems) == 1


def test_below_a_broken_table_nothing_is_taken_for_something_else() -> None:
    config, problems = parse_config(b'[keys\nundo = "z"\nslow = true\n[keys]\nredo = "y"\n')
    assert config.keys == {"redo": ("y",)}
    assert not config.slow
    assert len(problems) == 1


def test_values_may_span_lines_and_names_be_dotted() -> None:
    config, problems = parse_config(
        b'keys.item.done = "X"\r\n[columns]\r\nitem = [\r\n  "title", # first\r\n  "owner",\r\n]\r\n'
    )
    assert problems == []
    assert config.keys == {"item.done": ("X",)}
    assert config.columns == {"item": ("title", "owner")}
    assert config.lines == {"keys.item.done": 1, "columns.item": 3}


def test_bytes_that_are_no_text_cost_their_line() -> None:
    config, problems = parse_config(b'\xef\xbb\xbfauthor = "ana"\n# caf\xe9\nslow = true\n')
    assert (config.author, config.slow) == ("ana", True)
    assert problems == [ConfigProblem(2, "this is not UTF-8")]


def test_a_comma_can_be_a_key() -> None:
    assert parse_config(b'keys.undo = ","')[0].keys == {"undo": ("comma",)}


def test_keys_are_written_as_terminals_send_them() -> None:
    assert parse_config(b'keys.undo = ["Ctrl+D", "F5", "X"]')[0].keys == {"undo": ("ctrl+d", "f5", "X")}


def test_names_that_name_nothing_are_found_where_the_names_are_known() -> None:
    text = (
        '[keys]\n"item.dne" = "x"\nundo = "z"\n[columns]\nitem = ["titel", "Who", "owner"]\nrsk = ["title"]\n'
        '[colors]\ndoing = "blu"\nready = "cyan"\ndone = "#abc"\n'
    )
    config, problems = parse_config(b'theme = "drk"\n' + text.encode())
    assert problems == []
    kept, result = validate_names(
        config,
        commands=["item.done", "undo"],
        themes=["nord"],
        columns={"item": {"title": "title", "who": "owner", "owner": "owner"}, "risk": {"title": "title"}},
        colours=["cyan", "blue"],
    )
    assert [str(problem) for problem in result] == [
        "line 1: there is no theme drk; did you mean dark?",
        "line 3: there is no command item.dne; did you mean item.done?",
        "line 6: item has no column titel; did you mean title?",
        "line 7: there is no kind of record rsk; did you mean risk?",
        "line 9: there is no colour blu; did you mean blue?",
    ]
    assert kept.theme == "dark"
    assert kept.keys == {"undo": ("z",)}
    assert kept.columns == {"item": ("owner",)}
    assert kept.colours == {"ready": "cyan", "done": "#aabbcc"}
    assert validate_names(config) == (config, [])


LINES = st.lists(
    st.sampled_from(
        [*EXAMPLE.splitlines(), "theme = dark", "[keys", "x = [", '"""', "}", "= 1", "[[a]]", "a.b.c = {d=1}"]
    )
    | st.text(max_size=20),
    max_size=25,
)


@given(LINES)
def test_no_file_is_too_broken_to_be_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    config, problems = parse_config(text.encode("utf-8", "surrogatepass"))
    assert isinstance(config, Config)
    assert all(0 <= problem.line <= text.count("\n") + 1 for problem in problems)
    assert all(problem.reason.isprintable() for problem in problems)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_broken_either(data: bytes) -> None:
    assert isinstance(parse_config(data)[0], Config)


@given(st.permutations(["theme = dark", "slow = maybe", "nothing", 'thme = "x"']), st.data())
def test_the_right_lines_among_wrong_ones_all_work(wrong: list[str], data: st.DataObject) -> None:
    right = ['author = "ana"', "mouse = false", 'date_style = "iso"', 'keys."undo" = "z"']
    for line in wrong:
        right.insert(data.draw(st.integers(0, len(right))), line)
    config, problems = parse_config("\n".join(right).encode())
    assert (config.author, config.mouse, config.date_style) == ("ana", False, "iso")
    assert config.keys == {"undo": ("z",)}
    assert [right[problem.line - 1] for problem in problems] == [line for line in right if line in wrong]


@pytest.mark.parametrize("name", ["risks", "3"])
def test_a_view_is_named_by_its_name_or_its_digit(name: str) -> None:
    config, problems = validate_names(Config(first_view=name), views=view_names())
    assert (config.first_view, problems) == (name, [])


def test_a_view_that_is_not_there_leaves_the_usual_one() -> None:
    config, problems = parse_config(b'mouse = false\nfirst_view = "risk"\n')
    assert problems == []
    config, problems = validate_names(config, views=view_names())
    assert config.first_view == Config().first_view
    assert [problem.line for problem in problems] == [2]
    assert "did you mean risks?" in problems[0].reason
