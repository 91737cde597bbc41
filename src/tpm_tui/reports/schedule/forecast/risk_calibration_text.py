"""Chances of risks against what happened, in words and as the facts of ``tpm learn --json``."""

from typing import Any

from tpm_tui.planning.forecast.risk_calibration import ChanceBand, RiskCalibration

RISK_CALIBRATION_HEADINGS = ("Risks that are over", "of them", "forecast", "occurred", "verdict")
"""What :func:`risk_calibration_rows` has in its columns."""


def risk_calibration_rows(known: RiskCalibration) -> list[list[str]]:
    """A row a band of chances that has risks, then one of all of them; none where no risk is over."""
    if not known.total.risks:
        return []
    rows = [_row(f"{band.low} to {band.high}%", band) for band in known.bands if band.risks]
    return [*rows, _row("all", known.total)]


def _row(name: str, band: ChanceBand) -> list[str]:
    count, of = len(band.occurred), len(band.risks)
    occurred = f"{count} of {of}, {count / of:.0%}"
    return [name, str(of), f"{band.forecast or 0:.0%}", occurred, band.verdict]


def unrated_risks_text(known: RiskCalibration) -> str:
    """Which risks that are over had no chance to hold against what happened; "" where there are none."""
    if not known.unrated:
        return ""
    return f"Over without a chance: {', '.join(known.unrated)}."


def risk_calibration_facts(known: RiskCalibration) -> dict[str, Any]:
    """``risks`` of ``tpm learn --json``: shares from 0 to 1, with the keys of the risks behind them."""
    return {
        "bands": [{"from": band.low / 100, "to": band.high / 100, **_facts(band)} for band in known.bands],
        "all": _facts(known.total),
        "brier_score": None if (score := known.brier_score) is None else round(score, 6),
        "without_chance": list(known.unrated),
    }


def _facts(band: ChanceBand) -> dict[str, Any]:
    return {
        "risks": [risk.key for risk in band.risks],
        "occurred": list(band.occurred),
        "forecast_share": None if band.forecast is None else round(band.forecast, 6),
        "occurred_share": round(len(band.occurred) / len(band.risks), 6) if band.risks else None,
        "verdict": band.verdict,
    }
