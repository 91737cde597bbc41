"""The open file as the screen sees it: a store in a thread of its own, and the newest plan it made.

Everything that meets the disk runs in that thread, one thing after the other. The screen is told of a new plan by the
callback given to :meth:`WorkspaceSession.complete`; it never waits.
"""

import asyncio
import gc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from msgspec.structs import replace

from tpm_tui.app.services.background_task import BackgroundTask
from tpm_tui.app.services.calculations.resource_constrained_scheduler import PeopleResult
from tpm_tui.app.services.memory_release import release_large_blocks
from tpm_tui.commands.command import CommandContext
from tpm_tui.domain.cancellation_of_long_work import ProgressCallback
from tpm_tui.domain.fields import Column
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import ExtraColumns, Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.analysis.schedule_result import ScheduleRequest, ScheduleResult
from tpm_tui.planning.forecast.forecast_result import ForecastResult, align_columns
from tpm_tui.store.store import Changed, Store, StoreError, Transaction

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.cost_estimator import CostEstimate
    from tpm_tui.app.services.calculations.team_load_calculator import TeamLoadResult
    from tpm_tui.store.what_if import RejectedStep, WhatIf, WhatIfStep

T = TypeVar("T")

#: What a change is said to have touched where all of it may be different.
ALL_KINDS_EDITED = tuple(Edit(name, "", None, None) for name in KINDS)

#: How often the file is asked whether another program has written it, in seconds.
POLL_INTERVAL = 0.5


def _load_large(store: Store) -> Plan:
    release_large_blocks()
    return store.load()


#: What a promise reads of requirements.
_PROMISED = ("type", "priority", "status", "accepted_on", "agreed_on", "items")


def _holds_for(then: Plan, now: Plan) -> bool:
    """Whether dates, forecast and promise of one plan are those of a later one."""
    old, new = then.tables, now.tables
    same = all(old[kind] is new[kind] for kind in new if KINDS[kind].calculated_from and kind != "requirement")
    return same and _only_said(old["requirement"], new["requirement"])


def _only_said(old: Table, new: Table) -> bool:
    """Whether all that came to the requirements was said and not agreed to: no promise follows from it."""
    said = range(len(old), len(new))
    return new.extends(old, _PROMISED) and not any(
        new.columns[name][place] for name in _PROMISED if name.endswith("_on") for place in said
    )


class WorkspaceSession:
    """One open file. ``plan`` and ``sheet`` are the newest known to the screen; ``extras`` the columns that were
    computed beside it."""

    def __init__(self, path: Path, context: InputContext, *, readonly: bool = False, author: str | None = None) -> None:
        self.path = path
        self.context = context
        self._readonly = ""
        #: The what-if that edits go to instead of the file.
        self.what_if: WhatIf | None = None
        self.plan = Plan.empty()
        self.sheet = Sheet(self.plan, context)
        self.extras: ExtraColumns = {}
        #: What the scheduler computed last: of an older plan while it is at work.
        self.schedule_result: ScheduleResult | None = None
        #: The newest plan that has no dates, and in words why.
        self.schedule_failure: tuple[Plan, str] | None = None
        #: The estimate at completion beside the budget, of the plan that it names.
        self.cost_estimate: CostEstimate | None = None
        #: How busy the team is, worked out last: of an older plan while that of the newest is being worked out.
        self.team_load: TeamLoadResult | None = None
        #: The dates with the people there are, of the plan that it names.
        self.people_result: PeopleResult | None = None
        #: The newest forecast, and the newest that was no first estimate.
        self.forecast_result: ForecastResult | None = None
        self.converged_forecast: ForecastResult | None = None
        #: Earlier plans whose dates and forecast are those of the newest.
        self._same_dates: WeakSet[Plan] = WeakSet()
        #: The baseline to compare with: None is the newest, "" none.
        self.baseline: str | None = None
        self._ask_readonly = readonly
        self._author = author
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._store: Store | None = None
        self._on_change: Callable[[Changed], None] = lambda _changed: None
        self._on_failure: Callable[[str], None] = lambda _text: None
        self._watching = BackgroundTask("the watch on the file", lambda text: self._on_failure(text), restart=True)
        self.loaded = asyncio.Event()

    @property
    def readonly(self) -> str:
        """Why nothing can be edited, in words; in a what-if everything can."""
        return "" if self.what_if is not None else self._readonly

    # -- opening

    def open_in_background(self) -> None:
        """Open the file and read a glance of it, in the store's thread, while the screen is being built.

        Returns at once; :meth:`show_opened` waits for it. What goes wrong is raised there.
        """
        self._opening = self._executor.submit(self._open)

    def _open(self) -> tuple[Plan, str]:
        store = Store.open(self.path, readonly=self._ask_readonly, author=self._author)
        store.context = self.context
        self._store = store
        return store.load(glance=True), store.readonly

    def show_opened(self) -> None:
        """Wait for what :meth:`open_in_background` began, and show it. StoreError if the file cannot be opened."""
        plan, self._readonly = self._opening.result()
        self._take(plan)

    async def complete(self, on_change: Callable[[Changed], None], fail: Callable[[str], None]) -> None:
        """Read what the glance left out, then watch the file and tell of each change. StoreError if it cannot be read.

        ``fail`` is told in words when the file cannot be looked at.
        """
        self._on_change, self._on_failure = on_change, fail
        if not self.plan.complete:
            self._take(await self._in_thread(_load_large))
        # The plan's millions of small objects stay; looking through them for garbage would hold up every key. Until
        # now nothing was to be found: collecting while modules load and records are read is a tenth of the start.
        gc.freeze()
        gc.enable()
        self.loaded.set()
        self._watching.start(self._watch)

    def _take(self, plan: Plan) -> None:
        self.plan = plan
        self._update_extras()

    def set_schedule_result(self, result: ScheduleResult) -> None:
        """Show these dates from now on."""
        self.schedule_result = result
        self._update_extras()

    def set_forecast_result(self, result: ForecastResult) -> None:
        """Show this forecast from now on."""
        self.forecast_result = result
        if not result.preliminary:
            self.converged_forecast = result
        self._update_extras()

    def carry_over(self) -> bool:
        """Whether dates, forecast and promise of the plan before hold for the newest: nothing was changed since that
        they follow from. Then they count as made of it, and so does what is still being worked out of that plan."""
        schedule, forecast, converged = self.schedule_result, self.forecast_result, self.converged_forecast
        # Where a what-if was entered or left, what the dates are held against is another.
        compared = schedule is not None and (schedule.file_finish is None) == (self.what_if is None)
        if schedule is None or not compared or not _holds_for(schedule.plan, self.plan):
            self._same_dates.clear()
            return False
        self._same_dates.add(schedule.plan)
        self.schedule_result = replace(schedule, plan=self.plan)
        if self.team_load is not None and self.team_load.plan is schedule.plan:
            self.team_load = replace(self.team_load, plan=self.plan)
        if self.people_result is not None and self.people_result.plan is schedule.plan:
            self.people_result = replace(self.people_result, plan=self.plan)
        if self.cost_estimate is not None and self.cost_estimate.plan is schedule.plan:
            self.cost_estimate = replace(self.cost_estimate, plan=self.plan)
        if converged is not None and converged.plan is schedule.plan:
            self.converged_forecast = replace(converged, plan=self.plan)
        if forecast is not None and forecast.plan is schedule.plan:
            self.forecast_result = (
                self.converged_forecast if forecast is converged else replace(forecast, plan=self.plan)
            )
        return True

    def counts_as_newest(self, plan: Plan) -> bool:
        """Whether what was worked out of a plan holds for the newest."""
        return plan is self.plan or plan in self._same_dates

    def _update_extras(self) -> None:
        """The columns that were worked out, of whatever plan, in the order of the newest."""
        columns: dict[tuple[str, str], tuple[Column, list[Stored]]] = {}
        for made in (self.schedule_result, self.converged_forecast, self.forecast_result):
            if made is not None:
                columns.update(align_columns(made.extras, made.plan, self.plan))
        self.extras = columns
        self.sheet = Sheet(self.plan, self.context, columns)

    @property
    def schedule_request(self) -> ScheduleRequest:
        """What the scheduler is to compute now."""
        return ScheduleRequest(
            self.plan, self.context, self.baseline, self.what_if.base if self.what_if is not None else None
        )

    async def _in_thread(self, work: Callable[[Store], T]) -> T:
        def call() -> T:
            if self._store is None:
                raise StoreError("the file is closed")
            return work(self._store)

        return await asyncio.get_running_loop().run_in_executor(self._executor, call)

    async def _watch(self) -> None:
        reported = ""
        while True:
            await asyncio.sleep(POLL_INTERVAL)
            try:
                changed = await self._in_thread(self._poll)
            except StoreError as error:
                if str(error) != reported:
                    reported = str(error)
                    self._on_failure(reported)
                continue
            reported = ""
            if changed is not None:
                self._accept(changed)

    def _poll(self, store: Store) -> Changed | None:
        """What other programs committed, brought under the what-if if there is one."""
        changed, what_if = store.poll(), self.what_if
        if changed is None or what_if is None:
            return changed
        rejected = what_if.rebase(changed.plan)
        label = "; ".join([changed.label, *(f"the what-if lost “{a.step.label}”: {a.reason}" for a in rejected)])
        return Changed(label, ALL_KINDS_EDITED, what_if.plan, external=True)

    def _accept(self, changed: Changed) -> None:
        self._take(changed.plan)
        try:
            self._on_change(changed)
        except ValueError as error:
            # The file has taken the change: whoever made it must not take what a view raises for a refusal.
            raise RuntimeError(f"a view cannot follow the change: {error}") from error

    # -- reading and changing

    async def read(self, work: Callable[[Store], T]) -> T:
        """What ``work`` finds in the store, run in its thread."""
        await self.loaded.wait()
        return await self._in_thread(work)

    async def change(
        self,
        label: str,
        verb: str,
        work: Callable[[Transaction], T],
        *,
        seen: int | None = None,
    ) -> tuple[T, Changed | None]:
        """Run ``work`` in one transaction; what it returned and what changed (None: nothing). ValidationError or
        StoreError.

        ``seen`` is the plan's sequence when the person saw what they are changing; None is now.
        """
        await self.loaded.wait()
        if seen is None:
            seen = self.plan.sequence

        def call(store: Store) -> tuple[T, Changed | None, Changed | None]:
            target = self.what_if or store
            with target.transaction(label, verb, seen=seen) as tx:
                result = work(tx)
            return result, target.last_change, target.take_external_changes()

        result, changed, external = await self._shown(call)
        self._notify(external, changed)
        return result, changed

    async def _shown(self, call: Callable[[Store], T]) -> T:
        """Run in the store's thread what may change the file; where it is refused, what somebody else did meanwhile may
        be the reason, and is shown with it."""
        try:
            return await self._in_thread(call)
        except ValueError:
            self._notify(await self._in_thread(lambda store: store.take_external_changes()), None)
            raise

    def _notify(self, external: Changed | None, changed: Changed | None) -> None:
        if external is not None:
            self._accept(external)
        if changed is not None:
            self._accept(changed)

    async def exchange(self, work: Callable[[Store], T]) -> T:
        """What ``work`` answers, run in the store's thread; it may change the file by transactions of its own."""
        await self.loaded.wait()
        if self.what_if is not None:
            raise ValidationError("that works on the file: keep the what-if or throw it away first (I)")

        def call(store: Store) -> tuple[T, Changed | None, Changed | None]:
            store.last_change = None
            result = work(store)
            return result, store.last_change, store.take_external_changes()

        result, changed, external = await self._in_thread(call)
        self._notify(external, changed)
        return result

    async def undo(self, redo: bool = False, progress: ProgressCallback | None = None) -> Changed | None:
        """Take back the newest edit, or with ``redo`` the newest undo; None if there is none. ValidationError or
        StoreError, or Cancelled if ``progress`` says to stop."""
        await self.loaded.wait()

        def call(store: Store) -> tuple[Changed | None, Changed | None]:
            if self.what_if is not None:
                return (self.what_if.redo() if redo else self.what_if.undo()), None
            changed = store.redo(progress=progress) if redo else store.undo(progress=progress)
            return changed, store.take_external_changes()

        changed, external = await self._shown(call)
        self._notify(external, changed)
        return changed

    # -- what-if

    async def begin_what_if(self, steps: "Sequence[WhatIfStep]" = ()) -> "list[RejectedStep]":
        """Let edits go to a what-if from now on, with these steps in it; those that no longer fit the file."""
        from tpm_tui.store.what_if import WhatIf

        await self.loaded.wait()

        def call(store: Store) -> "tuple[WhatIf, list[RejectedStep]]":
            what_if = WhatIf(store.plan, self.context, store.author)
            return what_if, what_if.replay_on(store.plan, steps)

        what_if, rejected = await self._in_thread(call)
        self.what_if = what_if
        self._accept(Changed("what-if", ALL_KINDS_EDITED, what_if.plan))
        return rejected

    async def keep_what_if(self, chosen: Sequence[int]) -> "list[RejectedStep]":
        """Write the chosen steps to the file in one transaction; the others stay in the what-if, or are no longer
        possible and returned. ValidationError, and nothing is written, if one does not fit what is in the file now."""
        from tpm_tui.store.replay_of_edits import replay_edits

        what_if = self.what_if
        assert what_if is not None
        steps = [what_if.steps[number] for number in chosen]
        rest = [step for number, step in enumerate(what_if.steps) if number not in set(chosen)]
        label = f"Keep what-if: {steps[0].label}" + (f" and {len(steps) - 1} more" if len(steps) > 1 else "")

        def call(store: Store) -> "list[RejectedStep]":
            with store.transaction(label, Operation.TAKE_WHAT_IF) as tx:
                for step in steps:
                    replay_edits(tx, step.edits)
            store.take_external_changes()
            return what_if.replay_on(store.plan, rest)

        rejected = await self._in_thread(call)
        if not what_if.steps:
            self.what_if = None
        self._accept(Changed(label, ALL_KINDS_EDITED, what_if.plan))
        return rejected

    async def discard_what_if(self) -> None:
        """Forget the what-if; edits go to the file again."""
        self.what_if = None
        self._accept(Changed("what-if thrown away", ALL_KINDS_EDITED, await self._in_thread(lambda store: store.plan)))

    def command_context(self, kind: str, ids: Sequence[str]) -> CommandContext:
        """Where a command would run now."""
        return CommandContext(self.plan, kind, tuple(ids), self.readonly)

    async def close(self) -> None:
        """Stop watching and close the file, once what is under way is done."""
        self._watching.cancel()
        await self._watching.wait()
        if self._store is not None:
            store, self._store = self._store, None
            await asyncio.get_running_loop().run_in_executor(self._executor, store.close)
        self._executor.shutdown(wait=False)

    async def wait_until_idle(self) -> None:
        """Wait until nothing is being written: a suspended process must not hold the file's lock."""
        await asyncio.get_running_loop().run_in_executor(self._executor, lambda: None)
