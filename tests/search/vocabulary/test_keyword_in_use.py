"""Who wants to delete a keyword that is in use learns what uses it, and what can be done."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from search.models import Concept
from tests.builders import make_administrator, make_concept, make_organisation, make_practice

pytestmark = pytest.mark.django_db


def test_titles_stand_there_with_links_and_the_way_out(client: Client) -> None:
    client.force_login(make_administrator())
    concept = make_concept()
    owner = make_organisation()
    pages = [
        make_practice(organisation=owner, title=f"<b>Practice</b> {number}") for number in range(7)
    ]
    for page in pages:
        page.set_concepts({"theme": [concept]})
        page.save_revision().publish()

    url = reverse("wagtailsnippets_search_concept:delete", args=[concept.pk])
    text = client.post(url, follow=True).content.decode()

    first = min(pages, key=lambda page: page.record_id)
    assert Concept.objects.filter(pk=concept.pk).exists()
    assert "7 pages online use it." in text
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[first.pk])}"' in text
    assert "&lt;b&gt;Practice&lt;/b&gt;" in text
    assert "<b>Practice</b>" not in text
    assert "and 2 more" in text
    assert "Merge into another" in text
    assert first.record_id not in text
