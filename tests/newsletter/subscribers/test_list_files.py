"""Files that other tools and people write are read as they were meant."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from newsletter.subscribers.lists import table as tables
from newsletter.subscribers.lists.columns import ListField, guess
from newsletter.subscribers.lists.planning import RowFate
from newsletter.subscribers.lists.table import ListRefused, read_table, unpacked
from newsletter.subscribers.lists.values import (
    ambiguous_day,
    month_stands_first,
    read_countries,
    read_day,
    read_languages,
)
from tests.newsletter.subscribers.lists import TODAY, planned, read


@pytest.mark.parametrize(
    ("name", "encoding", "separator", "email", "day"),
    [
        ("s02-semicolon.csv", "UTF-8", ";", "reader.two@example.org", "2024-05-03"),
        ("s03-utf16.csv", "UTF-16", "\t", "reader.three@example.org", "2024-05-03"),
        ("s05-mailchimp.csv", "UTF-8", ",", "reader.five@example.org", "2021-03-04"),
        ("s06-listmonk.csv", "UTF-8", ",", "reader.six@example.org", "2022-01-02"),
        ("s07-brevo.csv", "UTF-8", ";", "reader.seven@example.org", "2024-05-03"),
    ],
)
@pytest.mark.django_db
def test_lists_of_other_tools_are_read(
    name: str, encoding: str, separator: str, email: str, day: str
) -> None:
    table = read_table(read(name))
    (entry,) = planned(read(name)).entries

    assert (table.encoding, table.separator) == (encoding, separator)
    assert (entry.email, entry.fate) == (email, RowFate.NEW)
    assert entry.proof is not None
    assert entry.proof.day.isoformat() == day


@pytest.mark.parametrize("line", ["", " ; ;", "x"])
def test_a_file_of_lines_is_let_go_before_it_fills_the_memory(line: str) -> None:
    """Five megabytes of empty lines took a gigabyte."""
    content = f"{line}\n".encode() * (1_000_000 // (len(line) + 1))
    tracemalloc.start()

    with pytest.raises(ListRefused):
        read_table(content)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.django_db
def test_days_as_spreadsheets_and_people_write_them() -> None:
    entries = planned(read("s10-excel-dates.csv")).entries

    assert {entry.proof.day for entry in entries if entry.proof} == {
        dt.date(2024, 5, 3),
    }
    assert [entry.fate for entry in entries] == [RowFate.NEW] * 4


@pytest.mark.django_db
def test_languages_as_tools_and_people_write_them() -> None:
    found = [entry.languages for entry in planned(read("s11-lang-variants.csv")).entries]

    assert found == [["ro", "en"], ["en"], ["nb"], ["pt"], ["nb"], ["en"]]


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("Română", ["ro"], []),
        ("fr_FR; de-AT", ["fr", "de"], []),
        ("Norwegian Bokmål", ["nb"], []),
        ("norsk", ["nb"], []),
        ("GREEK", ["el"], []),
        ("tlh, en", ["en"], ["tlh"]),
        ("", [], []),
    ],
)
def test_names_of_languages(text: str, codes: list[str], unknown: list[str]) -> None:
    assert read_languages(text) == (codes, unknown)


def test_names_of_countries() -> None:
    assert read_countries("RO MD") == (["RO", "MD"], [])
    assert read_countries("România, UK; Narnia") == (["RO", "GB"], ["Narnia"])


def test_the_month_stands_first_where_a_column_says_so() -> None:
    assert month_stands_first(["05/03/2024", "05/13/2024"])
    assert not month_stands_first(["13/05/2024", "05/13/2024"])
    assert not month_stands_first(["05/03/2024"])
    assert read_day("05/03/2024", today=TODAY, month_first=True) == dt.date(2024, 5, 3)
    assert read_day("05/03/2024", today=TODAY) == dt.date(2024, 3, 5)
    assert read_day("3 mai 2024", today=TODAY) == dt.date(2024, 5, 3)


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (["", "05/03/2024 10:00", "06/04/2024"], "05/03/2024"),
        (["05-03-2024"], "05-03-2024"),
        (["05/03/2024", "13/05/2024"], ""),
        (["05/03/2024", "05/13/2024"], ""),
        (["05/03/2024", "05/13/2024", "13/05/2024"], "05/03/2024"),
        (["05.03.2024", "2024-03-05", "05/05/2024"], ""),
    ],
)
def test_a_day_that_may_be_read_in_two_ways(cells: list[str], example: str) -> None:
    assert ambiguous_day(cells) == example


@pytest.mark.parametrize(
    ("month_first", "day"), [(True, dt.date(2024, 5, 3)), (False, dt.date(2024, 3, 5))]
)
@pytest.mark.django_db
def test_the_order_of_day_and_month_is_the_office_s_word(month_first: bool, day: dt.date) -> None:
    content = "email,consented_on\na@example.org,05/03/2024\nb@example.org,13/05/2024\n"

    first, second = planned(content, month_first=month_first).entries

    assert first.proof is not None
    assert second.proof is not None
    assert (first.proof.day, second.proof.day) == (day, dt.date(2024, 5, 13))


@pytest.mark.parametrize("cell", ["No", "non", "0", "false"])
@pytest.mark.django_db
def test_whoever_didn_t_agree_there_gets_no_mail(cell: str) -> None:
    content = f"EMAIL;OPT_IN;DOUBLE_OPT-IN\na@example.org;Yes;2\nb@example.org;{cell};1\n"

    agreed, declined = planned(content, day=dt.date(2024, 5, 3)).entries

    assert agreed.fate == RowFate.NEW
    assert (declined.fate, bool(declined.why)) == (RowFate.DECLINED, True)


@pytest.mark.django_db
def test_one_no_among_two_rows_of_an_address_counts() -> None:
    entries = planned("email,optin\na@example.org,yes\nA@example.org,no\n").entries

    assert [entry.fate for entry in entries] == [RowFate.DECLINED, RowFate.TWICE]


# -- forms of tables ------------------------------------------------------------------------------
def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["E-mail", "Limba", "Data acordului"])
    sheet.append(["ana@example.org", "Română", dt.datetime(2024, 5, 3)])  # noqa: DTZ001 # as a workbook has it
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_damaged_workbook_is_refused_in_words_or_read() -> None:
    whole = workbook()
    parts = zipfile.ZipFile(io.BytesIO(whole)).namelist()

    for part in parts:
        with suppress(ListRefused):  # what nobody asks after may be damaged
            assert read_table(_with_part(whole, part, cut=True)).rows
    for start in range(0, len(whole) - 40, 97):
        with suppress(ListRefused):
            read_table(whole[:start] + b"\xff" * 20 + whole[start + 20 :])
        with suppress(ListRefused):
            read_table(whole[:start])


def test_a_small_file_that_unpacks_to_millions_of_texts_is_refused() -> None:
    texts = b"<sst>" + b"<si><t/></si>" * 1_000_000 + b"</sst>"

    with pytest.raises(ListRefused):
        read_table(_with_part(workbook(), "docProps/app.xml", text=texts))


def test_a_workbook_with_a_program_s_own_parts_is_read() -> None:
    assert read_table(_with_part(workbook(), "docProps/app.xml", text=b"<Properties/>")).rows


def _with_part(whole: bytes, part: str, *, cut: bool = False, text: bytes = b"") -> bytes:
    """The same workbook with one of its parts cut in half or replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            there = old.read(name)
            if name == part:
                there = there[: len(there) // 2] if cut else text
            new.writestr(name, there)
    return made.getvalue()


def test_a_workbook_is_read() -> None:
    table = read_table(workbook())

    assert table.encoding == tables.WORKBOOK
    assert table.rows == ((2, ("ana@example.org", "Română", "2024-05-03")),)
    assert guess(table) == [ListField.EMAIL, ListField.LANGUAGES, ListField.DAY]


@pytest.mark.parametrize(
    ("content", "encoding", "separator"),
    [
        (b"sep=;\r\nemail;note\r\na@example.org;x\r\n", "UTF-8", ";"),
        ("email;nume\na@example.org;Zoé\n".encode("cp1252"), "Windows-1252", ";"),
        ("\ufeffemail,name\na@example.org,Zoé\n".encode(), "UTF-8", ","),
        (b"email\na@example.org\n", "UTF-8", ","),
        (b"a@example.org\nb@example.org\n", "UTF-8", ","),
        (b'email,name\n"a@example.org,x\nb@example.org,y\n', "UTF-8", ","),
    ],
)
def test_forms_of_text(content: bytes, encoding: str, separator: str) -> None:
    table = read_table(content)

    assert (table.encoding, table.separator) == (encoding, separator)
    assert "a@example.org" in table.rows[0][1][0]
    assert guess(table)[0] == ListField.EMAIL
    assert unpacked(table.packed()) == table


def test_rows_have_the_numbers_a_spreadsheet_shows() -> None:
    content = b'email,note\n\na@example.org,"one\ntwo"\nb@example.org,x\n'

    assert [row for row, _cells in read_table(content).rows] == [3, 5]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"PK\x03\x04broken", b"%PDF-1.7\0\0", b"<html>", b'{"a": 1}', b"email\n"],
)
def test_what_is_no_list_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ListRefused):
        read_table(content)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)

    with pytest.raises(ListRefused):
        read_table(b"email\n" + b"a@example.org\n" * 4)


def test_a_table_that_was_changed_on_the_way_is_refused() -> None:
    packed = read_table(b"email\na@example.org\n").packed()

    with pytest.raises(ListRefused):
        unpacked(f"{packed}x")


# -- properties -----------------------------------------------------------------------------------
@given(st.binary(max_size=400))
def test_reading_never_fails_otherwise(content: bytes) -> None:
    try:
        table = read_table(content)
    except ListRefused:
        return
    assert {len(cells) for _row, cells in table.rows} == {len(table.headings)}
    assert len(guess(table)) == len(table.headings)
    assert unpacked(table.packed()) == table


@given(st.lists(st.sampled_from(["a@example.org", "x;y", 'q"q', "ș", "1,2", ""]), min_size=1))
def test_every_row_with_something_is_there(cells: list[str]) -> None:
    rows = ["email\tother", *(f"{cell}\tz" for cell in cells)]

    table = read_table("\n".join(rows).encode())

    assert len(table.rows) <= len(cells)
    assert table.rows[-1][1][-1].endswith("z")


@given(st.text(max_size=60))
def test_languages_and_countries_are_read_or_named(text: str) -> None:
    for read_part in (read_languages, read_countries):
        codes, _unknown = read_part(text)
        assert len(set(codes)) == len(codes)
