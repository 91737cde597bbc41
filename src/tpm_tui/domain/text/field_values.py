"""From what a person types to a field's value, and back to what is shown.

`parse_value` raises :class:`ValidationError` with one line that says what to do; :func:`show_stored` never raises.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_formats import FIELD_FORMATS, format_problem, parse_number, show_number
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import Stored, encoding_problem, load_value
from tpm_tui.domain.values.three_point import ThreePoint

_YES, _NO = frozenset({"yes", "y", "true", "1", "on", "x", "done"}), frozenset({"no", "n", "false", "0", "off", ""})
_SPLIT = r"\s*[,;]\s*"

#: What people write where there is none.
_NONE = r"(?i)none|nobody|no one|unassigned|unknown|null|nil|n/?a|tba|tbd"
#: People are in two registers: those who do the work, and those who have a stake in it.
_OTHER_REGISTER = {"person": "stakeholder", "stakeholder": "person"}
_KEY, _SOURCE_KEY = r"(?i)[a-z]{1,3}-\d+", r"(?i)[a-z][a-z0-9_]*-\d+"
#: Longest name that a new record is made with, and the fewest letters in which a slip can be told from another name.
_LONGEST_NAME, _LONG_ENOUGH = 80, 5

#: Longest text kept in one field: past it, a mistaken paste rather than a note.
MAX_TEXT_LENGTH = 1_000_000


class ValidationError(ValueError):
    """A value or an act that cannot be taken, in one line for the person; ``field`` names where it belongs."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class NewReference(str):
    """The name of a record that a value points at and that is yet to be made; the transaction makes it."""

    __slots__ = ()


class UnknownReference(ValidationError):
    """Nothing goes by the word, nor by one near it."""


def parse_value(column: Column, text: str, plan: Plan, context: InputContext) -> Any:
    """The value of typed text. An empty text clears a field that can be empty. ValidationError otherwise."""
    wrong = encoding_problem(text)
    if wrong is None and len(text) > MAX_TEXT_LENGTH:
        wrong = "the text is longer than a million characters"
    if wrong:
        raise ValidationError(wrong, column.name)
    try:
        return _parse(column, text, plan, context)
    except ValidationError:
        raise
    except (ValueError, OverflowError) as error:
        raise ValidationError(str(error), column.name) from None


def _parse(column: Column, text: str, plan: Plan, context: InputContext) -> Any:
    bare = text.strip()
    field = column.field
    if column.type is str and not field.ref and not field.choices and not field.vocabulary and not field.format:
        if column.required and not bare:
            raise ValueError(f"{column.label} cannot be empty")
        return text if field.long else " ".join(text.split())
    if not bare and column.type is not bool:
        return _empty(column)
    if column.many:
        return _parse_many(column, bare, plan, context)
    if field.ref:
        return _reference(column, bare, plan)
    if field.vocabulary:
        return _one_of(bare, plan.states if field.vocabulary == "state" else [], column.label)
    if column.type is ThreePoint:
        return _three_point(bare, column, context)
    if column.type is bool:
        if bare.lower() in _YES or bare.lower() in _NO:
            return bare.lower() in _YES
        raise ValueError(f"{column.label} is yes or no")
    if column.type is str and field.choices:
        return _one_of(bare, list(field.choices), column.label)
    if field.past:
        context = replace(context, past=True)
    if field.format:
        value = FIELD_FORMATS[field.format].parse(bare, context)
    elif column.type is datetime:
        value = dates.parse_datetime(bare, context.today, past=context.past)
    elif column.type is date:
        value = dates.parse_date(bare, context.today, context.past, end=field.end)
    else:
        value = parse_number(bare)
    if column.type is int:
        if value != int(value):
            raise ValueError(f"{column.label} is a whole number")
        value = int(value)
        if abs(value) >= 2**63:
            raise ValueError(f"{column.label} is too large")
    wrong = format_problem(field.format, value) if field.format else None
    if wrong:
        raise ValueError(f"{column.label}: {wrong}")
    if field.choices and value not in field.choices:
        raise ValueError(f"{column.label} is a number from {field.choices[0]} to {field.choices[-1]}")
    return value


def _empty(column: Column) -> Any:
    if column.nullable:
        return None
    if column.many:
        return ()
    if column.required:
        raise ValueError(f"{column.label} cannot be empty")
    if column.type is str and not column.field.choices and not column.field.vocabulary:
        return "" if not column.field.format or format_problem(column.field.format, "") is None else column.default
    return column.default


def _parse_many(column: Column, bare: str, plan: Plan, context: InputContext) -> tuple[str, ...]:
    if column.field.format:
        return tuple(FIELD_FORMATS[column.field.format].parse(bare, context))
    if not column.ref:
        return tuple(dict.fromkeys(part.lstrip("+#") for part in re.split(r"[\s,;]+", bare) if part.lstrip("+#")))
    if column.field.new_by_text:
        return tuple(dict.fromkeys(_references_or_texts(column.ref, bare, plan)))
    parts = [part for part in re.split(_SPLIT, bare) if part]
    return tuple(dict.fromkeys(_reference(column, part, plan) for part in parts))


def _references_or_texts(kind: str, bare: str, plan: Plan) -> Iterator[str]:
    """Ids of the records named by their keys or whole titles; what follows them, commas and all, is the text of a new
    one. A semicolon begins the next."""
    titles = {
        str(title).lower(): id_
        for id_, title in zip(plan[kind].ids, plan[kind].columns[plan[kind].kind.title], strict=True)
    }
    for text in bare.split(";"):
        parts = [part.strip() for part in text.split(",") if part.strip()]
        for place, part in enumerate(parts):
            named = plan.find_key(part)
            known = named[1] if named and named[0] == kind else titles.get(part.lower())
            if known is None and re.fullmatch(rf"(?i){plan[kind].kind.prefix}-\d+", part):
                raise UnknownReference(f"there is no {plan[kind].kind.label.lower()} {part!r}")
            if known is None:
                yield NewReference(", ".join(parts[place:]))
                break
            yield known


def _one_of(bare: str, allowed: list[str], label: str) -> str:
    """The allowed word that is typed or is the only one to start so."""
    word = bare.lower()
    exact = [a for a in allowed if a.lower() == word]
    hits = exact or [a for a in allowed if a.lower().startswith(word)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise ValueError(f"{label}: {bare[:40]!r} may mean {' or '.join(hits)}; type more of it")
    raise ValueError(f"{label} is one of {', '.join(filter(None, allowed))}, not {bare[:40]!r}")


def _three_point(bare: str, column: Column, context: InputContext) -> ThreePoint:
    parts = [p.strip() for p in bare.split("/")]
    if len(parts) not in (1, 3):
        raise ValueError("write one value, or best/likely/worst as in 2d/3d/8d")
    percent = any(p.endswith("%") for p in parts) and column.field.format == "delay"
    if percent:
        values = [parse_number(p.removesuffix("%")) for p in parts]
    else:
        read = FIELD_FORMATS[column.field.format].parse if column.field.format else lambda t, _w: parse_number(t)
        # The numbers of a range are drawn from, not summed: a float is exact enough for them.
        typed = [read(p, context) for p in parts]
        values = [float(value) if isinstance(value, Decimal) else value for value in typed]
    if values[0] < 0:
        raise ValueError(f"{column.label} cannot be negative")
    return ThreePoint(values[0], values[len(parts) // 2], values[-1], percent)


def means_nobody(word: str) -> bool:
    """Whether a word is what people write where there is nobody."""
    return re.fullmatch(_NONE, word.strip()) is not None


def _reference(column: Column, word: str, plan: Plan) -> str:
    """As `resolve_or_new`, but no record is made of a name that the other register of people has.

    ValidationError then, saying where the name can be given.
    """
    answer = resolve_or_new(column.ref, word, plan)
    if isinstance(answer, NewReference):
        require_own_register(column, answer, plan)
    return answer


def in_other_register(kind: str, name: str, plan: Plan) -> str | None:
    """The name of a stakeholder where a person would be made of it, of a person where a stakeholder would; None where
    the other register has nobody of that name or first name."""
    other, word = _OTHER_REGISTER.get(kind), " ".join(name.split()).lower()
    names = map(str, plan[other].columns["name"]) if other is not None else ()
    return next((known for known in names if word == known.lower() or word in known.lower().split()[:1]), None)


def require_own_register(column: Column, name: str, plan: Plan) -> None:
    """ValidationError where a record would be made of a name that the other register has, saying where it can be
    given."""
    title = in_other_register(column.ref, name, plan)
    if title is None:
        return
    here, there = plan[column.ref].kind, plan[_OTHER_REGISTER[column.ref]].kind
    elsewhere = column.field.elsewhere or f"add them there too: tpm add {here.name} {title!r}"
    raise ValidationError(
        f"{title} is among the {there.plural_noun}, and {column.label} takes {here.plural_noun}; {elsewhere}",
        column.name,
    )


def resolve_or_new(kind: str, word: str, plan: Plan) -> str:
    """The id as `resolve_reference` finds it, or a `NewReference` where the word can be the name of a new record."""
    try:
        return resolve_reference(kind, word, plan)
    except UnknownReference:
        name = " ".join(word.split())
        if not plan[kind].kind.created_by_name or len(name) > _LONGEST_NAME or re.fullmatch(_KEY, name):
            raise
        if means_nobody(name) or not any(c.isalpha() for c in name):
            raise ValidationError(
                f"{name!r} names no {plan[kind].kind.label.lower()}; leave it empty for none"
            ) from None
        wrong = person_name_problem(name) if kind in _OTHER_REGISTER else _amount_problem(name)
        if wrong:
            raise ValidationError(wrong) from None
        return NewReference(name)


def person_name_problem(name: str) -> str:
    """Why a text is not the name of a new person, as it was meant for another cell; empty if it can be one."""
    if re.fullmatch(_SOURCE_KEY, name.strip()):
        return f"{name.strip()[:40]!r} reads as a key, not as a name"
    return _amount_problem(name)


def _amount_problem(name: str) -> str:
    return f"{name.strip()[:40]!r} reads as an estimate or a date, not as a name" if reads_as_amount(name) else ""


#: Amounts that a person does not type here, but other programs write: ``5 Tage``, ``PT16H``, ``T-3FS+2d``.
_FOREIGN_AMOUNT = (
    r"[+-]?\d+(?:[.,]\d+)?\s*(?:tage?|std\.?|stunden?|wochen?|jours?|heures?|semaines?|d[ií]as?|horas?|semanas?|giorn[io]|"
    r"or[ae]|settiman[ae]|dag(?:en)?|uur|we(?:ek|ken)|dni|godzin\w*|дн\w*|час\w*)|P(?=T?\d)[\dYMWDTHS.,]+|"
    r"(?:[a-z]\w*-)?\d+\s*(?:FS|SS|FF|SF)(?:\s*[+-].*)?"
)


def reads_as_amount(name: str) -> bool:
    """Whether a name is a duration, an estimate, a date or a link with its lag: typed into the wrong cell."""
    context = InputContext(clock.today())
    if re.fullmatch(_FOREIGN_AMOUNT, name.strip(), re.I):
        return True
    for read in (dates.parse_duration, lambda text, _context: dates.parse_date(text, context.today)):
        try:
            for part in name.split("/"):
                read(part.strip(), context)
        except ValueError:
            continue
        return True
    return False


def require_one_source(word: str, plan: Plan) -> None:
    """Refuse a key of another program that several records had there, naming them."""
    several = plan.records_of_source_key(word)
    if len(several) > 1:
        names = " and ".join(str(plan.value(kind, id_, "key")) for kind, id_ in several[:3])
        raise ValidationError(f"{word[:40]!r} is the source id of {names}; name one of them")


def resolve_reference(kind: str, word: str, plan: Plan) -> str:
    """The id of the record meant by a key, an id, a name or the start of one. ValidationError if none or several
    are."""
    match = plan.find_key(word)
    if match and match[0] == kind:
        return match[1]
    require_one_source(word, plan)
    table = plan[kind]
    if word in table:
        return word
    wanted = word.strip().lower()
    key, _, title = wanted.partition(" ")
    match = plan.find_key(key) if title else None
    if match and match[0] == kind and plan.title(*match).strip().lower() == title.strip():
        return match[1]  # both, as they are shown where several share a title
    if not wanted:
        raise ValidationError(f"write the key or the name of {with_article(table.kind.label)}")
    titles = [str(t or "").lower() for t in table.columns[table.kind.title]]
    hits = [i for i, t in enumerate(titles) if t == wanted] or [i for i, t in enumerate(titles) if t.startswith(wanted)]
    hits = hits or [i for i, t in enumerate(titles) if any(part.startswith(wanted) for part in t.split())]
    if len(hits) == 1:
        return table.ids[hits[0]]
    label = table.kind.label.lower()
    if hits:
        some = ", ".join(f"{table.columns['key'][i]} {plan.title(kind, table.ids[i])[:40]}" for i in hits[:3])
        raise ValidationError(f"{word[:40]!r} could be {some}{' …' if len(hits) > 3 else ''}; type more of it")
    from difflib import get_close_matches

    # Short names are near each other without one being a slip of the other.
    alike = 0.8 if table.kind.created_by_name else 0.6
    near = get_close_matches(wanted, titles, n=1, cutoff=alike) if len(titles) < 5000 else []
    if near and not (table.kind.created_by_name and len(wanted) < _LONG_ENOUGH):
        raise ValidationError(
            f"there is no {label} {word[:40]!r}; did you mean {plan.title(kind, table.ids[titles.index(near[0])])}?"
        )
    raise UnknownReference(f"there is no {label} {word[:40]!r}; add one first")


def show_stored(column: Column, stored: Stored, plan: Plan, context: InputContext) -> str:
    """A stored value as a person reads it; for nothing what the field says then, usually an empty text."""
    if stored is None or stored == "" or (stored == "[]" and column.many):
        return "free" if column.field.format == "hours" else column.field.empty
    field = column.field
    if column.type is str and not field.ref and not field.format:
        return str(stored)
    try:
        value = load_value(column, stored)
        if field.ref:
            return ", ".join(_name(field.ref, id_, plan) for id_ in (value if column.many else (str(stored),)))
        if field.format == "money" and (digits := currency_digits(plan)) != context.money_digits:
            context = replace(context, money_digits=digits)
        return show_value(column, value, context)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return str(stored)


def shown_title(plan: Plan, kind: str, id_: str, context: InputContext) -> str:
    """What a record is called, as a person reads it: some are called by their day."""
    table = plan[kind]
    if id_ not in table:
        return plan.title(kind, id_)
    name = table.kind.title
    return show_stored(table.kind.column(name), table.value(id_, name), plan, context)


def editable_text(column: Column, stored: Stored, plan: Plan, context: InputContext) -> str:
    """A stored value as :func:`show_stored` shows it, so that `parse_value` reads it as the same value."""
    return show_stored(column, stored, plan, replace(context, past=column.field.past, typed_again=True))


def reads_as_several(name: str) -> bool:
    """Whether a name would be read as several values where it is typed."""
    return re.search(_SPLIT, name) is not None


def _name(kind: str, id_: str, plan: Plan) -> str:
    """What a record is called where it could be typed again: its key where its name would be read as several."""
    name = plan.label(kind, id_)
    return name if not reads_as_several(name) else str(plan.value(kind, id_, "key"))


def show_value(column: Column, value: Any, context: InputContext) -> str:
    """A Python value of a column without references, as a person reads it."""
    form = FIELD_FORMATS.get(column.field.format)
    if isinstance(value, ThreePoint):
        numbers = [value.likely] if not value.spread else [value.best, value.likely, value.worst]
        if value.percent:
            return "/".join(f"{show_number(n)}%" for n in numbers)
        shown = [form.show(n, context) if form else show_number(n) for n in numbers]
        # Thousands stay apart; the parts of a duration move together.
        return "/".join(shown if column.field.format == "money" else (text.replace(" ", "") for text in shown))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if form:
        return form.show(value, context)
    if isinstance(value, datetime):
        return dates.show_datetime(value, context)
    if isinstance(value, date):
        return dates.show_date(value, context)
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, float):
        return show_number(value)
    return str(value)
