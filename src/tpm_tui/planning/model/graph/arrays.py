"""Columns as arrays of numpy and back. Loads numpy: import it where a plan is large enough for arrays to pay."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Minutes = npt.NDArray[np.int32]
"""Working minutes of many iterations; half the memory of `Integers`."""


def as_array(values: Sequence[int]) -> Integers:
    """A column as an array; with that of an `array.array` it shares its memory."""
    return np.asarray(values, dtype=np.int64)


def as_column(values: Integers) -> array[int]:
    """An array as a column."""
    return array("q", values.tobytes())
