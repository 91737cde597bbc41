"""Values that are more than one word: the three-point estimate."""

import json

from msgspec import Struct

#: Numbers of a three-point value lie below this, so that arithmetic on them stays exact to the minute and the cent.
MAX_THREE_POINT = 1e15


class ThreePoint(Struct, frozen=True, order=True):
    """Best, likely and worst case (PERT). Working minutes, an amount of money, or percent of a duration.

    Raises ValueError unless best <= likely <= worst, all below `MAX_THREE_POINT`. Stored and exported as a JSON array
    ``[best, likely, worst]``, with a fourth element ``"%"`` where the numbers are percent.
    """

    best: float
    likely: float
    worst: float
    percent: bool = False

    def __post_init__(self) -> None:
        if not -MAX_THREE_POINT < self.best <= self.likely <= self.worst < MAX_THREE_POINT:
            if self.best <= self.likely <= self.worst:
                raise ValueError("the numbers are too large")
            raise ValueError("write best/likely/worst in rising order, as in 2d/3d/8d")

    @classmethod
    def single_point(cls, value: float) -> "ThreePoint":
        """An estimate without spread."""
        return cls(value, value, value)

    @property
    def spread(self) -> float:
        return self.worst - self.best

    @property
    def mean(self) -> float:
        """The PERT mean, (best + 4 likely + worst) / 6 [Malcolm et al. 1959]."""
        return (self.best + 4 * self.likely + self.worst) / 6

    def dump(self) -> str:
        parts: list[float | str] = [self.best, self.likely, self.worst]
        return json.dumps([*parts, "%"] if self.percent else parts, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> "ThreePoint":
        """The inverse of :meth:`dump`; ValueError if the text is something else."""
        try:
            parts = json.loads(text)
        except RecursionError:
            parts = None
        if not isinstance(parts, list) or len(parts) not in (3, 4) or (len(parts) == 4 and parts[3] != "%"):
            raise ValueError("a three-point value is [best, likely, worst]")
        if not all(isinstance(p, int | float) and not isinstance(p, bool) for p in parts[:3]):
            raise ValueError("a three-point value holds three numbers")
        return cls(parts[0], parts[1], parts[2], percent=len(parts) == 4)
