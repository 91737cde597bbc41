"""What a person has set in ``config.toml``: keys, colours, columns, words. Read only, written by the person alone.

A wrong line is named with its number and left out; the rest still works. docs/configuration.md describes every option,
and a test compares the two.
"""

import os
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from tpm_tui.domain.text.column_names import normalised_column_name
from tpm_tui.safe_text import safe
from tpm_tui.toml_lines import ConfigProblem, TomlSetting, read_toml

__all__ = [
    "OPTIONS",
    "TABLES",
    "Config",
    "ConfigProblem",
    "config_path",
    "load_config",
    "none_of",
    "parse_config",
    "validate_names",
]

THEMES = {"dark": "tpm-dark", "light": "tpm-light", "high-contrast": "tpm-high-contrast"}
DATE_STYLES = ("short", "iso", "us", "numeric")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: Keys that never arrive: multiplexers, flow control and the wire take them.
UNBINDABLE = frozenset(
    {f"ctrl+{key}" for key in "abcsqijmh[\\@ "}
    | {"ctrl+left_square_bracket", "ctrl+backslash", "ctrl+at", "ctrl+space"}
)
_TAKEN_WITH = ("alt+", "ctrl+shift+", "super+", "meta+", "hyper+")

#: Characters of a name that is none which are shown.
_NAME_LENGTH = 60
_HOURS = r"(\d{1,2})(?::(\d{2}))?\s*-\s*(\d{1,2})(?::(\d{2}))?"
_COLOUR = r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})|[a-z][a-z_]*[0-9]*"


class Config(Struct, frozen=True):
    """The settings in force. ``lines``: the line that each full name was set in, for what is checked later."""

    theme: str = "dark"
    first_view: str = "backlog"
    date_style: str = "short"
    slow: bool = False
    mouse: bool = True
    author: str = ""
    #: (start, end) of each span of work on a working day, in minutes from midnight.
    working_hours: tuple[tuple[int, int], ...] = ((540, 720), (780, 1080))
    #: Working days of the week, Monday is 0.
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    #: Command id -> keys, instead of its own; none takes its keys away.
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Kind of record -> names of its columns, in order.
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Name of a status -> colour.
    colours: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, name: str) -> int:
        """The line that a setting was made in, 0 if it was not."""
        return self.lines.get(name) or self.lines.get(name.replace("colours.", "colors.", 1), 0)

    @property
    def theme_name(self) -> str:
        """The theme as the screen knows it."""
        return THEMES.get(self.theme, self.theme)

    @property
    def day_minutes(self) -> int:
        """Working minutes of a day: what ``1d`` means."""
        return sum(end - start for start, end in self.working_hours)

    @property
    def week_days(self) -> int:
        """Working days of a week: what ``1w`` means."""
        return len(self.working_days)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("a word in quotes is expected")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is expected")
    return value


def _words(value: Any) -> tuple[str, ...]:
    """One word or a list of them."""
    if isinstance(value, str):
        value = [value] if value else []
    if not isinstance(value, list) or not all(isinstance(word, str) and word and word.isprintable() for word in value):
        raise ValueError("a word in quotes or a list of them is expected")
    return tuple(dict.fromkeys(value))


def none_of(name: str, known: Collection[str]) -> str:
    """What is wrong with a name that is none of those known, in one line; empty where it is one of them."""
    return "" if name in known else f"{name!r} is none of {', '.join(known)}{_meant(name, known)}"


def _one_of(known: Collection[str]) -> Callable[[Any], str]:
    def choose(value: Any) -> str:
        wrong = none_of(_text(value), known)
        if wrong:
            raise ValueError(wrong)
        return str(value)

    return choose


def _hours(value: Any) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for part in _text(value).split():
        match = re.fullmatch(_HOURS, part)
        if not match:
            raise ValueError(f"{part!r} is no span of hours; write 9:00-12:00 13:00-17:00")
        start, end = int(match[1]) * 60 + int(match[2] or 0), int(match[3]) * 60 + int(match[4] or 0)
        if not (spans[-1][1] if spans else 0) <= start < end <= 24 * 60:
            raise ValueError(f"{part} does not end after it starts, or starts before the span before it ends")
        spans.append((start, end))
    if not spans:
        raise ValueError("a day needs some hours; write 9:00-12:00 13:00-17:00")
    return tuple(spans)


def _days(value: Any) -> tuple[int, ...]:
    words = [word.lower()[:3] for part in _words(value) for word in part.replace(",", " ").split()]
    wrong = [word for word in words if word not in WEEKDAYS]
    if wrong or not words:
        raise ValueError(f"days are {', '.join(WEEKDAYS)}")
    return tuple(sorted({WEEKDAYS.index(word) for word in words}))


def _keys(value: Any) -> tuple[str, ...]:
    keys = tuple("comma" if key == "," else key if len(key) == 1 else key.lower() for key in _words(value))
    for key in keys:
        if not is_bindable(key):
            raise ValueError(f"{key} does not arrive: terminals and multiplexers take it for themselves")
        if " " in key or len(key) > 30:
            raise ValueError(f"{key!r} is no key; write one as in x, ctrl+d, shift+tab, f5 or space")
    return keys


def is_bindable(key: str) -> bool:
    """Whether a key reaches the program through a multiplexer and over the wire."""
    return key not in UNBINDABLE and not key.startswith(_TAKEN_WITH)


def _colour(value: Any) -> str:
    if not re.fullmatch(_COLOUR, _text(value)):
        raise ValueError(f"{value!r} is no colour; write a name or #rrggbb")
    return "#" + "".join(2 * digit for digit in value[1:]) if len(value) == 4 and value[0] == "#" else str(value)


#: Options that stand by themselves: how each is read (ValueError says what is expected).
OPTIONS: dict[str, Callable[[Any], Any]] = {
    "theme": _text,
    "first_view": _text,
    "date_style": _one_of(DATE_STYLES),
    "slow": _flag,
    "mouse": _flag,
    "author": _text,
    "working_hours": _hours,
    "working_days": _days,
}
#: Options that are tables with names of their own.
TABLES: dict[str, Callable[[Any], Any]] = {"keys": _keys, "columns": _words, "colours": _colour}
_OTHER_SPELLINGS = {"colors": "colours"}


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """``$TPM_CONFIG``, else ``config.toml`` in the user's configuration folder (XDG)."""
    if environ.get("TPM_CONFIG"):
        return Path(environ["TPM_CONFIG"])
    from platformdirs import user_config_path

    return user_config_path("tpm") / "config.toml"


def load_config(path: Path | None = None) -> tuple[Config, list[ConfigProblem]]:
    """The settings, and what is wrong with the file. Never raises; without a file everything is as delivered."""
    path = path or config_path()
    try:
        if path.is_fifo():  # it would be waited for, without end
            return Config(), [ConfigProblem(0, f"{path} is a pipe, not a file")]
        data = path.read_bytes()
    except FileNotFoundError:
        named = bool(os.environ.get("TPM_CONFIG")) and path == config_path()
        return Config(), [ConfigProblem(0, f"{path} (from $TPM_CONFIG) is not there")] if named else []
    except OSError as error:
        return Config(), [ConfigProblem(0, f"{path} cannot be read: {error.strerror}")]
    return parse_config(data)


def parse_config(data: bytes) -> tuple[Config, list[ConfigProblem]]:
    """The settings in the bytes of a file, and what is wrong, in the order of lines."""
    problems: list[ConfigProblem] = []
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in enumerate(lines, start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            problems.append(ConfigProblem(number, "this is not UTF-8"))
            lines[number - 1] = b""
    settings, wrong = read_toml(b"\n".join(lines).decode())
    problems += wrong
    values: dict[str, Any] = {}
    for setting in settings:
        _take(setting, values, problems)
    lines_of = {setting.name: setting.line for setting in settings}
    # What the file holds is quoted in the reasons, and they are drawn.
    drawn = [ConfigProblem(problem.line, safe(problem.reason, newline=" ", tabs=" ")) for problem in problems]
    return Config(**values, lines=lines_of), sorted(drawn, key=lambda problem: problem.line)


def _take(setting: TomlSetting, values: dict[str, Any], problems: list[ConfigProblem]) -> None:
    """Put one setting among the values, or say why not."""
    if setting.name.startswith("?."):  # below a [table] that could not be read, which has been named already
        return
    first, _, rest = setting.name.partition(".")
    first = _OTHER_SPELLINGS.get(first, first)
    try:
        if first in TABLES and rest:
            values.setdefault(first, {})[rest] = TABLES[first](setting.value)
        elif first in TABLES:
            # An empty table says nothing.
            if setting.value != {}:
                raise ValueError(f"it is a table; write its entries below [{first}]")
        elif setting.name in OPTIONS:
            values[setting.name] = OPTIONS[setting.name](setting.value)
        else:
            problems.append(ConfigProblem(setting.line, _unknown(setting.name)))
    except ValueError as error:
        problems.append(ConfigProblem(setting.line, f"{setting.name}: {error}"))


def _unknown(name: str) -> str:
    last = name.rpartition(".")[2]
    if last != name and last in OPTIONS:
        return f"{last} belongs above the first [table], not in [{name.rpartition('.')[0]}]"
    shown = name if len(name) <= _NAME_LENGTH else f"{name[:_NAME_LENGTH]}…"
    return f"there is no option {shown}{_meant(shown, [*OPTIONS, *TABLES])}"


def _meant(word: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, 1)
    return f"; did you mean {close[0]}?" if close else ""


def validate_names(
    config: Config,
    *,
    commands: Collection[str] = (),
    themes: Collection[str] = (),
    views: Mapping[str, str] | None = None,
    colours: Collection[str] = (),
    columns: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Config, list[ConfigProblem]]:
    """The settings without those that name nothing, and what those are, in the order of lines.

    Ids of commands, a theme, a view (``views``: name -> digit), names of colours, kinds (``columns``: by kind, every
    word for a column and its name) are looked at where the names that there are are given.
    """
    unknown: list[tuple[str, str]] = []

    def known(where: str, lack: str, name: str, names: Collection[str]) -> bool:
        if name not in names:
            unknown.append((where, f"{lack} {name}{_meant(name, names)}"))
        return name in names

    if commands:
        kept = {
            id_: keys for id_, keys in config.keys.items() if known(f"keys.{id_}", "there is no command", id_, commands)
        }
        config = replace(config, keys=kept)
    if themes and not known("theme", "there is no theme", config.theme, [*THEMES, *themes]):
        config = replace(config, theme=Config().theme)
    if views is not None:
        view = config.first_view
        wrong = "" if view in views.values() else none_of(view, views)
        if wrong:
            unknown.append(("first_view", f"first_view: {wrong}"))
            config = replace(config, first_view=Config().first_view)
    if colours:
        kept_colours = {
            status: colour
            for status, colour in config.colours.items()
            if colour.startswith("#") or known(f"colours.{status}", "there is no colour", colour, colours)
        }
        config = replace(config, colours=kept_colours)
    if columns is not None:
        kept_columns: dict[str, tuple[str, ...]] = {}
        for kind, names in config.columns.items():
            where = f"columns.{kind}"
            if known(where, "there is no kind of record", kind, columns):
                there, lack = columns[kind], f"{kind} has no column"
                found_words = [word for word in map(normalised_column_name, names) if known(where, lack, word, there)]
                kept_columns[kind] = tuple(dict.fromkeys(there[word] for word in found_words))
        config = replace(config, columns=kept_columns)
    problems = [ConfigProblem(config.line_of(where), safe(reason, newline=" ", tabs=" ")) for where, reason in unknown]
    return config, sorted(problems, key=lambda problem: problem.line)
