"""What the plain words of a constraint bind, and what binds nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.domain.text.constraint_binding_phrases import Binding, freeze_days, plain_binding
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.resource_phrases import ResourceLimit, typed_limit

MONDAY = date(2026, 11, 23)
WORDS = InputContext(today=MONDAY)


GROUPS = ("qa", "development", "Backend", "Data platform")


def read(text: str) -> str:
    """What a sentence binds, as ``how first last limit``, a limit on work in minutes; else the reason, in brackets."""
    bound = plain_binding(text, WORDS, "EUR", GROUPS)
    if not isinstance(bound, Binding):
        return f"({bound})"
    resources = bound.resources or ResourceLimit()
    people = "" if resources.people is None else f"{resources.people} people {resources.group}".rstrip()
    work = "" if resources.work is None else f"{resources.work} min"
    parts = (bound.how, bound.first, bound.last, bound.limit, people, work)
    return " ".join(str(part) for part in parts if part)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Freeze from 18 Dec to 4 Jan", "days off 2026-12-18 2027-01-04"),
        ("Code freeze 18 December – 4 January", "days off 2026-12-18 2027-01-04"),
        ("No deploys from 18.12. to 4.1.", "days off 2026-12-18 2027-01-04"),
        ("between 3 and 5 Feb nobody deploys", "days off 2027-02-03 2027-02-05"),
        ("The plant is shut from the 3rd to the 14th of August", "days off 2027-08-03 2027-08-14"),
        ("We do not deploy from 2027-02-03 to 2027-02-05", "days off 2027-02-03 2027-02-05"),
        ("No release in December", "days off 2026-12-01 2026-12-31"),
        ("Closed on 1 May", "days off 2027-05-01 2027-05-01"),
        ("not before 7 January", "not before 2027-01-07"),
        ("No earlier than January 7", "not before 2027-01-07"),
        ("Nobody starts before 7 Jan", "not before 2027-01-07"),
        ("Nothing goes live until Monday", "not before 2026-11-30"),
        ("Work from 7 January on", "not before 2027-01-07"),
        ("Live by 15 Mar", "by 2027-03-15"),
        ("Done by the end of March", "by 2027-03-31"),
        ("No later than March 15, 2028", "by 2028-03-15"),
        ("15 March at the latest", "by 2027-03-15"),
        ("Must be live before 15 Mar", "by 2027-03-14"),
        ("The deadline is 15 March", "by 2027-03-15"),
        ("Live by 15 Mar, nobody works weekends", "by 2027-03-15"),
        ("at most 20k", "at most 20000"),
        ("No more than 120000 EUR", "at most 120000"),
        ("Budget: 120,000 €", "at most 120000"),
        ("It must not cost more than 1.2 million euros", "at most 1200000"),
        ("20 k at most in total", "at most 20000"),
        ("At most 15 people-days", "at most 7200 min"),
        ("no more than 15 person-days of work", "at most 7200 min"),
        ("The whole programme takes at most 12 man-days", "at most 5760 min"),
        ("max. 40 person-hours", "at most 2400 min"),
        ("at most 3 weeks of work", "at most 7200 min"),
        ("Not more than two weeks' work in total", "at most 4800 min"),
        ("At most 1.5 days of effort", "at most 720 min"),
        ("At most 15pd", "at most 7200 min"),
        ("15 person-days at most", "at most 7200 min"),
        ("No more than 3 people", "at most 3 people"),
        ("No more than three people at the same time", "at most 3 people"),
        ("We have at most 3 people to work on it", "at most 3 people"),
        ("Fewer than 4 people", "at most 3 people"),
        ("3 people at most", "at most 3 people"),
        ("A team of at most 5 people", "at most 5 people"),
        ("at most 2 of backend", "at most 2 people Backend"),
        ("No more than 2 people from the backend team at once", "at most 2 people Backend"),
        ("At most 2 backend developers", "at most 2 people Backend"),
        ("at most one of Data Platform", "at most 1 people Data platform"),
        ("No more than 2 testers", "at most 2 people qa"),
        ("2 of backend at most", "at most 2 people Backend"),
    ],
)
def test_a_phrase_binds(text: str, bound: str) -> None:
    assert read(text) == bound


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No personal data leaves the EU", ""),
        ("Answers in under 200 ms", ""),
        ("No more than 5 people in the room", "is called room"),
        ("Approved by at most 3 people", "no limit of the whole"),
        ("No more than 5 people may see it", "no limit of the whole"),
        ("At most 3 days", "person-days"),
        ("At most 3 person-months", "person-days"),
        ("If Ana leaves, at most 3 people", "leave it open"),
        ("At most 3 people and live by 15 Mar", "two things"),
        ("At most 2 of frontend", "no pool, team or function is called frontend"),
        ("Up to 20 person-days of Ana", "no limit of the whole"),
        ("Approved by 3 directors", ""),
        ("At most 20k users", "no amount of the whole plan"),
        ("At most 20k for the hosting", "no amount of the whole plan"),
        ("No more than $50k", "it is in USD, and the file counts in EUR"),
        ("Dana is away from 18 Dec to 4 Jan", "only where the words say so"),
        ("The hall is only available from 3 to 5 Feb", "only where the words say so"),
        ("The freeze was from 18 Dec to 4 Jan", "leave it open"),
        ("If the audit fails, live by 15 Mar", "leave it open"),
        ("Live by 15 Mar?", "leave it open"),
        ("Need not be live by 15 Mar", "leave it open"),
        ("No downtime by 15 Mar", "none of"),
        ("The contract of 15 Mar holds", "none of"),
        ("Not before 3 Feb and by 5 Mar", "two things"),
        ("Live by 15 Mar and at most 20k", "two things"),
        ("Freeze 18 Dec to 4 Jan and 1 May to 5 May", "two things"),
        ("Live by 30 Feb", "names a day that is none"),
    ],
)
def test_other_words_bind_nothing_and_the_reason_is_said_where_they_name_a_day(text: str, reason: str) -> None:
    said = read(text)
    assert said.startswith("(")
    assert reason in said if reason else said == "()"


def test_a_freeze_under_way_is_the_current_one() -> None:
    inside = InputContext(today=date(2026, 12, 20))
    assert plain_binding("Freeze from 18 Dec to 4 Jan", inside, "EUR") == Binding(
        "days off", date(2026, 12, 18), date(2027, 1, 4)
    )


@given(st.dates(date(2027, 1, 1), date(2029, 12, 31)), st.integers(0, 60), st.sampled_from(["iso", "name"]))
def test_the_days_that_are_written_are_the_days_that_bind(first: date, length: int, style: str) -> None:
    last = first + timedelta(days=length)
    one, other = ((f"{d:%-d %B %Y}" if style == "name" else d.isoformat()) for d in (first, last))
    assert freeze_days(one, other, MONDAY) == (first, last)
    assert plain_binding(f"Freeze from {one} to {other}", WORDS, "EUR") == Binding("days off", first, last)
    assert plain_binding(f"Live by {other}", WORDS, "EUR") == Binding("by", last=last)
    assert plain_binding(f"Nothing before {one}", WORDS, "EUR") == Binding("not before", first=first)


@given(st.text(max_size=60))
def test_any_text_is_read_or_not(text: str) -> None:
    assert isinstance(plain_binding(f"from {text} by", WORDS, "EUR"), str | Binding)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("15pd", ResourceLimit(work=7200)),
        ("3w", ResourceLimit(work=7200)),
        ("3people", ResourceLimit(people=3)),
        ("2backend", ResourceLimit(people=2, group="Backend")),
        ("20k", None),
        ("20000", None),
        ("1.2M", None),
    ],
)
def test_what_max_limits(text: str, limit: ResourceLimit | None) -> None:
    assert typed_limit(text, GROUPS, WORDS) == limit


def test_max_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="no pool, team or function is called frontend"):
        typed_limit("2frontend", GROUPS, WORDS)
