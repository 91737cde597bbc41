"""Dates and durations as other programs write them: one reader for every format."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.attempts import attempt
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.notations.foreign_dates import DateReader, DayMonthOrder, date_range
from tpm_tui.exchange.common.notations.foreign_durations import read_duration

CONTEXT = InputContext(date(2026, 11, 23))
DAYS = st.dates(date(1980, 1, 1), date(2068, 12, 31))
MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "English": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "pt": [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Mon 11/23/26", "2026-11-23T00:00"),
        ("Mo 23.11.26", "2026-11-23T00:00"),
        ("23. 11. 2026", "2026-11-23T00:00"),
        ("23.11.2026, 17:00 Uhr", "2026-11-23T17:00"),
        ("le 23 novembre 2026", "2026-11-23T00:00"),
        ("2026-11-23+01:00", "2026-11-23T00:00"),
        ("2026年11月23日", "2026-11-23T00:00"),
        ("23/11月/26 4:30 午後", "2026-11-23T16:30"),
        ("lun. 23/11/26", "2026-11-23T00:00"),
        ("2026/12/05", "2026-12-05T00:00"),
        ("20261205", "2026-12-05T00:00"),
        ("20261205T170000Z", "2026-12-05T17:00"),
        ("2026-12-05T17:00:00+01:00", "2026-12-05T17:00"),
        ("Sat, 05 Dec 2026 17:00:00 +0000", "2026-12-05T17:00"),
        ("December 5, 2026 5:00 PM", "2026-12-05T17:00"),
        ("Monday, November 23, 2026", "2026-11-23T00:00"),
        ("5 de diciembre de 2026", "2026-12-05T00:00"),
        ("23 ноября 2026 г.", "2026-11-23T00:00"),
        ("5th Dec 2026", "2026-12-05T00:00"),
        ("1793577600000", "2026-11-02T00:00"),
    ],
)
def test_a_date_of_another_program(text: str, meant: str) -> None:
    assert DateReader().read(text) == datetime.fromisoformat(meant)


@given(
    DAYS,
    st.sampled_from(sorted(MONTHS)),
    st.sampled_from(("{d} {m} {y}", "{d}. {m} {y}", "{d}/{m}/{y}", "{d}-{m}-{y}")),
)
def test_a_day_with_the_name_of_its_month_in_any_language(day: date, language: str, shape: str) -> None:
    text = shape.format(d=day.day, m=MONTHS[language][day.month - 1], y=day.year)
    assert DateReader(None).read(text).date() == day


@given(DAYS, st.sampled_from("/-"), st.booleans(), st.booleans())
def test_a_numeric_day_follows_the_order_of_the_file(day: date, mark: str, month_first: bool, short: bool) -> None:
    parts = [f"{day.month:02}", f"{day.day:02}"] if month_first else [f"{day.day:02}", f"{day.month:02}"]
    year = f"{day.year % 100:02}" if short and day.year >= 2000 else str(day.year)
    assert DateReader(month_first).read(mark.join([*parts, year])).date() == day


@given(st.lists(DAYS, min_size=1, max_size=30), st.booleans())
def test_the_order_is_judged_by_every_date_and_by_none_is_it_mixed(days: list[date], month_first: bool) -> None:
    texts = [f"{d.month}/{d.day}/{d.year}" if month_first else f"{d.day}/{d.month}/{d.year}" for d in days]
    reader, unknown = DateReader.judged_by(texts)
    telling = [d for d in days if d.day > 12]
    if telling:
        assert [reader.read(t).date() for t in texts] == days
    assert unknown == (not telling and any(d.day != d.month for d in days))


@given(DAYS.filter(lambda d: d.day <= 12 and d.day != d.month))
def test_in_a_file_of_both_orders_what_may_be_either_is_refused(day: date) -> None:
    order = DayMonthOrder()
    for text in ("12/13/2026", "13/12/2026"):
        order.add(text)
    reader = DateReader.of_order(order)
    assert reader.read("13/12/2026") == reader.read("12/13/2026") == datetime(2026, 12, 13)
    with pytest.raises(ValueError, match="may be day/month or month/day"):
        reader.read(f"{day.day:02}/{day.month:02}/{day.year}")


@pytest.mark.parametrize("text", ["46361", "soon", "13/13/2026", "2026-02-30", "", "5 Foo 2026", "1/2", "\u0661" * 9])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        DateReader().read(text)


UNITS = {
    1: ("m", "min", "minutes", "Minuten", "minutos", "мин"),
    60: ("h", "hrs", "hours", "Stunden", "heures", "horas", "godz.", "ч"),
    480: ("d", "days", "Tage", "jours", "días", "dni", "дней"),
    2400: ("w", "wks", "weeks", "Wochen", "semaines", "semanas", "tygodnie", "недели"),
    9600: ("mo", "mons", "months", "Monate", "mois", "meses", "месяца"),
}
AMOUNTS = st.integers(0, 400).map(lambda quarters: quarters / 4)


@given(AMOUNTS, st.sampled_from(sorted(UNITS)), st.data(), st.sampled_from((" ", "")), st.sampled_from(".,"))
def test_a_duration_in_any_notation(amount: float, size: int, data: st.DataObject, blank: str, mark: str) -> None:
    unit = data.draw(st.sampled_from(UNITS[size]))
    number = f"{amount:g}".replace(".", mark)
    assert read_duration(f"{number}{blank}{unit}", CONTEXT) == round(amount * size)


@given(st.integers(0, 40), st.integers(0, 23), st.integers(0, 59))
def test_a_duration_as_iso_writes_it_and_in_parts(days: int, hours: int, minutes: int) -> None:
    meant = days * 480 + hours * 60 + minutes
    assert read_duration(f"P{days}DT{hours}H{minutes}M", CONTEXT) == meant
    assert read_duration(f"{days}d {hours}h {minutes}m", CONTEXT) == meant
    assert read_duration(f"{days} days, {hours} hours and {minutes} minutes", CONTEXT) == meant


def test_a_bare_number_counts_what_its_column_says() -> None:
    assert read_duration("12", CONTEXT) == 12 * 480
    assert read_duration("12", CONTEXT, 60) == 720
    assert read_duration("7:30", CONTEXT) == 450
    assert read_duration("5 days?", CONTEXT) == 2400


@pytest.mark.parametrize("text", ["", "soon", "3 eggs", "P", "1h30x", "2 edays", "1 2"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        read_duration(text, CONTEXT)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 man-days", 960), ("5 working days", 2400), ("3 Arbeitstage", 1440), ("3 dagen", 1440), ("2 uur", 120),
        ("1h30", 90), ("8h00", 480), ("3日", 1440), ("0.125 d", 60),
    ],
)  # fmt: skip
def test_a_duration_in_other_words(text: str, minutes: int) -> None:
    assert read_duration(text, CONTEXT) == minutes


@pytest.mark.parametrize("text", ["1,000 h", "1.500 days", "12,000"])
def test_a_number_that_may_be_a_thousand_or_a_fraction_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a thousand or a fraction"):
        read_duration(text, CONTEXT)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2026-11-23 → 2026-12-04", ("2026-11-23", "2026-12-04")), ("2026-12-04", ("", "2026-12-04")),
        ("Nov 23, 2026 - Dec 4, 2026", ("Nov 23, 2026", "Dec 4, 2026")), ("28 - Nov - 2026", ("", "28 - Nov - 2026")),
    ],
)  # fmt: skip
def test_a_span_has_a_first_and_a_last_day(text: str, ends: tuple[str, str]) -> None:
    assert date_range(text) == ends


@given(st.text(max_size=30))
def test_any_text_is_a_date_and_a_duration_or_refused_in_one_line(text: str) -> None:
    for read in (DateReader().read, lambda t: read_duration(t, CONTEXT)):
        value, reason = attempt(read, text)
        assert isinstance(value, datetime | int) or (reason and "\n" not in reason)


def test_a_date_keeps_its_clock_time() -> None:
    moment = datetime(2026, 12, 5, 17, 0)
    for shape in ("%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%b %d, %Y, %I:%M %p", "%a %m/%d/%y %I:%M %p"):
        assert DateReader().read(moment.strftime(shape)) == moment
    assert DateReader().read((moment + timedelta(days=8)).strftime("%m/%d/%Y")) == datetime(2026, 12, 13)
