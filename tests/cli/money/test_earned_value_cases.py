"""The worked cases of earned value and earned schedule, each typed into a file by commands: to the cent."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from support.cli_driver import Tpm

OWN = json.loads((Path(__file__).parents[2] / "data" / "earned_value.json").read_text())
SHARED = Path("/work/shared/data/vectors/evm.json")
OTHERS = json.loads(SHARED.read_text()) if SHARED.is_file() else {"evm": [], "earned_schedule": []}
MONDAY = date(2026, 11, 23)

#: Work: from which working day (1 is the first) over how many it is planned, for how much, done on which (0: not).
Piece = tuple[int, int, int, int]


def working_day(number: int) -> date:
    """The so-manieth working day; before the first the Friday before."""
    return MONDAY - timedelta(3) if number < 1 else MONDAY + timedelta(7 * ((number - 1) // 5) + (number - 1) % 5)


def type_pieces(tpm: Tpm, monkeypatch: pytest.MonkeyPatch, path: Path, pieces: Sequence[Piece], today: int) -> None:
    """A file with a baseline of these pieces, some of which are done by the working day that is today."""
    monkeypatch.setenv("TPM_TODAY", working_day(min(today, 1)).isoformat())
    monkeypatch.setenv("TPM_FILE", str(path))
    assert tpm("new", path, "--start", MONDAY).code == 0
    keys = []
    for planned, days, amount, _ in pieces:
        day = f"constraint_date={working_day(planned)}"
        keys.append(tpm("add", "item", f"Day {planned}", f"estimate={days}d", "constraint=MSO", day).out.strip())
        tpm("add", "cost", f"Budget of day {planned}", f"planned={amount}", f"item={keys[-1]}")
    assert not pieces or tpm("run", "baseline.take", "name=Plan").code == 0
    monkeypatch.setenv("TPM_TODAY", working_day(today).isoformat())
    for (planned, _, _, done), key in zip(pieces, keys, strict=True):
        if done:
            begun = working_day(min(planned, done))
            tpm("set", key, f"actual_start={begun}", f"actual_finish={working_day(done)}", "status=done")


def fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def agrees(said: Any, expected: Fraction | None, digits: int) -> bool:
    """Whether a figure is what it should be, to so many digits."""
    if said is None or expected is None:
        return said is expected
    return abs(Fraction(str(said)) - expected) * 10**digits <= Fraction(1, 2)


def own_values() -> list[Any]:
    return [
        pytest.param(
            {name: fraction(case[name]) for name in case if name not in ("name", "source", "eac")},
            [fraction(amount) for amount in case["eac"].values()],
            id=case["name"],
        )
        for case in OWN["earned_value"]
    ]


def values_of_others() -> list[Any]:
    names = {
        "PV": "pv", "EV": "ev", "AC": "ac", "BAC": "bac", "CV": "cv", "SV": "sv", "CPI": "cpi", "SPI": "spi",
        "ETC_typical": "etc", "VAC_typical": "vac", "TCPI_BAC": "tcpi_bac", "TCPI_EAC_typical": "tcpi_eac",
    }  # fmt: skip
    return [
        pytest.param(
            {ours: fraction(case[name]) for name, ours in names.items()},
            [fraction(amount) for amount in case["EAC"].values()],
            id=case["name"],
        )
        for case in OTHERS["evm"]
    ]


@pytest.mark.parametrize(("case", "estimates"), own_values() + values_of_others())
def test_a_case_of_earned_value_typed_by_hand_gives_its_figures(
    case: dict[str, Fraction | None],
    estimates: list[Fraction | None],
    tpm: Tpm,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pv, ev, ac, bac = (Fraction(case[name] or 0) for name in ("pv", "ev", "ac", "bac"))
    if ev.denominator == 1:
        both, early, late = min(pv, ev), max(ev - pv, 0), max(pv - ev, 0)
        pieces = [(1, both, 1), (2, early, 1), (1, late, 0), (2, bac - both - early - late, 0)]
        type_pieces(tpm, monkeypatch, tmp_path / "case.db", [(a, 1, int(b), c) for a, b, c in pieces if b], 1)
        tpm("add", "cost", "Spent", f"actual={ac}", "item=T-1")
    else:  # the share of what it took in what it takes: 11 of 12 hours of a task of 8
        type_pieces(tpm, monkeypatch, tmp_path / "case.db", [], 1)
        tpm("add", "person", "ana", "rate=100")
        tpm("add", "item", "Task", "estimate=8h", "remaining=1h", "owner=ana")
        tpm("run", "baseline.take", "name=Plan")
        tpm("log", "T-1", "ana", "11h")
    said = tpm("evm", "--json").json
    for name, expected in case.items():
        assert agrees(said[name], expected, 2 if isinstance(said[name], str) else 9), (name, said[name], expected)
    for method, amount in zip(("typical", "one_off", "composite", "weighted"), estimates, strict=True):
        assert agrees(said["eac"][method], amount, 2), method


def schedules() -> list[Any]:
    own = [
        pytest.param(case["curve"], int(case["ev"]), case["at"], case.get("finished_at"),
                     [fraction(case[name]) for name in ("es", "sv_t", "spi_t", "ieac_t")], id=case["name"])
        for case in OWN["earned_schedule"]
    ]  # fmt: skip
    others = [
        pytest.param(case["curve"], case["EV"], case["AT"], None,
                     [fraction(case[name]) for name in ("ES", "SVt", "SPIt", "IEACt")], id=case["name"])
        for case in OTHERS["earned_schedule"]
    ]  # fmt: skip
    return own + others


@pytest.mark.parametrize(("curve", "ev", "at", "finished_at", "figures"), schedules())
def test_a_case_of_earned_schedule_typed_by_hand_gives_its_figures(
    curve: list[int],
    ev: int,
    at: int,
    finished_at: int | None,
    figures: list[Fraction | None],
    tpm: Tpm,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done_on, left, first, pieces = finished_at or at, ev, 1, list[Piece]()
    for planned, run in groupby(after - before for before, after in pairwise(curve)):
        days = len(list(run))
        earned = min(planned * days, left)
        left -= earned
        parts = ((earned, done_on), (planned * days - earned, 0))
        pieces += [(first, days, amount, done) for amount, done in parts if amount or (first == 1 and not planned)]
        first += days
    type_pieces(tpm, monkeypatch, tmp_path / "case.db", pieces, at)
    said = tpm("evm", "--json").json
    expected = dict(zip(("es_days", "sv_t_days", "spi_t", "ieac_t_days"), figures, strict=True))
    for name, figure in expected.items():
        assert agrees(said[name], figure, 9), (name, said[name], figure)
    assert said["ev"] == f"{ev}.00"
    assert said["at_days"] == done_on
