"""The text of a file or stream, whatever its encoding."""

import re
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.foreign_files import foreign_file

#: Larger than any export of a hundred thousand records, smaller than what would fill the memory.
MAX_BYTES = 1 << 30

#: So much of a file is looked at to know what it is.
_HEAD = 4096

_ESCAPED = re.compile("[\udc80-\udcff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


class SourceText(Struct, frozen=True):
    """``name`` is the file's name without its folders; ``notes`` says what was unusual about reading it.

    ``clean`` is false where the text holds a NUL or half a character somewhere, so that readers look at each value.
    """

    name: str
    text: str
    clean: bool = True
    notes: list[str] = field(default_factory=list)


def read_source(where: str | Path | IO[str] | IO[bytes], *, foreign: bool = True) -> SourceText:
    """The source at a path or in an open stream. ValidationError, in one line, if it cannot be read, or, with
    ``foreign``, where it is known for the file of a program that another format, or none, reads."""
    if isinstance(where, str | Path):
        path = Path(where)
        try:
            with path.open("rb") as file:
                data: str | bytes = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            raise ValidationError(f"{path} does not exist") from None
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise ValidationError(f"{path} cannot be read: {said}") from None
        return _source(path.name, data, foreign)
    name = Path(str(getattr(where, "name", "") or "input")).name
    try:
        return _source(name.strip("<>") or "input", where.read(MAX_BYTES + 1), foreign)
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(f"the input cannot be read: {error}") from None


def _source(name: str, data: str | bytes, foreign: bool) -> SourceText:
    if len(data) > MAX_BYTES:
        raise ValidationError(f"{name} is larger than a gigabyte")
    head = data[:_HEAD] if isinstance(data, bytes) else data[:_HEAD].encode(errors="replace")
    if foreign and (what := foreign_file(name, head)):
        raise ValidationError(f"{name} is {what}")
    notes: list[str] = []
    text = data.removeprefix("\ufeff") if isinstance(data, str) else _decoded(data, notes)
    return SourceText(name, text, _is_clean(text), notes)


def _is_clean(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.:-]*)""")


def declared_text(data: bytes) -> str:
    """The text of an XML file in the encoding that its mark or declaration names, UTF-8 where there is none.

    UnicodeError if it is not in that encoding, LookupError if there is no such encoding for text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16").removeprefix("\ufeff")
    if data[:2] == b"<\0":
        return data.decode("utf-16-le")
    if data[:2] == b"\0<":
        return data.decode("utf-16-be")
    if data[:3] == b"\xef\xbb\xbf":
        return data.decode("utf-8-sig")
    named = _DECLARED.match(data)
    return data.decode(named[1].decode() if named else "utf-8")


def _decoded(data: bytes, notes: list[str]) -> str:
    """As an XML declaration says; else UTF-8, UTF-16 with its mark, or else Windows' Western encoding; bytes that are
    none of it become lone surrogates, which are refused where they stand."""
    if _DECLARED.match(data):
        try:
            return declared_text(data)
        except (UnicodeError, LookupError) as problem:
            notes.append(f"the file is not in the encoding that it names: {problem}")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = data.decode("utf-16", "surrogatepass").removeprefix("\ufeff")
        except UnicodeDecodeError:
            text = data.decode("utf-16", "replace").removeprefix("\ufeff")
        _note_surrogates(text, notes)
        return text
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # Otherwise whole, it is no other encoding: lone surrogates, as some programs write them one by one.
        text = data.decode("utf-8-sig", "surrogatepass")
        _note_surrogates(text, notes)
        return text
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "surrogateescape")
    broken = len(_ESCAPED.findall(text))
    if len(_BEYOND_ASCII.findall(text)) >= 2 * broken:
        notes.append(f"{broken} bytes are damaged UTF-8; what holds them is refused")
        return text
    notes.append("the file is not UTF-8; it was read as Windows-1252")
    return data.decode("cp1252", "surrogateescape")


def _note_surrogates(text: str, notes: list[str]) -> None:
    count = len(_SURROGATES.findall(text))
    if count:
        notes.append(f"{count} halves of characters (lone surrogates) stand in it; what holds them is refused")
