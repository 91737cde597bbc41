"""The risk register, sorted by the days that each risk costs."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.app.charts.severity_marks import severity_mark, severity_style
from tpm_tui.app.views.base.view import View
from tpm_tui.app.views.registers import register_table
from tpm_tui.app.widgets.record_table import RecordTable, record_reads
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.derived.risk_levels import response_in_force
from tpm_tui.domain.fields import Column
from tpm_tui.reports.phrases import day_count_text


class Risks(RecordTable):
    """Risks with their scores, marked by how much they threaten."""

    def empty_words(self) -> tuple[str, ...]:
        return (f"No risks yet: {self.key('add')} adds one here, {self.key('risk.raise')} one on an item.",)

    def remark(self) -> str:
        """How many of the rows shown are open and without response; of the whole register also what all cost together,
        which is not the sum of what each costs by itself."""
        table = self.session.plan["risk"]
        rows = [table.position[id_] for id_ in self.rows if id_ in table]
        status, response = table.columns["status"], table.columns["response"]
        open_ = [place for place in rows if status[place] == "open"]
        bare = sum(response[place] == "none" for place in open_)
        sure = self.session.converged_forecast
        cost = ""
        if sure is not None and sure.risk_duration is not None:
            days = day_count_text(sure.risk_duration / sure.forecast.minutes_per_day)
            whole = len(rows) == len(table)
            cost = f" · together {days} working days at P80" if whole else " · in working days at P80"
        missing = f" · {bare} without response" if bare else ""
        return (f" · {len(open_)} open{cost}{missing}" if rows else "") + self.sort_text()

    def default_sort(self) -> tuple[str, bool]:
        """By what they cost, once that is known; else by score."""
        return ("p80_days" if ("risk", "p80_days") in self.session.sheet.extras else "score"), True

    def apply_results(self, columns: Mapping[tuple[str, str], Any]) -> None:
        """Show what each risk costs, once that is known; a cursor that stands on the first row stays there."""
        if ("risk", "p80_days") not in columns:
            return
        first = self.cursor == 0
        self.reload()
        if first:
            self.go(0)

    def cell(self, id_: str, column: Column) -> StyledText:
        sheet = self.session.sheet
        if column.name == "score":
            score = sheet.value("risk", id_, "score")
            if score is None:
                return "none", "dim"
            return f"{severity_mark(int(score))} {score:>2}", severity_style(int(score))
        if column.name == "title":
            status = sheet.value("risk", id_, "status")
            mark = "" if status == "open" else f"[{status}] "
            up = "▲ " if sheet.value("risk", id_, "type") == "opportunity" else ""
            return f"{up}{mark}{sheet.text('risk', id_, 'title')}", "" if status == "open" else "dim"
        if column.name == "delay":
            text = sheet.text("risk", id_, "delay")
            sign = "-" if sheet.value("risk", id_, "type") == "opportunity" else "+"
            return (sign + text if text else ""), ""
        if column.name in ("p80_days", "response_p80_days"):
            days = sheet.value("risk", id_, column.name)
            if column.name == "response_p80_days" and days is not None and self._in_force(id_):
                return "in force", "dim"
            return ("" if days is None else f"{day_count_text(float(days)):>7}"), "" if days else "dim"
        if column.name == "days_per_1000":
            rate = sheet.value("risk", id_, column.name)
            if self._in_force(id_):
                return "", ""
            return ("" if rate is None else f"{round(float(rate), 2) + 0.0:7.2f}"), "" if rate else "dim"
        if column.name == "response":
            text = sheet.text("risk", id_, "response")
            return text, "warn" if text == "none" else ""
        return super().cell(id_, column)

    def _in_force(self, id_: str) -> bool:
        """Whether its response counts already, so that there is nothing left to buy."""
        return response_in_force(self.session.plan, id_, self.session.context.today)


VIEW = View("risks", "3", "Risks", register_table(Risks), record_reads("risk"), slot="first", kind="risk", results=True)
