"""PDF files: photos however they are packed, files and programs inside, names and folders."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, String

from core.files.intake import pdf as intake
from core.files.intake.documents import clean_document
from tests.core.files.intake.documents import pdf_parts, saved_pdf, told_by
from tests.core.files.intake.pictures import phone_photo

PHOTO = phone_photo(orientation=1)
BOX = b"\x00\x00\x00\x0cjP  \r\n\x87\n"


def with_photo(data: bytes, filters: Any) -> bytes:
    pdf = pdf_parts()
    photo: Any = pdf.pages[0].Resources.XObject.Photo
    photo.write(data)
    photo["/Filter"] = filters
    return saved_pdf(pdf)


def with_description(content: bytes) -> bytes:
    pdf = pdf_parts()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, content)
    return saved_pdf(pdf)


def cleaned(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(clean_document(data, "a.pdf")))


@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (PHOTO, Array([Name.DCTDecode])),
        (PHOTO, Name("/DCT")),
        (zlib.compress(PHOTO), Array([Name.FlateDecode, Name.DCTDecode])),
        (base64.a85encode(PHOTO) + b"~>", Array([Name.ASCII85Decode, Name.DCTDecode])),
    ],
    ids=["list", "short", "flate", "ascii85"],
)
def test_a_photo_loses_its_notes_however_it_is_packed(data: bytes, filters: Any) -> None:
    raw = with_photo(data, filters)

    with cleaned(raw) as pdf:
        photo: Any = pdf.pages[0].Resources.XObject.Photo
        assert photo.Filter == Name.DCTDecode
        assert pikepdf.PdfImage(photo).as_pil_image().size == (60, 30)
        assert b"GPS" not in photo.read_raw_bytes()
    assert told_by(clean_document(raw, "a.pdf")) == []


def test_a_photo_that_is_cut_off_loses_its_notes() -> None:
    end = PHOTO.index(b"\xff\xd9", PHOTO.index(b"\xff\xda"))

    with cleaned(with_photo(PHOTO[:end], Name.DCTDecode)) as pdf:
        photo: Any = pdf.pages[0].Resources.XObject.Photo
        assert b"secret" not in photo.read_raw_bytes()
        assert photo.read_raw_bytes().endswith(b"\xff\xd9")


def test_a_jpeg_2000_loses_its_boxes_of_notes() -> None:
    notes = b"\x00\x00\x00\x1euuidsecret secret secret!!"[:30]
    pixels = b"\x00\x00\x00\x10jp2cpixels!!"[:16]

    with cleaned(with_photo(BOX + notes + pixels, Name.JPXDecode)) as pdf:
        photo: Any = pdf.pages[0].Resources.XObject.Photo
        assert photo.read_raw_bytes() == BOX + pixels


def test_a_photo_in_the_middle_of_a_page_loses_its_notes() -> None:
    inline = b"q BI /W 60 /H 30 /CS /RGB /BPC 8 /F /DCT ID " + PHOTO + b" EI Q"

    with cleaned(with_description(inline)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()

    assert b"GPS" not in content
    assert b"ID \xff\xd8" in content
    assert content.endswith(b"EI Q")


def note(**more: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Text, **more)


def refused(change: Callable[[pikepdf.Pdf], None]) -> str:
    pdf = pdf_parts()
    change(pdf)
    with pytest.raises(ValidationError) as caught:
        clean_document(saved_pdf(pdf), "a.pdf")
    return str(caught.value.code)


def add_note(**more: Any) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.pages[0].Annots.append(pdf.make_indirect(note(**more)))


def add_to_root(**more: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for name, value in more.items():
            pdf.Root[f"/{name}"] = value

    return change


def file_inside() -> Dictionary:
    return Dictionary(Type=Name.Filespec, F=String("tool.exe"), EF=Dictionary())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (add_note(FS=file_inside()), "files_inside"),
        (add_to_root(AF=Array([file_inside()])), "files_inside"),
        (add_note(A=Dictionary(S=Name.Rendition, JS=String("app.alert(1)"))), "program"),
        (add_to_root(AcroForm=Dictionary(Fields=Array([]), XFA=String("x"))), "program"),
        (add_to_root(Perms=Dictionary()), "signed"),
        (add_note(FT=Name.Sig, V=Dictionary(Name=String("Ioana Marin"))), "signed"),
        (add_to_root(Some=Dictionary(Type=Name.Sig)), "signed"),
    ],
    ids=["attachment", "associated", "script", "xfa", "perms", "field", "signature"],
)
def test_files_programs_and_signatures_are_found_wherever_they_stand(
    change: Callable[[pikepdf.Pdf], None], code: str
) -> None:
    assert refused(change) == code


@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (PHOTO, Array([Name.DCTDecode, Name.FlateDecode])),
        (PHOTO, Array([Name.LZWDecode, Name.DCTDecode])),
        (b"\xff\xd8\xff\xe1", Name.DCTDecode),
    ],
)
def test_a_photo_that_nobody_can_look_into_is_refused(data: bytes, filters: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_document(with_photo(data, filters), "a.pdf")

    assert caught.value.code == "hidden_details"


def test_names_and_folders_are_taken_out() -> None:
    pdf = pdf_parts(
        Threads=Array([Dictionary(F=Dictionary(), I=Dictionary(Author=String("Ioana Marin")))]),
        Layer=Dictionary(Type=Name.OCG, CreatorInfo=Dictionary(Creator=String("LibreWord"))),
    )
    for action in (
        Dictionary(S=Name.GoToR, F=String("C:\\Users\\ioana\\a.pdf"), D=String("x")),
        Dictionary(S=Name.URI, URI=String("file:///C:/Users/ioana/a.pdf")),
        Dictionary(S=Name.URI, URI=String("https://example.org/")),
    ):
        pdf.pages[0].Annots.append(pdf.make_indirect(note(A=action, T=String("Ioana Marin"))))

    data = clean_document(saved_pdf(pdf), "a.pdf")

    assert told_by(data) == []
    assert b"C:/Users" not in data
    assert b"https://example.org/" in data


def test_what_pdftex_and_layout_programs_note_of_figures_is_taken_out() -> None:
    about = Dictionary(
        Author=String("Ioana Marin"), Creator=String("LibreWord"), CreationDate=String("D:20240501")
    )
    pdf = pdf_parts(
        OCProperties=Dictionary(OCGs=Array([]), D=Dictionary(Creator=String("LibreWord"))),
        URI=Dictionary(Base=String("file:///C:/Users/ioana/")),
    )
    photo: Any = pdf.pages[0].Resources.XObject.Photo
    photo["/PTEX.InfoDict"] = about
    photo["/PTEX.FileName"] = String("/home/ioana-secret/figures/bars.pdf")
    photo["/OPI"] = Dictionary({"/2.0": Dictionary(F=String("secret.tif"))})
    pdf.trailer["/Secret"] = String("secret")
    field = Dictionary(Subtype=Name.Widget, FT=Name.Tx, M=String("D:20240501"))
    field["/T"] = String("town")
    pdf.pages[0].Annots.append(pdf.make_indirect(field))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].Annots[1]]))

    data = clean_document(saved_pdf(pdf), "a.pdf")

    assert told_by(data) == []
    with pikepdf.open(io.BytesIO(data)) as stored:
        assert set(stored.trailer.keys()) <= {"/Root", "/Size", "/ID"}
        assert "/Base" not in stored.Root.URI
        assert str(stored.pages[0].Annots[1].T) == "town"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\ioana\\film.mp4", "film.mp4"),
        ("/C/Users/ioana/film.mp4", "film.mp4"),
        ("Macintosh HD:Users:ioana:film.mp4", "film.mp4"),
        ("file:///home/ioana/film.mp4", "film.mp4"),
        ("film.mp4", "film.mp4"),
        ("https://example.org/a/film.mp4", "https://example.org/a/film.mp4"),
        ("mailto:office@example.org", "mailto:office@example.org"),
    ],
)
def test_of_another_file_only_its_name_is_kept(name: str, kept: str) -> None:
    pdf = pdf_parts()
    film = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name))
    pdf.pages[0].Annots.append(pdf.make_indirect(note(Movie=Dictionary(F=film))))
    pdf.pages[0].Annots.append(
        pdf.make_indirect(note(A=Dictionary(S=Name.SubmitForm, F=String(name))))
    )

    with cleaned(saved_pdf(pdf)) as stored:
        found: Any = stored.pages[0].Annots
        assert [str(found[1].Movie.F[key]) for key in ("/F", "/UF")] == [kept, kept]
        assert str(found[2].A.F) == kept


@pytest.mark.parametrize("address", ["/home/ioana/a.pdf", "file:///C:/a.pdf", "\\\\server\\a"])
def test_a_link_into_a_folder_leads_nowhere(address: str) -> None:
    pdf = pdf_parts()
    link = Dictionary(S=Name.URI, URI=String(address))
    pdf.pages[0].Annots.append(pdf.make_indirect(note(A=link)))

    with cleaned(saved_pdf(pdf)) as stored:
        assert "/URI" not in stored.pages[0].Annots[1].A


def test_a_file_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_OBJECTS", 5)

    with pytest.raises(ValidationError) as caught:
        clean_document(saved_pdf(pdf_parts()), "a.pdf")

    assert caught.value.code == "hidden_details"
