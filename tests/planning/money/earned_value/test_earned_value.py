"""Earned value and earned schedule: worked cases, cases of others, and what holds for all."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tpm_tui.domain.values.amounts import decimal_string
from tpm_tui.planning.money.earned_value.earned_schedule import EarnedSchedule, earned_schedule
from tpm_tui.planning.money.earned_value.earned_value import (
    EacMethod,
    EarnedValue,
    EarningRule,
    earned_share,
    earned_value_by_group,
    total_earned_value,
)

CASES = json.loads((Path(__file__).parents[3] / "data" / "earned_value.json").read_text())
SHARED = Path("/work/shared/data/vectors/evm.json")
OTHERS = json.loads(SHARED.read_text()) if SHARED.is_file() else {"evm": [], "earned_schedule": []}
ENOUGH_DIGITS = Fraction(1, 10**9)
"""What the figures of others are rounded to."""


def exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", named(CASES["earned_value"]))
def test_worked_cases_of_earned_value(case: dict[str, Any]) -> None:
    value = EarnedValue(*(Fraction(case[name]) for name in ("pv", "ev", "ac", "bac")))
    for name in ("cv", "sv", "cpi", "spi", "etc", "vac", "tcpi_bac", "tcpi_eac"):
        assert getattr(value, name) == exact(case[name]), name
    for method, amount in case["eac"].items():
        assert value.estimate_at_completion(EacMethod(method)) == exact(amount), method


@pytest.mark.parametrize("case", named(CASES["earned_schedule"]))
def test_worked_cases_of_earned_schedule(case: dict[str, Any]) -> None:
    schedule = earned_schedule(case["curve"], Fraction(case["ev"]), case["at"], finished_at=case.get("finished_at"))
    for name in ("pd", "es", "sv_t", "spi_t", "ieac_t", "tspi"):
        assert getattr(schedule, name) == exact(case[name]) if name != "pd" else schedule.pd == case["pd"], name


def agrees(value: Fraction | int | None, other: float | None) -> bool:
    """Whether a figure agrees to the digits that the other has."""
    if value is None or other is None:
        return value is other
    return abs(Fraction(value) - Fraction(str(other))) < ENOUGH_DIGITS


@pytest.mark.skipif(not OTHERS["evm"], reason="the cases of others are not here")
@pytest.mark.parametrize("case", named(OTHERS["evm"]))
def test_cases_of_others_agree_to_the_cent(case: dict[str, Any]) -> None:
    ev = Fraction(str(case["EV"])).limit_denominator(1000)  # 733.3333333333 is 2200/3
    value = EarnedValue(Fraction(case["PV"]), ev, Fraction(case["AC"]), Fraction(case["BAC"]))
    figures = {
        "CV": value.cv, "SV": value.sv, "CPI": value.cpi, "SPI": value.spi, "ETC_typical": value.etc,
        "VAC_typical": value.vac, "TCPI_BAC": value.tcpi_bac, "TCPI_EAC_typical": value.tcpi_eac,
        "percent_complete": value.percent_complete, "percent_spent": value.percent_spent,
    }  # fmt: skip
    assert not [name for name, figure in figures.items() if not agrees(figure, case[name])]
    methods = zip(EacMethod, case["EAC"].values(), strict=False)
    for method, amount in methods:
        estimate = value.estimate_at_completion(method)
        assert agrees(estimate, amount), method
        if estimate is not None:
            assert decimal_string(estimate) == decimal_string(Fraction(str(amount)))


@pytest.mark.skipif(not OTHERS["earned_schedule"], reason="the cases of others are not here")
@pytest.mark.parametrize("case", named(OTHERS["earned_schedule"]))
def test_schedules_of_others_agree(case: dict[str, Any]) -> None:
    schedule = earned_schedule(case["curve"], case["EV"], case["AT"])
    figures = {
        "ES": schedule.es, "SVt": schedule.sv_t, "SPIt": schedule.spi_t, "IEACt": schedule.ieac_t,
        "TSPI_PD": schedule.tspi, "PD": schedule.pd,
    }  # fmt: skip
    assert not [name for name, figure in figures.items() if not agrees(figure, case[name])]


cents = st.integers(0, 10**9)
curves = st.lists(st.integers(0, 1000), min_size=1, max_size=60).map(
    lambda steps: [sum(steps[:at]) for at in range(len(steps) + 1)]
)


@given(cents, cents, cents, cents, st.one_of(st.none(), cents))
def test_figures_follow_from_each_other(pv: int, ev: int, ac: int, bac: int, rest: int | None) -> None:
    for method in EacMethod:
        value = EarnedValue(pv, ev, ac, bac, rest, method)
        assert (value.eac is None) == (value.etc is None) == (value.vac is None)
        if value.eac is not None and value.etc is not None and value.vac is not None:
            assert value.etc + ac == value.eac == bac - value.vac
        if value.cpi is not None:
            assert value.cpi * ac == ev
        if value.tcpi_bac is not None:
            assert value.tcpi_bac * (bac - ac) == bac - ev
        assert value.budget_is_lost == (value.tcpi_bac is not None and value.tcpi_bac < 0 and ev < bac)


@given(
    st.lists(
        st.tuples(st.sampled_from(["platform", "mobile", None]), st.tuples(cents, cents, cents, cents, cents)),
        max_size=30,
    ),
    st.sampled_from(EacMethod),
)
def test_groups_sum_to_the_total(rows: list[tuple[str | None, tuple[int, ...]]], method: EacMethod) -> None:
    parts = [(name, EarnedValue(*amounts)) for name, amounts in rows]
    groups = earned_value_by_group(parts, method)
    whole = total_earned_value((part for _, part in parts), method)
    assert total_earned_value(groups.values(), method) == whole
    assert None not in list(groups)[:-1]
    assert whole.ev == sum(amounts[1] for _, amounts in rows)


def test_a_rest_unknown_for_one_part_is_unknown_for_the_whole() -> None:
    parts = [EarnedValue(1, 1, 1, 2, 1), EarnedValue(1, 1, 1, 2)]
    assert total_earned_value(parts, EacMethod.BOTTOM_UP).eac is None
    assert total_earned_value(parts[:1], EacMethod.BOTTOM_UP).eac == 2


@pytest.mark.parametrize(
    ("rule", "progress", "started", "share"),
    [
        (EarningRule.PERCENT_COMPLETE, 33, True, "33/100"),
        (EarningRule.ZERO_HUNDRED, 99, True, "0"),
        (EarningRule.FIFTY_FIFTY, 10, True, "1/2"),
        (EarningRule.FIFTY_FIFTY, 0, False, "0"),
    ],
)
def test_earning_rules(rule: EarningRule, progress: int, started: bool, share: str) -> None:
    assert earned_share(rule, progress=progress, started=started, finished=False) == Fraction(share)
    assert earned_share(rule, progress=progress, started=started, finished=True) == 1


def test_milestones_earn_their_weight() -> None:
    rule, met = EarningRule.WEIGHTED_MILESTONES, [(30, True), (50, False), (20, True)]
    assert earned_share(rule, progress=0, started=True, finished=False, milestones=met) == Fraction(1, 2)
    with pytest.raises(ValueError, match="sum to 100, not 80"):
        earned_share(rule, progress=0, started=True, finished=False, milestones=met[:2])


def value_at(curve: list[int], time: Fraction) -> Fraction:
    """Planned value at a time, by straight lines between the ends of periods."""
    period = min(int(time), len(curve) - 2)
    return curve[period] + (time - period) * (curve[period + 1] - curve[period])


@given(curves, st.fractions(0, 1, max_denominator=997), st.integers(0, 200))
def test_earned_schedule_is_the_time_at_which_it_should_have_been_earned(
    curve: list[int], share: Fraction, at: int
) -> None:
    assume(curve[-1])
    ev = share * curve[-1]
    schedule = earned_schedule(curve, ev, at)
    assert value_at(curve, schedule.es) == ev
    assert 0 <= schedule.es <= schedule.pd <= len(curve) - 1
    assert schedule.ieac_t is None or schedule.ieac_t == Fraction(schedule.pd * at) / schedule.es


@given(curves, cents, cents)
def test_earning_more_is_never_earlier(curve: list[int], one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert earned_schedule(curve, low, 1).es <= earned_schedule(curve, high, 1).es


def test_a_budget_of_nothing_has_no_schedule() -> None:
    assert earned_schedule([], 0, 3) == earned_schedule([0, 0], 5, 3) == EarnedSchedule(Fraction(0), Fraction(3), 0)
