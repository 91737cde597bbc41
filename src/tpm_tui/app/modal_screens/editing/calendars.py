"""A calendar in one page: a month of days to press on or off, and the hours of the week, edited where they stand."""

from collections.abc import Awaitable, Callable, Collection
from datetime import date, timedelta
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tpm_tui.app.charts.calendar_month import MARK_LABELS, MONTH_WIDTH, day_mark, month_rows
from tpm_tui.app.modal_screens.editing.editing_dialog import EditingDialog
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine, StaticLines
from tpm_tui.app.widgets.prompts.safe_input import SafeInput
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.commands.input.field_input import FieldInput
from tpm_tui.commands.schedule import calendars
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.transaction import Transaction

#: Runs an edit as one transaction under a label; what was refused in words, empty if it was done.
CalendarEdit = Callable[[str, Callable[[Transaction], Any]], Awaitable[str]]

_LABEL = 12


class CalendarScreen(EditingDialog):
    """``edit`` changes the file, ``undo`` takes the newest change back; ``away`` are days somebody is not there."""

    BINDINGS = [
        ("escape,q", "leave", "Back"),
        ("left,h", "move(-1, 0)", "A day earlier"),
        ("right,l", "move(1, 0)", "A day later"),
        ("up,k", "move(0, -1)", "A week earlier"),
        ("down,j", "move(0, 1)", "A week later"),
        ("pageup", "month(-1)", "A month earlier"),
        ("pagedown", "month(1)", "A month later"),
        ("T", "today", "Today"),
        ("tab,shift+tab", "zone", "Days or hours"),
        ("space", "flip", "Working or free"),
        ("v", "span", "From here to where the cursor goes"),
        ("i,enter", "hours", "Edit the hours"),
        ("n", "name", "Name the day"),
        ("u", "undo", "Undo"),
    ]

    def __init__(
        self,
        session: WorkspaceSession,
        calendar: str,
        title: str,
        edit: CalendarEdit,
        undo: Callable[[], Awaitable[str]],
        away: Collection[date] = (),
    ) -> None:
        super().__init__(undo)
        self._session = session
        self._calendar = calendar
        self._title = title
        self._edit = edit
        self._away = away
        self._day = session.context.today
        #: None while the cursor is on a day, else the weekday whose hours it is on.
        self._weekday: int | None = None
        #: The other end of a span of days that is being chosen.
        self._from: date | None = None
        self._asked = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="calendar", classes="dialog"):
            yield StaticLines(id="calendar-lines", free=True)
        field = SafeInput(id="form-input")
        field.display = False
        yield field

    def on_mount(self) -> None:
        self.query_one("#calendar", Vertical).border_title = Content(safe(self._title))
        super().on_mount()

    def is_typing(self) -> bool:
        return bool(self._asked)

    # -- drawing

    @property
    def _beside(self) -> bool:
        """Whether there is room for the week beside the month."""
        return self.query_one(StaticLines).size.width >= MONTH_WIDTH + 50

    def draw(self) -> None:
        plan, context = self._session.plan, self._session.context
        pages = self.query_one(StaticLines)
        if self._calendar not in plan["calendar"]:
            self.dismiss(None)
            return

        def mark(day: date) -> str:
            hours, name = calendars.hours_on(plan, self._calendar, day)
            return day_mark(hours, name, calendars.week_hours(plan, self._calendar, day))

        month = month_rows(
            self._day, context.today, mark, here=self._weekday is None, away=self._away, marked=self._span
        )
        week = [self._week_row(number) for number in range(7)]
        lines: list[list[StyledText]] = []
        if self._beside:
            for number in range(max(len(month), len(week) + 2)):
                left = month[number] if number < len(month) else [(" " * MONTH_WIDTH, "")]
                right = week[number - 2] if 2 <= number < len(week) + 2 else []
                if number == 0:
                    right = [("Hours of the week", "head")]
                lines.append([*left, ("    ", ""), *right])
        else:
            lines = [*month, [("", "")], *week]
        lines += [[("", "")], [(self._about(), "strong")], [("", "")]]
        lines.append([(f"{sign} {words_}   ", "soft") for sign, words_ in MARK_LABELS if sign != "a" or self._away])
        keys = "space on/off · v from here on · i hours · n name · tab days/week · pgup pgdn · T today · u undo"
        lines += [[(fit(keys, pages.size.width - 2), "dim")], [self.said]]
        pages.show_lines([PageLine(tuple(runs)) for runs in lines])

    def _week_row(self, number: int) -> list[StyledText]:
        name = calendars.WEEKDAYS[number]
        hours = str(self._session.plan.value("calendar", self._calendar, name) or "")
        here = self._weekday == number
        return [(fit(name.capitalize(), _LABEL), "soft"), (fit(hours or "free", 32), "cursor" if here else "")]

    def _about(self) -> str:
        """The day under the cursor in words, or the span that is being chosen."""
        if self._span is not None:
            first, last = (dates.day_text(day, self._session.context) for day in self._span)
            return f"{first} – {last}: space makes them free, or as in any week"
        hours, name = calendars.hours_on(self._session.plan, self._calendar, self._day)
        day = f"{self._day:%A} {dates.day_text(self._day, self._session.context)}"
        away = ", away" if self._day in self._away else ""
        return safe(f"{day}: {hours or 'free'}{f' ({name})' if name else ''}{away}")

    @property
    def _span(self) -> tuple[date, date] | None:
        """First and last day of the span that is being chosen."""
        return None if self._from is None else (min(self._from, self._day), max(self._from, self._day))

    # -- moving

    def action_move(self, days: int, weeks: int) -> None:
        if self._weekday is not None:
            self._weekday = (self._weekday + weeks) % 7
        else:
            self._go(days + 7 * weeks)
        self.draw()

    def _go(self, days: int) -> None:
        if date.min.toordinal() + 400 < self._day.toordinal() + days < date.max.toordinal() - 400:
            self._day += timedelta(days=days)

    def action_month(self, by: int) -> None:
        first = self._day.replace(day=1)
        wanted = first + timedelta(days=32 if by > 0 else -1)
        self._go((wanted.replace(day=min(self._day.day, 28)) - self._day).days)
        self.draw()

    def action_today(self) -> None:
        self._day, self._weekday = self._session.context.today, None
        self.draw()

    def action_zone(self) -> None:
        self._weekday = self._day.weekday() if self._weekday is None else None
        self._from = None
        self.draw()

    def action_span(self) -> None:
        self._from = self._day if self._from is None and self._weekday is None else None
        self.draw()

    def action_leave(self) -> None:
        if self._asked:
            self._close_input()
        elif self._from is not None:
            self.action_span()
        else:
            self.dismiss(None)

    # -- changing

    def action_flip(self) -> None:
        if self._asked:
            return
        if self._weekday is not None:
            self.action_hours()
        else:
            first, last = self._span or (self._day, self._day)
            named = " – ".join(dict.fromkeys(dates.day_text(day, self._session.context) for day in (first, last)))
            self._from = None
            self._change(f"Working time on {named}", lambda tx: calendars.toggle_days(tx, self._calendar, first, last))

    def _change(self, label: str, act: Callable[[Transaction], Any]) -> None:
        self.begin_work(self._edit(label, act))

    def action_hours(self) -> None:
        """Edit the hours of the day, or of the weekday, where they stand."""
        plan, self._from = self._session.plan, None
        if self._weekday is not None:
            text = str(plan.value("calendar", self._calendar, calendars.WEEKDAYS[self._weekday]) or "")
            column = MONTH_WIDTH + 5 + _LABEL if self._beside else 1 + _LABEL
            row = 2 + self._weekday if self._beside else self._month_rows() + 1 + self._weekday
            self._open_input("hours", text, column, row)
        else:
            text = calendars.hours_on(plan, self._calendar, self._day)[0]
            self._open_input("hours", text, 2 + self._about().index(": ") + 1, self._about_row())

    def action_name(self) -> None:
        """Name a day that differs from its week; those that were made free with it have the name too."""
        self._from = None
        name = calendars.hours_on(self._session.plan, self._calendar, self._day)[1]
        if self._weekday is None and name:
            self._open_input("name", name, 2 + self._about().index(": ") + 1, self._about_row())
        else:
            self.said = ("only a day that differs from its week has a name: space or i makes it differ", "warn")
            self.draw()

    def _month_rows(self) -> int:
        import calendar as gregorian

        return 2 + len(gregorian.Calendar().monthdatescalendar(self._day.year, self._day.month))

    def _about_row(self) -> int:
        return max(self._month_rows(), 9) + 1 if self._beside else self._month_rows() + 1 + 7 + 1

    def _open_input(self, what: str, text: str, x: int, y: int) -> None:
        pages, field = self.query_one(StaticLines), self.query_one(Input)
        self._asked = what
        place = pages.content_region
        field.styles.offset = (place.x + x, place.y + y - pages.top)
        field.styles.width = max(20, min(36, place.width - x))
        field.value = text
        field.cursor_position = len(text)
        field.display = True
        field.focus()

    def _close_input(self) -> None:
        self._asked = ""
        self.query_one(Input).display = False
        self.query_one(StaticLines).focus()
        self.draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        what, day, weekday = self._asked, self._day, self._weekday
        column = KINDS["calendar"].column("monday") if what == "hours" else KINDS["calendar_exception"].column("name")
        try:
            value = FieldInput(column, self._session).parse(event.value)
        except ValidationError as refused:
            self.refuse(refused.reason)
            self.draw()
            return
        self.said = ("", "")
        self._close_input()
        if what == "name":
            self._change("Name a day", lambda tx: calendars.name_day(tx, self._calendar, day, value))
        elif weekday is not None:
            name = calendars.WEEKDAYS[weekday]
            label = f"Hours of {name.capitalize()}"
            self._change(label, lambda tx: tx.set("calendar", self._calendar, **{name: value}))
        else:
            label = f"Hours on {dates.day_text(day, self._session.context)}"
            self._change(label, lambda tx: calendars.set_day_hours(tx, self._calendar, day, value))
