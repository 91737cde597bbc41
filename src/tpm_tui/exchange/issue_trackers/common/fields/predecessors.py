"""Predecessors as planners and trackers write them: ``2FS+1 day``, ``1-FS=P1D``, ``Blocks #12``."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.notations.foreign_durations import read_duration, read_elapsed


class Relation(NamedTuple):
    """A link to another row: what the row is called, whether it comes ``before`` this one, type, lag (working or
    elapsed minutes, or percent) and its unit as a link record holds it."""

    name: str
    before: bool = True
    type: str = "FS"
    lag: int = 0
    unit: str = "working"


#: Link types by their initials in the languages of MS Project.
_TYPES = {
    "FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF",
    "EA": "FS", "AA": "SS", "EE": "FF", "AE": "SF",  # German: Ende, Anfang
    "FD": "FS", "DD": "SS", "DF": "SF",  # French: fin, début
    "FC": "FS", "CC": "SS", "CF": "SF",  # Spanish: fin, comienzo
    "TI": "FS", "II": "SS", "TT": "FF", "IT": "SF",  # Portuguese: término, início
    "ОН": "FS", "НН": "SS", "ОО": "FF", "НО": "SF",  # Russian
    "FI": "FS", "IF": "SF",  # Italian: fine, inizio
    "EB": "FS", "BB": "SS", "BE": "SF",  # Dutch: einde, begin
    "ZR": "FS", "RR": "SS", "ZZ": "FF", "RZ": "SF",  # Polish: zakończenie, rozpoczęcie
}  # fmt: skip

#: Words of relations, in the languages of Redmine -> whether the other issue comes before; None: no order.
_WORDS = {
    "blocked by": True, "is blocked by": True, "follows": True, "depends on": True, "blocks": False, "precedes": False,
    "related to": None, "relates to": None, "duplicates": None, "duplicated by": None, "is duplicated by": None,
    "has duplicate": None, "copied to": None, "copied from": None, "blockiert durch": True, "folgt": True,
    "blockiert": False, "vorgänger von": False, "beziehung mit": None, "dupliziert": None, "bloqué par": True,
    "suit": True, "bloque": False, "précède": False, "lié à": None, "bloqueada por": True, "posterior a": True,
    "bloquea a": False, "anterior a": False, "relacionada con": None, "bloqueado por": True, "bloqueia": False,
    "precede": False, "segue": True, "blokowane przez": True, "zablokowane przez": True, "następuje po": True,
    "blokuje": False, "poprzedza": False, "powiązane z": None, "заблокирована": True, "следующая": True,
    "блокирует": False, "предыдущая": False, "связана с": None,
}  # fmt: skip
_RELATION = re.compile(
    r"(" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r")\s*:?\s*(?:[^#,;]*?)#?([\w-]*\d+)"
    r"\s*(?:\(([^)]*)\))?",
    re.I,
)


def split_relations(text: str) -> Iterator[str]:
    """The predecessors of a cell, each as it stands."""
    return filter(None, (part.strip() for part in re.split(r"[;,\n]", text)))


def read_predecessor(part: str, context: InputContext) -> Relation:
    """A predecessor in the notation of MS Project or GanttProject; a name alone is finish to start.

    ValueError with the reason if it cannot be read.
    """
    gantt = re.fullmatch(r"#?([\w.]+)-(FS|SS|FF|SF)(?:=([+-]?)(P[\w.,]+))?", part, re.I)
    if gantt:
        name, type_, sign, lag = gantt.groups()
        minutes = read_duration(lag, context) if lag else 0
        return Relation(name, True, type_.upper(), -minutes if sign == "-" else minutes)
    planner = re.fullmatch(r"#?(\d+)\s*(" + "|".join(_TYPES) + r")?\s*(?:([+-])\s*(.+))?", part, re.I)
    if planner:
        name, type_, sign, lag = planner.groups()
        amount, unit = _lag(lag, context) if lag else (0, "working")
        return Relation(name, True, _TYPES[(type_ or "FS").upper()], -amount if sign == "-" else amount, unit)
    keyed = re.fullmatch(r"(\S+?)\s*(FS|SS|FF|SF)\s*(?:([+-])\s*(.+))?", part)
    if keyed and re.search(r"\d", keyed[1]):
        name, type_, sign, lag = keyed.groups()
        amount, unit = _lag(lag, context) if lag else (0, "working")
        return Relation(name, True, type_, -amount if sign == "-" else amount, unit)
    return Relation(part)


def _lag(text: str, context: InputContext) -> tuple[int, str]:
    bare = text.strip().rstrip("?")
    if bare.endswith("%"):
        return round(float(bare[:-1].strip().replace(",", "."))), "percent"
    elapsed = read_elapsed(bare, context)
    if elapsed is not None:
        return elapsed, "elapsed"
    return read_duration(bare, context), "working"


def read_relations(text: str, context: InputContext) -> tuple[list[Relation], int]:
    """The relations of a cell, in the words of Redmine, and how many of them say no order."""
    relations, unordered = [], 0
    for word, name, delay in _RELATION.findall(text):
        before = _WORDS[word.lower()]
        if before is None:
            unordered += 1
            continue
        lag = 0
        if delay:
            try:
                lag = read_duration(delay, context)
            except ValueError:
                lag = 0
        relations.append(Relation(name, before, "FS", lag))
    return relations, unordered
