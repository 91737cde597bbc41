"""What commands say to a person: dates and amounts in one way, singular of one, an article that fits."""

import re
from pathlib import Path

from support.cli_driver import Tpm

COMMANDS = """
show T-49
show TE-7
show D-7
schedule
why T-49
history --limit 60
history T-39
flow --since -3w workstream:Data
dora
decision D-7
impact T-38 --slip 3d
impact P-3 --gone
check --audit
check
level
simulate --runs 200
trace
sprint SP-7
impediments
session M-1 agenda
evm
evm --trend
budget
load --until +2w
strain
baseline compare B-1
promise
stakeholders
raci
who-must-hear T-38
incident figures
""".strip().splitlines()

#: What no text for a person holds, by name.
NEVER = {
    "a date as a program writes it": r"\b\d{4}-\d\d-\d\d\b",
    "one of several": r"(?<![\d.,:–-])1 (?:(?:working|calendar) )?(?:days|hours|minutes|items|times|weeks|links)\b",
    "an article that does not fit": r"\b[Aa] (?:item|issue|incident|action|assumption|objective|option|hour|open)\b",
    "a number that is not rounded": r"\d\.\d{5,}|\d[eE][+-]\d\d",
    "thousands parted by commas": r"\b\d{1,3},\d{3}\b",
    "what is none": r"\bNone\b|\bnan\b",
}
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|serves?|answers?|takes?|came|missed|holds?|says?|lies?|ends?|collides?)\b"
)
REPORTS = Path(__file__).parent.parent / "data" / "reports"


def test_text_says_dates_amounts_and_numbers_in_one_way(demo_file: Path, tpm: Tpm) -> None:
    said = {line: tpm("-f", demo_file, *line.split()).lines for line in COMMANDS}
    said |= {path.name: path.read_text(encoding="utf-8").splitlines() for path in REPORTS.glob("*.md")}
    assert all(said.values())
    broken = [
        (line, what, text)
        for line, texts in said.items()
        for text in texts
        for what, pattern in NEVER.items()
        if re.search(pattern, text)
    ]
    assert not broken


def test_what_is_worth_a_look_is_a_sentence(demo_file: Path, tpm: Tpm) -> None:
    texts = [finding["finding"] for finding in tpm("-f", demo_file, "check", "--json").json]
    assert texts
    assert [text for text in texts if not VERB.search(text) or "  " in text] == []
