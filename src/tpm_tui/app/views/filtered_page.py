"""A page whose figures a typed filter narrows: the key of the filter asks it instead of a table."""

from abc import abstractmethod

from tpm_tui.app.views.page_view import PageView
from tpm_tui.domain.query.filters import describe_filter
from tpm_tui.domain.query.syntax import parse_filter


class FilteredPage(PageView):
    """``filter_text`` is the filter of items in force, empty for everything."""

    filter_text = ""

    def describe(self, text: str) -> str:
        """How a filter is understood. FilterError or ValidationError where it is not."""
        return describe_filter(parse_filter(text), self.session.sheet, "item") if text else "everything"

    def narrow(self, text: str) -> None:
        """Show the figures of what a filter leaves."""
        self.filter_text = text
        self.figures_changed()

    @abstractmethod
    def figures_changed(self) -> None:
        """Work the figures out anew."""
