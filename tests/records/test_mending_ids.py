"""Pages that an emoji in their title made impossible to publish are mended, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from members.models import UpdatePage
from practices.models import GlossaryTerm
from tests.builders import make_concept, make_update

pytestmark = pytest.mark.django_db


def mend() -> str:
    output = StringIO()
    call_command("mend_record_ids", stdout=output)
    return output.getvalue()


def stuck(record_id: str) -> UpdatePage:
    page = make_update(live=False)
    UpdatePage.objects.filter(pk=page.pk).update(record_id=record_id)
    return UpdatePage.objects.get(pk=page.pk)


def test_a_stuck_page_can_be_published_afterwards() -> None:
    page = stuck("family_day-slight_smile")
    with pytest.raises(ValidationError):
        page.latest_revision.publish()

    report = mend()

    page = UpdatePage.objects.get(pk=page.pk)
    page.latest_revision.publish()
    page.refresh_from_db()
    assert page.live
    assert page.record_id == "family-day-slight-smile"
    assert "family_day-slight_smile is updates/family-day-slight-smile now" in report


def test_ids_that_would_clash_or_say_nothing_get_numbers() -> None:
    first, second, third = stuck("a_b"), stuck("a-b"), stuck("__")
    fourth = stuck("")

    mend()

    ids = [UpdatePage.objects.get(pk=p.pk).record_id for p in (first, second, third, fourth)]
    assert ids == ["a-b-2", "a-b", "updates", "updates-2"]


def test_keywords_and_entries_are_mended_and_a_second_run_changes_nothing() -> None:
    concept = make_concept(record_id="first_contact")
    entry = GlossaryTerm(record_id="under_score", term_en="Under", meaning_en="Score.")
    entry.save()

    mend()

    concept.refresh_from_db()
    entry.refresh_from_db()
    assert (concept.record_id, entry.record_id) == ("first-contact", "under-score")
    assert mend() == "0 ids mended\n"
