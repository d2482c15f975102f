"""Documents with everything that their programs note beside the text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, String

from core.files.intake.documents import clean_document
from tests.core.files.intake.pictures import phone_photo

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_REL}"'
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "meta", "config", "manifest", "script", "draw")
)

HIDDEN = "Hidden details of this file"
#: What no stored document may hold.
GIVES_AWAY = (
    *(b"Ioana", b"Marin", b"secret", b"LibreWord", b"2024-05-01", b"20240501", b"C:\\Users"),
    *(b"GPS", b"ftyp", b"Dell-Printer"),
)


def told_by(data: bytes) -> list[bytes]:
    """Which of those words a document holds, in whichever part."""
    contents = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            contents += [archive.read(name) + name.encode() for name in archive.namelist()]
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            contents += [repr(item).encode() for item in pdf.objects]
            contents += [
                item.read_raw_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)
            ]
            contents += [repr(pdf.trailer.get("/Info")).encode()]
    return [word for word in GIVES_AWAY if any(word in content for content in contents)]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file with a date of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 5, 1, 10, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The entries of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pdf_parts(**more: Any) -> pikepdf.Pdf:
    """A PDF of one page, with author, history and a photo taken somewhere."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    photo = pikepdf.Stream(pdf, phone_photo(orientation=1))
    photo.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 60, "/Height": 30})
    photo.update({"/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8})
    photo["/Filter"] = Name.DCTDecode
    photo["/PieceInfo"] = Dictionary(App=Dictionary(Private=String("secret")))
    page.Resources = Dictionary(XObject=Dictionary(Photo=pdf.make_indirect(photo)))
    page.Contents = pikepdf.Stream(pdf, b"q 100 0 0 50 20 20 cm /Photo Do Q")
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 10, 10]))
    note.update({"/T": String("Ioana Marin"), "/M": String("D:20240501"), "/Contents": "A note"})
    page.Annots = Array([pdf.make_indirect(note)])
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = ["Ioana Marin"]
        xmp["xmp:CreatorTool"] = "LibreWord"
    pdf.docinfo["/Author"] = "Ioana Marin"
    pdf.docinfo["/CreationDate"] = "D:20240501"
    for key, value in more.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def saved_pdf(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """The PDF as a file."""
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def pdf_file() -> bytes:
    """A PDF whose first state, with a secret in it, is still there: a later one was added."""
    return saved_pdf(pdf_parts())


def docx_parts(body: str = "", **more: str | bytes) -> dict[str, str | bytes]:
    """A Word file's parts by name; `more` replaces or adds some."""
    overrides = {
        "word/document.xml": "wordprocessingml.document.main+xml",
        "word/people.xml": "wordprocessingml.people+xml",
        "word/settings.xml": "wordprocessingml.settings+xml",
    }
    types = "".join(
        f'<Override PartName="/{name}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>'
        for name, kind in overrides.items()
    )
    people = '<w15:people xmlns:w15="w15"><w15:person w15:author="Ioana Marin"/></w15:people>'
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{types}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        'package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f"{_HEAD}<cp:coreProperties><dc:creator>Ioana Marin</dc:creator>"
        "<dcterms:created>2024-05-01T10:00:00Z</dcterms:created></cp:coreProperties>",
        "docProps/app.xml": "<Properties><Application>LibreWord</Application></Properties>",
        "docProps/thumbnail.jpeg": phone_photo(),
        "word/people.xml": people,
        "word/settings.xml": f'<w:settings {_WORD}><w:attachedTemplate r:id="rId9"/>'
        "<w:zoom/></w:settings>",
        "word/_rels/settings.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId9" Type="{_REL}/attachedTemplate" TargetMode="External" '
        'Target="file:///C:\\Users\\ioana\\letter.dotm"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/image" Target="media/image1.jpeg"/>'
        f'<Relationship Id="rId2" Type="{_REL}/people" Target="people.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_WORD}><w:body><w:p><w:r><w:t>A leaflet</w:t></w:r>"
        f"</w:p>{body}</w:body></w:document>",
        "word/media/image1.jpeg": phone_photo(orientation=6),
        "customXml/item1.xml": '<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/'
        'metadata/properties"><UserInfo>Ioana Marin</UserInfo></p:properties>',
        **more,
    }


def docx_file(body: str = "", **more: str | bytes) -> bytes:
    """A Word file."""
    return zipped(docx_parts(body, **more))


def pptx_parts(**more: str | bytes) -> dict[str, str | bytes]:
    """A presentation's parts by name, with one slide and a photo on it."""
    slides = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    main = "application/vnd.openxmlformats-officedocument.presentationml"
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/ppt/presentation.xml" '
        f'ContentType="{main}.presentation.main+xml"/>'
        f'<Override PartName="/ppt/slides/slide1.xml" ContentType="{main}.slide+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="ppt/presentation.xml"/>'
        "</Relationships>",
        "docProps/app.xml": "<Properties><Company>LibreWord</Company></Properties>",
        "ppt/presentation.xml": f'<p:presentation {slides} xmlns:r="{_REL}"><p:sldIdLst>'
        '<p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/slide" Target="slides/slide1.xml"/>'
        "</Relationships>",
        "ppt/slides/slide1.xml": f"<p:sld {slides}><p:cSld>A slide</p:cSld></p:sld>",
        "ppt/media/image1.jpeg": phone_photo(),
        **more,
    }


def xlsx_file() -> bytes:
    """An Excel file that names its author and the folder it lay in."""
    book = Workbook()
    book.active["A1"] = "Families"
    book.properties.creator = "Ioana Marin"
    out = io.BytesIO()
    book.save(out)
    parts = parts_of(out.getvalue())
    place = b'<x15ac:absPath url="C:\\Users\\ioana\\" xmlns:x15ac="x"/></workbook>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", place)
    return zipped({**parts})


def odt_file(body: str = "", **more: str | bytes) -> bytes:
    """An OpenDocument text."""
    manifest = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="x"/>'
        for name in ("/", "content.xml", "meta.xml", "Thumbnails/thumbnail.png")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF} "
            'xmlns:xlink="http://www.w3.org/1999/xlink">'
            f"<text:p>A leaflet</text:p>{body}"
            "</office:document-content>",
            "meta.xml": "<office:document-meta><meta:initial-creator>Ioana Marin"
            "</meta:initial-creator></office:document-meta>",
            "settings.xml": f'<config:config-item {_ODF} config:name="PrinterName" '
            'config:type="string">'
            "Dell-Printer</config:config-item>",
            "Pictures/1.jpg": phone_photo(),
            "Thumbnails/thumbnail.png": b"secret",
            "META-INF/manifest.xml": f"<manifest:manifest {_ODF}>{manifest}</manifest:manifest>",
            **more,
        }
    )


def zip_file() -> bytes:
    """A folder of press material, packed on a Mac."""
    return zipped(
        {
            "press/house.jpg": phone_photo(),
            "press/leaflet.docx": docx_file(),
            "press/leaflet.pdf": pdf_file(),
            "press/notes.txt": "Opens in May.",
            "__MACOSX/press/._house.jpg": b"secret",
        }
    )


def with_parts(data: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """The file with some parts more, or others in their place."""
    return zipped({**parts_of(data), **parts})


def refused(data: bytes, name: str) -> str:
    """What is said of a file that isn't taken."""
    with pytest.raises(ValidationError) as caught:
        clean_document(data, name)
    return " ".join(caught.value.messages)


def cleaned(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a clean file, which comes out again as it is."""
    once = clean_document(data, name)
    assert clean_document(once, name) == once
    return parts_of(once)
