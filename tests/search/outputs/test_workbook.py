"""Results for a spreadsheet program: a workbook whose texts are whole and never formulas."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from search.state.index_state import drain_all
from tests.builders import make_practice

pytestmark = pytest.mark.django_db


def test_the_workbook_holds_what_the_table_holds(client: Client) -> None:
    make_practice(title="Întâlniri în închisoare", summary_en="=1+1")
    drain_all()

    table = client.get("/ro/search/results.csv?collection=practices").content.decode()
    answer = client.get("/ro/search/results.xlsx?collection=practices")
    sheet = load_workbook(io.BytesIO(answer.content)).active

    assert sheet is not None
    cells = list(sheet.iter_rows())
    values = [["" if cell.value is None else str(cell.value) for cell in row] for row in cells]
    plain = [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(table))]
    assert values == plain
    assert "Întâlniri în închisoare" in values[1]
    assert "=1+1" in values[1]
    assert {cell.data_type for row in cells for cell in row if cell.value} <= {"s", "n"}
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')


def test_columns_are_as_wide_as_what_they_hold_and_headings_stay(client: Client) -> None:
    make_practice()
    drain_all()

    answer = client.get("/en/search/results.xlsx?collection=practices")
    sheet = load_workbook(io.BytesIO(answer.content)).active

    assert sheet is not None
    headings = {str(cell.value): cell.column_letter for cell in sheet[1]}
    widths = {name: sheet.column_dimensions[letter].width for name, letter in headings.items()}
    assert widths["Title"] > 30 > widths["Latitude"]
    assert widths["Permanent address"] > 30
    assert sheet.freeze_panes == "A2"


def test_the_page_leads_to_it(client: Client) -> None:
    make_practice()
    drain_all()

    page = client.get("/en/search/?collection=practices").content.decode()

    assert "/en/search/results.xlsx?collection=practices" in page
