"""Decision records in Markdown: nothing is lost, and an edit changes only its own lines."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tpm_tui.exchange.adr.adr_document import PARTS, AdrDocument, AdrFormat, read_adr
from tpm_tui.exchange.adr.adr_edit import AdrEditError, edit_options, edit_part, tidy
from tpm_tui.exchange.adr.adr_status import parse_status, superseded_by
from tpm_tui.exchange.adr.new_adr import file_name, new_adr

MADR_4 = """\
---
nav_order: 7
# ours
status: "accepted"   # since spring
decision-makers: [Ana, "Ben, the lead"]
consulted:
  - Dana
  - Eli
date: 2026-11-02
---

<!-- markdownlint-disable-next-line MD041 -->
# Keep the ledger in one file

## Context and Problem Statement

Where do entries go?

```markdown
## Decision Drivers
```

### Numbers

10 a second.

## Considered Options

* One file
* [A server](https://example.org)
  of our own

## Decision Outcome

Chosen option: "One file", because it is *simple*.

### Consequences

* Good, because nothing runs

### Rollout

By spring.

<!-- optional -->
## Pros and Cons of the Options

### One file

* Good, because it is small

### A server of our own

* Bad, because it runs

## Our own heading

Kept.
"""

MADR_2 = """\
# Use plain text

* Status: [accepted] <!-- optional -->
* Deciders: ana, ben
* Date: 2020-01-31

## Context and Problem Statement

Which?

## Decision Outcome

Chosen option: "Text".

### Positive Consequences <!-- optional -->

* It is read by all

### Negative Consequences <!-- optional -->

* It is long
"""

ADR_TOOLS = """\
# 9. Use a queue

Date: 2019-05-04

## Status

Superseded by [12. Use a log](0012-use-a-log.md)

## Context

We wait.\x20\x20

## Decision

A queue.

## Consequences

More to run.
"""


def changed_lines(before: AdrDocument, after: AdrDocument) -> tuple[list[str], list[str]]:
    """What is left of each when equal lines at the top and at the end are taken away."""
    a, b = list(before.lines), list(after.lines)
    while a and b and a[0] == b[0]:
        del a[0], b[0]
    while a and b and a[-1] == b[-1]:
        del a[-1], b[-1]
    return a, b


def test_madr_4_is_understood() -> None:
    record = read_adr(MADR_4)
    assert (record.format, record.text, record.chosen) == (AdrFormat.MADR_4, MADR_4, "One file")
    told = ("status", "deciders", "consulted", "date", "title", "consequences")
    assert {part: record.value(part) for part in told} == {
        "status": "accepted", "deciders": "Ana, Ben, the lead", "consulted": "Dana, Eli", "date": "2026-11-02",
        "title": "Keep the ledger in one file", "consequences": "* Good, because nothing runs",
    }  # fmt: skip
    assert record.value("drivers") == "", "a heading within a code block is none"
    assert record.value("context").endswith("10 a second."), "a heading of its own below a part belongs to it"
    assert [(option.title, option.arguments) for option in record.options] == [
        ("One file", "* Good, because it is small"), ("A server of our own", "* Bad, because it runs"),
    ]  # fmt: skip


def test_madr_2_and_3_and_adr_tools_are_understood() -> None:
    old = read_adr(MADR_2)
    assert (old.format, old.value("status"), old.value("deciders")) == (AdrFormat.MADR_2, "[accepted]", "ana, ben")
    assert (old.value("consequences"), old.value("negative_consequences")) == ("* It is read by all", "* It is long")
    three = read_adr("---\nstatus: proposed\ndeciders: ana\n---\n# T\n\n## Validation\n\nBy a test.\n")
    assert (three.format, three.value("confirmation"), three.value("deciders")) == (
        AdrFormat.MADR_3,
        "By a test.",
        "ana",
    )
    tools = read_adr(ADR_TOOLS)
    assert (tools.format, tools.number, tools.value("title")) == (AdrFormat.ADR_TOOLS, 9, "Use a queue")
    assert (tools.value("date"), tools.value("outcome"), tools.value("context")) == (
        "2019-05-04",
        "A queue.",
        "We wait.",
    )
    assert superseded_by(tools.value("status")) == 12


@pytest.mark.parametrize(
    ("words", "status", "by"),
    [
        ("accepted", "accepted", None),
        ("Accepted; supersedes ADR-0045", "accepted", None),
        ("superseded by ADR-0123", "superseded", 123),
        ("Accepted\n\nSuperceded by [7. Other](0007-other.md)", "superseded", 7),
        ("Partly superseded", None, None),
        ("on hold", None, None),
        ("", None, None),
    ],
)
def test_the_status_in_words(words: str, status: str | None, by: int | None) -> None:
    assert (parse_status(words), superseded_by(words)) == (status, by)


@pytest.mark.parametrize(
    ("text", "part", "value", "was", "now"),
    [
        (MADR_4, "status", "superseded by ADR-0012", ['status: "accepted"   # since spring\n'],
         ['status: "superseded by ADR-0012" # since spring\n']),
        (MADR_4, "consulted", "Eli, Flo: ops", ["  - Dana\n", "  - Eli\n"], ["  - Eli\n", '  - "Flo: ops"\n']),
        (MADR_4, "date", "2026-12-01", ["date: 2026-11-02\n"], ["date: 2026-12-01\n"]),
        (MADR_4, "informed", "all", [], ["informed: all\n"]),
        (MADR_4, "title", "Two files", ["# Keep the ledger in one file\n"], ["# Two files\n"]),
        (MADR_4, "confirmation", "A test.", [], ["### Confirmation\n", "\n", "A test.\n", "\n"]),
        (MADR_2, "status", "rejected", ["* Status: [accepted] <!-- optional -->\n"],
         ["* Status: rejected <!-- optional -->\n"]),
        (ADR_TOOLS, "status", "Accepted", ["Superseded by [12. Use a log](0012-use-a-log.md)\n"], ["Accepted\n"]),
        (ADR_TOOLS, "title", "Use a bus", ["# 9. Use a queue\n"], ["# 9. Use a bus\n"]),
        (ADR_TOOLS, "context", "We wait.\nStill.", [], ["Still.\n"]),
    ],
)  # fmt: skip
def test_an_edit_changes_only_its_own_lines(text: str, part: str, value: str, was: list[str], now: list[str]) -> None:
    before = read_adr(text)
    after = edit_part(before, part, value)
    assert changed_lines(before, after) == (was, now)
    assert after.value(part) == value
    assert edit_part(after, part, value) is after


def test_a_text_that_would_be_read_as_something_else_is_refused() -> None:
    record = read_adr(MADR_4)
    with pytest.raises(AdrEditError, match="context"):
        edit_part(record, "context", "Where?\n\n## Decision Drivers\n\n* cost")
    with pytest.raises(AdrEditError, match="would be read as"):
        edit_part(record, "outcome", "It is so.\n\n# Another title")
    with pytest.raises(AdrEditError, match="options"):
        edit_options(read_adr("# T\n"), ["<!-- hidden -->"])


def test_options_are_renamed_added_and_removed_in_their_lines() -> None:
    record = read_adr(MADR_4)
    renamed = edit_options(record, ["A folder", "A server of our own"])
    assert next((o.title, o.arguments) for o in renamed.options) == ("A folder", "* Good, because it is small")
    assert "* A folder\n* [A server](https://example.org)\n" in renamed.text
    more = edit_options(record, ["One file", "A server of our own", "Paper"])
    assert changed_lines(record, more) == ([], ["* Paper\n"])
    fewer = edit_options(record, ["One file"])
    assert changed_lines(record, fewer)[0] == ["* [A server](https://example.org)\n", "  of our own\n"]


def test_a_new_record_says_what_it_was_given() -> None:
    values = {
        "title": "Use SQLite",
        "status": "accepted",
        "date": "2026-11-23",
        "deciders": "ana, ben",
        "context": "Where?",
        "outcome": 'Chosen option: "SQLite".',
        "consequences": "* Good, because small",
    }
    for form in (AdrFormat.MADR_4, AdrFormat.ADR_TOOLS):
        record = new_adr(7, values, ["SQLite", "A server"], form)
        told = {part: record.value(part) for part in values}
        if form is AdrFormat.ADR_TOOLS:
            del told["deciders"]
        assert told == {part: values[part] for part in told}
        assert record.format is form
    assert file_name(7, "Über-Schema: v2!") == "0007-uber-schema-v2.md"
    assert file_name(7, "日本") == "0007-decision.md"


#: Pieces that documents of strangers are made of: those of each format, broken ones, and odd ends of lines.
PIECES = st.sampled_from(
    [
        "---\n",
        "---\r\n",
        "status: accepted\n",
        "status:\n  - a\n",
        "date: 2026-01-01 # c\n",
        "deciders: [a, 'b']\n",
        "...\n",
        "# Title\n",
        "# 3. Title\n",
        "Title\n===\n",
        "Other\n---\n",
        "\ufeff",
        "* Status: accepted <!-- x -->\n",
        "Date: 2020\n",
        "## Status\n",
        "## Context\n",
        "## Context and Problem Statement ##\n",
        "## Decision Drivers\n",
        "## Considered Options\n",
        "## Decision Outcome\n",
        "### Consequences\n",
        "### Positive Consequences\n",
        "### Validation\n",
        "## More Information\n",
        "## Pros and Cons of the Options\n",
        "### One\n",
        "* One\n",
        "- Two\n  more\n",
        "  + Three\n",
        "1. four\n",
        "```\n",
        "~~~~\n",
        "<!-- open\n",
        "shut -->\n",
        "<!-- all -->\n",
        "\n",
        "\r\n",
        "  \n",
        "text\n",
        "text  \r\n",
        "text",
        "\t* tab\n",
        "####### no\n",
        'Chosen option: "One", because\n',
        "\u2028line\n",
        "\x0bodd\x0c\n",
        "> quote\n",
        "| a | b |\n",
        "#hash\n",
        "\\# no\n",
    ]
)
DOCUMENTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=80))
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20)
VALUES = st.one_of(st.lists(LINES, min_size=1, max_size=3).map("\n".join), PIECES, st.just(""))


@given(DOCUMENTS)
def test_every_document_is_read_and_kept(text: str) -> None:
    record = read_adr(text)
    assert record.text == text
    for part in PARTS:
        assert edit_part(record, part, record.value(part)) is record
    assert edit_options(record, [option.title for option in record.options]) is record


@given(DOCUMENTS, st.sampled_from(PARTS), VALUES)
def test_an_edit_of_any_document_keeps_all_other_lines(text: str, part: str, value: str) -> None:
    record = read_adr(text)
    try:
        after = edit_part(record, part, value)
    except AdrEditError:
        assume(False)
        raise
    own = record.parts.get(part)
    for name in PARTS:
        if name not in (part, "arguments"):
            assert after.value(name) == record.value(name)
    if own is None:
        rest = iter([line.strip("\ufeff\r\n") for line in after.lines])
        assert all(line.strip("\ufeff\r\n") in rest for line in record.lines), "something is only put in"
        return
    edge = slice(own.first), slice(own.last, None)
    assert after.lines[edge[0]] == record.lines[edge[0]] or own.first == own.last
    tail = record.lines[edge[1]]
    assert after.lines[len(after.lines) - len(tail) :] == tail


@given(st.lists(LINES, min_size=1, max_size=3).map("\n".join))
def test_plain_words_can_stand_in_any_part(text: str) -> None:
    words = tidy("Words " + text.replace("<!--", "").replace("#", ""))
    assume(not any(line.strip(" \t") == "" or line.lstrip()[:1] in "=-`~<*+" for line in words.split("\n")))
    record = edit_part(read_adr(MADR_4), "context", words)
    assert record.value("context") == words


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_added_lines_end_as_the_others_do(ending: str) -> None:
    record = read_adr(MADR_4.replace("\n", ending))
    after = edit_part(edit_part(record, "drivers", "* cost\n* time"), "informed", "all")
    assert all(line.endswith(ending) for line in after.lines)
    assert after.value("drivers") == "* cost\n* time"
