"""Test results in JUnit XML."""

import pytest

from tpm_tui.exchange.junit.junit_results import JunitError, read_junit

RUN = b"""<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="shop" tests="4">
    <testsuite name="cart">
      <testcase classname="shop.CartTest" name="adds" time="0.25"/>
      <testcase classname="shop.CartTest" name="sums" time="1,204.5">
        <failure message="3 is not 4">at line 9
          and more</failure>
      </testcase>
    </testsuite>
    <testcase name="waits"><skipped/></testcase>
    <testcase name="breaks" time="?"><error>no server
      stack</error><system-out>x</system-out></testcase>
  </testsuite>
</testsuites>"""


def test_each_outcome_with_its_suite_and_reason() -> None:
    run = read_junit(RUN)
    assert [(r.suite, r.path, r.outcome, r.seconds, r.message) for r in run.results] == [
        ("cart", "shop.CartTest.adds", "passed", 0.25, ""),
        ("cart", "shop.CartTest.sums", "failed", 1204.5, "3 is not 4"),
        ("shop", "waits", "skipped", None, ""),
        ("shop", "breaks", "error", None, "no server"),
    ]
    assert not run.passed
    assert run.summary == "1 passed, 1 failed, 1 with errors, 1 skipped"


def test_a_run_passes_only_if_something_ran() -> None:
    assert read_junit(b'<testsuite xmlns="urn:x"><testcase name="a"/></testsuite>').passed
    empty = read_junit(b"<testsuites/>")
    assert (empty.passed, empty.summary) == (False, "no tests")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no XML"),
        (b"<a", "no XML: line 1"),
        (b"<html/>", "starts with <html>"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><testsuite>&b;</testsuite>', "entities"),
        (b'<?xml version="1.0" encoding="nothing"?><testsuite/>', "no XML"),
    ],
)
def test_other_data_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(JunitError, match=words) as error:
        read_junit(data)
    assert "\n" not in str(error.value)
