"""Random numbers that belong to a record, not to a place: Latin hypercube samples keyed by name, block and seed.

A block of `size` iterations is cut into as many strata of equal probability; every variable visits each stratum once,
in an order of its own [McKay, Beckman and Conover 1979]. The order and the place within the strata follow from a hash
of the seed, the variable's name and the block's number, so that a record more or less changes no other's draws.

Shuffling a thousand numbers for each variable would cost more than scheduling it. So a fixed pool of random orders is
made once for a seed, and the order of a variable is one of them after another, from a random place on.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from tpm_tui.planning.model.graph.arrays import Floats, Integers

POOL_ROWS = 128
"""Orders, and places within the strata, to choose from."""


class SamplePool:
    """What all variables of blocks of one size draw from. Memory: about 4 KB an iteration."""

    def __init__(self, seed: int, size: int) -> None:
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([abs(seed), int(seed < 0), size])))
        first = np.array([rng.permutation(size) for _ in range(POOL_ROWS)], dtype=np.int64)
        self.first = np.concatenate([first, first], axis=1)
        self.second = np.array([rng.permutation(size) for _ in range(POOL_ROWS)], dtype=np.int64)
        self.levels: Floats = (np.arange(size) + rng.random((POOL_ROWS // 2, size))) / size
        """rising probabilities, one in each stratum"""
        self.root: Floats = np.sqrt(self.levels)
        self.root_rest: Floats = np.sqrt(1 - self.levels)


@lru_cache(maxsize=4)
def sample_pool(seed: int, size: int) -> SamplePool:
    """The pool of a seed, made once."""
    return SamplePool(seed, size)


class SampleBlock:
    """The draws of one block: number `block` of blocks with `size` iterations."""

    def __init__(self, seed: int, block: int, size: int) -> None:
        self.seed, self.block, self.size = seed, block, size
        self.pool = sample_pool(seed, size)

    def order(self, name: str) -> tuple[Integers, int]:
        """The stratum of each iteration for a variable, and which row of the pool's levels it uses."""
        digest = blake2b(f"{self.seed}\0{self.block}\0{name}".encode(errors="surrogatepass"), digest_size=8).digest()
        shift = int.from_bytes(digest[:4], "little") % self.size
        chosen = self.pool.first[digest[4] % POOL_ROWS, shift : shift + self.size]
        return chosen.take(self.pool.second[digest[5] % POOL_ROWS]), digest[6] % (POOL_ROWS // 2)

    def uniform(self, name: str) -> Floats:
        """Numbers between 0 and 1, one in each of the block's strata."""
        order, row = self.order(name)
        levels: Floats = self.pool.levels[row].take(order)
        return levels

    def rising(self, row: int, best: float, likely: float, worst: float, shape: str) -> Floats:
        """The values of a three-point estimate at the levels of a row, in rising order.

        `shape` is triangular, pert, or uniform (which heeds best and worst alone).
        """
        if worst <= best:
            return np.full(self.size, float(best))
        if shape == "uniform":
            spread: Floats = best + (worst - best) * self.pool.levels[row]
            return spread
        if shape == "pert":
            curve = pert_curve((likely - best) / (worst - best))
            standard: Floats = np.interp(self.pool.levels[row], *curve)
            return best + (worst - best) * standard
        return self._triangular(row, best, likely, worst)

    def _triangular(self, row: int, best: float, likely: float, worst: float) -> Floats:
        """The inverse of the triangular distribution, a root on either side of the mode."""
        width = worst - best
        mode = (likely - best) / width
        # one level lies in each stratum: the first above the mode is in its own or the next
        split = min(int(mode * self.size), self.size - 1)
        split += bool(self.pool.levels[row, split] < mode)
        values = np.empty(self.size)
        below, above = values[:split], values[split:]
        np.multiply(self.pool.root[row, :split], (width * (likely - best)) ** 0.5, out=below)
        np.add(below, best, out=below)
        np.multiply(self.pool.root_rest[row, split:], -((width * (worst - likely)) ** 0.5), out=above)
        np.add(above, worst, out=above)
        return values

    def three_point(self, name: str, best: float, likely: float, worst: float, shape: str) -> Floats:
        """A sample of a three-point estimate."""
        order, row = self.order(name)
        return self.rising(row, best, likely, worst, shape).take(order)


@lru_cache(maxsize=256)
def pert_curve(mode: float) -> tuple[Floats, Floats]:
    """Probabilities and values of the PERT distribution on 0 … 1 with that mode, for interpolation.

    PERT is the beta distribution with alpha = 1 + 4 mode and beta = 5 - 4 mode, of mean (1 + 4 mode) / 6 [Malcolm et
    al. 1959; Vose 2008]. The integral is Simpson's rule on 2,048 steps.
    """
    steps = 2048
    fine = np.linspace(0.0, 1.0, 2 * steps + 1)
    density = fine ** (4 * mode) * (1 - fine) ** (4 - 4 * mode)
    pieces = (density[:-2:2] + 4 * density[1::2] + density[2::2]) / 6
    total: Any = np.concatenate([[0.0], np.cumsum(pieces)])
    return total / total[-1], fine[::2]
