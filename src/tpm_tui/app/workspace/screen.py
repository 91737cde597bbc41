"""The screen: four linked panes, registers of every kind, one pulse line and one footer."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.containers import Grid as GridLayout

from tpm_tui.app.keymap import SCREEN_ACTIONS, key_name
from tpm_tui.app.services.forecast_recorder import ForecastRecorder
from tpm_tui.app.services.forecaster import Forecaster
from tpm_tui.app.services.scheduler import Scheduler
from tpm_tui.app.services.session import WorkspaceSession
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.item_tree import ItemTree
from tpm_tui.app.views.risks import Risks
from tpm_tui.app.views.stakeholders import Stakeholders
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.prompt import OverlayHost
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.app.widgets.row_table import RowTable
from tpm_tui.app.widgets.status_line import StatusLine
from tpm_tui.app.workspace.selection import SelectionSync
from tpm_tui.app.workspace.status_bar import status_bar_text
from tpm_tui.config import config_path
from tpm_tui.domain.query.sheet import ExtraColumns
from tpm_tui.planning.analysis.schedule_result import ScheduleResult
from tpm_tui.planning.forecast.forecast_result import FILE_PLAN_NAME, ForecastResult, ReferencePlan
from tpm_tui.store.store import Changed, StoreError

if TYPE_CHECKING:
    from tpm_tui.app.services.ui_state import UiState
    from tpm_tui.toml_lines import ConfigProblem

T = TypeVar("T")

#: Fewer columns than this show one pane at a time.
NARROW_WIDTH = 110

#: How long the first picture waits for its dates, in seconds.
FIRST_DRAW_DELAY = 0.25

#: The register behind each digit that is not one of the four panes.
REGISTER_VIEWS = {"5": "person", "6": "cost", "7": "check", "8": "decision", "9": "incident", "0": "report"}


class WorkspaceScreen(SelectionSync, inherit_bindings=False):
    """Holds the panes and what they share. Acts of the key map are functions that take it as their argument."""

    def __init__(self, session: WorkspaceSession, keys: Mapping[str, Sequence[str]], remembered: "UiState") -> None:
        super().__init__(session, keys)
        self.remembered = remembered
        self.outline = ItemTree()
        self.backlog = Backlog(session, self.outline)
        self.timeline = Timeline(session, self.outline)
        self.risks = Risks(session)
        self.stakeholders = Stakeholders(session)
        self.panes: dict[str, RowTable] = {
            "1": self.backlog, "2": self.timeline, "3": self.risks, "4": self.stakeholders,
        }  # fmt: skip
        for pane in self.panes.values():
            pane.moved = self.follow_cursor
        for register in (self.backlog, self.risks, self.stakeholders):
            register.keys = keys
        self.registers: dict[str, RecordTable] = {}
        self.at_home = True
        #: Whether one pane has the whole screen although there is room for four.
        self.maximised = False
        self.focused_on: tuple[str, str] | None = None
        self.repeatable: Callable[[], Awaitable[None]] | None = None
        self.scheduler = Scheduler(self._show_schedule_result, lambda text: self.say(text, "bad"))
        self.forecaster = Forecaster(self.show_forecast_result, lambda text: self.say(text, "bad"))
        self.forecast_recorder = ForecastRecorder(self)
        self._active: RowTable = self.backlog
        self._stale_kinds: set[str] = set()
        #: Whether a register has been opened that is not drawn yet.
        self._mounting = False
        self.mouse = False
        self._laid_out_for: object = None
        #: Whether the first picture may be drawn.
        self._begun = False
        self.first_view = "1"
        self.wrong_settings: Sequence[ConfigProblem] = ()
        self.configured_columns: Mapping[str, Sequence[str]] = {}

    def compose(self) -> ComposeResult:
        yield StatusLine(id="pulse")
        with GridLayout(id="home"):
            yield from self.panes.values()
        yield Container(id="single")
        yield StatusLine(id="foot")
        yield OverlayHost()

    def columns_for(self, kind: str) -> tuple[str, ...]:
        """The columns that were chosen for a kind: in the program, else in config.toml."""
        return tuple(self.remembered.get(f"columns.{kind}") or self.configured_columns.get(kind, ()))

    # -- coming to life

    def on_mount(self) -> None:
        self.outline.bind_state(self.remembered, f"folds.{self.session.path}")
        for pane in (self.backlog, self.risks, self.stakeholders):
            pane.chosen_columns = self.columns_for(pane.kind)
        self.timeline.alone = self.one_pane
        for shown in (self.backlog, self.timeline, self.risks, self.stakeholders):
            shown.reload()
        self.show_view(self.first_view)
        self.show_status_bar()
        if self.wrong_settings:
            from tpm_tui.app.services.config_validation import problem_summary

            self.say(problem_summary(config_path(), self.wrong_settings), "warn")
        elif not self.reject_readonly():
            self.say("")
        self.sync_selection()
        self.call_later(self.run_worker, self._begin(), group="load")

    def _compositor_refresh(self) -> None:
        # Textual lays out and draws several times while a screen comes up; only the last of them is wanted.
        if self._begun:
            super()._compositor_refresh()
        else:
            self._dirty_widgets.clear()

    async def _begin(self) -> None:
        """Draw the first picture, with the dates where they are soon known, then read the rest of the file."""
        if self.session.plan.complete:
            self.scheduler.plan(self.session.schedule_request)
            await self.scheduler.settled(FIRST_DRAW_DELAY)
        self._begun = True
        self.refresh()
        self.call_after_refresh(self.run_worker, self._load_rest(), group="load")

    async def _load_rest(self) -> None:
        """Read the rest of the file once the first picture is on the screen."""
        glanced = not self.session.plan.complete
        try:
            await self.session.complete(self.take, self._report_poll_failure)
        except StoreError as error:
            self.say(str(error), "bad")
            return
        if glanced:
            self.backlog.reload()
            self.timeline.reload()
            self.show_status_bar()
            self.sync_selection()
            self.scheduler.plan(self.session.schedule_request)
        if not self.forecaster.busy:
            self._forecast()
        await self._load_reference_plan()

    def _report_poll_failure(self, text: str) -> None:
        """Say why the file cannot be looked at, unless an edit was refused for it: that has been read already."""
        if text != self.refusal:
            self.say(text, "bad")

    async def _load_reference_plan(self) -> None:
        """Find out what the plan was at the beginning of the week, to compare forecasts with."""
        from tpm_tui.app.services.reference_plan import week_start_plan

        if self.forecaster.able:
            self.forecaster.earlier = await week_start_plan(self.session)
            if self.forecaster.earlier is not None:
                self._forecast()

    def show_forecast_result(self, foreseen: ForecastResult) -> None:
        """Draw what was found out about the plan on the screen; of another plan it is nothing any more."""
        if foreseen.plan is not self.session.plan:
            return
        self.session.take_foreseen(foreseen)
        self.timeline.refresh_changed()
        self._show_columns(self.backlog, foreseen.extras)
        if not foreseen.preliminary:
            self.risks.take_foreseen()
        self.show_status_bar()
        self.forecast_recorder.take(foreseen)

    def _show_columns(self, pane: RecordTable, extras: ExtraColumns) -> None:
        """Draw columns that were worked out; rows anew where they are chosen or sorted by one of them."""
        sort = (pane.sort or pane.default_sort())[0]
        if any(name == sort or name in pane.filter_text for kind, name in extras if kind == pane.kind):
            pane.reload()
            if pane is self.backlog:
                self.timeline.reload()
        else:
            pane.refresh_changed()

    def _show_schedule_result(self, planned: ScheduleResult) -> None:
        self.session.take_planned(planned)
        if self._begun:
            self._forecast()
        self.timeline.take_planned()
        self._show_columns(self.backlog, planned.extras)
        self.show_status_bar()

    def _forecast(self) -> None:
        """Look ahead from the dates of the newest plan, once there are any."""
        planned = self.session.planned
        if planned is not None and planned.plan is self.session.plan:
            layer = self.session.layer
            self.forecaster.file_plan = (
                None if layer is None else ReferencePlan(FILE_PLAN_NAME, layer.base, planned.context)
            )
            self.forecaster.forecast(planned.plan, planned.context)

    # -- what a change brings

    def take(self, changed: Changed) -> None:
        """Show a change of the plan: panes that read what changed, hidden ones when they are shown again."""
        kinds = changed.kinds
        noted = kinds == {"forecast"}
        carried = noted and self.session.carry_over()
        if not carried:
            self.forecaster.cancel()
        if kinds & self.backlog.reads:
            self.backlog.take(changed)
            self.timeline.take(changed)
            self.timeline.follow(self.backlog.cursor, self.backlog.top)
        for pane in (self.risks, self.stakeholders):
            if kinds & pane.reads:
                pane.take(changed)
        for kind, register in self.registers.items():
            if kinds & register.reads:
                if register.display and not self.at_home:
                    register.take(changed)
                else:
                    self._stale_kinds.add(kind)
        self.show_status_bar()
        self.sync_selection()
        if not carried:
            self.scheduler.plan(self.session.schedule_request)
        if self.session.layer is not None:
            from tpm_tui.app.actions.analysis.what_if import save_draft

            save_draft(self)
        self.forecast_recorder.edited |= not (changed.external or noted or self.session.layer is not None)
        if changed.external and not noted:
            self.say(f"changed by another program: {changed.label}")

    def show_status_bar(self) -> None:
        left, right = status_bar_text(self.session, self.app.size.width)
        if self.session.layer is not None:
            from tpm_tui.app.pages.what_if import what_if_status

            left, right = what_if_status(self.session, self.app.size.width) + left, [(" not in the file ", "warn")]
        self.query_one("#pulse", StatusLine).show(left, right)

    # -- panes and views

    @property
    def one_pane(self) -> bool:
        """Whether one pane is shown at a time."""
        return self.maximised or self.app.size.width < NARROW_WIDTH

    def fill(self, filled: bool) -> None:
        """Give the pane that keys act on the whole screen, or show all four again."""
        self.maximised = filled
        self._arrange()

    @property
    def grid(self) -> RowTable | None:
        """The pane that keys act on."""
        return self._active if self._active.is_mounted else None

    @property
    def kind(self) -> str:
        """The kind of the records in the active pane."""
        return str(getattr(self._active, "kind", "item"))

    @property
    def register(self) -> RecordTable | None:
        """The register that edits act on: the pane in focus, or the backlog beside the timeline."""
        return self._active if isinstance(self._active, RecordTable) else self.backlog

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        # A focus that has moved on by the time it is told of is not followed.
        if isinstance(event.widget, RowTable) and event.widget is self.focused and event.widget is not self._active:
            self._active = event.widget
            self._arrange()
            self.sync_selection()

    def on_resize(self, event: events.Resize) -> None:
        # Textual says the same size several times while it starts, and would lay out and send the screen each time.
        if event.size == self._laid_out_for:
            event.prevent_default()
        else:
            self._laid_out_for = event.size
            self._arrange()

    def _arrange(self) -> None:
        """One pane under 110 columns or where one was made to fill the screen, else four; registers fill it always."""
        narrow = self.one_pane
        self.timeline.alone = narrow
        self.query_one("#home").display = self.at_home
        self.query_one("#single").display = not self.at_home
        self.query_one("#home").set_class(narrow, "narrow")
        self.query_one("#single").set_class(narrow, "narrow")
        for pane in self.panes.values():
            pane.display = not narrow or pane is self._active
            pane.set_side_titles(*(self._others(pane) if narrow else ()))
        if not self.message and self.question is None:
            self.say("")

    def _others(self, pane: RowTable) -> tuple[str, str]:
        """The other panes with their keys, and the keys alone, for the border of the one that hides them."""
        titles = {act.id: act.title for act in SCREEN_ACTIONS}
        other = [f"view.{number}" for number, shown in self.panes.items() if shown is not pane]
        found = [(key_name(self.keys[id_][0]), titles[id_]) for id_ in other if self.keys.get(id_)]
        return "  ".join(f"{key} {title}" for key, title in found), " ".join(key for key, _ in found)

    def show_view(self, number: str) -> None:
        """The pane or register behind a digit."""
        if number in self.panes:
            self.at_home = True
            pane = self.panes[number]
            self._active = pane
            self._arrange()
            pane.focus()
        else:
            self.show_kind(REGISTER_VIEWS[number])

    def show_kind(self, kind: str) -> None:
        """The register of a kind; the four panes have theirs on the first view."""
        home = {"item": "1", "risk": "3", "stakeholder": "4"}.get(kind)
        if home:
            self.show_view(home)
            return
        register = self.registers.get(kind)
        if register is None:
            number = next((n for n, k in REGISTER_VIEWS.items() if k == kind), "")
            register = RecordTable(self.session, kind, number=number)
            register.chosen_columns = self.columns_for(kind)
            register.keys = self.keys
            self.registers[kind] = register
            register.reload()
            self.query_one("#single").mount(register)
            self._mounting = True
            register.call_after_refresh(self._mounted_table)
        elif kind in self._stale_kinds:
            register.reload()
        self._stale_kinds.discard(kind)
        for other in self.registers.values():
            other.display = other is register
        self.at_home = False
        self._active = register
        self._arrange()
        register.focus()

    @property
    def busy(self) -> bool:
        # Keys typed ahead of a new register are for its records: until it is there they would act on nothing.
        return self._mounting or super().busy

    def _mounted_table(self) -> None:
        self._mounting = False
        self._release_keys()

    def cycle_pane(self, by: int) -> None:
        if not self.at_home:
            kinds = list(self.registers)
            current = next((k for k, r in self.registers.items() if r is self._active), kinds[0])
            self.show_kind(kinds[(kinds.index(current) + by) % len(kinds)])
            return
        order = list(self.panes)
        number = next(n for n, pane in self.panes.items() if pane is self._active)
        self.show_view(order[(order.index(number) + by) % len(order)])

    async def open_record(self, kind: str, id_: str) -> None:
        """The record in full; a line entered there opens what it leads to."""
        from tpm_tui.app.actions.record_page import open_record

        await open_record(self, kind, id_)

    # -- odds and ends

    async def copy(self, text: str) -> None:
        """Send text to the clipboard and say how."""
        self.say(await self.app.clip.copy(text))  # type: ignore[attr-defined]

    def toggle_mouse(self) -> bool:
        """Turn mouse reports on or off; whether they are on."""
        driver = self.app._driver
        self.mouse = not self.mouse
        if driver is not None:
            switch = "_enable_mouse_support" if self.mouse else "_disable_mouse_support"
            getattr(driver, switch, lambda: None)()
        return self.mouse
