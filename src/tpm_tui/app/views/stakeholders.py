"""The stakeholder log: who cares, where they stand, and whom we owe a word."""

from tpm_tui.app.views.base.view import View
from tpm_tui.app.views.registers import register_table
from tpm_tui.app.widgets.record_table import RecordTable, record_reads
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.fields import Column
from tpm_tui.presentation import presentation_of


class Stakeholders(RecordTable):
    """Stakeholders, those due first."""

    def empty_words(self) -> tuple[str, ...]:
        return (f"No stakeholders: {self.key('add')} adds one, {self.key('contact.log')} a contact.",)

    def remark(self) -> str:
        sheet = self.session.sheet
        today = sheet.context.today.isoformat()
        due = [str(d) for d in sheet.values("stakeholder", "contact_due") if d is not None]
        late = sum(1 for d in due if d < today)
        week = _plus_days(sheet.context.today, 7)
        soon = sum(1 for d in due if today <= d <= week)
        parts = ((late, "overdue"), (soon, "due this week"))
        return "".join(f" · {count} {words}" for count, words in parts if count) + self.sort_text()

    def cell(self, id_: str, column: Column) -> StyledText:
        sheet = self.session.sheet
        if column.name == "contact_due":
            due = sheet.value("stakeholder", id_, "contact_due")
            text = sheet.text("stakeholder", id_, "contact_due")
            if due is not None and str(due) < sheet.context.today.isoformat():
                return f"!{text}", "bad"
            return (f" {text}" if text else ""), ""
        if column.name == "engagement":
            now, wanted = (sheet.text("stakeholder", id_, n) for n in ("engagement", "desired"))
            column_cells = next((size for c, _, size in self._layout if c.name == column.name), 0)
            if now == wanted:
                return now, ""
            wide = column_cells >= presentation_of("stakeholder").wide_columns["engagement"]
            return (f"{now} → {wanted}" if wide else f"{now} ↑"), "warn"
        return super().cell(id_, column)


def _plus_days(day: object, days: int) -> str:
    from datetime import date, timedelta

    assert isinstance(day, date)
    return (day + timedelta(days=days)).isoformat()


VIEW = View(
    "stakeholders",
    "4",
    "Stakeholders",
    register_table(Stakeholders),
    record_reads("stakeholder"),
    slot="first",
    kind="stakeholder",
    synonyms=("sponsor", "customer"),
)
