"""The timeline: a bar for each row of the backlog, on a scale from days to quarters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from textual.content import Content, Span
from textual.geometry import Region
from textual.strip import Strip

from tpm_tui.app.charts import gantt_bar, link_line, load_strip
from tpm_tui.app.charts.gantt_canvas import Canvas
from tpm_tui.app.charts.time_scale import ZOOMS, TimeScale, initial_start
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.textual_compat import set_border_subtitle
from tpm_tui.app.views.base.item_tree import MAX_KEY_CELLS, ItemTree
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.record_table import NOTHING_FITS
from tpm_tui.app.widgets.row_table import GUTTER
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.app.widgets.view_table import ViewTable
from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.time.instants import deadline_minute, to_day_number, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.schedule_result import ScheduleResult
from tpm_tui.safe_text import fit, safe


class Timeline(ViewTable):
    """Bars of the rows in the shared tree."""

    def __init__(self, session: WorkspaceSession, item_tree: ItemTree, *, digit: str = "") -> None:
        super().__init__(session, kind="item", digit=digit, id="timeline")
        self.item_tree = item_tree
        self.zoom = "month"
        #: The first minute in view, None until it was scrolled.
        self.origin: int | None = None
        self._tie = link_line.LinkLine()
        self._tie_of: str | None = None
        self._shape = -1
        self._idle: dict[tuple[int, TimeScale, int], str] = {}
        self._load_text: Content | None = None
        self._drawn_schedule: ScheduleResult | None = None

    @property
    def footer_height(self) -> int:
        """The strip of load has a line of its own where there is no border to hold it."""
        return 1 if self.alone and self.size.height > 6 else 0

    def on_resize(self) -> None:
        super().on_resize()
        self._rescaled()

    # -- the scale

    def label_cells(self) -> int:
        """Cells for the item's name at the left: its key beside the backlog, key and title where it stands alone."""
        if self.alone and self.size.width >= 60:
            return max(28, min(48, self.size.width * 3 // 10))
        keys = self.session.plan.key_width("item") if self.session.plan.complete else 0
        return max(7, len(str(self.session.plan["item"].total)) + 4, min(keys, MAX_KEY_CELLS) + 2)

    @property
    def scale(self) -> TimeScale:
        """What is in view."""
        cells = max(1, self.size.width - GUTTER - self.label_cells())
        return TimeScale(self.zoom, self.origin if self.origin is not None else self._first_minute(), cells)

    def _first_minute(self) -> int:
        """Where the view begins unless it was scrolled: today where nothing has begun and all lies ahead."""
        today = to_day_number(self.session.context.today)
        result = self.session.schedule_result
        start = None if result is None else result.unbegun_start
        if start is not None and start >= today * MINUTES_PER_DAY:
            return today * MINUTES_PER_DAY
        return initial_start(today, self.zoom)

    def _look_from(self, origin: int | None) -> None:
        # Cells begin with a day, or divide one: what is drawn by days is right whatever was scrolled to.
        self.origin = None if origin is None else origin - origin % min(ZOOMS[self.zoom], MINUTES_PER_DAY)
        self._update_link_line()
        self.refresh()
        self._rescaled()

    def scroll_cells(self, cells: int) -> None:
        """Move the view in time."""
        scale = self.scale
        self._look_from(scale.start + scale.per_cell * cells)

    def set_zoom(self, by: int) -> None:
        """A finer (-1) or coarser (1) scale, keeping in its place what the person looks at."""
        names = list(ZOOMS)
        place = max(0, min(len(names) - 1, names.index(self.zoom) + by))
        if names[place] != self.zoom:
            scale = self.scale
            cell, minute = self._kept(scale)
            self.zoom = names[place]
            self._look_from(minute - ZOOMS[self.zoom] * cell)

    def _kept(self, scale: TimeScale) -> tuple[int, int]:
        """Cell and minute that a change of scale leaves in place: where the bar under the cursor begins, today, or
        the middle, whichever is in view."""
        result = self.session.schedule_result
        span = result.span(self.current) if result and self.current else None
        for minute in (*((span[0],) if span else ()), to_day_number(self.session.context.today) * MINUTES_PER_DAY):
            if 0 <= scale.cell(minute) < scale.cells:
                return scale.cell(minute), minute
        return scale.cells // 2, scale.minute(scale.cells // 2)

    def scroll_to_today(self) -> None:
        self._look_from(None)

    def scroll_to_current(self) -> None:
        """Scroll in time so that the bar under the cursor can be seen."""
        result = self.session.schedule_result
        span = result.span(self.current) if result and self.current else None
        if span is not None:
            self._look_from(span[0] - ZOOMS[self.zoom] * 8)

    def _rescaled(self) -> None:
        """Title and load strip for what is in view."""
        result = self.session.schedule_result
        compared = ""
        if result is not None and result.file_finish is None and result.baseline:
            compared = f" ─ against {result.plan.title('baseline', result.baseline)}"
        self.set_title(f"{self.digit} Timeline ─ {self.scale.title()}{compared}")
        self._show_load()

    # -- rows

    def _empty_words(self) -> tuple[str, ...]:
        narrowed = self.item_tree.matched_ids is not None
        return NOTHING_FITS if narrowed else ("Nothing to draw yet: add items in the backlog (1).",)

    def reload(self) -> None:
        self.empty = self._empty_words()
        self.show_rows(self.item_tree.rows)
        self._update_link_line()
        self._rescaled()

    def apply_results(self, columns: Mapping[tuple[str, str], Any]) -> None:
        """Draw new dates, or what a forecast says of those that are drawn."""
        if self.session.schedule_result is not self._drawn_schedule:
            self._drawn_schedule = self.session.schedule_result
            self._idle.clear()
            self._update_link_line()
            self._rescaled()
            self.refresh_changed()
        else:
            self._show_load()
            # Nothing but the milestones shows anything of a forecast.
            self.repaint_changed(self._milestone_rows())

    def _milestone_rows(self) -> list[int]:
        """The rows in view that are drawn as milestones."""
        result = self.session.schedule_result
        if result is None:
            return []
        in_view = enumerate(self.rows[self.top : self.top + self.page], self.top)
        places = ((row, id_, result.place(id_)) for row, id_ in in_view if self.holds(id_))
        return [row for row, id_, place in places if place is not None and self._is_milestone(result, id_, place)]

    def go(self, place: int) -> None:
        super().go(place)
        self._update_link_line()

    def follow(self, cursor: int, top: int) -> None:
        """Stand where the backlog stands."""
        if self._shape != self.item_tree.shape:
            self._shape, self.rows = self.item_tree.shape, self.item_tree.rows
            self.empty = self._empty_words()
            self.refresh_changed()
        old, self.cursor = self.cursor, cursor
        if self.alone:
            # The backlog is not on the screen, and has no strip of load to leave room for.
            scrolled = self._keep_in_view()
        else:
            scrolled, self.top = top != self.top, top
        if scrolled:
            self.refresh()
        if scrolled or old != cursor:
            self._update_link_line()
        if old != cursor and not scrolled:
            self.repaint_changed((old, cursor))

    # -- what sets the start of the item under the cursor

    def _update_link_line(self) -> None:
        """Work out the line to the item under the cursor anew, and draw the rows where it was and is."""
        old, self._tie, self._tie_of = self._tie, self._link_line_for(), self.current
        if old != self._tie:
            self.repaint_changed(sorted({*old.cells, *self._tie.cells, self.cursor}))

    def _link_line_for(self) -> link_line.LinkLine:
        result, id_ = self.session.schedule_result, self.current
        place = result.place(id_) if result and id_ else None
        if result is None or place is None or result.schedule.network.actual_start[place] is not None:
            return link_line.LinkLine()
        from tpm_tui.planning.analysis.driver import Cause, driver

        if place in result.schedule.state.compiled.outline.children:
            return link_line.LinkLine()
        driving = driver(result.schedule, place)
        if driving.cause != Cause.LINK or driving.other is None or driving.link is None:
            return link_line.LinkLine()
        before = str(result.schedule.network.ids[driving.other])
        words = f"⇠{result.plan.label('item', before)}"
        row = self._row_near(result.plan, before)
        if row is None or row == self.cursor:
            return link_line.LinkLine(words=words)
        scale = self.scale
        ends = []
        for at, where in ((row, driving.other), (self.cursor, place)):
            low, high = scale.span(result.schedule.start[where], result.schedule.finish[where])
            if result.schedule.network.milestone[where]:
                high = low + 1
            ends.append(link_line.LinkEnd(at, low, high))
        if not 0 <= ends[1].low < scale.cells:
            return link_line.LinkLine(words=words)
        type_ = result.schedule.network.links[driving.link].type.name
        return link_line.LinkLine(link_line.route_link(ends[0], ends[1], type_))

    def _row_near(self, plan: Plan, id_: str) -> int | None:
        """The row of an item of a plan, or of what it is folded into, if it is near the cursor and in view."""
        low = max(self.cursor - link_line.MAX_ROWS, self.top)
        high = min(self.cursor + link_line.MAX_ROWS + 1, self.top + self.page, len(self.rows))
        near = {self.rows[place]: place for place in range(low, high)}
        return next((near[i] for i in (id_, *plan.ancestors(id_)) if i in near), None)

    # -- load

    def _load_runs(self) -> list[StyledText]:
        load = self.session.team_load
        if load is None or not load.strip.capacity:
            return []
        names = load_strip.overloaded_names(load.strip, load.plan, self.label_cells())
        return [(fit(names or "load", self.label_cells()), "soft"), *load_strip.load_runs(load.strip, self.scale)]

    def _show_load(self) -> None:
        """The strip of load: in the lower border, or on the last line where there is no such border."""
        runs = [] if self.footer_height else self._load_runs()
        text = "".join(part for part, _ in runs)[: max(0, self.size.width - 5)]
        spans: list[Span] = []
        at = 0
        for part, name in runs:
            if name == "bad" and at < len(text):
                spans.append(Span(at, min(at + len(part), len(text)), "bold"))
            at += len(part)
        content = Content(text, spans) if text.strip() else None
        if content != self._load_text:
            self._load_text = content
            set_border_subtitle(self, content)
            self.refresh(Region(-1, self.size.height, self.outer_size.width, 1))
        if self.footer_height:
            self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    # -- drawing

    def heading(self, cells: int) -> list[StyledText]:
        return [(" " * (GUTTER + self.label_cells()) + self.scale.heading(), "head")]

    def _line(self, y: int) -> Strip:
        if self.footer_height and y == self.size.height - 1:
            return self._strip([(" " * GUTTER, ""), *self._load_runs()], self.size.width, "")
        return super()._line(y)

    def under_cursor(self, sign: str, runs: list[StyledText], cells: int) -> Strip:
        """Only the name is filled: the bar keeps the styles that tell what it is."""
        name, *rest = runs
        return self._strip([(sign, "cursor"), (name[0], "cursor"), *rest], cells, "")

    def runs(self, id_: str, cells: int) -> list[StyledText]:
        label, bar_cells = self.label_cells(), cells - self.label_cells()
        plan, result = self.session.plan, self.session.schedule_result
        table = plan["item"]
        if id_ not in table.position:
            return []
        place = result.place(id_) if result is not None else None
        critical = result is not None and place is not None and result.schedule.critical[place]
        key, title = plan.shown_key("item", id_), str(table.value(id_, "title"))
        name = f"{key}*" if critical else key
        if self.alone:
            name = f"{'  ' * min(self.item_tree.depth.get(id_, 0), 4)}{name} {title}"
        runs: list[StyledText] = [(fit(safe(name), label - 1) + " ", "accent" if id_ == self.current else "")]
        return runs + self._bar(id_, place, bar_cells)

    def _bar(self, id_: str, place: int | None, bar_cells: int) -> list[StyledText]:
        result, scale = self.session.schedule_result, self.scale
        canvas = Canvas(bar_cells)
        today = scale.cell(to_day_number(self.session.context.today) * MINUTES_PER_DAY)
        network = result.schedule.network if result is not None else None
        status = None if network is None or network.status_date is None else scale.cell(network.status_date - 1)
        idle = self._idle_cells(result, place, scale) if result is not None else ""
        gantt_bar.background(canvas, idle, today, status if status != today else None)
        if result is not None and place is not None:
            gantt_bar.draw_bar(canvas, scale, self._describe_bar(result, id_, place))
        if id_ == self.current == self._tie_of and self._tie.words:
            self._name_tie(canvas, scale, result, place)
        row = self._row_of(id_)
        for x, char in self._tie.cells.get(row, ()) if row is not None else ():
            canvas.behind(x, char, "accent")
        return canvas.runs()

    def _name_tie(self, canvas: Canvas, scale: TimeScale, result: ScheduleResult | None, place: int | None) -> None:
        """Name what drives the item, where it is too far away to draw a line."""
        if result is not None and place is not None:
            low, high = scale.span(result.schedule.start[place], result.schedule.finish[place])
            label = self._tie.words
            for x in (low - len(label) - 1, high + 1, *range(low - len(label) - 2, -1, -1)):
                if canvas.write(x, label, "accent"):
                    return

    def _row_of(self, id_: str) -> int | None:
        """The row being drawn, if the line passes through it."""
        return next((row for row in self._tie.cells if row < len(self.rows) and self.rows[row] == id_), None)

    def _idle_cells(self, result: ScheduleResult, place: int | None, scale: TimeScale) -> str:
        """Cells in which the item's own calendar has no working time."""
        network = result.schedule.network
        number = network.calendar[place] if place is not None else -1
        number = network.plan_calendar if number < 0 else number
        key = (number, scale, 0)
        if key not in self._idle:
            if len(self._idle) > 200:
                self._idle.clear()
            self._idle[key] = load_strip.non_working_cells(network.calendars[number], scale)
        return self._idle[key]

    def _describe_bar(self, result: ScheduleResult, id_: str, place: int) -> gantt_bar.GanttBar:
        plan, schedule = self.session.plan, result.schedule
        table = plan["item"]
        status = str(table.value(id_, "status"))
        group = plan.state_groups.get(status, "todo")
        summary = id_ in plan.children
        milestone = self._is_milestone(result, id_, place)
        due = table.value(id_, "deadline")
        slack = schedule.total_slack[place] > 0 and not summary and group != "done"
        return gantt_bar.GanttBar(
            schedule.start[place],
            schedule.finish[place],
            group=group,
            blocked=status == "blocked",
            critical=schedule.critical[place],
            current=id_ == self.current,
            summary=summary,
            milestone=milestone,
            share=self._share(id_),
            late=schedule.late_finish[place] if slack else None,
            reference=result.reference_spans.get(id_, (None, None)),
            deadline=None if due is None else deadline_minute(datetime.fromisoformat(str(due))),
            trouble=gantt_bar.trouble_text(result, id_, self.session.context, under_cursor=id_ == self.current),
            **self._p80_of(id_, milestone),
        )

    def _is_milestone(self, result: ScheduleResult, id_: str, place: int) -> bool:
        """Whether an item is drawn as a moment: a milestone, or what is not done and takes no time."""
        plan, schedule = self.session.plan, result.schedule
        status, type_ = (str(plan.value("item", id_, name)) for name in ("status", "type"))
        moment = schedule.start[place] == schedule.finish[place] and plan.state_groups.get(status, "todo") != "done"
        return (moment or type_ == "milestone") and id_ not in plan.children

    def _p80_of(self, id_: str, milestone: bool) -> dict[str, Any]:
        """A milestone's P80 and its date, before there is a forecast the date it is planned for."""
        sheet = self.session.sheet
        if not milestone or ("item", "finish") not in sheet.extras:
            return {}
        sure = sheet.value("item", id_, "p80") if ("item", "p80") in sheet.extras else None
        at = datetime.fromisoformat(str(sure or sheet.value("item", id_, "finish")))
        day = dates.show_date(at.date(), self.session.context)
        return {"words": day} if sure is None else {"sure": to_minute(at), "words": f"P80 {day}{self._assumed(id_)}"}

    def _assumed(self, id_: str) -> str:
        """On how much that nobody estimated the P80 of an item rests, for behind its date."""
        forecast = self.session.converged_forecast
        targets = () if forecast is None else forecast.problem.targets
        count = next((one.assumed for one in targets if one.id == id_), 0)
        return f", {count} assumed" if count else ""

    def _share(self, id_: str) -> float:
        plan = self.session.plan
        if not plan.complete:
            return 0.0
        return float(rolled_up_progress(plan)[plan["item"].position[id_]] or 0) / 100


def _timeline(context: ViewContext, view: View) -> Timeline:
    return Timeline(context.session, context.item_tree, digit=context.key_of(view))


READS = frozenset({"item", "link", "state", "programme", "calendar", "calendar_exception"})

VIEW = View(
    "timeline", "2", "Timeline", _timeline, READS,
    slot="first", kind="item", results=True, synonyms=("Gantt", "schedule", "roadmap", "milestone"),
)  # fmt: skip
