"""A measured figure beside its goal, and the table they make."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``value`` and ``goal`` are in ``unit``; a ratio has the unit "×"."""

    name: str
    value: float
    goal: float
    unit: str = "×"

    @property
    def met(self) -> bool:
        return self.value <= self.goal

    def row(self) -> str:
        mark = "✓" if self.met else "✗"
        return f"| {self.name} | {_number(self.value)} {self.unit} | ≤ {_number(self.goal)} {self.unit} | {mark} |"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


def machine() -> str:
    """The machine in a line: what the figures are worth elsewhere."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
    except OSError:
        pass
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f} when it began"


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    head = ["| figure | measured | goal | |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(figure.row() for figure in figures)])
