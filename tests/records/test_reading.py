"""Files that can't be read are refused with the place where they break, never with a traceback."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from records import reading
from records.problems import RecordsRefused
from records.reading import parse, read_sources

GOOD = b'{"format": "cope-records/1", "organisations": []}'


def problems(*paths: Path) -> list[str]:
    with pytest.raises(RecordsRefused) as refused:
        read_sources(paths)
    return refused.value.problems.lines()


def file(folder: Path, content: bytes, name: str = "a.json") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "a.json / line 1, column 1 / -: not JSON: the file is empty"),
        (b"id;name\n", "a.json / line 1, column 1 / -: not JSON (Expecting value)"),
        (
            b'{\n "format": "cope',
            "a.json / line 2, column 12 / -: the JSON ends too early (Unterminated string",
        ),
        (b'{"a": [1, 2', "a.json / line 1, column 12 / -: the JSON ends too early"),
        (b'{"a": 1,}', "a.json / line 1, column 9 / -: not JSON"),
        (b'{"a": 1} x', "a.json / line 1, column 10 / -: not JSON (Extra data)"),
        (b'{\n"a": "\xff"}', "a.json / line 2, column 7 / -: not UTF-8"),
        (b"[" * 100_000, "a.json / - / -: nested too deeply"),
        ('{"a": "\u0001"}'.encode(), "a.json / line 1, column 8 / -: not JSON"),
    ],
)
def test_syntax_error_is_named_with_line_and_column(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    lines = problems(file(tmp_path, content))

    assert len(lines) == 1
    assert lines[0].startswith(expected)


def test_every_unreadable_file_is_named(tmp_path: Path) -> None:
    lines = problems(
        file(tmp_path, b"{"), tmp_path / "missing.json", tmp_path, file(tmp_path, GOOD, "b.json")
    )

    assert [line.split(" / ")[0] for line in lines] == ["a.json", "missing.json", tmp_path.name]
    assert lines[1].endswith("no such file")
    assert lines[2].endswith("not a file")


def test_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    (source,) = read_sources([file(tmp_path, b"\xef\xbb\xbf" + GOOD)])

    assert source.data == {"format": "cope-records/1", "organisations": []}


def test_too_large_a_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_JSON", 10)

    assert "larger than" in problems(file(tmp_path, GOOD))[0]


def test_repeated_keys_are_remembered() -> None:
    found = parse(b'{"a": 1, "b": {"en": "x", "en": "y"}, "a": 2}')

    assert found.repeated == ("a",)
    assert found["b"].repeated == ("en",)


def test_numbers_beyond_all_measure_become_infinite() -> None:
    found = parse(b"[1" + b"0" * 5000 + b", -1" + b"0" * 5000 + b", 1e999, 7]")

    assert found == [float("inf"), float("-inf"), float("inf"), 7]


# -- zip ------------------------------------------------------------------------------------------
def packed(folder: Path, entries: dict[str, bytes]) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_zip_is_read_with_its_files(tmp_path: Path) -> None:
    name = "files/0123456789abcdef-leaflet.pdf"
    (source,) = read_sources([packed(tmp_path, {"records.json": GOOD, name: b"content"})])

    with source.attachments.open(name) as stream:
        content = stream.read()
    assert source.data["organisations"] == []
    assert source.attachments.has(name)
    assert content == b"content"


@pytest.mark.parametrize(
    "name",
    [
        "../records.json",
        "/etc/passwd",
        "files/../../evil.pdf",
        "files\\0123456789abcdef-a.pdf",
        "files/sub/0123456789abcdef-a.pdf",
        "files/0123456789abcdef-.htaccess",
        "other.json",
    ],
)
def test_zip_with_an_entry_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    lines = problems(packed(tmp_path, {"records.json": GOOD, name: b"x"}))

    assert "expected records.json or files/<digest>-<name>" in lines[0]


def test_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("files/0123456789abcdef-a.pdf")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("records.json", GOOD)
        archive.writestr(info, "/etc/passwd")

    assert problems(path)[0].endswith("is not a plain file")


def test_zip_without_records_or_broken_is_refused(tmp_path: Path) -> None:
    without = problems(packed(tmp_path, {"files/0123456789abcdef-a.pdf": b"x"}))
    broken = problems(file(tmp_path, b"PK\x03\x04 nonsense", "b.zip"))

    assert without[0].endswith("there is no records.json in it")
    assert "not a zip file" in broken[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_with_an_entry_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("records.json", GOOD)
        archive.writestr("records.json", GOOD)

    assert problems(path)[0].endswith("records.json stands twice in it")


def test_zip_with_a_broken_entry_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"records.json": GOOD})
    path.write_bytes(path.read_bytes().replace(b"cope-records/1", b"cope-records/2"))

    assert "can't be unpacked" in problems(path)[0]


def test_zip_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_JSON", 20)

    assert "records.json is larger than" in problems(packed(tmp_path, {"records.json": GOOD}))[0]
