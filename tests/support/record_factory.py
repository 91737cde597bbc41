"""Valid records of any kind, made from its declaration alone: what round trips, drawings and imports are tried on."""

import json
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations, product
from typing import Any

from tpm_tui.domain.cycles_in_parents_and_links import ItemNetwork
from tpm_tui.domain.fields import SYSTEM_FIELDS, Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.domain.values.three_point import ThreePoint

WORDS = (
    "cut-over", "Ledger", "naïve", "Zürich", "日本", "=1+2", "+7", "-x", "@home", "'quoted", "'=1", 'say "no"', "a,b",
    "x;y", "[/b]", "# not a title", "0042", "1e5", "yes", "\u202eright", "e\u0301", "10%",
)  # fmt: skip

_FORMATTED: dict[str, tuple[Any, ...]] = {
    "hours": ("", "09:00-12:00 13:00-18:00", "22:00-24:00"),
    "skills": ((), ("python:3",), ("go:1", "sql:5")),
    "cadence": ("", "FREQ=WEEKLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=FR"),
    "kind": ("item", "risk", "calendar_exception"),
    "word": ("size", "risk_class", "a1"),
    "scale": ("5 20 40 60 85", "1 2 3.5 4 5"),
    "limits": ("", "qa:2", "development:6 qa:2"),
    "object": ("{}", '{"size": 3}', '{"note": "a, b"}'),
    "positive": (1.0, 0.25, 12.5),
    "weight": (1.0, 0.0, 12.5),
    "percent": (0, 40, 100),
    "chance": (0.0, 12.5, 100.0),
    "money": (Decimal(0), Decimal("1234.56"), Decimal(-20), Decimal("0.1"), Decimal(1500000)),
    "duration": (0, 45, 480, 2400, 90),
    "delay": (0, 60, 4801),
    "elapsed": (0, 30, 1441),
    "lag": (0, 480, -90),
}


def text(rng: random.Random, long: bool = False) -> str:
    words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 4)))
    return f"{words}\n\n* {rng.choice(WORDS)}\n" if long and rng.random() < 0.5 else words


def value(column: Column, rng: random.Random, plan: Plan) -> Any:
    """A valid Python value; of a reference, a record the plan has. None or empty where there is none."""
    field = column.field
    if column.nullable and rng.random() < 0.3:
        return None
    if field.ref:
        ids = plan[field.ref].ids
        if column.many:
            return tuple(rng.sample(ids, rng.randint(0, min(3, len(ids)))))
        return rng.choice(ids) if ids else None
    if field.vocabulary:
        return rng.choice(plan.states)
    if field.choices and not column.many:
        return rng.choice(list(field.choices))
    if column.type is ThreePoint:
        return ThreePoint(*sorted(rng.choice((0, 60, 480, 1000, 12345)) for _ in range(3)))
    if field.format in _FORMATTED:
        chosen = rng.choice(_FORMATTED[field.format])
        return float(chosen) if column.type is float else chosen
    if column.type is tuple:
        return tuple(dict.fromkeys(rng.choice(("ops", "ui", "phase 2", "a,b", "#1")) for _ in range(rng.randint(0, 3))))
    day = datetime(2026, 11, 23, 9, 30) + timedelta(days=rng.randint(-400, 400), minutes=rng.randint(0, 600))
    plain: dict[type, Any] = {
        int: rng.randint(-50, 50), float: rng.choice((0.0, 1.5, -2.25, 1e-7, 123456789.125)), bool: rng.random() < 0.5,
        date: day.date(), datetime: day, str: text(rng, field.long),
    }  # fmt: skip
    return plain[column.type]


def record(kind: str, rng: random.Random, plan: Plan) -> dict[str, Any]:
    """Valid Python values for a new record of a kind; what must be there and is not in the plan is left out."""
    values: dict[str, Any] = {}
    for column in KINDS[kind].columns:
        if column.name in SYSTEM_FIELDS or column.name in ("rank", "source_id"):
            continue
        values[column.name] = value(column, rng, plan)
    if kind == "item":
        values["rank"] = "b" + format(rng.randrange(62**2), "05d")
        values["custom"] = rng.choice(("{}", json.dumps({"size": 3}, separators=(",", ":"))))
        values["parent"] = None if len(plan["item"]) < 3 else values["parent"]
    if kind == "time_entry":  # little of a day that is past
        values["minutes"], values["day"] = rng.randint(1, 30), date(2026, 11, 20) - timedelta(days=rng.randint(0, 300))
    if kind == "decision":  # a scale that every score lies on
        values["scale_low"], values["scale_high"] = 0, 10
    if kind == "score":  # one of an option by a criterion
        scored = set(zip(plan["score"].columns["option"], plan["score"].columns["criterion"], strict=True))
        free = [pair for pair in product(plan["option"].ids, plan["criterion"].ids) if pair not in scored]
        values["option"], values["criterion"] = rng.choice(free) if free else (None, None)
    if kind == "budget" and not len(plan["budget"]):  # one to draw from
        values["type"] = "contingency reserve"
    if kind == "reserve_draw":  # no draw from a budget that is no reserve
        types = dict(zip(plan["budget"].ids, plan["budget"].columns["type"], strict=True))
        reserves = [id_ for id_, type_ in types.items() if type_ != "budget"]
        values["reserve"] = rng.choice(reserves) if reserves else None
    if kind == "link":
        values["predecessor"], values["successor"] = _linkable(rng, plan)
    if kind == "check" and values["type"] == "code review":  # by somebody else than the owner of the item
        values["reviewer"] = None
    if kind == "check" and values["state"] == "waived" and not values["reason"].strip():
        values["state"] = "open"
    if kind == "view":  # a filter that can be read
        values["filter"] = "word" if values["filter"] else ""
    if kind == "custom_field":
        values["name"] = f"field_{len(plan['custom_field'])}"
    _sort(values, KINDS[kind].ascending)
    if kind == "check" and values["reviewer"] is not None:
        # A reviewer is somebody else than the owner.
        values["reviewer"] = (
            None if plan.value("item", values["item"], "owner") == values["reviewer"] else values["reviewer"]
        )
    if kind in ("assignment", "rate"):  # of a person or of a pool, one of them
        named, other = rng.sample(["person", "pool"], 2)
        named = named if len(plan[named].ids) else other
        values |= {"person": None, "pool": None, named: rng.choice(list(plan[named].ids))}
    if kind == "state":
        values["name"] = f"{values['name']} {rng.randrange(10**6)}"
    return values


def _sort(values: dict[str, Any], ascending: tuple[str, ...]) -> None:
    """Give the dates that there are the order that the kind asks for."""
    names = [name for name in ascending if values.get(name) is not None]
    for name, moment in zip(names, sorted(values[name] for name in names), strict=True):
        values[name] = moment


def _linkable(rng: random.Random, plan: Plan) -> tuple[str, str]:
    """Two items of the plan that can be linked, in this order, without a loop."""
    pairs = list(permutations(plan["item"].ids, 2))
    rng.shuffle(pairs)
    for before, after in pairs:
        row = {**default_row(KINDS["link"]), "id": "tried", "key": "", "predecessor": before, "successor": after}
        if not ItemNetwork(plan.applied([Edit("link", "tried", None, row)])).find_cycle([after]):
            return before, after
    raise AssertionError("the plan has no two items that can be linked")


def stored(kind: str, rng: random.Random, plan: Plan) -> dict[str, Stored]:
    """The same in stored form."""
    return {name: dump_value(KINDS[kind].column(name), v) for name, v in record(kind, rng, plan).items()}


def fill(store: Any, rng: random.Random, each: int = 3) -> None:
    """Some records of every kind in an open store, each kind in a transaction of its own."""
    for kind in KINDS:
        if kind == "programme":
            continue
        for _ in range(each + 3 if kind == "item" else each):
            with store.transaction(f"Make {kind}") as tx:
                tx.add(kind, **record(kind, rng, tx.plan))
    with store.transaction("Set the programme") as tx:
        tx.set("programme", "programme", **record("programme", rng, tx.plan))
