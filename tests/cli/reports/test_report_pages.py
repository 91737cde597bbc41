"""Reports as pages in a browser, drawn by a headless Chromium: skipped by name where it is missing."""

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from support.hostile import HOSTILE
from tpm_tui.store.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
PAPER = ("executive", "steering", "letter", "brief", "stand-up", "sprint-review")


@pytest.fixture(scope="module")
def hostile_path(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with hostile and endless titles wherever a report names records."""
    path = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("pages") / "demo.db"))
    markup = '<script>document.title="owned"</script>', "<img src=//example.org/x>"
    endless = "Endless words of a title that nobody ever ends " * 20
    with Store.open(path) as store:
        store.load()
        with store.transaction("Hostile titles") as tx:
            for text in ["x" + text for text in (*list(HOSTILE.values())[:8], *markup, endless)]:
                tx.add("incident", title=text, severity="SEV1")
                tx.add("decision", title=text, status="proposed")
                tx.add("requirement", statement=text, priority="must")
                tx.add("item", title=text, status="doing", deadline=datetime(2026, 12, 1, 18))
    return path


@pytest.fixture
def hostile(tpm: Tpm, hostile_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    monkeypatch.setenv("TPM_FILE", str(hostile_path))
    return tpm


def chromium(folder: Path, *arguments: str) -> str:
    """What it prints; its own files lie in a folder of the test."""
    done = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
         "--host-resolver-rules=MAP * ~NOTFOUND", *arguments],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout


def page(tpm: Tpm, kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.html"
    assert tpm("report", kind, *(["--for", "S-3"] if kind == "letter" else []), "--to", "html", str(path)).code == 0
    return path


@needs_chromium
@pytest.mark.parametrize("kind", PAPER)
def test_it_is_two_pages_of_paper_at_most(hostile: Tpm, tmp_path: Path, kind: str) -> None:
    path = page(hostile, kind, tmp_path)
    chromium(tmp_path, f"--print-to-pdf={tmp_path / 'out.pdf'}", path.as_uri())
    pages = len(re.findall(rb"/Type /Page\b", (tmp_path / "out.pdf").read_bytes()))
    assert 1 <= pages <= 2


@needs_chromium
def test_nothing_is_asked_for_and_nothing_runs(hostile: Tpm, tmp_path: Path) -> None:
    path, log = page(hostile, "executive", tmp_path), tmp_path / "net.json"
    shown = chromium(tmp_path, f"--log-net-log={log}", "--dump-dom", path.as_uri())
    asked = set(
        re.findall(r'"url":"((?:https?|wss?|ftp|data):[^"]*)"', log.read_text(encoding="utf-8", errors="replace"))
    )
    # Chromium asks its maker for updates of its own; the page's own requests would name what the page names.
    assert not [url for url in asked if "example.org" in url]
    assert not re.search("<title>owned|<script|<img", shown)
    assert "&lt;script&gt;" in shown


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_text_has_contrast_enough_against_white(hostile: Tpm, tmp_path: Path) -> None:
    text = page(hostile, "executive", tmp_path).read_text(encoding="utf-8")
    colours = set(re.findall(r"[; {]color: #([0-9a-f]{3,6})", text)) | set(
        re.findall(r'<text[^>]*fill="#([0-9a-f]+)"', text)
    )
    assert len(colours) >= 3
    for colour in colours:
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


def test_a_screen_reader_is_told_what_charts_show(hostile: Tpm, tmp_path: Path) -> None:
    text = page(hostile, "executive", tmp_path).read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    pictures = re.findall(r'<svg role="img"[^>]*><title>([^<]+)</title><desc>([^<]+)</desc>', text)
    assert [title for title, _ in pictures] == ["How sure the target is", "Milestones"]
    assert all("P80" in words for _, words in pictures)
    assert text.count("<h1>") == 1
