"""Texts that records may hold and no screen, table or report may pass on: push them through whatever draws.

NUL and lone surrogates are not among them, as both are refused where data comes in (``LONE_SURROGATE`` is here for
``safe`` itself). ``leaks(output)`` says what got through to a terminal.
"""

import re
import unicodedata

ESCAPES = {
    "colour": "\x1b[31mred\x1b[0m",
    "clear screen": "\x1b[2J\x1b[1;1Hgone",
    "title": "\x1b]0;pwned\x07",
    "clipboard": "\x1b]52;c;cHduZWQ=\x07",
    "hyperlink": "\x1b]8;;http://example.invalid\x1b\\click\x1b]8;;\x1b\\",
    "device string": '\x1bP$q"p\x1b\\',
    "application string": "\x1b_Gi=1;AAAA\x1b\\",
    "reset": "\x1bc",
    "question": "\x1b[6n\x1b[c\x1b[>q",
    "bare escape": "a\x1bb",
    "c1 csi": "\x9b31mred",
    "c1 osc": "\x9d52;c;cHduZWQ=\x9c",
    "c1 next line": "one\x85two",
}
CONTROLS = {
    "bell": "ding\x07",
    "backspaces": "secret\x08\x08\x08\x08\x08\x08public",
    "carriage return": "harmless\rrm -rf",
    "newline": "two\nlines",
    "tab": "a\tb",
    "delete": "a\x7fb",
    "shift out": "a\x0eb\x0fc",
    "cancel": "a\x18b\x1ac",
    "every control": "".join(map(chr, range(1, 32))),
}
DIRECTIONS = {
    "override": "invoice_\u202egpj.exe",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "embeddings": "\u202aa\u202bb\u202cc\u202d",
    "marks": "a\u200eb\u200fc\u061cd",
    "hebrew": "שלום עולם",
    "arabic": "مرحبا بالعالم",
}
INVISIBLE = {
    "zero width space": "pay\u200bload",
    "joiners": "a\u200db\u200cc\u2060d",
    "byte order mark": "\ufeffstart",
    "soft hyphen": "co\u00adop",
    "hangul filler": "a\u3164b\u115fc\uffa0d",
    "tags": "ok" + "".join(chr(0xE0000 + ord(char)) for char in "hidden"),
    "variation selectors": "a" + "".join(chr(0xE0100 + n) for n in range(40)),
    "line separator": "a\u2028b\u2029c",
    "interlinear": "a\ufff9b\ufffac\ufffb",
    "private use": "\ue000\uf8ff\U000f0000",
    "not characters": "\ufffe\uffff\U0010ffff",
}
WIDTHS = {
    "marks": "a" + "\u0301" * 50 + "b",
    "mark first": "\u0301\u0302start",
    "wide": "進捗管理ボード",
    "emoji": "🚀 launch 👩‍🚀 👍🏽 ❤️ 🇩🇪",
    "hangul parts": "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "wide at the edge": "x" * 39 + "界" * 40,
    "very long": "long " * 2000,
    "very long word": "w" * 5000,
    "spaces": "\u00a0\u2003\u3000wide spaces",
    "blank": " ",
}
MARKUP = {
    "closing tag": "[/x]",
    "bold": "[bold]not bold[/bold]",
    "action": "[@click=app.quit]press me[/]",
    "link": "[link=http://example.invalid]here[/link]",
    "style": "[red on blue]",
    "unclosed": "[bold",
    "escaped": "\\[bold]",
    "variable": "[$primary]x[/]",
    "brackets": "[[]] []",
    "emoji code": ":pile_of_poo:",
    "formula": '=HYPERLINK("http://example.invalid")',
    "percent": "%s %d {} {0} $x",
    "html": "<script>alert(1)</script>&amp;",
    "quote": "'; DROP TABLE item; --",
}

#: Every hostile text with a name for the test's id: ``pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)``.
HOSTILE: dict[str, str] = {
    f"{group}: {name}": text
    for group, texts in {
        "escape": ESCAPES, "control": CONTROLS, "direction": DIRECTIONS, "invisible": INVISIBLE, "width": WIDTHS,
        "markup": MARKUP,
    }.items()
    for name, text in texts.items()
}  # fmt: skip

LONE_SURROGATE = "a\ud800b"

# What a full-screen program itself sends, the shape of the mouse pointer (OSC 22) included: it is taken out before
# looking for anything else.
_OWN = re.compile(r"\x1b\[[0-9;:<>=?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78DM]|\x1b\]22;[a-z-]*\x07")
_PAYLOADS = re.compile(
    r"\x1b\]52;|\x1b\]0;pwned|\x1b\]8;;http|\x1b_G|\x1b\[31mred|\x1b\[2J\x1b\[1;1Hgone|\x1bP\$q\"p|\x1bc|\x1b\[6n\x1b\[c"
)


def leaks(output: str, allowed: str = "\r\n\x0f") -> list[str]:
    """What of ``output``, as sent to a terminal, no program should send: payloads of ``HOSTILE`` and characters that
    are not drawn. Empty if all is well. ``allowed``: the controls that the program itself uses.
    """
    listed = [match.group() for match in _PAYLOADS.finditer(output)]
    rest = _OWN.sub("", output)
    categories = {char: unicodedata.category(char) for char in dict.fromkeys(rest)}
    for char, category in categories.items():
        if (category[0] == "C" and char not in allowed) or category in ("Zl", "Zp"):
            listed.append(char)
    marks = "".join(char for char, category in categories.items() if category[0] == "M")
    if marks:
        listed += re.findall(f"[{marks}]{{4,}}", rest)
    return [f"{text!r} ({' '.join(f'U+{ord(char):04X}' for char in text[:4])})" for text in dict.fromkeys(listed)]
