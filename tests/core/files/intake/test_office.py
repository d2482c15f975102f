"""Office files are gone through by what their parts hold, wherever these lie and however named."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.worksheet.scenario import InputCells, Scenario, ScenarioList

from core.files.intake import packed
from core.files.intake.documents import clean_document
from tests.core.files.intake.documents import (
    HIDDEN,
    cleaned,
    docx_file,
    docx_parts,
    odt_file,
    parts_of,
    pptx_parts,
    refused,
    told_by,
    with_parts,
    xlsx_file,
    zipped,
)
from tests.core.files.intake.pictures import phone_photo

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LIST = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def relations(kind: str, target: str, *, mode: str = "External") -> str:
    said = f' TargetMode="{mode}"' if mode else ""
    return (
        f'<Relationships {LIST}><Relationship Id="rId1" Type="{RELATIONS}/{kind}" '
        f'Target="{target}"{said}/></Relationships>'
    )


# -- what would take for ever, or all of the memory ------------------------------------------------
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.docx", "word/_rels/document.xml.rels"),
        ("a.docx", "[Content_Types].xml"),
        ("a.odt", "META-INF/manifest.xml"),
    ],
)
def test_a_list_that_never_closes_is_refused(name: str, part: str) -> None:
    data = docx_file() if name == "a.docx" else odt_file()
    tag = {"w": "Relationship", "[": "Override", "M": "manifest:file-entry"}[part[0]]

    bad = with_parts(data, {part: f"<{tag} " * 200_000})

    assert "isn't what its name says" in refused(bad, name)


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>'

    for part in ("word/document.xml", "word/_rels/document.xml.rels", "customXml/item9.xml"):
        assert "isn't what its name says" in refused(
            with_parts(docx_file(), {part: bomb}), "a.docx"
        )


def test_the_bounds_are_of_the_whole_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 4 * 1024 * 1024)
    one = with_parts(docx_file(), {"word/media/a.bmp": b"BM" + b"\x00" * 1_500_000})

    data = zipped({f"{number}.docx": one for number in range(3)})

    assert "larger than 4 MB" in refused(data, "a.zip")


def test_entries_are_counted_over_the_whole_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_ENTRIES", 30)
    data = zipped({f"{number}.docx": docx_file() for number in range(3)})

    assert "larger than 200 MB" in refused(data, "a.zip")
    assert clean_document(docx_file(), "a.docx")


@pytest.mark.parametrize(
    ("bound", "value", "reason"),
    [("MOST_MARKUP", 1024, "larger than 0 MB"), ("MOST_SIGNS", 50, HIDDEN)],
)
def test_markup_is_bounded(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: int, reason: str
) -> None:
    monkeypatch.setattr(packed, bound, value)

    assert reason in refused(docx_file(), "a.docx")


def test_an_element_without_end_of_attributes_is_refused() -> None:
    endless = "<a " + " ".join(f'b{number}=""' for number in range(2_000)) + "/>"

    assert "or it is damaged" in refused(
        with_parts(docx_file(), {"word/other.xml": endless}), "a.docx"
    )


# -- files and programs inside ---------------------------------------------------------------------
def test_a_table_inside_a_text_is_cleaned() -> None:
    parts = cleaned(with_parts(docx_file(), {"word/embeddings/t.xlsx": xlsx_file()}), "a.docx")

    assert told_by(parts["word/embeddings/t.xlsx"]) == []


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/embeddings/o.xls": OLE}, "other files inside"),
        ({"word/o.bin": OLE}, "other files inside"),
        ({"word/embeddings/o.bin": zipped({"a.txt": "x"})}, "other files inside"),
        ({"word/embeddings/o.xlsb": xlsx_file()}, "other files inside"),
        (
            {"word/embeddings/o.docx": with_parts(docx_file(), {"word/o.docx": docx_file()})},
            "other files",
        ),
        ({"word/a.pdf": b"%PDF-1.4"}, "other files inside"),
        (
            {
                "word/_rels/document.xml.rels": relations("aFChunk", "chunk.docx", mode=""),
                "word/chunk.docx": docx_file(),
            },
            "other files inside",
        ),
        (
            {"word/_rels/document.xml.rels": relations("vbaProject", "p.dat", mode="")},
            "a program",
        ),
        ({"word/activeX/activeX1.xml": "<a/>"}, "a program"),
        (
            {
                "[Content_Types].xml": str(docx_parts()["[Content_Types].xml"])
                .replace("</Types>", '<Default Extension="x" ContentType="a.vbaProject"/></Types>')
                .replace('encoding="UTF-8"', 'encoding="UTF-16"')
                .encode("utf-16")
            },
            "a program",
        ),
        (
            {
                "word/slide.xml": '<a:h xmlns:a="a" action="ppaction://program?c:/evil.exe"/>',
            },
            "a program",
        ),
    ],
)
def test_what_is_inside_a_word_file_is_refused(parts: dict[str, str | bytes], reason: str) -> None:
    assert reason in refused(with_parts(docx_file(), parts), "a.docx")


@pytest.mark.parametrize(
    ("body", "parts", "reason"),
    [
        ("", {"Object 1": OLE}, "other files inside"),
        ("", {"Object 1": docx_file()}, "other files inside"),
        ("", {"Dialogs/a.xml": "<a/>"}, "a program"),
        ("", {"Scripts/python/a.py": "x"}, "a program"),
        ('<script:event-listener script:event-name="dom:load"/>', {}, "a program"),
        ("<office:script/>", {}, "a program"),
        ('<text:a xlink:href="vnd.sun.star.script:a.b"/>', {}, "a program"),
        ("<office:binary-data>/9j/4AAQ</office:binary-data>", {}, HIDDEN),
    ],
)
def test_what_is_inside_an_odt_file_is_refused(
    body: str, parts: dict[str, str | bytes], reason: str
) -> None:
    assert reason in refused(with_parts(odt_file(body), parts), "a.odt")


# -- people and their computers --------------------------------------------------------------------
COMMENTS = "comments or tracked changes"


@pytest.mark.parametrize(
    ("name", "part", "content"),
    [
        ("a.docx", "word/other.xml", f'<a:ins xmlns:a="{WORD}" a:author="Ioana"/>'),
        ("a.docx", "elsewhere.xml", f'<a:comment xmlns:a="{WORD}"/>'),
        (
            "a.docx",
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-16"?><w:p xmlns:w="{WORD}"><w:del w:author="I"/>'
            "</w:p>".encode("utf-16"),
        ),
        ("a.xlsx", "xl/commentsA.xml", f'<c:comments xmlns:c="{SHEET}"/>'),
        (
            "a.xlsx",
            "xl/x.xml",
            (
                '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
                'threadedcomments"/>'
            ),
        ),
        (
            "a.pptx",
            "ppt/x.xml",
            '<q:cmLst xmlns:q="http://schemas.openxmlformats.org/presentationml/2006/main"/>',
        ),
        ("a.odt", "Object 1/content.xml", f'<o:annotation xmlns:o="{ODF}office:1.0"/>'),
        ("a.odt", "Object 1/content.xml", f'<x:changed-region xmlns:x="{ODF}text:1.0"/>'),
        (
            "a.odt",
            "styles.xml",
            f'<?xml version="1.0"?><o:annotation xmlns:o="{ODF}office:1.0"/>'.encode("utf-16"),
        ),
    ],
)
def test_comments_are_found_by_what_they_are(name: str, part: str, content: str | bytes) -> None:
    makers: dict[str, Callable[[], bytes]] = {
        "a.docx": docx_file,
        "a.xlsx": xlsx_file,
        "a.pptx": lambda: zipped(pptx_parts()),
        "a.odt": odt_file,
    }

    assert COMMENTS in refused(with_parts(makers[name](), {part: content}), name)


@pytest.mark.parametrize("encoding", ["cp1250", "utf-16-le", "utf-7"])
def test_other_encodings_are_refused(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a/>'

    assert refused(with_parts(docx_file(), {"word/other.xml": text.encode(encoding)}), "a.docx")


TOLD = [
    ("a.xlsx", "xl/p.xml", f'<pivotCacheDefinition xmlns="{SHEET}" refreshedBy="Ioana" a="1"/>'),
    (
        "a.xlsx",
        "xl/w.xml",
        (
            f'<workbook xmlns="{SHEET}"><customWorkbookViews><customWorkbookView name="Ioana"/>'
            "</customWorkbookViews></workbook>"
        ),
    ),
    (
        "a.xlsx",
        "xl/connections.xml",
        (
            f'<connections xmlns="{SHEET}"><connection id="1" sourceFile="C:\\Users\\a.mdb">'
            '<dbPr connection="Data Source=C:\\Users\\a.mdb;User ID=Ioana"/></connection>'
            "</connections>"
        ),
    ),
    (
        "a.xlsx",
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        relations("externalLinkPath", "file:///C:\\Users\\ioana\\plan.xlsx"),
    ),
    ("a.docx", "word/x.xml", f'<w:permStart xmlns:w="{WORD}" w:id="1" w:ed="Ioana"/>'),
    (
        "a.docx",
        "word/x.xml",
        (
            '<wp:p xmlns:wp="w"><wp:cNvPr id="1" name="C:\\Users\\Ioana\\a.jpg" '
            'descr="\\\\Ioana\\a"/></wp:p>'
        ),
    ),
    (
        "a.docx",
        "word/x.xml",
        (
            f'<w:settings xmlns:w="{WORD}"><w:mailMerge><w:query w:val="Ioana"/></w:mailMerge>'
            "</w:settings>"
        ),
    ),
    (
        "a.docx",
        "word/x.xml",
        (
            f'<w:p xmlns:w="{WORD}"><w:instrText>INCLUDEPICTURE "C:\\\\Users\\\\Ioana\\\\a.jpg"'
            '</w:instrText><w:fldSimple w:instr="LINK Excel.Sheet.12 '
            'C:\\\\Users\\\\Ioana\\\\a.xlsx"/></w:p>'
        ),
    ),
    ("a.docx", "word/_rels/x.xml.rels", relations("image", "file:///C:\\Users\\ioana\\a.jpg")),
    ("a.docx", "word/_rels/x.xml.rels", relations("image", "\\\\Ioana\\share\\a.jpg")),
    ("a.docx", "word/_rels/x.xml.rels", relations("oleObject", "../../Ioana/a.xlsx")),
    (
        "a.docx",
        "word/_rels/x.xml.rels",
        relations("image", "file:///D:/Ioana/a.png", mode="external"),
    ),
    (
        "a.odt",
        "settings.xml",
        (
            f'<c:s xmlns:c="{ODF}config:1.0"><c:config-item c:name="ColorTableURL">'
            "file:///home/Ioana/a.soc</c:config-item></c:s>"
        ),
    ),
    ("a.docx", "word/_rels/x.xml.rels", relations("hyperlink", "file:///D:/Ioana/")),
    ("a.docx", "word/_rels/x.xml.rels", relations("mailMergeSource", "file:///D:/Ioana.xlsx")),
    (
        "a.docx",
        "package/services/metadata/core-properties/1.psmdcp",
        (
            '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties"><c:creator>Ioana</c:creator></c:coreProperties>'
        ),
    ),
    (
        "a.docx",
        "customXml/item2.xml",
        '<?xml version="1.0"?><DataMashup xmlns="http://schemas.microsoft.com/DataMashup">Ioana'
        "</DataMashup>".encode("utf-16"),
    ),
    (
        "a.odt",
        "styles.xml",
        (
            f'<t:p xmlns:t="{ODF}text:1.0"><t:initial-creator>Ioana</t:initial-creator>'
            "<t:creator>Marin</t:creator></t:p>"
        ),
    ),
    (
        "a.odt",
        "Object 1/content.xml",
        '<a xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///home/Ioana/a.png"/>',
    ),
    (
        "a.odt",
        "styles.xml",
        '<a xmlns:x="http://www.w3.org/1999/xlink" x:href="../../../home/Ioana/a.png"/>',
    ),
    (
        "a.docx",
        "word/x.xml",
        (
            '<?xml version="1.0"?><?note C:\\Users?><a xmlns:p="http://schemas.microsoft.com/office/'
            'powerpoint/2012/main"><p:presenceInfo userId="Ioana"/></a>'
        ),
    ),
    (
        "a.odt",
        "Object 1/content.xml",
        f'<o:d xmlns:o="{ODF}office:1.0"><o:meta><creator>Ioana</creator></o:meta></o:d>',
    ),
    ("a.odt", "Object 1/meta.xml", "<a>Ioana</a>"),
]


@pytest.mark.parametrize(("name", "part", "content"), TOLD)
def test_people_and_their_folders_are_taken_out(name: str, part: str, content: str | bytes) -> None:
    makers: dict[str, Callable[[], bytes]] = {
        "a.docx": docx_file,
        "a.xlsx": xlsx_file,
        "a.odt": odt_file,
    }
    data = with_parts(makers[name](), {part: content})

    assert told_by(clean_document(data, name)) == []
    cleaned(data, name)


def test_what_is_beside_stays_byte_for_byte() -> None:
    text = (
        f"{HEAD}\n<w:document xmlns:w='{WORD}'  xmlns:r=\"r\"><w:p a='1'\n b = \"é > &lt;\">"
        '<w:permStart w:id="1" w:ed="Ioana"  w:x="&quot;"/><w:q r:i="x" w:n="C:\\Users\\b&amp;c"'
        " ></w:q><!-- Ioana --></w:p>\r\n</w:document>"
    )

    part = cleaned(with_parts(docx_file(), {"word/document.xml": text}), "a.docx")[
        "word/document.xml"
    ]

    assert part.decode() == text.replace(' w:ed="Ioana"', "").replace("C:\\Users\\", "").replace(
        "<!-- Ioana -->", ""
    )


def test_the_list_of_a_part_that_goes_goes_too() -> None:
    lists = "customXml/_rels/item1.xml.rels"
    parts = cleaned(
        with_parts(docx_file(), {lists: relations("customXmlProps", "itemProps1.xml", mode="")}),
        "a.docx",
    )

    assert lists not in parts
    assert "word/_rels/document.xml.rels" in parts


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_a_damaged_part_is_refused_in_words_or_still_clean(name: str) -> None:
    chance = random.Random(7)  # noqa: S311 # the same each time
    whole = parts_of(docx_file() if name == "a.docx" else odt_file())
    for _ in range(150):
        parts = dict(whole)
        part = chance.choice(sorted(parts))
        content = bytearray(parts[part])
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.choice(b"<>/\"'&=\x00\xffa ")
        parts[part] = bytes(content)
        try:
            once = clean_document(zipped({**parts}), name)
        except ValidationError:
            continue
        assert clean_document(once, name) == once


# -- ordinary files stay what they were ------------------------------------------------------------
def test_an_ordinary_table_still_opens() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Town", "Families"])
    for row in (("Łódź", 3), ("Iași", 5)):
        sheet.append(row)
    sheet["A4"].hyperlink = "https://example.org/a"
    sheet["B2"].number_format = "h:\\mm"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    sheet.add_image(SheetImage(io.BytesIO(phone_photo(orientation=1))), "D20")
    out = io.BytesIO()
    book.save(out)

    once = clean_document(out.getvalue(), "a.xlsx")

    opened = load_workbook(io.BytesIO(once)).active
    assert [cell.value for cell in opened["A"][:3]] == ["Town", "Łódź", "Iași"]
    assert opened["A4"].hyperlink.target == "https://example.org/a"
    assert opened["B2"].number_format == "h:\\mm"
    assert len(opened._charts) == len(opened._images) == 1
    assert told_by(once) == []


def test_printer_settings_go_with_what_points_at_them() -> None:
    book = with_parts(
        xlsx_file(),
        {
            "xl/printerSettings/printerSettings1.bin": "Dell-Printer".encode("utf-16-le"),
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                "printerSettings", "../printerSettings/printerSettings1.bin", mode=""
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}" xmlns:r="{RELATIONS}">'
            '<sheetData/><pageSetup orientation="portrait" r:id="rId1"/></worksheet>',
        },
    )

    parts = cleaned(book, "a.xlsx")

    assert "xl/printerSettings/printerSettings1.bin" not in parts
    assert b"printerSettings" not in parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert b'<pageSetup orientation="portrait"/>' in parts["xl/worksheets/sheet1.xml"]


def test_who_made_a_scenario_of_a_table_is_taken_out() -> None:
    book = Workbook()
    sheet = book.active
    scenario = Scenario(
        name="Best",
        user="Ioana Marin",
        comment="Created by Ioana Marin",
        inputCells=[InputCells(r="A1", val="7")],
    )
    sheet.scenarios = ScenarioList(scenario=[scenario])
    out = io.BytesIO()
    book.save(out)

    parts = cleaned(out.getvalue(), "a.xlsx")

    assert b'<scenario name="Best"' in parts["xl/worksheets/sheet1.xml"]
    assert told_by(zipped({**parts})) == []


def test_what_a_text_notes_beside_itself_is_taken_out() -> None:
    line = (
        '<w:p><w:r><w:pict><o:signatureline xmlns:o="urn:schemas-microsoft-com:office:office" '
        'issignatureline="t" suggestedsigner="Ioana Marin" suggestedsigner2="secret" '
        'suggestedsigneremail="ioana@secret.example"/></w:pict></w:r></w:p>'
    )
    cover = (
        '<CoverPageProperties xmlns="http://schemas.microsoft.com/office/2006/coverPageProps">'
        "<PublishDate>2024-05-01T00:00:00</PublishDate><CompanyAddress>secret</CompanyAddress>"
        "</CoverPageProperties>"
    )
    settings = (
        f'<w:settings xmlns:w="{WORD}"><w:docVars><w:docVar w:name="who" w:val="Ioana Marin"/>'
        "</w:docVars></w:settings>"
    )
    ink = (
        '<inkml:ink xmlns:inkml="http://www.w3.org/2003/InkML">'
        '<inkml:timestamp xml:id="ts0" timeString="2024-05-01T10:00:00.000"/></inkml:ink>'
    )

    parts = cleaned(
        with_parts(
            docx_file(line),
            {
                "customXml/item1.xml": cover,
                "word/settings.xml": settings,
                "word/ink/ink1.xml": ink,
            },
        ),
        "a.docx",
    )

    assert b"issignatureline" in parts["word/document.xml"]
    assert b"timestamp" in parts["word/ink/ink1.xml"]
    assert told_by(zipped({**parts})) == []


def test_an_ordinary_presentation_and_text_are_taken() -> None:
    slides = cleaned(zipped(pptx_parts()), "a.pptx")
    text = cleaned(
        with_parts(
            docx_file(
                '<w:p><w:hyperlink r:id="rId3"><w:r><w:t>A page</w:t></w:r></w:hyperlink></w:p>'
            ),
            {
                "word/fonts/font1.odttf": b"\x12\x34\x56".ljust(44, b"\x80") + b"OS/2",
                "word/comments.xml": f'<w:comments xmlns:w="{WORD}"/>',
                "word/_rels/x.xml.rels": relations("hyperlink", "https://example.org/a/b"),
            },
        ),
        "a.docx",
    )
    old = cleaned(
        with_parts(
            odt_file('<text:tracked-changes text:track-changes="false"/><office:scripts/>'),
            {
                "Configurations2/accelerator/current.xml": b"",
                "layout-cache": b"\x01\x02",
                "Object 1/content.xml": f'<o:d xmlns:o="{ODF}office:1.0"/>',
                "ObjectReplacements/Object 1": b"VCLMTF\x01\x00",
            },
        ),
        "a.odt",
    )

    assert b"A slide" in slides["ppt/slides/slide1.xml"]
    assert told_by(zipped({**slides})) == []
    assert b'Target="https://example.org/a/b"' in text["word/_rels/x.xml.rels"]
    assert "word/fonts/font1.odttf" in text
    assert "Configurations2/accelerator/current.xml" in old
    assert "layout-cache" not in old
