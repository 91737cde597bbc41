"""Did it help? An exact permutation test of figures before a change against figures after it."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import Literal

from msgspec import Struct

LEVEL = Fraction(1, 20)
"""A difference is claimed where chance alone gives one as large at most so often [Fisher 1935]."""

MOST = 60
"""Values a side that are used: those next to the change. More would not finish in the time of a key."""

Verdict = Literal["better", "worse", "not distinguishable yet"]


class ChangeComparison(Struct, frozen=True):
    """``p`` is the share of all ways to deal the values to the two sides that differ as much as the real one.

    ``more``: further values after the change with which a claim can be expected if they go on as those so far (if there
    are none: with which one becomes possible); None where none would do up to MOST values, 0 where the claim is made.
    """

    verdict: Verdict
    p: Fraction
    more: int | None


def did_it_help(before: Sequence[float], after: Sequence[float], *, lower_is_better: bool) -> ChangeComparison:
    """Compare by the sum of ranks [Wilcoxon 1945; equal values share their mean rank], two-sided, over all deals.

    ``before`` and ``after`` are in the order of time. On figures that are only shuffled a claim comes at most once in
    twenty times.
    """
    old, new = list(before[-MOST:]), list(after[:MOST])
    p = permutation_p(old, new)
    if p > LEVEL:
        return ChangeComparison("not distinguishable yet", p, _more(old, new))
    lower = _doubled_rank_sum(old, new)[0] * 2 < _expected(old, new)
    return ChangeComparison("better" if lower == lower_is_better else "worse", p, 0)


def permutation_p(before: Sequence[float], after: Sequence[float]) -> Fraction:
    """The two-sided p of the rank sum, exactly; 1 where a side is empty."""
    if not before or not after:
        return Fraction(1)
    observed, ranks = _doubled_rank_sum(before, after)
    size = len(after)
    ways = _ways(ranks, size)
    expected = _expected(before, after)
    distance = abs(2 * observed - expected)
    extreme = sum(count for total, count in enumerate(ways) if abs(2 * total - expected) >= distance)
    return Fraction(extreme, comb(len(ranks), size))


def _doubled_rank_sum(before: Sequence[float], after: Sequence[float]) -> tuple[int, list[int]]:
    """Twice the sum of the ranks of ``after``, and twice the ranks of all; doubled, a shared rank is a whole number."""
    values = [*before, *after]
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        for place in range(first, last + 1):
            ranks[order[place]] = first + last + 2
        first = last + 1
    return sum(ranks[len(before) :]), ranks


def _expected(before: Sequence[float], after: Sequence[float]) -> int:
    """Twice the mean, over all deals, of twice the rank sum of ``after``."""
    return 2 * len(after) * (len(before) + len(after) + 1)


def _ways(ranks: Sequence[int], size: int) -> list[int]:
    """How many choices of ``size`` ranks have each sum: the coefficients of Π (1 + y·x^rank) at y^size.

    A polynomial in x is one long integer with a slot for each coefficient, so that adding one is adding integers.
    """
    slot = len(ranks) + 1  # bits: no coefficient exceeds 2 ** len(ranks)
    sizes = [1] + [0] * size
    for rank in ranks:
        for chosen in range(size, 0, -1):
            if sizes[chosen - 1]:
                sizes[chosen] += sizes[chosen - 1] << (rank * slot)
    packed, mask, ways = sizes[size], (1 << slot) - 1, []
    step = 64 * slot
    block_mask = (1 << step) - 1
    while packed:  # in blocks: shifting the whole for each coefficient would take the square of its length
        block = packed & block_mask
        packed >>= step
        for _ in range(64):
            ways.append(block & mask)
            block >>= slot
    return ways


def _more(before: Sequence[float], after: Sequence[float]) -> int | None:
    if not before:
        return None
    pattern = sorted(after)

    def claimed(extra: int) -> bool:
        if not pattern:
            return Fraction(2, comb(len(before) + extra, extra)) <= LEVEL
        # further values spread evenly over those so far
        further = [pattern[(2 * n + 1) * len(pattern) // (2 * extra)] for n in range(extra)]
        return permutation_p(before, [*after, *further]) <= LEVEL

    low, high = 0, 1
    while high <= MOST - len(after) and not claimed(high):
        low, high = high, high * 2
    if high > MOST - len(after):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if claimed(middle) else (middle, high)
    return high
