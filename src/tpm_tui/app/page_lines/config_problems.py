"""What is wrong in config.toml, as a page and in one line."""

from collections.abc import Sequence
from pathlib import Path

from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.safe_text import safe
from tpm_tui.toml_lines import ConfigProblem


def problem_summary(path: Path, problems: Sequence[ConfigProblem]) -> str:
    """The first wrong setting and where the others are told, for the footer; empty without any."""
    if not problems:
        return ""
    more = f" ─ {len(problems) - 1} more: Configuration, in the palette (:)" if len(problems) > 1 else ""
    return f"{path.name} {problems[0]}{more}"


def config_problem_lines(path: Path, problems: Sequence[ConfigProblem], cells: int) -> list[PageLine]:
    """Every wrong setting with its line, whole."""
    lines = [PageLine(((f"Read from {safe(str(path))} when the program started.", "soft"),)), PageLine((("", ""),))]
    if not problems:
        lines.append(
            PageLine((("Nothing in it is wrong." if path.exists() else "It is not there: all is as delivered.", ""),))
        )
    for problem in problems:
        for number, part in enumerate(wrap_text(safe(str(problem)), max(20, cells), rest="  ")):
            lines.append(PageLine(((part, "" if number else "bad"),)))
    return lines
