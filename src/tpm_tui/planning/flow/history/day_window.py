"""The days of a typed window."""

import re

from tpm_tui.domain.text.dates import InputContext, parse_date
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.planning.flow.flow_figures import DayWindow

_WORD = re.compile(r"(?:^|(?<=\s))(since|until):(\"[^\"]*\"|\S+)\s*")


def parse_window(
    since: str | None, until: str | None, context: InputContext, lead: str = "--", *, past: bool = True
) -> DayWindow:
    """The days from one typed date to another, both included. ValidationError for what is no date.

    ``lead`` is what stands before the words ``since`` and ``until`` where they are typed. A date without a year is the
    last one where the window looks back (``past``), else the next.
    """
    days: list[int | None] = []
    for name, text in (("since", since), ("until", until)):
        try:
            day = None if text is None else parse_date(text, context.today, past=past)
        except ValueError as error:
            raise ValidationError(f"{lead}{name}: {error}") from None
        days.append(None if day is None else day.toordinal() - EPOCH_ORDINAL)
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        raise ValidationError(f"{lead}until lies before {lead}since")
    return DayWindow(*days)


def split_window(text: str, context: InputContext) -> tuple[str, DayWindow]:
    """A filter without its words ``since:DATE`` and ``until:DATE``, and the days that they say."""
    words = {word: value.strip('"') for word, value in _WORD.findall(text)}
    return _WORD.sub("", text).strip(), parse_window(words.get("since"), words.get("until"), context, "")
