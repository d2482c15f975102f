"""Bringing the former map's markers over: by name, coarse, never against what is there."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from maps import old_markers
from maps.old_markers import OldMarkersError
from members.models import OrganisationPage
from tests.builders import make_organisation

XML = """<?xml version="1.0"?>
<markers>
 <marker><marker_id>4</marker_id><map_id>1</map_id><title>Asociația Casa Verde</title>
  <address>Strada Lăpușneanu 7, Iași</address><desc></desc><pic></pic><icon></icon><linkd></linkd>
  <lat>47.1623456</lat><lng>27.5812345</lng><anim>0</anim><category>0</category></marker>
 <marker><map_id>1</map_id><title>Nobody we know</title><address/>
  <lat>59.9</lat><lng>10.7</lng></marker>
 <marker><map_id>1</map_id><title>Verdandi</title><address/><lat></lat><lng>abc</lng></marker>
</markers>"""


def test_xml_is_read_as_the_plugin_wrote_it() -> None:
    first, second, third = old_markers.read(XML.encode()).markers

    assert (first.title, first.point) == ("Asociația Casa Verde", (47.1623456, 27.5812345))
    assert first.address == "Strada Lăpușneanu 7, Iași"
    assert second.point == (59.9, 10.7)
    assert third.point is None


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_is_read_by_its_columns(delimiter: str) -> None:
    text = "id,map_id,Title,Address,Lat,Lng\n1,1,Casa Verde,Iasi,47.16,27.58\n".replace(
        ",", delimiter
    )

    (marker,) = old_markers.read(b"\xef\xbb\xbf" + text.encode()).markers

    assert (marker.title, marker.point) == ("Casa Verde", (47.16, 27.58))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<markers><marker>", "file.xml"),
        (b"<rss></rss>", "expected <markers> or <kml>"),
        (b'<!DOCTYPE m [<!ENTITY a "b">]><markers>&a;</markers>', "file.xml"),
        (b'<!DOCTYPE m SYSTEM "file:///etc/passwd"><markers/>', "file.xml"),
        (b"who,where\nx,y\n", "columns are missing: lat, lng, title"),
        (b"{}", "expected a GeoJSON"),
        (b"[1]", "list of markers"),
        (b"[" * 5000, "not JSON"),
        (b'{"type": "Topology"}', "expected a GeoJSON"),
        (b"\x81\x8d\x90 title", "neither UTF-8"),
        (b"\xff\xfe\x00", "neither UTF-8"),
        (b"", "columns are missing"),
    ],
)
def test_a_file_that_is_no_marker_file_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(OldMarkersError, match=why):
        old_markers.read(content, name="file.xml")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        markers = old_markers.read(content).markers
    except OldMarkersError:
        return
    assert all(m.point is None or abs(m.point[0]) <= 90 for m in markers)


@pytest.fixture
def marker_file(tmp_path: Path) -> Path:
    path = tmp_path / "1markers.xml"
    path.write_text(XML, encoding="utf-8")
    return path


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("import_markers", *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
class TestCommand:
    """The command on records."""

    def test_an_organisation_gets_the_town_of_its_marker(self, marker_file: Path) -> None:
        page = make_organisation(name="Asociatia Casa Verde")

        report = run(str(marker_file))

        page.refresh_from_db()
        assert page.point == (47.1667, 27.6)
        assert (page.precision, page.point_source, page.place) == ("town", "old_map", "Iași")
        assert "1 placed" in report
        assert "marker 2 “Nobody we know”: no organisation has this name" in report
        assert "marker 3 “Verdandi”: the marker has no usable point" in report
        assert page.live
        assert page.latest_revision.as_object().point == (47.1667, 27.6)

    def test_the_house_is_stored_nowhere(self, marker_file: Path) -> None:
        page = make_organisation(name="Asociația Casa Verde")

        run(str(marker_file))

        page.refresh_from_db()
        contents = [str(r.content) for r in page.revisions.all()]
        assert not [text for text in contents if "47.162" in text or "Lăpușneanu" in text]

    def test_a_dry_run_stores_nothing(self, marker_file: Path) -> None:
        make_organisation(name="Asociația Casa Verde")

        report = run(str(marker_file), "--dry-run")

        assert "would get" in report
        assert OrganisationPage.objects.get().point is None

    def test_a_point_that_is_there_stays(self, marker_file: Path) -> None:
        make_organisation(
            name="Asociația Casa Verde", latitude=44.43, longitude=26.1, precision="town"
        )

        report = run(str(marker_file))

        assert OrganisationPage.objects.get().point == (44.4323, 26.1063)
        assert "keeps its point" in report

    def test_a_second_run_changes_nothing(self, marker_file: Path) -> None:
        make_organisation(name="Asociația Casa Verde")
        run(str(marker_file))
        revisions = OrganisationPage.objects.get().revisions.count()

        report = run(str(marker_file))

        assert "0 placed, 1 as they were" in report
        assert OrganisationPage.objects.get().revisions.count() == revisions

    def test_two_of_one_name_are_left_to_people(self, marker_file: Path) -> None:
        make_organisation(name="Asociația Casa Verde")
        make_organisation(name="Other", acronym="ASOCIAȚIA CASA VERDE")

        assert "1 ambiguous" in run(str(marker_file))

    def test_a_waiting_draft_gets_the_point_and_keeps_waiting(self, marker_file: Path) -> None:
        page = make_organisation(name="Asociația Casa Verde")
        page.summary_en = "Not yet approved."
        page.save_revision()

        run(str(marker_file))

        page.refresh_from_db()
        assert page.point == (47.1667, 27.6)
        assert page.summary_en != "Not yet approved."
        draft = page.latest_revision.as_object()
        assert (draft.summary_en, draft.point) == ("Not yet approved.", (47.1667, 27.6))

    def test_a_missing_or_broken_file_is_named_before_anything_is_stored(
        self, marker_file: Path, tmp_path: Path
    ) -> None:
        make_organisation(name="Asociația Casa Verde")
        broken = tmp_path / "broken.xml"
        broken.write_text("<markers>")

        for bad in (broken, tmp_path / "missing.xml"):
            with pytest.raises(CommandError, match=bad.name):
                run(str(marker_file), str(bad))
        assert OrganisationPage.objects.get().point is None
