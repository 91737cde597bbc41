"""What a sample says: percentiles with their error, rank correlation, convergence."""

from typing import Any

import numpy as np
import numpy.typing as npt

from tpm_tui.planning.model.graph.arrays import Floats, Integers

LEVELS = (10, 50, 80, 90)
"""The percentiles that are reported."""

ERROR_BATCHES = 10
RELATIVE_TOLERANCE = 0.005
"""Converged: each percentile known, with 95 % confidence, to this share of the mean duration …"""
ABSOLUTE_TOLERANCE = 30
"""… or to half an hour of work."""


def percentile(rising: npt.NDArray[Any], percent: float) -> int:
    """The smallest value that at least so many percent of a sorted sample do not exceed: always one that occurred."""
    place = int(np.ceil(len(rising) * percent / 100 - 1e-9)) - 1
    return int(rising[min(max(place, 0), len(rising) - 1)])


def percentile_errors(sample: Integers) -> dict[int, float]:
    """Standard error of each of LEVELS, from how the percentiles of ten batches differ (nothing where too few)."""
    size = len(sample) // ERROR_BATCHES
    if size < ERROR_BATCHES:
        return dict.fromkeys(LEVELS, float("inf"))
    batches = np.sort(sample[: size * ERROR_BATCHES].reshape(ERROR_BATCHES, size), axis=1)
    errors = {}
    for level in LEVELS:
        values = [percentile(batch, level) for batch in batches]
        errors[level] = float(np.std(values, ddof=1) / ERROR_BATCHES**0.5)
    return errors


def converged(durations: Integers) -> bool:
    """Whether the percentiles of a sample of durations, in working minutes, are known well enough to be read."""
    if len(durations) and durations.min() == durations.max():
        return True
    allowed = max(RELATIVE_TOLERANCE * float(durations.mean()), ABSOLUTE_TOLERANCE) if len(durations) else 0.0
    return all(1.96 * error <= allowed for error in percentile_errors(durations).values())


def ranks(values: npt.NDArray[Any]) -> Floats:
    """Place of each value in the rising order, from 0; equal values share the mean of their places."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    change = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    lengths = np.diff(np.append(change, len(values)))
    means = np.empty(len(values))
    means[order] = np.repeat(change + (lengths - 1) / 2, lengths)
    return means


def centred_ranks(values: npt.NDArray[Any]) -> Floats:
    """Ranks less their mean, scaled to length 1: the product of two of them is Spearman's rank correlation.

    All zero where every value is the same.
    """
    centred = ranks(values)
    centred -= centred.mean()
    length = float(np.sqrt(centred @ centred))
    return centred / length if length else centred
