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
    ("data", "summary"),
    [
        (b'<testsuite name="a"><error message="?"/><testcase name="b"/></testsuite>', "1 passed, 1 with errors"),
        (
            b'<testsuites failures="1"><testsuite failures="1" errors="1"/><testcase name="b"/></testsuites>',
            "1 passed, 2 failed by the suite's own count",
        ),
    ],
)
def test_what_broke_outside_of_a_test_fails_the_run(data: bytes, summary: str) -> None:
    run = read_junit(data)
    assert (run.passed, run.ran, run.summary) == (False, True, summary)


def test_what_was_left_out_did_not_run() -> None:
    run = read_junit(b'<testsuite><testcase status="notrun"/><testcase><skipped/></testcase></testsuite>')
    assert (run.passed, run.ran, run.summary) == (False, False, "2 skipped")


def test_a_declared_encoding_a_document_type_and_markup_in_names_are_read() -> None:
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="Gr\u00f6\u00dfe"/></testsuite>'
    assert read_junit(latin.encode("latin-1")).results[0].path == "Gr\u00f6\u00dfe"
    typed = b'<!DOCTYPE testsuite SYSTEM "x.dtd"><testsuite><testcase name="[b]x[/b] &lt;i&gt;"/></testsuite>'
    assert read_junit(typed).results[0].path == "[b]x[/b] <i>"


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
