"""What a run of the command line gives a test."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Tpm = Callable[..., Result]

#: The days of a week, for files that are worked on day by day.
MON, TUE, WED, THU, FRI = (f"2026-11-{day}" for day in range(23, 28))
