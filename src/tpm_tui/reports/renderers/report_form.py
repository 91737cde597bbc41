"""A report as the text that leaves the file."""

from pathlib import PurePath

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.reports.report import ReportContent, report_document

#: Cells of a line of plain text where nobody says another width.
MAIL_WIDTH = 78
#: Form by the ending of the file that a report is written to; a name without an ending means plain text.
_FORM_OF_ENDING = {
    ".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json", ".txt": "text", "": "text"
}  # fmt: skip


def form_of_ending(path: str) -> str:
    """``md``, ``html``, ``json`` or ``text``, as the name of a file says. ValidationError for any other ending."""
    ending = PurePath(path).suffix.lower()
    if ending not in _FORM_OF_ENDING:
        raise ValidationError(f"a report is not written as {ending}: end the name in .html, .md, .json or .txt")
    return _FORM_OF_ENDING[ending]


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
