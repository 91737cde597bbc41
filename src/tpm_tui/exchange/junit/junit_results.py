"""Read test results from JUnit XML, as test runners of many languages write it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

JunitOutcome = Literal["passed", "failed", "error", "skipped"]


class JunitError(ValueError):
    """Data that holds no test results; says what it is instead."""


class JunitResult(Struct, frozen=True):
    """One test: its suite, class and name, what came of it, its time in seconds (None: not said), and a reason."""

    suite: str
    classname: str
    name: str
    outcome: JunitOutcome
    seconds: float | None
    message: str

    @property
    def path(self) -> str:
        """Class and name as one: ``shop.CartTest.adds``."""
        return f"{self.classname}.{self.name}" if self.classname else self.name


class JunitRun(Struct, frozen=True):
    """The tests of a file in their order, and how many failed by what its suites say of themselves."""

    results: tuple[JunitResult, ...]
    declared_failures: int = 0

    @property
    def passed(self) -> bool:
        """Whether any test ran and none failed."""
        outcomes = {result.outcome for result in self.results}
        return "passed" in outcomes and not outcomes & {"failed", "error"} and not self.declared_failures

    @property
    def summary(self) -> str:
        """``41 passed, 1 failed, 2 skipped``: one line to keep as evidence."""
        counts = Counter(result.outcome for result in self.results)
        words: dict[JunitOutcome, str] = {
            "passed": "passed",
            "failed": "failed",
            "error": "with errors",
            "skipped": "skipped",
        }
        said = [f"{counts[key]} {word}" for key, word in words.items() if counts[key]]
        if self.declared_failures > counts["failed"] + counts["error"]:
            said.append(f"{self.declared_failures} failed by the suite's own count")
        return ", ".join(said) or "no tests"

    @property
    def ran(self) -> bool:
        """Whether anything ran or failed: what was skipped as a whole is evidence of nothing."""
        return bool(self.declared_failures) or any(result.outcome != "skipped" for result in self.results)


def read_junit(data: bytes) -> JunitRun:
    """Read the bytes of a file. JunitError for anything but ``testsuites`` or a ``testsuite``."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(data)
    except ParseError as error:
        line, column = error.position
        raise JunitError(f"this is no XML: line {line}, column {column + 1}") from error
    except DefusedXmlException as error:
        raise JunitError("this XML declares entities, which test results do not need") from error
    except (ValueError, LookupError) as error:  # an encoding that does not exist
        raise JunitError(f"this is no XML: {error}") from error
    if _local(root) not in ("testsuites", "testsuite"):
        raise JunitError(f"these are no test results: the file starts with <{_local(root)}>, not with <testsuites>")
    results: list[JunitResult] = []
    declared = 0
    pending = [(root, "")]
    while pending:
        element, suite = pending.pop()
        tag = _local(element)
        if tag == "testcase":
            results.append(_result(element, suite))
        elif tag in ("testsuites", "testsuite"):
            name = element.get("name") or suite if tag == "testsuite" else suite
            # a suite of suites counts theirs once more: the largest count is that of the whole
            declared = max(declared, _count(element.get("failures")) + _count(element.get("errors")))
            pending.extend((child, name) for child in reversed(element))
        elif tag in ("failure", "error"):  # the suite's own: what broke before any of its tests
            outcome: JunitOutcome = "failed" if tag == "failure" else "error"
            results.append(JunitResult(suite, "", suite, outcome, None, _reason(element)))
    return JunitRun(tuple(results), declared)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _result(case: Element, suite: str) -> JunitResult:
    ran = case.get("status", "").lower() not in ("notrun", "disabled")  # as GoogleTest says of what it left out
    outcome: JunitOutcome = "passed" if ran else "skipped"
    message = ""
    for child in case:
        tag = _local(child)
        child_outcome: JunitOutcome | None = "failed" if tag == "failure" else "error" if tag == "error" else None
        if tag == "skipped" and outcome == "passed":
            child_outcome = "skipped"
        if child_outcome is not None and outcome not in ("failed", "error"):
            outcome = child_outcome
            message = _reason(child)
    return JunitResult(
        suite, case.get("classname") or "", case.get("name") or "", outcome, _seconds(case.get("time")), message
    )


def _reason(outcome: Element) -> str:
    text = outcome.get("message") or (outcome.text or "").strip()
    return " ".join(text.split("\n", 1)[0].split())


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0


def _seconds(text: str | None) -> float | None:
    try:
        return float((text or "").replace(",", ""))
    except ValueError:
        return None
