"""A file whose every text is hostile, to be pushed through whatever draws: see :mod:`hostile`."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from support import record_factory as making
from support.hostile import HOSTILE
from tpm_tui.commands.schedule import baselines
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction

#: What a field that must say something can hold.
TEXTS = tuple(text for text in HOSTILE.values() if text.strip())


def _bundles() -> list[str]:
    """All the texts, short ones together, so that a few records hold them all where a whole text is drawn."""
    bundles = [""]
    for text in sorted(TEXTS, key=len):
        if len(bundles[-1]) + len(text) > 120:
            bundles.append("")
        bundles[-1] += f"{text} "
    return bundles


BUNDLES = _bundles()

#: Records that few enough are looked at one by one: each holds some of the texts, together they hold them all.
MANY = ("item", "risk", "stakeholder")


def _free(column: Column) -> bool:
    """Whether a field takes any text."""
    field = column.field
    return column.type in (str, tuple) and not (field.ref or field.choices or field.vocabulary or field.format)


def _record(tx: Transaction, kind: str, text: str, rng: random.Random) -> str:
    values: dict[str, Any] = making.record(kind, rng, tx.plan)
    for column in KINDS[kind].columns:
        if column.name in values and _free(column):
            values[column.name] = text if column.type is str else (text,)
    if kind == "item":
        values["parent"] = None
    if kind == "state":
        values["name"] = f"{text} {rng.randrange(10**6)}"
    if kind == "view":
        values |= {"kind": "item", "columns": (), "filter": f'"{text.replace(chr(34), "")}"'}
    return tx.add(kind, **values)


def build(path: Path) -> None:
    """Make the file: of every kind a record for each bundle of texts, of some a record for each text as well.

    It was made on Friday 20 November 2026; what moved its finish since was done on the Sunday.
    """
    rng = random.Random(5)
    moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with Store.create(path, name=BUNDLES[0], author="eve\x1b[31m\u202e", durable=False, now=lambda: moment) as store:
        with store.transaction("Poison \x1b]0;pwned\x07 \u202e \x9b2J", "poison\x1b[31m") as tx:
            for kind in KINDS:
                if kind in ("programme", "link"):
                    continue
                for text in [*BUNDLES, *(TEXTS if kind in MANY else ())]:
                    _record(tx, kind, text, rng)
            first = tx.plan["item"].ids[0]
            tx.set("item", first, rank="0")
            tx.add("comment", item=first, text="It goes with its item \u202e")
            tx.set("programme", "programme", name="\x1b]0;pwned\x07[/x]\u202e", currency="\x1b[31mred")
        for _ in range(5):
            with store.transaction("Link \x9b31m") as tx:
                tx.add("link", **making.record("link", rng, tx.plan))
        with store.transaction("Take \x1bc") as tx:
            baselines.take_baseline(tx, "", (), {"name": "\x1b[2J\u202e[/x]"})
        moment = datetime(2026, 11, 22, 9, tzinfo=UTC)
        with store.transaction("Grow \x1b[2J \u202e", "grow\x1bc") as tx:
            for id_ in tx.plan["item"].ids[:: len(BUNDLES)]:
                tx.set("item", id_, estimate=ThreePoint(200_000, 300_000, 500_000), status="doing", actual_finish=None)
