"""Settings of config.toml held against what there is on the screen: wrong ones are named, and left out."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.color import ANSI_COLOR_NAMES
from textual.theme import BUILTIN_THEMES

from tpm_tui.app.keymap import acts
from tpm_tui.app.own_keys import own_keys
from tpm_tui.app.themes import THEMES
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.config import Config, checked
from tpm_tui.domain.column_words import words_for
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.sheet import Sheet
from tpm_tui.planning.added_columns import worked_out
from tpm_tui.safe import safe
from tpm_tui.toml_lines import Problem


def own_settings(config: Config) -> tuple[Config, list[Problem]]:
    """The settings that the screen can follow, and what is wrong with the others."""
    found, problems = checked(
        config,
        commands=[act.id for act in acts()],
        themes=[*(theme.name for theme in THEMES), *BUILTIN_THEMES],
        colours=ANSI_COLOR_NAMES,
    )
    keys, wrong = own_keys(found)
    return replace(found, keys=keys), problems + wrong


def own_columns(config: Config, sheet: Sheet) -> tuple[Config, list[Problem]]:
    """The settings with columns by their names, and the kinds and columns in them that a file does not have."""
    if not config.columns:
        return config, []
    return checked(config, columns={kind: words_for(worked_out(kind) | sheet.columns(kind)) for kind in KINDS})


def in_a_line(path: Path, problems: Sequence[Problem]) -> str:
    """The first wrong setting and where the others are told, for the footer; empty without any."""
    if not problems:
        return ""
    more = f" ─ {len(problems) - 1} more: Configuration, in the palette (:)" if len(problems) > 1 else ""
    return f"{path.name} {problems[0]}{more}"


def settings_lines(path: Path, problems: Sequence[Problem], cells: int) -> list[PageLine]:
    """Every wrong setting with its line, whole."""
    lines = [PageLine(((f"Read from {safe(str(path))} when the program started.", "soft"),)), PageLine((("", ""),))]
    if not problems:
        lines.append(
            PageLine((("Nothing in it is wrong." if path.exists() else "It is not there: all is as delivered.", ""),))
        )
    for problem in problems:
        for number, part in enumerate(textwrap.wrap(safe(str(problem)), max(20, cells), subsequent_indent="  ")):
            lines.append(PageLine(((part, "" if number else "bad"),)))
    return lines
