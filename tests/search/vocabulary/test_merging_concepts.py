"""Merging and deleting concepts: tags, drafts, words and relations survive."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client

from practices.models import ExchangePage, PracticePage
from practices.models.exchange import Visit, VisitTopic
from search.models import Concept, RelatedConcept, Scheme
from search.vocabulary.merging import OtherSchemeError, live_uses, merge_concepts, outlook
from tests.builders import make_administrator, make_concept, make_exchange, make_practice

pytestmark = pytest.mark.django_db


def tagged(*concepts: Concept, **fields: Any) -> PracticePage:
    """A practice whose themes are `concepts`, in this order, in its page and its draft."""
    live = fields.pop("live", True)
    page = make_practice(live=live, **fields)
    page.set_concepts({"theme": list(concepts)})
    revision = page.save_revision()
    if live:
        revision.publish()
    return PracticePage.objects.get(pk=page.pk)


def themes(page: PracticePage) -> list[str]:
    return [concept.record_id for concept in page.concepts_of("theme")]


@pytest.fixture
def old() -> Concept:
    return make_concept(record_id="visiting", label="Visiting", label_ro="Vizite")


@pytest.fixture
def into() -> Concept:
    return make_concept(record_id="visits", label="Visits", label_fr="Visites")


def test_tags_move_in_their_place(old: Concept, into: Concept) -> None:
    first, last = make_concept(record_id="a"), make_concept(record_id="z")
    page = tagged(last, old, first)

    merge_concepts(old=old, into=into)

    page = PracticePage.objects.get(pk=page.pk)
    assert themes(page) == ["z", "visits", "a"]
    assert not Concept.objects.filter(record_id="visiting").exists()


def test_a_page_with_both_keeps_one(old: Concept, into: Concept) -> None:
    page = tagged(into, old)

    merge_concepts(old=old, into=into)

    page = PracticePage.objects.get(pk=page.pk)
    assert themes(page) == ["visits"]
    assert themes(page.get_latest_revision_as_object()) == ["visits"]


def test_a_draft_keeps_its_tag_when_it_is_opened_and_published(old: Concept, into: Concept) -> None:
    page = tagged(make_concept(record_id="a"))
    page.set_concepts({"theme": [old]})
    draft = page.save_revision()

    merge_concepts(old=old, into=into)
    draft.refresh_from_db()
    draft.publish()

    assert themes(PracticePage.objects.get(pk=page.pk)) == ["visits"]


def test_saving_a_live_page_in_the_editor_keeps_the_tag(old: Concept, into: Concept) -> None:
    """The editor opens the latest revision, of a live page without changes too."""
    page = tagged(old)

    merge_concepts(old=old, into=into)
    page.refresh_from_db()
    page.get_latest_revision_as_object().save_revision().publish()

    assert themes(PracticePage.objects.get(pk=page.pk)) == ["visits"]


def test_an_old_draft_opens_after_its_concept_was_deleted(into: Concept) -> None:
    gone = make_concept(record_id="gone")
    page = tagged(gone, into)
    revision = page.latest_revision
    Concept.objects.filter(pk=gone.pk).delete()

    assert themes(revision.as_object()) == ["visits"]
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    for url in ("edit/", f"revisions/{revision.pk}/revert/"):
        assert client.get(f"/admin/pages/{page.pk}/{url}").status_code == 200


def test_topics_of_visits_move_in_page_and_draft(old: Concept, into: Concept) -> None:
    page = make_exchange()
    page.visits = [Visit(order=1, topics=[VisitTopic(concept=old)])]
    page.save_revision().publish()

    merge_concepts(old=old, into=into)

    page = ExchangePage.objects.get(pk=page.pk)
    for version in (page, page.get_latest_revision_as_object()):
        assert [t.concept for t in version.visits.all()[0].topics.all()] == [into]


def test_the_words_of_the_old_concept_still_find_it(old: Concept, into: Concept) -> None:
    old.alternative = {"en": ["visits", "Contact visits"]}
    old.save()
    into.alternative = {"en": ["Prison visits"]}
    into.save()

    merge_concepts(old=old, into=into)

    into.refresh_from_db()
    assert into.label_en == "Visits"
    assert into.alternative == {
        "en": ["Prison visits", "Visiting", "visits", "Contact visits"],
        "ro": ["Vizite"],
    }


def test_relations_move_along(old: Concept, into: Concept) -> None:
    top, narrow, friend = (make_concept(record_id=name) for name in ("top", "narrow", "friend"))
    Concept.objects.filter(pk=narrow.pk).update(broader=old)
    Concept.objects.filter(pk=old.pk).update(broader=top)
    Concept.objects.filter(pk=into.pk).update(broader=old)
    old.refresh_from_db()
    into.refresh_from_db()
    for one, other in ((old, into), (into, old), (old, friend), (friend, old)):
        RelatedConcept.objects.create(concept=one, related=other)

    merge_concepts(old=old, into=into)

    into.refresh_from_db()
    narrow.refresh_from_db()
    assert into.broader == top
    assert narrow.broader == into
    pairs = RelatedConcept.objects.values_list("concept__record_id", "related__record_id")
    assert sorted(pairs) == [("friend", "visits"), ("visits", "friend")]


def test_a_concept_is_not_merged_into_itself(into: Concept) -> None:
    with pytest.raises(ValueError, match="itself"):
        merge_concepts(old=into, into=into)

    assert Concept.objects.filter(pk=into.pk).exists()


def test_what_lay_far_below_comes_out_above(old: Concept, into: Concept) -> None:
    """Else the one that was between the two would be above and below what remains."""
    between = make_concept(record_id="between")
    Concept.objects.filter(pk=between.pk).update(broader=old)
    Concept.objects.filter(pk=into.pk).update(broader=between)
    into.refresh_from_db()

    merge_concepts(old=old, into=into)

    into.refresh_from_db()
    between.refresh_from_db()
    assert into.broader is None
    assert between.broader == into


def test_a_concept_is_not_merged_into_one_that_describes_something_else(old: Concept) -> None:
    prison = make_concept(record_id="prison", scheme=Scheme.SETTING)

    with pytest.raises(OtherSchemeError):
        merge_concepts(old=old, into=prison)


def test_of_two_mergers_that_cross_the_later_one_finds_nothing(old: Concept, into: Concept) -> None:
    seen_before = copy.copy(old), copy.copy(into)
    merge_concepts(old=old, into=into)

    with pytest.raises(Concept.DoesNotExist):
        merge_concepts(old=seen_before[1], into=seen_before[0])

    assert [concept.record_id for concept in Concept.objects.all()] == ["visits"]


def test_drafts_are_named_before_and_are_no_public_use(old: Concept, into: Concept) -> None:
    unborn = tagged(old, live=False)
    newer = tagged()
    newer.set_concepts({"theme": [old]})
    newer.save_revision()
    past = tagged(old)
    past.set_concepts({"theme": []})
    past.save_revision().publish()

    assert live_uses(old) == []
    assert outlook(old=old, into=into).uses == [unborn, newer]


def test_the_admin_refuses_with_a_reason(into: Concept) -> None:
    tagged(into)
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())

    response = client.post(f"/admin/snippets/search/concept/delete/{into.pk}/", follow=True)

    said = response.content.decode()
    assert "1 page online uses it. <a href=" in said
    assert "Story time</a>" in said
    assert Concept.objects.filter(pk=into.pk).exists()
    assert f'href="/admin/vocabulary/{into.pk}/merge/"' in said


def test_the_admin_deletes_what_only_drafts_use(into: Concept) -> None:
    tagged(into, live=False)
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())

    client.post(f"/admin/snippets/search/concept/delete/{into.pk}/")

    assert not Concept.objects.filter(pk=into.pk).exists()
