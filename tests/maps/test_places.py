"""Located things: whole points, known precision, and the secrecy of what shows its town only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Revision

from maps.places import COARSE, Precision
from members.models import OrganisationPage
from tests.builders import make_organisation

EXACT: dict[str, Any] = {"latitude": 47.1623456, "longitude": 27.5812345}


IASI = (47.1667, 27.6)  # as the list of towns has it


@pytest.mark.django_db
class TestPoints:
    """What is stored of a point."""

    def test_an_address_stays_exact(self) -> None:
        page = make_organisation(precision="address", address="Strada Lăpușneanu 7", **EXACT)

        assert page.point == (47.1623456, 27.5812345)

    def test_half_a_point_is_refused_beside_its_field(self) -> None:
        page = make_organisation()
        page.latitude = 47.1

        with pytest.raises(ValidationError) as caught:
            page.full_clean()

        assert "longitude" in caught.value.message_dict

    @pytest.mark.parametrize(
        "fields", [{"latitude": 91.0}, {"longitude": 181.0}, {"precision": "house"}]
    )
    def test_the_database_refuses_what_no_form_saw(self, fields: dict[str, object]) -> None:
        page = make_organisation(precision="town", latitude=47.16, longitude=27.59)

        with pytest.raises(IntegrityError), transaction.atomic():
            OrganisationPage.objects.filter(pk=page.pk).update(**fields)

    def test_the_database_refuses_half_a_point(self) -> None:
        page = make_organisation(precision="town", latitude=47.16, longitude=27.59)

        with pytest.raises(IntegrityError), transaction.atomic():
            OrganisationPage.objects.filter(pk=page.pk).update(latitude=None)


def stored_anywhere(page: OrganisationPage) -> str:
    """Everything the database holds of a page, as text."""
    row = OrganisationPage.objects.filter(pk=page.pk).values().get()
    revisions = Revision.objects.for_instance(page).values_list("content", flat=True)
    return json.dumps([{k: str(v) for k, v in row.items()}, *revisions])


@pytest.mark.django_db
class TestTownPrecision:
    """Of a service that asks for town precision nothing finer is stored anywhere."""

    @pytest.mark.parametrize("precision", COARSE)
    @pytest.mark.parametrize("field", ["address", "postcode"])
    def test_an_address_is_refused(self, field: str, precision: Precision) -> None:
        page = make_organisation()
        page.precision = precision
        setattr(page, field, "7")

        with pytest.raises(ValidationError) as caught:
            page.full_clean()

        assert field in caught.value.message_dict

    def test_an_exact_point_reaches_neither_row_nor_revision(self) -> None:
        page = make_organisation(precision="town", place="Iași", **EXACT)

        stored = stored_anywhere(page)

        assert page.point == IASI
        assert "47.162" not in stored
        assert "27.581" not in stored
        assert "47.16," not in stored

    def test_a_draft_that_was_never_cleaned_is_coarse_too(self) -> None:
        page = make_organisation(precision="town", latitude=47.16, longitude=27.58)
        page.latitude, page.longitude, page.address = 47.1623456, 27.5812345, "Strada 7"

        page.save_revision(clean=False)

        assert "47.162" not in stored_anywhere(page)
        assert "Strada 7" not in stored_anywhere(page)

    @pytest.mark.parametrize("precision", COARSE)
    def test_earlier_versions_forget_the_address(self, precision: Precision) -> None:
        page = make_organisation(precision="address", address="Strada Lăpușneanu 7", **EXACT)
        assert "47.162" in stored_anywhere(page)

        page.precision, page.address = precision, ""
        page.save_revision().publish()

        stored = stored_anywhere(page)
        assert "47.162" not in stored
        assert "Lăpușneanu" not in stored
        assert json.dumps("Strada Lăpușneanu 7")[1:-1] not in stored

    def test_an_older_version_can_still_be_opened(self) -> None:
        page = make_organisation(precision="address", address="Strada Lăpușneanu 7", **EXACT)
        first = page.latest_revision
        page.precision, page.address = Precision.TOWN, ""
        page.save_revision().publish()

        opened = Revision.objects.get(pk=first.pk).as_object()

        assert (opened.precision, opened.address) == ("town", "")
        assert opened.point == IASI
