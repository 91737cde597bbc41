"""What the plain words of a constraint bind: ``freeze from 18 Dec to 4 Jan``, ``not before 7 January``, ``live by 15
Mar``, ``no more than 120 000 EUR``, ``at most 15 person-days``, ``no more than 3 people``.

Only phrases that mean one thing are read. Words of doubt (if, perhaps, was …), two phrases in one sentence, a range
of days that is not said to be free, and an amount of something else than money, work or people bind nothing.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from tpm_tui.domain.text.calendar_periods import add_months
from tpm_tui.domain.text.dates import MONTHS, InputContext, parse_date
from tpm_tui.domain.text.resource_phrases import ResourceLimit, resource_limit
from tpm_tui.domain.values.amounts import parse_amount


class Binding(Struct, frozen=True):
    """How a constraint binds, ``how`` being one of `CONSTRAINT_BINDINGS`: its first and last day, the amount of money,
    or the people or work, that it limits."""

    how: str
    first: date | None = None
    last: date | None = None
    limit: Decimal | None = None
    resources: ResourceLimit | None = None


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    r"(?:the )?(?:"
    r"\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}\. ?\d{1,2}\.(?: ?\d{4}| ?\d{2}(?!\d))?"
    rf"|{_NUMBER}\.?(?: of)? ?{_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} {_NUMBER}(?:,? \d{{4}})?"
    rf"|end of (?:the )?(?:week|month|quarter|year|{_MONTH}(?: \d{{4}})?|q[1-4](?: \d{{4}})?)"
    r"|eow|eom|eoq|eoy|tomorrow"
    r"|(?:next |this )?(?:mon|tue|tues|wednes|thu|thurs|fri|satur|sun)day|(?:next )?(?:mon|tue|wed|thu|fri)"
    r")(?![\w-])"
)
_ENDS = {"end of week": "eow", "end of month": "eom", "end of quarter": "eoq", "end of year": "eoy"}

_LONGEST_UNDER_WAY = timedelta(days=183)
#: Words that say of a range of days that nobody works on them.
_FREE = re.compile(
    r"\b(?:freeze|frozen|nobody|no ?one|nothing|closed|shut|shutdown|closure|blackout|embargo|moratorium|standstill"
    r"|days? off|(?:bank|public|company|works) holidays?"
    r"|no (?:\w+ )?(?:works?|deploy\w*|releases?|releasing|changes?|go[- ]lives?|roll-?outs?|cut-?overs?))\b"
    r"|(?:^|\b(?:we|you|they|teams?|people) )(?:do not|don't|must not|may not|cannot|can't|shall not|will not|won't"
    r"|never) (?:work|deploy|release|ship|change|go live)\b"
)
_DOUBT = re.compile(
    r"\?|~|\b(?:if|unless|maybe|perhaps|might|probably|possibly|ideally|would|could|was|were|had|went|instead|except"
    r"|lifted|cancell?ed|is over|no longer|not (?:closed|frozen|necessarily)|need not|needn't|about|around|roughly"
    r"|approximately|circa|or so)\b"
)
#: Words that say of a range of days that it is the one on which people do work.
_WORKED = re.compile(r"\b(?:only|open|available|allowed|possible)\b")
_NOT = r"\b(?:no|not|nobody|nothing|none|never|cannot|no ?one|\w+n't)\b"
_CLAUSE = r"[^,;:!?]*?"
_ON = r"(?: on| by| is| of|:| date)*"

#: (phrase, how it binds, days to add): in the order in which they are looked for; what one has read no other reads.
_DATE_PHRASES = tuple(
    (re.compile(pattern.replace("DAY", f"(?P<day>{_DAY})")), how, days)
    for pattern, how, days in (
        (r"\b(?:no|not|nothing) (?:be )?later than DAY", "by", 0),
        (r"\b(?:no|not) (?:earlier|sooner) than DAY", "not before", 0),
        (r"\b(?:at the )?latest\b" + _ON + " DAY", "by", 0),
        (r"\b(?:at the )?earliest\b" + _ON + " DAY", "not before", 0),
        (r"(?:\bby |\bon |\buntil |\bbefore )?DAY,? (?:at the latest|or earlier)\b", "by", 0),
        (r"(?:\bfrom |\bon )?DAY,? (?:at the earliest|or later|on|onwards?)\b(?! the)", "not before", 0),
        (r"\bon or before DAY", "by", 0),
        (r"\bon or after DAY", "not before", 0),
        (_NOT + _CLAUSE + r"\b(?:before|until|till|prior to) DAY", "not before", 0),
        (_NOT + _CLAUSE + r"\b(?:after|beyond|past|later than) DAY", "by", 0),
        (r"\b(?:due|deadline)\b" + _ON + " DAY", "by", 0),
        (r"\b(?:before|prior to) DAY", "by", -1),
        (r"\bby DAY", "by", 0),
    )
)
#: A constraint that need not hold by a day does not bind.
_DENIED_BY = re.compile(_NOT + r"[^,;:!?]*\bby ")

_RANGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bbetween (?P<first>{_DAY}|(?:the )?{_NUMBER}\.?) (?:and|-) (?P<last>{_DAY})",
        rf"(?:\bfrom )?(?P<first>{_DAY}) ?(?:to|until|till|through|-|and ending|, ends?(?: on)?) ?(?P<last>{_DAY})",
        rf"(?:\bfrom )?(?P<first>\b(?:the )?{_NUMBER}\.?) ?(?:to|until|till|through|-) ?"
        rf"(?P<last>(?:the )?{_NUMBER}\.?(?: of)? ?{_MONTH}(?:,? \d{{4}})?)(?!\w)",
    )
)
_ONE_DAY = re.compile(rf"\bon (?P<day>{_DAY})")
_WHOLE_MONTH = re.compile(
    rf"\b(?:in|during|throughout|all of|the whole of) (?P<month>{_MONTH})(?P<year> \d{{4}})?(?! ?\d)"
)
_ANY_DAY = re.compile(rf"(?<!\w){_DAY}")

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollars": "USD",
    "£": "GBP", "gbp": "GBP", "pounds": "GBP", "chf": "CHF", "francs": "CHF", "¥": "JPY", "jpy": "JPY", "sek": "SEK",
    "nok": "NOK", "dkk": "DKK", "pln": "PLN", "czk": "CZK", "cad": "CAD", "aud": "AUD", "inr": "INR",
}  # fmt: skip
_CURRENCY = "(?:" + "|".join(re.escape(c) + (r"\b" if c.isalpha() else "") for c in _CURRENCIES) + ")"
_SCALES = {"k": "k", "thousand": "k", "m": "M", "mio": "M", "million": "M"}
_FIGURE = r"(?P<figure>\d{1,3}(?:[ ,.'_]\d{3})+|\d+)(?P<rest>[.,]\d{1,2})?"
_AMOUNT_TEXT = (
    rf"(?:(?P<before>{_CURRENCY}) ?)?{_FIGURE}(?![\d.,]*\d)(?: ?(?P<scale>k|thousand|mio|million|m)\b)?"
    rf"(?: ?(?P<after>{_CURRENCY}))?"
)
_AMOUNT_PHRASES = tuple(
    re.compile(pattern.replace("AMOUNT", _AMOUNT_TEXT))
    for pattern in (
        r"\b(?:at (?:the )?most|(?:no|not) (?:more|higher) than|not (?:above|over|exceed(?:ing)?)|up to|capped at"
        r"|limited to|max(?:imum)?\.?(?: of)?|limit(?: is| of|:)?|cap(?: is| of|:)?|budget(?: is| of|:)?|less than"
        r"|within(?: a budget of)?|under|below) AMOUNT(?P<tail>.*)",
        _NOT + _CLAUSE + r"\b(?:more than|exceed(?:ing)?|over|above) AMOUNT(?P<tail>.*)",
        r"(?<![\w.,])AMOUNT (?:at (?:the )?most|or less|max(?:imum)?)\b(?P<tail>.*)",
    )
)
_NO_PHRASE = "its words are none of: freeze from … to …, not before …, by …, at most …"
#: What may follow an amount that limits the whole: for the licences, a month or a user make it another thing.
_WHOLE = re.compile(
    r"\s*(?:[.!;,)]|$|(?:in (?:total|all)|total|overall|altogether|all in|net|gross|incl\w*|excl\w*|max\w*"
    r"|at (?:the )?most|or less|(?:for|on) (?:everything|it all|the (?:whole )?(?:programme|project|plan)))\b)"
)
_MONEY = re.compile(r"\b(?:costs?|budget|spend\w*|spent|price|pay\w*|money|expens\w*)\b")


@lru_cache(maxsize=1000)
def plain_binding(text: str, context: InputContext, currency: str, groups: tuple[str, ...] = ()) -> Binding | str:
    """What a sentence binds; else why it binds nothing though it names a day or an amount, empty where it names none.

    Days without a year are the next ones from ``context.today`` on, those of a range under way the current ones; an
    amount is of the file's ``currency``, an ISO 4217 code; ``groups`` are the names of pools, teams and functions.
    """
    said = " ".join(text.casefold().replace("–", "-").replace("—", "-").replace("’", "'").split())
    money, resources = _limit(said, currency), resource_limit(said, groups, context)
    named = _ANY_DAY.search(said) is not None or _whole_month(said, context) is not None
    limit = Binding("at most", resources=resources) if isinstance(resources, ResourceLimit) else money or resources
    if not named and not limit:
        return ""
    if _DOUBT.search(said):
        return "its words leave it open" if named or resources or isinstance(limit, Binding) else ""
    try:
        days = _days(said, context)
    except (ValueError, OverflowError):
        days = "it names a day that is none"
    read = [part for part in (days, limit) if isinstance(part, Binding)]
    if len(read) == 1 and (read[0] is limit or not resources):
        return read[0]
    return "it says two things: say each in a line of its own" if read else str(days or limit)


def freeze_days(first: str, last: str, today: date) -> tuple[date, date]:
    """The days from one to another, as typed: those that come, or those under way for up to `_LONGEST_UNDER_WAY`.
    ValueError where one is no date, or the range ends before it begins."""
    begin, end = parse_date(first, today), parse_date(last, today)
    if begin > end:
        running = parse_date(first, today, past=True)
        begin = running if today - running < _LONGEST_UNDER_WAY else begin
        end = max(end, parse_date(last, begin))
        if not begin <= end <= begin + _LONGEST_UNDER_WAY:
            raise ValueError(f"the freeze ends before it begins: {first} to {last}")
    return begin, end


def _days(said: str, context: InputContext) -> Binding | str:
    """What the days of a sentence bind."""
    free = _FREE.search(said) is not None and not _WORKED.search(said)
    for pattern in _RANGES:
        if match := pattern.search(said):
            if not free:
                return "a range of days is free only where the words say so, as in: freeze from 18 Dec to 4 Jan"
            if _ANY_DAY.search(said[: match.start()] + " " + said[match.end() :]):
                return "it says two things: say each in a line of its own"
            first, last = match["first"], match["last"]
            if re.fullmatch(rf"(?:the )?{_NUMBER}\.?", first):
                first = f"{re.sub(r'[^0-9]', '', first)} {_month_of(last)}"
            begin, end = freeze_days(_typed(first), _typed(last), context.today)
            return Binding("days off", begin, end)
    phrases = list(_phrases(said, context))
    if len(phrases) > 1:
        return "it says two things: say each in a line of its own"
    if phrases:
        return phrases[0]
    if free and (one := _ONE_DAY.search(said)) and len(_ANY_DAY.findall(said)) == 1:
        day = _day(one["day"], context)
        return Binding("days off", day, day)
    if free and not _ANY_DAY.search(said) and (month := _whole_month(said, context)):
        return month
    return _NO_PHRASE if _ANY_DAY.search(said) else ""


def _phrases(said: str, context: InputContext) -> Iterator[Binding]:
    """Every phrase with a day in it, each part of the sentence read once; one that is left over counts as another
    where it is said beside one that binds: by 3 or 5 March."""
    for pattern, how, days in _DATE_PHRASES:
        while match := pattern.search(said):
            denied = match[0].startswith("by ") and _DENIED_BY.search(said)
            said = f"{said[: match.start()]}#{said[match.end() :]}"
            if denied:
                continue
            day = _day(match["day"], context) + timedelta(days=days)
            yield Binding(how, first=day) if how == "not before" else Binding(how, last=day)
    if re.search(rf"# ?(?:or|and|/|-) ?{_DAY}|{_DAY} ?(?:or|and|/) ?#", said):
        yield Binding("")


def _day(text: str, context: InputContext) -> date:
    return parse_date(_typed(text), context.today)


def _typed(text: str) -> str:
    """A day of a sentence as it would be typed alone: without of, the, and with the last day of a named period."""
    word = text.removeprefix("the ").replace(" of the ", " of ").removeprefix("this ")
    if word in _ENDS:
        return _ENDS[word]
    if not word.startswith("end of "):
        return word.replace(" of ", " ")
    name, _, year = word.removeprefix("end of ").partition(" ")
    month = int(name[1]) * 3 if name[0] == "q" and name[1:].isdigit() else MONTHS.index(name[:3]) + 1
    last = add_months(date(int(year or 2001), month, 1), 1) - timedelta(days=1)
    return last.isoformat() if year else f"{last.day} {MONTHS[month - 1]}"


def _month_of(day: str) -> str:
    """The month, and the year where it is said, of a day that is written with its name or as 5.2."""
    return re.sub(rf"^(?:the )?{_NUMBER}\.?(?: of)? ?", "", day)


def _whole_month(said: str, context: InputContext) -> Binding | None:
    match = _WHOLE_MONTH.search(said)
    if match is None or not _FREE.search(said):
        return None
    last = parse_date(_typed(f"end of {match['month']}{match['year'] or ''}"), context.today)
    return Binding("days off", last.replace(day=1), last)


def _limit(said: str, currency: str) -> Binding | str:
    """What an amount of money in a sentence limits."""
    for pattern in _AMOUNT_PHRASES:
        if match := pattern.search(said):
            code = _CURRENCIES.get(match["before"] or match["after"] or "", "")
            whole = _WHOLE.match(match["tail"]) is not None
            alone = whole and not said[: match.start()].strip()
            if not (code or match["scale"] or _MONEY.search(said) or alone) or (match["before"] and match["after"]):
                return ""
            if not whole:
                return "its number is no amount of the whole plan"
            if code and code != currency.strip().upper():
                return f"it is in {code}, and the file counts in {currency}"
            figure = re.sub(r"[ ,.'_]", "", match["figure"]) + (match["rest"] or "").replace(",", ".")
            return Binding("at most", limit=parse_amount(figure + _SCALES.get(match["scale"] or "", "")))
    return ""
