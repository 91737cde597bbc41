"""Metrics of delivery and operation as data for scripts and as lines."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.planning.delivery.deployments_and_outages import ServiceFigures
from tpm_tui.planning.delivery.dora import Dora
from tpm_tui.planning.flow.workflow_bottleneck import days_text


def dora_facts(figures: Sequence[tuple[str, Dora]]) -> list[dict[str, Any]]:
    """The documented JSON of ``tpm dora``: rates with six decimals, times in clock minutes, keys behind each figure."""
    return [
        {
            "name": name,
            "deployment_frequency_per_day": _rate(dora.deployment_frequency_per_day),
            "lead_time_median_minutes": dora.lead_time_median_minutes,
            "change_fail_rate": _rate(dora.change_fail_rate),
            "recovery_median_minutes": dora.recovery_median_minutes,
            "rework_rate": _rate(dora.rework_rate),
            "days": dora.days,
            "records": {
                "deployments": list(dora.deployments),
                "lead_times": list(dora.lead_times),
                "failed": list(dora.failed),
                "recovered": list(dora.recovered),
                "unplanned": list(dora.unplanned),
            },
        }
        for name, dora in figures
    ]


def _rate(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)


def dora_lines(figures: Sequence[tuple[str, Dora]]) -> Iterator[str]:
    """A paragraph a workstream, with the keys behind each figure."""
    if not figures:
        yield "Nothing was released yet: releases are records of their own (tpm add release 1.0 at=today)."
    for name, dora in figures:
        count = len(dora.deployments)
        yield f"{name or 'The programme'}: {counted(count, 'deployment')} in {counted(dora.days, 'day')}"
        if not count:
            continue
        between = dora.days_between
        every = "day" if between == 1 else f"{float(between or 0):.3g} days"
        yield f"  one every {every} ({', '.join(dora.deployments)})"
        if dora.lead_time_median_minutes is not None:
            yield f"  lead time from commit, median: {days_text(round(dora.lead_time_median_minutes))}"
        yield f"  change fail rate {_percent(dora.change_fail_rate)}{_keys(dora.failed)}"
        if dora.recovery_median_minutes is not None:
            yield (
                f"  recovery from failed deployments, median: {days_text(round(dora.recovery_median_minutes))}"
                f"{_keys(dora.recovered)}"
            )
        yield f"  rework rate {_percent(dora.rework_rate)}{_keys(dora.unplanned)}"


def _percent(value: Fraction | None) -> str:
    return "unknown" if value is None else f"{float(100 * value):.3g}%"


def _keys(keys: Sequence[str]) -> str:
    return f" ({', '.join(keys)})" if keys else ""


def service_facts(figures: Sequence[ServiceFigures]) -> list[dict[str, Any]]:
    """The documented JSON of ``tpm incident figures``: clock minutes, shares from 0 to 1, keys behind each figure."""
    return [
        {
            "name": entry.name,
            "mtta_minutes": _minutes(entry.acknowledge.minutes),
            "time_to_mitigate_minutes": _minutes(entry.mitigate.minutes),
            "mttr_minutes": _minutes(entry.resolve.minutes),
            "service_minutes": entry.availability.service,
            "downtime_minutes": _minutes(entry.availability.down),
            "availability": _rate(entry.availability.share),
            "target": _rate(entry.target),
            "downtime_left_minutes": None if entry.target is None else _minutes(entry.availability.left(entry.target)),
            "records": {
                "incidents": list(entry.incidents),
                "acknowledged": list(entry.acknowledge.keys),
                "mitigated": list(entry.mitigate.keys),
                "resolved": list(entry.resolve.keys),
                "downtime": {key: _minutes(down) for key, down in entry.downtimes.items()},
            },
        }
        for entry in figures
    ]


def _minutes(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 2)


def service_lines(figures: Sequence[ServiceFigures]) -> Iterator[str]:
    """A paragraph a workstream with incidents or a target."""
    for entry in figures:
        count = counted(len(entry.incidents), "incident")
        yield f"{entry.name or 'The programme'}: {count}{_keys(entry.incidents)}"
        for label, mean in (
            ("to acknowledge (MTTA)", entry.acknowledge),
            ("to mitigate", entry.mitigate),
            ("to resolve (MTTR)", entry.resolve),
        ):
            if mean.minutes is not None:
                behind = "" if mean.keys == entry.incidents else _keys(mean.keys)
                yield f"  mean time {label}: {days_text(round(mean.minutes))} over {mean.incidents}{behind}"
        share = entry.availability.share
        if share is not None:
            target = "" if entry.target is None else f" of {float(100 * entry.target):.6g}% promised"
            yield f"  available {float(100 * share):.4f}%{target}"
        if entry.target is not None:
            left = entry.availability.left(entry.target)
            yield (
                f"  {days_text(round(left))} of downtime left"
                if left >= 0
                else f"  {days_text(round(-left))} of downtime too much"
            )
