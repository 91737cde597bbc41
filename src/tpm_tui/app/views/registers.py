"""The registers: views that show the records of one kind and need no drawing of their own."""

from collections.abc import Callable

from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.record_table import RecordTable, record_reads
from tpm_tui.domain.kinds import KINDS


def register_table(table_class: type[RecordTable]) -> Callable[[ViewContext, View], RecordTable]:
    """The factory of a view that shows a kind's records in a class of table."""

    def make(context: ViewContext, view: View) -> RecordTable:
        # Those of the first view have an id: their columns must not move about.
        widget_id = view.id if view.slot == "first" else None
        table = table_class(context.session, view.kind, context.keys, digit=context.key_of(view), id=widget_id)
        table.chosen_columns = context.columns_for(view.kind)
        return table

    return make


def register_view(kind: str, id_: str = "", digit: str = "", title: str = "", letter: str = "") -> View:
    """The register of a kind as a view; any kind has one."""
    title = title or KINDS[kind].plural
    return View(id_ or kind, digit, title, register_table(RecordTable), record_reads(kind), kind=kind, letter=letter)


VIEWS = (
    register_view("person", "people", letter="p"),
    register_view("cost", "costs", letter="c"),
    register_view("requirement", "requirements", letter="q"),
    register_view("meeting", "meetings", letter="m"),
    register_view("issue", "issues", letter="i"),
    register_view("check", "quality", "7"),
    register_view("decision", "decisions", "8", "Decisions"),
    register_view("incident", "incidents", "9", "Incidents"),
    register_view("report", "reports", "0", "Reports"),
)
