"""One document, written as lines, as a picture and as a table: nothing of what records hold gets through raw."""

import csv
import io
from xml.etree import ElementTree

import pytest

from support.hostile import HOSTILE, leaks
from tpm_tui.reports.document import (
    Bar,
    BarChart,
    CurveChart,
    Document,
    Heading,
    HeatMap,
    Histogram,
    Marker,
    Paragraph,
    ReportTable,
)
from tpm_tui.reports.renderers.csv import render_csv
from tpm_tui.reports.renderers.svg import render_svg, svg_of_page
from tpm_tui.reports.renderers.terminal import render_lines


def document_of(text: str) -> Document:
    """Every kind of block, with the text wherever a block takes one."""
    places = [(0.0, text), (1.0, text)]
    return Document(text, [
        Heading(text),
        Paragraph(text),
        ReportTable(["Name", "Days"], [[text, 1.5], ["other", -2]], [False, True]),
        BarChart(text, text, [Bar(text, 1, text), Bar("b", -0.5, "-2d")]),
        CurveChart(text, text, [(0, 0), (1, 1)], places, places, [Marker(0.5, 0.8, text)]),
        Histogram(text, text, [1, 0, 2], text, text, [Marker(0.5, 1, text)]),
        HeatMap(text, text, 2, 2, {(0, 1): 3}, places, places),
    ])  # fmt: skip


def test_lines_hold_headings_paragraphs_and_tables_with_numbers_to_the_right() -> None:
    assert render_lines(document_of("x"), 80) == ["x", "", "x", "", "Name   Days", "x       1.5", "other    -2"]


def test_a_table_is_written_with_numbers_as_numbers() -> None:
    assert render_csv(ReportTable(["a", "b", "c"], [["x", -1.5, True], ["", 2, False]])) == (
        "a,b,c\r\nx,-1.5,True\r\n,2,False\r\n"
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_gets_into_lines_or_the_picture(text: str) -> None:
    document = document_of(text)
    assert not leaks("\n".join(render_lines(document, 60)))
    picture = render_svg(document)
    assert not leaks(picture)
    ElementTree.fromstring(picture)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(render_csv(ReportTable(["a"], [[text]]))))
    assert row == [f"'{text}"]


@pytest.mark.parametrize(
    "name", ["Live", "Live with every client and every broker " * 3, "Endless words of a name " * 40]
)
def test_what_stands_below_a_title_is_no_wider_than_the_picture(name: str) -> None:
    chart = CurveChart(name[:20], name, [(0.0, 0.0), (1.0, 1.0)], [(0.0, "1 Jan")], [(0.0, "0%")])
    for text in (svg_of_page(chart), render_svg(Document("x", [chart]))):
        root = ElementTree.fromstring(text)
        width = float(root.attrib["viewBox"].split()[2])
        lines = [e for e in root.iter() if e.tag.endswith("text") and e.attrib["text-anchor"] == "start"]
        # letters of this size are seven units wide at most on average
        assert all(
            float(e.attrib["x"]) + 7 * len(e.text or "") <= width for e in lines if e.attrib["font-size"] == "13"
        )
        said = " ".join(e.text or "" for e in lines)
        assert " ".join(name.split()) in said or "…" in said
