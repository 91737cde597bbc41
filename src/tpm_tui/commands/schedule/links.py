"""Dependencies between items."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from tpm_tui.commands import edit_summary
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.schedule.items import LINK_TYPES
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError, resolve_reference
from tpm_tui.store.transaction import Transaction

_AFTER = Column(
    "after", str, False, True, None, Field("After", width=30, help="T-12, T-12 SS +2d, several: T-3 T-5 FS+2d")
)
# A type may stand right behind the digits of a key; a lag stands apart, or right behind the digits of a key or a type
# with its unit: the -12 of T-12 is none.
_SPEC = (
    r"(?:after\s+)?(?P<item>.+?)(?:(?:\s+|(?<=\d))(?P<type>FS|SS|FF|SF))?"
    r"(?P<lag>\s+[+-]\s*\d[\w.,% ]*|(?<=[\dFS])[+-]\s*\d[\d.,]*\s*[a-z%][\w.,% ]*)?"
)


def parse_lag(text: str, context: InputContext) -> tuple[int, str]:
    """(amount, unit) of ``+2d`` (working), ``3ed`` (elapsed) or ``-50%``; ValueError otherwise."""
    bare = text.replace(" ", "")
    if bare.endswith("%"):
        return round(float(bare[:-1])), "percent"
    elapsed = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)e([mhdw])", bare, re.I)
    if elapsed:
        return dates.parse_duration(
            elapsed[1] + elapsed[2], InputContext(context.today, minutes_per_day=1440, days_per_week=7)
        ), "elapsed"
    return dates.parse_duration(bare, context), "working"


def show_lag(amount: int, unit: str, context: InputContext) -> str:
    """The inverse of :func:`parse_lag`, with its sign; empty for none."""
    if not amount:
        return ""
    if unit == "percent":
        return f"{amount:+}%"
    span = InputContext(context.today, minutes_per_day=1440, days_per_week=7) if unit == "elapsed" else context
    text = dates.show_duration(abs(amount), span)
    return ("+" if amount > 0 else "-") + (re.sub(r"([dhm])", r"e\1", text) if unit == "elapsed" else text)


def parse_predecessor(text: str, plan: Plan, context: InputContext) -> tuple[str, str, int, str]:
    """(predecessor id, link type, lag, lag unit) of ``T-12 SS +2d``. ValidationError if it cannot be read."""
    match = re.fullmatch(_SPEC, text.strip(), re.I)
    if not match:
        raise ValidationError("write the item it comes after, as in T-12 or T-12 SS +2d", "after")
    try:
        lag, unit = parse_lag(match["lag"], context) if match["lag"] else (0, "working")
    except ValueError as error:
        raise ValidationError(str(error), "after") from None
    return resolve_reference("item", match["item"], plan), (match["type"] or "FS").upper(), lag, unit


def parse_predecessors(text: str, plan: Plan, context: InputContext) -> list[tuple[str, str, int, str]]:
    """What :func:`parse_predecessor` reads of each of several: ``T-3 T-5 FS+2d``, also parted by commas.

    A type and a lag belong to the key before them. ValidationError if one cannot be read.
    """
    specs: list[str] = []
    for part in re.split(r",(?!\d)|;", re.sub(r"(?i)^\s*after\s+", "", text)):
        words = part.split()
        begins = [place == 0 or begins_predecessor(word, plan) for place, word in enumerate(words)]
        for word, begin in zip(words, begins, strict=True):
            if begin:
                specs.append(word)
            else:
                specs[-1] += f" {word}"
    return [parse_predecessor(spec, plan, context) for spec in specs or [""]]


def begins_predecessor(word: str, plan: Plan) -> bool:
    """Whether a word begins with the key of an item, be it one that is not there."""
    key = re.match(r"[^\W\d]\w*-\d+", word)
    return key is not None and (
        key[0].upper().startswith(f"{KINDS['item'].prefix}-") or plan.find_key(key[0]) is not None
    )


def add_link(
    tx: Transaction, predecessor: str, successor: str, type_: str = "FS", lag: int = 0, unit: str = "working"
) -> str:
    """Link two items, or change the link of that type they have already; the link's id. A loop is refused."""
    if predecessor == successor:
        raise ValidationError("an item cannot come after itself")
    if type_ not in LINK_TYPES:
        raise ValidationError(f"a link is one of {', '.join(LINK_TYPES)}", "type")
    for id_ in tx.plan.ids_by_reference("link", "successor").get(successor, ()):
        row = tx.plan["link"].row(id_)
        if row["predecessor"] == predecessor and row["type"] == type_:
            tx.set("link", id_, lag=lag, lag_unit=unit)
            return id_
    return tx.add("link", predecessor=predecessor, successor=successor, type=type_, lag=lag, lag_unit=unit)


def show_predecessor(plan: Plan, link: str, context: InputContext) -> str:
    """A link as it is typed after "comes after", the inverse of :func:`parse_predecessor`: ``T-12 SS +2d``."""
    row = plan["link"].row(link)
    lag = show_lag(int(row["lag"] or 0), str(row["lag_unit"]), context)
    return f"{plan.label('item', str(row['predecessor']))} {row['type']} {lag}".strip()


def relink(tx: Transaction, link: str, text: str) -> str:
    """Make a link another one into the same item. A loop is refused, and a second one of a type between two items."""
    successor = str(tx.plan.value("link", link, "successor"))
    predecessor, type_, lag, unit = parse_predecessor(text, tx.plan, tx.context)
    same = {"predecessor": predecessor, "type": type_}
    for id_ in tx.plan.ids_by_reference("link", "successor").get(successor, ()):
        if id_ != link and same.items() <= tx.plan["link"].row(id_).items():
            raise ValidationError(f"they are linked so already: {show_predecessor(tx.plan, id_, tx.context)}")
    tx.set("link", link, **same, lag=lag, lag_unit=unit)
    return f"{tx.plan.label('item', successor)} comes after {show_predecessor(tx.plan, link, tx.context)}"


def link_after(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Make each item follow those that were typed."""
    links = []
    for predecessor, type_, lag, unit in parse_predecessors(str(params["after"]), tx.plan, tx.context):
        for id_ in ids:
            link = add_link(tx, predecessor, id_, type_, lag, unit)
        links.append(show_predecessor(tx.plan, link, tx.context))
    comes = "comes" if len(ids) == 1 else "come"
    return f"{edit_summary.records_label(tx.plan, 'item', ids)} {comes} after {' and '.join(links)}"


def chain(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Make the marked items follow each other, in the order shown."""
    for before, after in pairwise(ids):
        add_link(tx, before, after)
    return f"linked {len(ids)} items in a row"


def unlink(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Remove the links between the marked items, or all links into the one under the cursor."""
    chosen = set(ids)
    links = tx.plan["link"]
    removed = [
        id_
        for id_ in links.ids
        if links.value(id_, "successor") in chosen and (len(ids) == 1 or links.value(id_, "predecessor") in chosen)
    ]
    if not removed:
        raise ValidationError("there is no link to remove")
    tx.delete("link", *removed)
    return f"removed {counted(len(removed), 'link')}"


COMMANDS = (
    Command(
        "link.after",
        "Link: comes after …",
        link_after,
        keys=("b",),
        kinds=("item",),
        params=(CommandParam("after", _AFTER, link=True),),
        group="Links",
        synonyms=("predecessor", "dependency", "depends on", "successor"),
    ),
    Command(
        "link.chain",
        "Link the marked in a row",
        chain,
        keys=("B",),
        kinds=("item",),
        needs=(2, 1000),
        group="Links",
        synonyms=("sequence",),
    ),
    Command("link.remove", "Remove links", unlink, kinds=("item",), group="Links", synonyms=("unlink",)),
)
