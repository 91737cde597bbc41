"""Text on its way to a terminal: nothing of it is obeyed, nothing is hidden, and its width is what it looks like."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcswidth

from support.hostile import ESCAPES, HOSTILE, LONE_SURROGATE, leaks
from tpm_tui.safe_text import fit, safe, safe_each, safe_lines, width

ANY = st.text(st.characters(), max_size=60)  # surrogates included
STACKS = st.text(st.sampled_from("ab\u0301\u0302\u20dd\u0323界"), max_size=30)


@pytest.mark.parametrize("text", [*HOSTILE.values(), LONE_SURROGATE, "\0"], ids=[*HOSTILE, "surrogate", "nul"])
def test_nothing_hostile_passes(text: str) -> None:
    assert leaks(safe(text), allowed="") == []
    for line in safe_lines(text):
        assert leaks(line, allowed="") == []


@pytest.mark.parametrize("text", ESCAPES.values(), ids=ESCAPES)
def test_the_net_would_catch_what_passes(text: str) -> None:
    assert leaks(f"\x1b[1;1H{text}") != []


@given(ANY | STACKS)
def test_what_is_drawn_can_be_seen(text: str) -> None:
    drawn = safe(text)
    drawn.encode()  # a lone surrogate would not
    assert leaks(drawn, allowed="") == []
    assert safe(drawn) == drawn
    assert safe(text, tabs=" ", newline=" ").isprintable() or "\u3000" in drawn


@given(ANY | STACKS | st.sampled_from(list(HOSTILE.values())))
def test_where_a_cursor_stands_each_character_is_drawn_as_one(text: str) -> None:
    drawn = safe_each(text)
    assert len(drawn) == len(text)
    assert leaks(drawn, allowed="") == []


@given(ANY | STACKS)
def test_the_width_is_what_a_terminal_takes(text: str) -> None:
    drawn = safe(text)
    assert width(drawn) == wcswidth(drawn)


@given(ANY | STACKS, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
@example(" 000", 1, "left")
@example(" 000", 2, "center")
@example(" 000", 3, "right")
@example("日本", 2, "right")
def test_fit_fills_its_cells_exactly(text: str, cells: int, align: str) -> None:
    drawn = safe(text)
    fitted = fit(drawn, cells, align)
    assert width(fitted) == cells
    if width(drawn) > cells > 0:
        kept, cut, _ = fitted.partition("…")
        assert cut
        # Half of a wide character is a blank, which stands first where the text is aligned to the right.
        assert drawn.startswith((kept, kept.removeprefix(" "))) or "…" in drawn
    elif cells:
        assert drawn in fitted


def test_controls_become_their_pictures() -> None:
    assert safe("\x1b[31m") == "␛[31m"
    assert safe("a\0b\x07\x7f") == "a␀b␇␡"
    assert safe("one\ntwo\tthree") == "one␊two␉three"
    assert safe("one\r\ntwo\tthree", newline=" ", tabs=" ") == "one two three"


def test_what_has_no_picture_is_replaced() -> None:
    for char in "\x9b\u202e\u2066\u200b\u200d\u200c\ufeff\u2060\u2028\u2029\ud800\ue000\ufffe\u034f\u3164":
        assert safe(f"a{char}b") == "a\N{REPLACEMENT CHARACTER}b", f"U+{ord(char):04X}"


def test_people_can_write_in_their_own_language() -> None:
    for text in ("Überprüfung", "Zażółć gęślą jaźń", "進捗管理", "프로젝트", "العربية", "हिन्दी", "ภาษาไทย", "naïve"):
        assert safe(text) == text
    # As macOS names files: letters and their accents apart, syllables in parts.
    assert safe("u\u0308ber") == "u\u0308ber"
    assert safe(unicodedata.normalize("NFD", "프로젝트")) == "프로젝트"


def test_three_marks_stay_and_the_rest_goes() -> None:
    assert safe("a" + "\u0301" * 50 + "b") == "a" + "\u0301" * 3 + "b"
    # A mark with nothing to stand on would change what is drawn left of the text.
    assert safe("\u0301a") == "◌\u0301a"


def test_lines_end_however_they_were_typed() -> None:
    assert safe_lines("a\nb\r\nc\rd\te") == ["a", "b", "c", "d    e"]
    assert safe_lines("") == [""]


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert fit("進捗管理", 5) == "進捗…"
    assert fit("進捗管理", 4) == "進… "
    assert fit("進捗", 6, "right") == "  進捗"
    assert fit("abc", 7, "center") == "  abc  "
    assert fit("abcdef", 4) == "abc…"
    assert fit("abc", 0) == ""


def test_plain_text_is_not_even_copied() -> None:
    text = "Cut-over rehearsal"
    assert safe(text) is text


def test_drawing_plain_text_loads_no_screen_library() -> None:
    code = (
        "import sys; from tpm_tui.safe_text import fit, safe, width; fit(safe('plain'), 9); width('abc');"
        "sys.exit(any(name in sys.modules for name in ('rich', 'textual')))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
