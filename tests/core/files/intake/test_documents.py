"""A document is what its name says, and says nothing of who wrote it, when and where."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pikepdf import Array, Dictionary, Name
from PIL import Image as Picture
from wagtail.documents.models import Document

from core.files.intake import packed
from core.files.intake.documents import clean_document
from tests.builders import make_administrator
from tests.core.files.intake.documents import (
    docx_file,
    docx_parts,
    odt_file,
    parts_of,
    pdf_file,
    pdf_parts,
    saved_pdf,
    told_by,
    xlsx_file,
    zip_file,
    zipped,
)
from tests.records.samples import export, import_files, organisation, practice, refusal, written
from tests.records.test_files import put

MAKERS: dict[str, Callable[[], bytes]] = {
    "a.pdf": pdf_file,
    "a.docx": docx_file,
    "a.xlsx": xlsx_file,
    "a.odt": odt_file,
    "a.zip": zip_file,
}


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_is_left_of_who_wrote_it_when_and_where(name: str) -> None:
    data = MAKERS[name]()
    assert b"Ioana" in told_by(data)

    cleaned = clean_document(data, name)

    told = told_by(cleaned)
    if name == "a.zip":
        told = [word for part in parts_of(cleaned).values() for word in told_by(part)]
    assert told == []


@pytest.mark.parametrize("name", MAKERS)
def test_a_clean_document_stays_as_it_is_byte_for_byte(name: str) -> None:
    once = clean_document(MAKERS[name](), name)

    assert clean_document(once, name) == once


def test_a_pdf_can_still_be_read() -> None:
    with pikepdf.open(io.BytesIO(clean_document(pdf_file(), "a.pdf"))) as pdf:
        page = pdf.pages[0]
        photo: Any = page.Resources.XObject.Photo
        assert pikepdf.PdfImage(photo).as_pil_image().size == (60, 30)
        assert str(page.Annots[0].Contents) == "A note"


def test_what_a_pdf_held_before_is_gone() -> None:
    first = saved_pdf(pdf_parts(Before=pikepdf.String("an earlier sentence")))
    at = first.index(b"an earlier sentence")
    later = first[:at] + first[at:] + b"\n% an earlier sentence\n"

    cleaned = clean_document(later, "a.pdf")

    assert cleaned.count(b"an earlier sentence") == 1


def test_a_word_file_still_holds_together() -> None:
    parts = parts_of(clean_document(docx_file(), "a.docx"))

    assert b"A leaflet" in parts["word/document.xml"]
    assert b"docProps" not in parts["_rels/.rels"] + parts["[Content_Types].xml"]
    assert b"word/document.xml" in parts["_rels/.rels"]
    assert b"people" not in parts["word/_rels/document.xml.rels"]
    assert b"media/image1.jpeg" in parts["word/_rels/document.xml.rels"]
    with Picture.open(io.BytesIO(parts["word/media/image1.jpeg"])) as picture:
        assert dict(picture.getexif()) == {0x0112: 6}  # how it is to be held, and no more


def test_an_excel_file_can_still_be_read() -> None:
    book = load_workbook(io.BytesIO(clean_document(xlsx_file(), "a.xlsx")))

    assert book.active["A1"].value == "Families"


def test_a_zip_keeps_its_files_and_no_litter() -> None:
    names = list(parts_of(clean_document(zip_file(), "a.zip")))

    assert names == [
        "press/house.jpg",
        "press/leaflet.docx",
        "press/leaflet.pdf",
        "press/notes.txt",
    ]


@pytest.mark.parametrize(
    "text", ["name;town\nŁódź;1", "\ufeffa,b\n1,2", "", "Line\r\n\tindented\x0c"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1250"])
def test_text_is_text_in_any_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")

    assert clean_document(data, "a.csv") == data
    assert clean_document(data, "a.txt") == data


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
BIG = b"0" * 1024 * 1024
TRACKED = '<w:ins w:id="1" w:author="Ioana" w:date="2024-05-01"/>'
SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
SIGNED = Dictionary(SigFlags=3, Fields=Array([]))
WITH_FILES = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.pdf", lambda: HTML, "isn't what its name says (PDF)"),
        ("a.pdf", lambda: b"MZ\x90", "isn't what its name says (PDF)"),
        ("a.pdf", lambda: HTML + pdf_file(), "isn't what its name says (PDF)"),
        ("a.pdf", lambda: b"%PDF-1.4 leaflet", "isn't what its name says (PDF)"),
        ("a.pdf", lambda: saved_pdf(pikepdf.new()), "isn't what its name says (PDF)"),
        ("a.pdf", lambda: saved_pdf(pdf_parts(OpenAction=SCRIPT)), "a program"),
        ("a.pdf", lambda: saved_pdf(pdf_parts(AcroForm=SIGNED)), "signed"),
        ("a.pdf", lambda: saved_pdf(pdf_parts(Names=WITH_FILES)), "other files inside"),
        (
            "a.pdf",
            lambda: saved_pdf(pdf_parts(), encryption=pikepdf.Encryption(user="x", owner="y")),
            "protected by a password",
        ),
        ("a.docx", lambda: HTML, "isn't what its name says (DOCX)"),
        ("a.docx", xlsx_file, "isn't what its name says (DOCX)"),
        ("a.docx", lambda: zipped({"a.txt": "x"}), "isn't what its name says (DOCX)"),
        ("a.docx", lambda: docx_file()[:400], "isn't what its name says (DOCX)"),
        ("a.docx", lambda: docx_file(TRACKED), "comments or tracked changes"),
        ("a.docx", lambda: zipped(docx_parts() | {"word/vbaProject.bin": b"x"}), "a program"),
        ("a.docx", lambda: zipped(docx_parts() | {"word/media/a.png": b"MZ"}), "a program"),
        ("a.docx", lambda: zipped(docx_parts() | {"_xmlsignatures/s.xml": "x"}), "signed"),
        (
            "a.docx",
            lambda: zipped(
                docx_parts() | {"word/embeddings/o.bin": "Ole10Native".encode("utf-16-le")}
            ),
            "other files inside",
        ),
        ("a.xlsx", docx_file, "isn't what its name says (XLSX)"),
        (
            "a.xlsx",
            lambda: zipped({**parts_of(xlsx_file()), "xl/comments1.xml": "x"}),
            "comments or tracked changes",
        ),
        ("a.odt", docx_file, "isn't what its name says (ODT)"),
        ("a.odt", lambda: odt_file("<office:annotation/>"), "comments or tracked changes"),
        ("a.odt", lambda: odt_file(**{"Basic/script-lc.xml": "x"}), "a program"),
        ("a.zip", lambda: HTML, "isn't what its name says (ZIP)"),
        ("a.zip", lambda: b"MZ" + zip_file(), "isn't what its name says (ZIP)"),
        ("a.zip", lambda: zipped({"a.exe": "x"}), "a program"),
        ("a.zip", lambda: zipped({"a.txt": b"MZ\x90"}), "a program"),
        ("a.zip", lambda: zipped({"a.zip": zip_file()}), "other files inside"),
        ("a.zip", lambda: zipped({"../a.txt": "x"}), "isn't what its name says (ZIP)"),
        ("a.zip", lambda: zipped({"a.txt": HTML}), "isn't what its name says (TXT)"),
        ("a.csv", lambda: b"a;b\x00\x01", "isn't what its name says (CSV)"),
        ("a.txt", lambda: HTML, "isn't what its name says (TXT)"),
        ("a.txt", lambda: "<html>".encode("utf-16"), "isn't what its name says (TXT)"),
        ("a.txt", lambda: b"\xff\xfe\x00", "isn't what its name says (TXT)"),
        ("a.exe", lambda: b"x", "isn't what its name says (EXE)"),
    ],
)
def test_anything_else_is_refused_in_words(
    name: str, make: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_document(make(), name)

    assert reason in caught.value.messages[0]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 4 * 1024 * 1024)
    bomb = zipped({f"{number}.txt": BIG for number in range(5)})
    assert len(bomb) < 10_000

    with pytest.raises(ValidationError, match="Unpacked, this file is larger than 4 MB"):
        clean_document(bomb, "a.zip")


# -- the ways in ----------------------------------------------------------------------------------
@pytest.fixture
def office(client: Client, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    client.force_login(make_administrator())
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def by_several(client: Client, file: SimpleUploadedFile) -> str:
    answer = client.post(
        "/admin/documents/multiple/add/",
        {"title": "x", "files[]": file},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    return str(json.loads(answer.content).get("error_message", ""))


def by_one(client: Client, file: SimpleUploadedFile) -> str:
    return client.post("/admin/documents/add/", {"title": "x", "file": file}).content.decode()


def by_chooser(client: Client, file: SimpleUploadedFile) -> str:
    fields = {"document-chooser-upload-title": "x", "document-chooser-upload-file": file}
    answer = client.post("/admin/documents/chooser/create/", fields)
    return " ".join(map(str, json.loads(answer.content).values()))


def by_replacing(client: Client, file: SimpleUploadedFile) -> str:
    document = Document.objects.create(title="x", file=ContentFile(b"Text.", name="a.txt"))
    answer = client.post(f"/admin/documents/edit/{document.pk}/", {"title": "x", "file": file})
    return answer.content.decode()


def by_saving(client: Client, file: SimpleUploadedFile) -> str:
    del client
    try:
        Document.objects.create(title="x", file=file)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


WAYS = [by_several, by_one, by_chooser, by_replacing, by_saving]


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_cleans(
    office: Client, way: Callable[[Client, SimpleUploadedFile], str]
) -> None:
    way(office, SimpleUploadedFile("leaflet.docx", docx_file()))

    document = Document.objects.latest("pk")
    stored = document.file.read()
    assert told_by(stored) == []
    assert document.intake.digest
    if way is not by_saving:
        assert document.file_size == len(stored)


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_refuses_in_words(
    office: Client, way: Callable[[Client, SimpleUploadedFile], str]
) -> None:
    answer = way(office, SimpleUploadedFile("leaflet.pdf", HTML))

    assert "what its name says (PDF)" in answer
    assert not Document.objects.filter(file__endswith=".pdf").exists()


@pytest.mark.django_db
def test_by_import_and_out_again(office: Client, tmp_path: Path) -> None:
    name = put(tmp_path, docx_file(), "leaflet.docx")
    leaflet = {"file": name, "title": {"en": "Leaflet"}}
    records = written(
        tmp_path, organisations=[organisation()], practices=[practice(files=[leaflet])]
    )
    import_files(records)

    exported = json.dumps(export(tmp_path / "out.json"))
    again = import_files(records)

    assert told_by(Document.objects.get().file.read()) == []
    assert name not in exported
    assert "practices: 0 new, 0 changed, 1 unchanged" in again
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_an_import_refuses_what_a_form_would(office: Client, tmp_path: Path) -> None:
    name = put(tmp_path, HTML, "leaflet.pdf")
    leaflet = {"file": name, "title": {"en": "Leaflet"}}

    (line,) = refusal(
        written(tmp_path, organisations=[organisation()], practices=[practice(files=[leaflet])])
    )

    assert "files[0].file: This file isn't what its name says (PDF)" in line
