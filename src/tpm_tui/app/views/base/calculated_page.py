"""A view whose figures are worked out beside the screen: it says so meanwhile, and leaving it stops the work."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import Generic, TypeVar

from textual.worker import Worker

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, text_line, wrapped_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.page_view import PageView
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.safe_text import safe

R = TypeVar("R")

#: Is told in words what is being worked out.
ReportStep = Callable[[str], None]


class CalculatedPageView(PageView, Generic[R]):
    """Shows what ``draw`` makes of the last that ``calculate`` has answered.

    ``calculate`` yields what it knows of the session's plan, more each time, and does all that takes time in threads.
    It begins once the dates of the plan are known, and again for a newer plan; what was known stays until then.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        title: str,
        calculate: Callable[[WorkspaceSession, ReportStep], AsyncIterator[R]],
        draw: Callable[[R, int], Sequence[PageLine]],
        *,
        digit: str = "",
    ) -> None:
        super().__init__(session, title, lambda _session, cells: self._known_lines(cells), digit=digit)
        self._calculate = calculate
        self._draw = draw
        self._known: R | None = None
        #: Lines above those of the figures.
        self._above = 0
        #: The basis of what was worked out, or cannot be, with the reason.
        self._finished: tuple[object, ...] | None = None
        self._reason = ""
        self._doing = ""
        self._calculation: tuple[tuple[object, ...], Worker[None]] | None = None

    @property
    def basis(self) -> tuple[object, ...]:
        """What the figures are made of: where it is no longer the same, they are worked out anew."""
        return (self.session.plan,)

    @property
    def computing(self) -> bool:
        """Whether figures are being worked out, or wait for dates."""
        return self._finished != self.basis

    def _known_lines(self, cells: int) -> list[PageLine]:
        lines: list[PageLine] = []
        if self.computing:
            lines.append(text_line((f"computing … {self._doing or 'the dates'}", "dim")))
        elif self._reason:
            lines += [text_line((safe(part), "bad")) for part in wrapped_lines(self._reason, cells)]
        if self._known is None or (self._reason and not self.computing):
            return lines
        above = [*lines, BLANK_LINE] if lines else []
        if self._settled and self.cursor >= self._above:
            # what is said above the figures comes and goes: the cursor stays on its line of them
            self.cursor += len(above) - self._above
        self._above = len(above)
        return [*above, *self._draw(self._known, cells)]

    def reload(self) -> None:
        super().reload()
        self._begin()

    def _begin(self) -> None:
        basis, plan, session = self.basis, self.session.plan, self.session
        if not (self.is_mounted and self.display) or self._finished == basis:
            return
        if session.schedule_failure is not None and session.schedule_failure[0] is plan:
            self._finished, self._reason = basis, session.schedule_failure[1]
            super().reload()
            return
        known = session.schedule_result
        if known is None or known.plan is not plan or (self._calculation is not None and self._calculation[0] == basis):
            return
        self._calculation = basis, self.run_worker(self._work(basis), group="calculation", exclusive=True)

    async def _work(self, basis: tuple[object, ...]) -> None:
        reason = ""
        try:
            async with aclosing(self._calculate(self.session, self._report)) as steps:  # type: ignore[type-var]
                async for known in steps:
                    self._known = known
                    super().reload()
        except ValidationError as refused:
            reason = refused.reason
        except Exception as error:  # whatever it is: the page says it, and the screen goes on
            reason = f"this cannot be worked out ({type(error).__name__}: {error})"
        if self.basis == basis:
            self._finished, self._reason = basis, reason
        self._calculation, self._doing = None, ""
        super().reload()
        self._begin()

    def _report(self, doing: str) -> None:
        self._doing = doing
        super().reload()

    def on_hide(self) -> None:
        """Nobody looks any more."""
        if self._calculation is not None:
            self._calculation[1].cancel()
            self._calculation, self._doing = None, ""

    def on_show(self) -> None:
        self._begin()
