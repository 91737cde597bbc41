"""A report as the text that leaves the file."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.reports.report import ReportContent, report_document

#: Cells of a line of plain text where nobody says another width.
MAIL_WIDTH = 78


def render_report(plan: Plan, report: ReportContent, form: str, cells: int = MAIL_WIDTH) -> str:
    """The report as ``md``, ``html``, or (any other word) plain text in lines of so many cells."""
    document = report_document(plan, report)
    if form == "md":
        from tpm_tui.reports.renderers.markdown import render_markdown

        return render_markdown(document)
    if form == "html":
        from tpm_tui.reports.renderers.html import render_html

        return render_html(document)
    from tpm_tui.reports.renderers.terminal import render_lines

    return "\n".join([document.title, "", *render_lines(document, cells)]) + "\n"
