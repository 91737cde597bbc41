"""What time sheets call their columns, and in which unit they count."""

import re
from collections.abc import Sequence
from fractions import Fraction

from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.exchange.common.notations.decimal_marks import decimal_mark, read_number

#: Field -> words of headers, the surest first; English, German, French, Spanish, Portuguese, Italian, Polish.
TIME_HEADERS: dict[str, tuple[str, ...]] = {
    "minutes": (
        "minutes", "minutes worked", "time in minutes", "minuten", "minutos", "minuti", "minuty",
        "hours", "hours worked", "hrs", "decimal hours",
        "time spent", "time spent seconds", "worked hours", "logged", "time logged", "logged hours", "stunden", "std",
        "arbeitsstunden", "anzahl stunden", "geleistete stunden", "arbeitszeit", "heures", "horas", "ore", "godziny",
        "duration decimal", "duration", "dauer", "durée", "duree", "duración", "duracion", "duração", "durata",
        "time", "zeit", "temps", "tiempo", "czas", "spent", "worked", "quantity", "qty", "menge", "effort", "aufwand",
        "days", "person days", "tage", "personentage", "pt", "jours", "seconds", "sekunden",
    ),
    "day": (
        "day", "work date", "date worked", "worked on", "spent on", "log date", "entry date", "date", "datum", "tag",
        "arbeitstag", "leistungsdatum", "buchungstag", "jour", "fecha", "data", "giorno", "dzień", "dzien",
        "start date", "started", "started at", "start", "startdatum", "beginn", "début", "debut", "inicio",
    ),
    "person": (
        "person", "employee", "employee name", "resource", "resource name", "user", "user name", "username", "author",
        "full name", "member", "team member", "consultant", "worker", "who", "staff", "mitarbeiter", "mitarbeiterin",
        "mitarbeitende", "bearbeiter", "benutzer", "nutzer", "kollege", "collaborateur", "utilisateur", "salarié",
        "empleado", "usuario", "utilizador", "dipendente", "utente", "pracownik", "name", "nom", "nombre", "nome",
        "email", "e mail", "email address", "user email",
    ),
    "item": (
        "item", "issue key", "work item id", "task key", "task id", "key", "ticket", "ticket id", "ticketnummer",
        "issue", "work package", "arbeitspaket", "task", "task name", "vorgang", "vorgangsname", "aufgabe", "tâche",
        "tache", "tarea", "tarefa", "attività", "zadanie", "issue summary", "summary", "activity", "tätigkeit",
        "project task", "project", "projekt", "projet", "proyecto",
    ),
    "notes": (
        "notes", "note", "comment", "comments", "description", "remark", "remarks", "work description", "kommentar",
        "bemerkung", "bemerkungen", "beschreibung", "notiz", "commentaire", "comentario", "descripción", "opis",
    ),
    "amount": ("amount", "cost", "labour cost", "labor cost", "kosten", "coût", "cout", "coste", "costo", "koszt"),
}  # fmt: skip

#: Columns that together say the time worked, or the person: field -> words.
PARTS: dict[str, tuple[str, ...]] = {
    "begin": (
        "start time",
        "time from",
        "from",
        "start",
        "beginn",
        "startzeit",
        "von",
        "uhrzeit von",
        "heure de début",
    ),
    "end": ("end time", "time to", "to", "end", "ende", "endzeit", "bis", "uhrzeit bis"),
    "break": ("break", "break time", "pause", "pausenzeit"),
    "first name": ("first name", "given name", "vorname", "prénom", "prenom"),
    "last name": ("last name", "family name", "surname", "nachname", "nom de famille"),
}

_UNITS: tuple[tuple[Fraction, str], ...] = (
    (Fraction(1), "min mins minute minutes minuten minutos minuti minuty mn"),
    (Fraction(1, 60), "sec secs second seconds sekunden s"),
    (Fraction(STANDARD_DAY_MINUTES), "day days tage pt personentage jours d"),
    (Fraction(60), "hour hours hrs hr h std stunden heures horas ore godziny arbeitsstunden decimal"),
)
_WORD = re.compile(r"[^\W\d_]+")

MOST_HOURS = 24
LONGEST_BREAK = 4
"""hours; larger numbers are minutes"""


def unit_minutes(header: str, numbers: Sequence[Fraction]) -> tuple[Fraction, bool]:
    """The minutes that a bare number under a header counts, and whether that is a guess: an hour's, or one where some
    of them are more hours than a day has."""
    said = _said_unit(header)
    if said is not None:
        return said, False
    guessed = any(number > MOST_HOURS for number in numbers)
    return Fraction(1 if guessed else 60), guessed


def break_minutes(header: str, texts: Sequence[str]) -> int:
    """The minutes that a bare number of a break counts: as its header says, else an hour's where none is over
    `LONGEST_BREAK` hours, since nobody's breaks are all of a few minutes."""
    said = _said_unit(header)
    if said is not None:
        return int(said)
    numbers = [number for text in texts if (number := read_number(text, decimal_mark([text]))) is not None]
    return 60 if numbers and max(numbers) <= LONGEST_BREAK else 1


def _said_unit(header: str) -> Fraction | None:
    words = set(_WORD.findall(header.lower()))
    return next((minutes for minutes, known in _UNITS if words & set(known.split())), None)
