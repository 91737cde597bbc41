"""Every kind of report as a page in a browser, drawn by a headless Chromium: skipped by name where it is missing."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from support.chromium import CHROMIUM, Browser, browser
from support.hostile import HOSTILE
from tpm_tui.cli.schedule.forecast import run_promise_forecast
from tpm_tui.commands.report_source import read_report_history, report_source
from tpm_tui.reports.builders.report_catalog import REPORT_KINDS, build_report
from tpm_tui.reports.renderers.html import render_html
from tpm_tui.reports.report import report_document
from tpm_tui.store.store import Store

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
RECIPIENTS = {"letter": "S-3", "recommendation": "D-2", "incident": "I-4"}
#: Each piece of text that is shown, with the colours of its letters and of what it stands on.
COLOURS = """
(() => {
  const shown = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), of = walk.currentNode.parentElement;
    if (!text || ["TITLE", "DESC"].includes(of.tagName.toUpperCase())) continue;
    const style = getComputedStyle(of);
    let below = of, ground = "rgba(0, 0, 0, 0)";
    while (below && ground === "rgba(0, 0, 0, 0)") {
      ground = getComputedStyle(below).backgroundColor;
      below = below.parentElement;
    }
    shown.push([text, of instanceof SVGElement ? style.fill : style.color, ground]);
  }
  return shown;
})()
"""


@dataclass(frozen=True)
class ShownPage:
    """What came of a page: the pieces of text with their colours, what it asked for, its elements and paper."""

    html: str
    title: str
    colours: list[tuple[str, str, str]]
    requests: list[str]
    elements: set[str]
    paper: int
    wide: bool


@pytest.fixture(scope="module")
def documents(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The reports of the demo with hostile and endless titles wherever a report names records."""
    path = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("pages") / "demo.db"))
    markup = '<script>document.title="owned"</script>', "<img src=//example.org/x>"
    endless = "Endless words of a title that nobody ever ends " * 20
    with Store.open(path) as store:
        store.load()
        with store.transaction("Hostile titles") as tx:
            (decision, incident, metric) = (
                str(store.plan.id_of_key(kind, key))
                for kind, key in (("decision", "D-2"), ("incident", "I-4"), ("metric", "ME-1"))
            )
            for text in ["x" + text for text in (*list(HOSTILE.values())[:8], *markup, endless)]:
                tx.add("incident", title=text, severity="SEV1")
                tx.add("decision", title=text, status="proposed")
                tx.add("requirement", statement=text, priority="must")
                tx.add("item", title=text, status="doing", deadline=datetime(2026, 12, 1, 18))
                tx.add("option", name=text, decision=decision)
                tx.add("incident_entry", text=text, incident=incident)
                tx.add("objective", statement=text, metric=metric)
        plan, context = store.plan, store.context
        _, forecast, held = run_promise_forecast(plan, context, effects=True)
        source = report_source(plan, context, read_report_history(store, datetime(2026, 11, 16)), forecast, held)
        return {
            kind: render_html(report_document(plan, build_report(source, kind, RECIPIENTS.get(kind, ""))))
            for kind in REPORT_KINDS
        }


@pytest.fixture(scope="module")
def pages(documents: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, ShownPage]]:
    folder = tmp_path_factory.mktemp("html")
    with browser() as running:
        yield {kind: shown(running, folder / f"{kind}.html", html) for kind, html in documents.items()}


def shown(running: Browser, path: Path, html: str) -> ShownPage:
    path.write_text(html, encoding="utf-8")
    page = running.open(path)
    return ShownPage(
        html,
        page.evaluate("document.title"),
        [tuple(piece) for piece in page.evaluate(COLOURS)],
        page.requests,
        set(page.evaluate("[...document.querySelectorAll('*')].map(e => e.tagName.toLowerCase())")),
        len(re.findall(rb"/Type /Page\b", page.printed())),
        page.evaluate("document.documentElement.scrollWidth > innerWidth"),
    )


@needs_chromium
@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_it_is_two_pages_of_paper_at_most_and_no_wider_than_the_window(pages: dict[str, ShownPage], kind: str) -> None:
    assert 1 <= pages[kind].paper <= 2
    assert not pages[kind].wide


@needs_chromium
@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_nothing_is_asked_for_and_nothing_runs(pages: dict[str, ShownPage], kind: str) -> None:
    page = pages[kind]
    assert [address.rpartition("/")[2] for address in page.requests] == [f"{kind}.html"]
    assert not page.elements & {"script", "img", "iframe", "link", "object", "embed", "form", "input", "image", "use"}
    assert page.title.startswith(REPORT_KINDS[kind].title)
    if kind not in ("recommendation", "brief"):
        assert any("<script>" in text for text, _, _ in page.colours), "what looks like markup is shown as text"


@needs_chromium
@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_every_text_has_contrast_enough(pages: dict[str, ShownPage], kind: str) -> None:
    """AA of WCAG 2.2 for text of any size: at least 4.5 to 1."""
    assert len(pages[kind].colours) >= 10
    for text, letters, ground in pages[kind].colours:
        bright, dark = sorted((luminance(letters), luminance(ground)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, (text, letters, ground)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of ``rgb(26, 26, 26)``."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_screen_reader_is_told_what_charts_show(documents: dict[str, str]) -> None:
    for text in documents.values():
        assert '<html lang="en">' in text
        assert text.count("<h1>") == 1
        levels = [int(level) for level in re.findall(r"<h(\d)", text)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
    pictures = re.findall(r'<svg role="img"[^>]*><title>([^<]+)</title><desc>([^<]+)</desc>', documents["executive"])
    assert [title for title, _ in pictures] == ["How sure the target is", "Milestones"]
    assert all("P80" in words for _, words in pictures)
