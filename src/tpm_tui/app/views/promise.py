"""The promise: the target, how sure it is, and the state of every part by rule."""

from tpm_tui.app.page_lines.promise import promise_lines
from tpm_tui.app.views.base.page_view import page_view
from tpm_tui.app.views.base.view import View

READS = frozenset({"programme", "item", "link", "risk", "incident", "requirement", "workstream", "cost"})

VIEW = View(
    "promise",
    "",
    "Promise",
    page_view("Promise", promise_lines),
    READS,
    results=True,
    letter="o",
    synonyms=("commitment", "traffic light", "dashboard"),
)
