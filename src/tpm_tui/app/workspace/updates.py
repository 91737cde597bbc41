"""What the workspace does with a new plan, and with the dates and forecasts computed from it."""

from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec.structs import replace

from tpm_tui.app.services.calculations.cost_estimator import CostEstimate, CostEstimator
from tpm_tui.app.services.calculations.forecaster import Forecaster
from tpm_tui.app.services.calculations.resource_constrained_scheduler import PeopleResult, PeopleScheduler
from tpm_tui.app.services.calculations.scheduler import Scheduler
from tpm_tui.app.services.calculations.team_load_calculator import TeamLoadCalculator, TeamLoadResult
from tpm_tui.app.services.forecast_recorder import ForecastRecorder
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.services.what_if_draft import save_draft
from tpm_tui.app.workspace.editor import Editor
from tpm_tui.app.workspace.layout import Layout
from tpm_tui.app.workspace.messages import Messages
from tpm_tui.app.workspace.prompt_opener import Prompts
from tpm_tui.app.workspace.selection import Selection
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.schedule_result import ScheduleResult
from tpm_tui.planning.forecast.forecast_result import FILE_PLAN_NAME, ForecastResult, ReferencePlan
from tpm_tui.store.store import Changed, StoreError

#: How long the first picture waits for its dates, in seconds.
FIRST_DRAW_DELAY = 0.25


class Updates:
    """Keeps views, status bar, scheduler and forecaster at the newest plan.

    ``show_status_bar`` draws the top line, ``start`` runs a coroutine beside the screen.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        ui_state: UiState,
        layout: Layout,
        selection: Selection,
        messages: Messages,
        editor: Editor,
        prompts: Prompts,
        show_status_bar: Callable[[], None],
        start: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._session = session
        self._ui_state = ui_state
        self._layout = layout
        self._selection = selection
        self._messages = messages
        self._editor = editor
        self._prompts = prompts
        self.show_status_bar = show_status_bar
        self.scheduler = Scheduler(self._take_schedule, self._fail_schedule)

        def fail(text: str) -> None:
            messages.say(text, "bad")

        # One thread for all that follows from the dates: two would be done no sooner, as they share the interpreter,
        # and a key would wait for both.
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="calculations")
        self.team_load = TeamLoadCalculator(self._take_team_load, fail, self._executor)
        self.forecaster = Forecaster(self.take_forecast, fail, self._executor)
        self.people = PeopleScheduler(self._take_people, fail, self._executor)
        self.cost_estimator = CostEstimator(self._take_cost_estimate, fail, self._executor)
        self.recorder = ForecastRecorder(session, start)
        #: Whether the first picture has been drawn: what follows from the dates waits for it.
        self.first_drawn = False

    # -- at the start

    async def compute_first_dates(self) -> None:
        """Work out the dates that the first picture shows, if they are soon known."""
        if self._session.plan.complete:
            self.scheduler.plan(self._session.schedule_request)
            await self.scheduler.wait_until_idle(FIRST_DRAW_DELAY)
        self.first_drawn = True

    async def load_rest(self) -> None:
        """Read the rest of the file once the first picture is on the screen."""
        glanced = not self._session.plan.complete
        try:
            await self._session.complete(self.take_change, self._report_poll_failure)
        except StoreError as error:
            self._messages.say(str(error), "bad")
            return
        if glanced:
            for table in self._layout.first_tables():
                if table.kind == "item":
                    table.reload()
            self.show_status_bar()
            self._selection.sync()
            self.scheduler.plan(self._session.schedule_request)
        self._selection.restore_cursors()
        await self._load_reference_plan()
        schedule = self._session.schedule_result
        if schedule is not None and not self.forecaster.busy:
            self._follow_schedule(schedule)

    def _report_poll_failure(self, text: str) -> None:
        """Say why the file cannot be looked at, unless an edit was refused for it: that has been read already."""
        if text != self._editor.refusal:
            self._messages.say(text, "bad")

    async def _load_reference_plan(self) -> None:
        """Read what the plan was at the beginning of the week, to compare forecasts with."""
        from tpm_tui.app.services.calculations.plan_at_week_start import week_start_plan

        if self.forecaster.automatic:
            self.forecaster.earlier = await week_start_plan(self._session)
            begun = self.forecaster.busy or self._session.forecast_result is not None
            if begun and self.forecaster.earlier is not None:
                self._forecast()

    # -- results

    def take_forecast(self, result: ForecastResult) -> None:
        """Show the forecast of the plan on the screen; that of another plan is nothing any more."""
        if not self._session.counts_as_newest(result.plan):
            return
        result = replace(result, plan=self._session.plan)
        self._session.set_forecast_result(result)
        self._layout.apply_results(result.extras)
        self.show_status_bar()
        self.recorder.record(result)

    def _take_team_load(self, load: TeamLoadResult) -> None:
        if self._session.counts_as_newest(load.plan):
            self._session.team_load = replace(load, plan=self._session.plan)
            self._layout.apply_results({})
            self.show_status_bar()

    def _take_people(self, result: PeopleResult) -> None:
        if self._session.counts_as_newest(result.plan):
            self._session.people_result = replace(result, plan=self._session.plan)
            self.show_status_bar()

    def _take_cost_estimate(self, estimate: CostEstimate) -> None:
        if self._session.counts_as_newest(estimate.plan):
            self._session.cost_estimate = replace(estimate, plan=self._session.plan)
            self.show_status_bar()

    def _fail_schedule(self, plan: Plan, text: str) -> None:
        self._messages.say(text, "bad")
        self._session.schedule_failure = plan, text
        self._layout.apply_results({})

    def _take_schedule(self, result: ScheduleResult) -> None:
        self._session.set_schedule_result(result)
        if self.first_drawn:
            self._follow_schedule(result)
        self._layout.apply_results(result.extras)
        self.show_status_bar()

    def _follow_schedule(self, result: ScheduleResult) -> None:
        """Work out what follows from the dates, in this order: the load, a first estimate of the forecast, the dates
        with the people there are, the cost, the forecast that has converged. As a file is opened, the estimate comes
        before the load."""
        if self._session.forecast_result is None:
            self._forecast()
        self.team_load.request(result.plan, self._session.context)
        if self._session.forecast_result is not None:
            self._forecast()
        if self.forecaster.automatic and self._session.what_if is None:
            self.people.plan(result.plan, self._session.context)
        self.cost_estimator.request(result.plan, self._session.context)

    def _forecast(self) -> None:
        """Forecast from the dates of the newest plan, once there are any."""
        schedule = self._session.schedule_result
        if schedule is None or schedule.plan is not self._session.plan:
            return
        what_if = self._session.what_if
        self.forecaster.file_plan = (
            None if what_if is None else ReferencePlan(FILE_PLAN_NAME, what_if.base, schedule.context)
        )
        self.forecaster.forecast(schedule.plan, schedule.context)

    # -- changes

    def take_change(self, changed: Changed) -> None:
        """Show a change of the plan: views that read what changed, hidden ones when they are shown again."""
        session = self._session
        recorded = changed.kinds == {"forecast"}
        carried = session.carry_over()
        if not carried:
            self.forecaster.cancel()
        self._selection.follow_focus()
        self._layout.apply_change(changed)
        self._selection.align_timeline()
        self._prompts.follow_change()
        if not carried or session.what_if is not None:
            # Of what is carried over, nothing stands in the top line.
            self.show_status_bar()
        self._selection.sync()
        if not carried:
            self.scheduler.plan(session.schedule_request)
        if session.what_if is not None:
            save_draft(session, self._ui_state)
        self.recorder.edited |= not (changed.external or recorded or session.what_if is not None)
        if changed.external and not recorded:
            self._messages.say(f"changed by another program: {changed.label}")

    def close(self) -> None:
        """Stop what is worked out beside the screen."""
        self.scheduler.close()
        self.team_load.close()
        self.people.close()
        self.cost_estimator.close()
        self.forecaster.close()
        self._executor.shutdown(wait=False, cancel_futures=True)
