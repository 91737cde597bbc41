"""Record ids: 20 characters that sort by time and survive the merging of two copies made apart.

Ten characters of milliseconds and ten of randomness, in Crockford's base 32, like a ULID shortened by 30 random bits.
Within one process each id is greater than the one before.
"""

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

BASE32_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [a + b for a in BASE32_ALPHABET for b in BASE32_ALPHABET]
_RANDOM_BITS = 50


def _encode(number: int, pairs: int) -> str:
    parts = []
    for _ in range(pairs):
        number, low = divmod(number, 1024)
        parts.append(_PAIRS[low])
    return "".join(reversed(parts))


def _system_bits(count: int) -> int:
    """So many random bits of the operating system, as ``random.SystemRandom`` gives them, without its import."""
    return int.from_bytes(os.urandom((count + 7) // 8)) >> (-count % 8)


class IdGenerator:
    """Makes ids. ``clock`` gives seconds since 1970; ``rng`` makes a run repeatable."""

    def __init__(self, clock: Callable[[], float] = time.time, rng: "Random | None" = None) -> None:
        self._clock = clock
        self._random_bits = rng.getrandbits if rng is not None else _system_bits
        self._last = 0
        self._low = 0
        self._stamp = ""

    def __call__(self) -> str:
        millis = int(self._clock() * 1000)
        if millis > self._last:
            self._last = millis
            self._low = self._random_bits(_RANDOM_BITS - 1)
            self._stamp = _encode(millis, 5)
        else:
            self._low += 1
        return self._stamp + _encode(self._low, 5)
