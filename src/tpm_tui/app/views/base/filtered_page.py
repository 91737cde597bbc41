"""A page whose figures a typed filter narrows: the key of the filter asks it instead of a table."""

from tpm_tui.app.views.base.page_view import PageView


class FilteredPage(PageView):
    """``filter_text`` is the filter of items in force, empty for everything; the title says it."""

    filter_text = ""

    def page_title(self) -> str:
        title = super().page_title()
        return f"{title} ─ {self.filter_text}" if self.filter_text else title

    def describe(self, text: str) -> str:
        """How a filter is understood. FilterError or ValidationError where it cannot be applied."""
        from tpm_tui.domain.query.unknown_names import explain_filter

        return explain_filter(text, self.session.sheet, "item")

    def narrow(self, text: str) -> None:
        """Show the figures of what a filter leaves."""
        self.filter_text = text
        self.reload()

    @property
    def basis(self) -> tuple[object, ...]:
        """What the figures are made of: the filter and the plan, with the computed columns where it names one."""
        computed = any(kind == "item" and name in self.filter_text for kind, name in self.session.sheet.extras)
        return (self.session.sheet if computed else self.session.plan), self.filter_text
