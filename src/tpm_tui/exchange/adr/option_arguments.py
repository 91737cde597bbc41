"""The arguments for and against an option in a decision record: its lines that begin with Good and with Bad."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from tpm_tui.exchange.adr.adr_document import AdrDocument
from tpm_tui.exchange.adr.adr_edit import AdrEditError, edit_part, tidy
from tpm_tui.exchange.adr.markdown_lines import headings, plain

#: How the lines of either kind begin, and what is put before one that does not.
PROS, CONS = ("good", "* Good, because "), ("bad", "* Bad, because ")


def pros_and_cons(arguments: str) -> tuple[str, str]:
    """The lines for and those against, of the text below an option's heading."""
    lines = arguments.split("\n")
    pros, cons = ("\n".join(line for line in lines if _is(line, kind)) for kind, _ in (PROS, CONS))
    return pros, cons


def edit_arguments(document: AdrDocument, title: str, pros: str, cons: str) -> AdrDocument:
    """The record with other arguments of an option, a line each; what else is said below its heading stays.

    Equal ones change nothing. AdrEditError where they would not be read back, or the record does not list the option.
    """
    option = next((o for o in document.options if o.title.casefold() == title.casefold()), None)
    if option is None:
        raise AdrEditError(f"options: {title} is none of the record, so its arguments have no place")
    was = [_stripped(text) for text in pros_and_cons(option.arguments)]
    wanted = [
        [line if line in known else _led(line, kind) for line in _stripped(text)]
        for text, known, kind in ((pros, was[0], PROS), (cons, was[1], CONS))
    ]
    if wanted == was:
        return document
    whole = document.value("arguments").split("\n") if document.value("arguments") else []
    first, last = _place(whole, option.title)
    if first is None:
        level = document.parts["arguments"].level + 1 if "arguments" in document.parts else 3
        whole += [*([""] if whole else []), f"{'#' * level} {option.title}", ""]
        first = last = len(whole)
    own = _with_lines(whole[first:last], PROS[0], was[0], wanted[0])
    own = _with_lines(own, CONS[0], was[1], wanted[1])
    if first and own and own[0].strip() and whole[first - 1].strip():
        own.insert(0, "")
    after = edit_part(document, "arguments", "\n".join([*whole[:first], *own, *whole[last:]]))
    read = next((o.arguments for o in after.options if o.title == option.title), "")
    if [_stripped(text) for text in pros_and_cons(read)] != wanted:
        raise AdrEditError(f"arguments of {title}: these would be read as something else")
    return after


def _is(line: str, kind: str) -> bool:
    return line.lstrip("*-+ ").casefold().startswith(kind)


def _stripped(text: str) -> list[str]:
    return [line.strip() for line in tidy(text).split("\n") if line.strip()]


def _led(line: str, kind: tuple[str, str]) -> str:
    words = line.lstrip("*-+ ")
    if not _is(words, kind[0]):
        return kind[1] + words
    return line if line != words else f"* {words}"


def _place(lines: Sequence[str], title: str) -> tuple[int | None, int]:
    """Where the text below an option's heading begins and ends, without the empty lines after it."""
    all_ = headings([f"{line}\n" for line in lines])
    own = next((h for h in all_ if plain(h.text).casefold() == title.casefold()), None)
    if own is None:
        return None, len(lines)
    last = next((h.line for h in all_ if h.line > own.line and h.level <= own.level), len(lines))
    while last > own.after and not lines[last - 1].strip():
        last -= 1
    return own.after, last


def _with_lines(lines: Sequence[str], kind: str, was: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The lines with those of a kind as wanted: changed ones in their place, new ones after the last of the kind."""
    places = [place for place, line in enumerate(lines) if _is(line, kind)]
    result: list[list[str]] = [[line] for line in lines]
    end = _entry_end(lines, places[-1]) if places else len(lines)
    if not places and kind == PROS[0]:
        end = next((place for place, line in enumerate(lines) if _is(line, CONS[0])), len(lines))
    added: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, wanted, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for old, new in zip(range(a, b), range(c, d), strict=False):
            result[places[old]] = [wanted[new]]
        for old in range(a + min(b - a, d - c), b):
            for place in range(places[old], _entry_end(lines, places[old])):
                result[place] = []
        fresh = list(wanted[c + min(b - a, d - c) : d])
        if b < len(was):
            result[places[b]] = [*fresh, *result[places[b]]]
        else:
            added = fresh
    flat = [line for lines_ in result[:end] for line in lines_]
    return [*flat, *added, *(line for lines_ in result[end:] for line in lines_)]


def _entry_end(lines: Sequence[str], place: int) -> int:
    """The line after an entry of a list: lines that are indented below it belong to it."""
    end = place + 1
    while (
        end < len(lines) and lines[end].startswith((" ", "\t")) and not lines[end].lstrip().startswith(("*", "-", "+"))
    ):
        end += 1
    return end
