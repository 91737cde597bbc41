"""Durations as other programs write them, in working minutes: one reader for every format."""

import re
from collections.abc import Mapping

from tpm_tui.domain.text.dates import InputContext

#: Words for units by what they mean: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian and
#: Japanese.
_UNIT_WORDS = {
    "minute": "m min mins minute minutes minuten minuto minutos minuti minut minuty мин м минут минуты минута 分",
    "hour": "h hr hrs hour hours std std. stunde stunden heure heures hora horas ora ore godz godz. godziny godzin ч "
    "час часа часов uur uren 時間",
    "day": "d dy dys day days t tag tage tagen j jour jours día días dia dias giorno giorni g dzień dni dn д "
    "дн дн. день дня дней at arbeitstag arbeitstage dag dagen 日",
    "week": "w wk wks week weeks wo woche wochen sem sem. semaine semaines semana semanas settimana settimane tydz "
    "tydzień tygodnie tygodni н нед нед. неделя недели недель weken 週間",
    "month": "mo mon mons month months monat monate mois mes meses mês mese mesi mies mies. miesiąc miesiące miesięcy "
    "мес мес. месяц месяца месяцев",
}
_UNITS: dict[str, str] = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}

_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+\.?)?")
_CLOCK = re.compile(r"(\d{1,5})(?::|\s*h\s*)([0-5]\d)(?::[0-5]\d)?", re.I)
#: What says that it is work, not time on the clock: ``2 man-days``, ``5 working days``.
_WORKING = re.compile(r"\b(?:man|person|working|business|work)[ -](?=(?:day|hour|week|month))", re.I)
#: A number that may have a mark of thousands or of decimals: ``1,000`` and ``1.500``.
_THOUSAND = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])")
_ISO = re.compile(
    r"P(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?",
    re.I,
)

#: Working days of a month, as MS Project and GanttProject count.
DAYS_PER_MONTH = 20

_LONGEST = 60 * 24 * 366 * 100


def read_duration(text: str, context: InputContext, bare_unit: float | None = None) -> int:
    """Working minutes of ``3 days``, ``16 hrs``, ``1,5 d``, ``1w 2d``, ``2 Tage``, ``PT16H``, ``P5D`` or ``7:30``.

    ``bare_unit`` is how many minutes a number without a unit counts; None: a day. ISO 8601 days are working days.
    ValueError with the reason otherwise, also for what is negative.
    """
    bare = " ".join(text.split()).rstrip("?").strip()
    bare = _WORKING.sub("", bare)
    if match := _THOUSAND.search(bare):
        raise ValueError(f"{bare[:40]!r}: {match[0]} may be a thousand or a fraction; write it without the mark")
    if bare.startswith(("-", "−")):
        raise ValueError(f"{bare[:40]!r} is negative; a duration cannot be negative")
    day = context.minutes_per_day
    minutes_of: Mapping[str, float] = {
        "minute": 1, "hour": 60, "day": day, "week": day * context.days_per_week, "month": day * DAYS_PER_MONTH,
    }  # fmt: skip
    total = _iso_minutes(bare, minutes_of)
    if total is None and (match := _CLOCK.fullmatch(bare)):
        total = int(match[1]) * 60 + int(match[2])
    if total is None:
        total = _spelled_minutes(bare, minutes_of, day if bare_unit is None else bare_unit)
    if total is None:
        raise ValueError(f"{bare[:40]!r} is no duration; try 4h, 3d or 2w")
    if total > _LONGEST:
        raise ValueError(f"{bare[:40]!r} is longer than a century")
    return round(total)


#: MS Project's mark of elapsed time: ``2 edays``, in German ``2 fTage``.
_ELAPSED = re.compile(r"(\d)\s*[ef](?=[dhmwts])", re.I)


def read_elapsed(text: str, context: InputContext) -> int | None:
    """Minutes on the clock of a duration in elapsed time, as ``2 edays``; None where it is one in working time.

    ValueError with the reason if it cannot be read.
    """
    bare = text.strip().rstrip("?")
    plain = _ELAPSED.sub(r"\1 ", bare)
    if plain == bare:
        return None
    return read_duration(plain, InputContext(context.today, minutes_per_day=24 * 60, days_per_week=7))


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", "."))


def _iso_minutes(text: str, minutes_of: Mapping[str, float]) -> float | None:
    match = _ISO.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = map(_number, match.groups())
    return (
        (years * 12 + months) * minutes_of["month"]
        + weeks * minutes_of["week"]
        + days * minutes_of["day"]
        + hours * 60
        + minutes
        + seconds / 60
    )


def _spelled_minutes(text: str, minutes_of: Mapping[str, float], bare_unit: float) -> float | None:
    total, position, seen = 0.0, 0, False
    for match in _PART.finditer(text.lower()):
        if text[position : match.start()].strip(" ,;+") not in ("", "and", "und", "et"):
            return None
        if match[2] is None:
            if seen or match.end() != len(text):
                return None
            total += _number(match[1]) * bare_unit
        else:
            unit = _UNITS.get(match[2]) or _UNITS.get(match[2].rstrip("."))
            if unit is None:
                return None
            total += _number(match[1]) * minutes_of[unit]
        position, seen = match.end(), True
    return total if seen and not text[position:].strip(" .") else None
