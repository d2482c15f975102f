"""The admin's own search: in any language that was written, and in no other."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import make_administrator, make_organisation, make_practice


@pytest.mark.django_db
def test_pages_are_found_by_the_titles_somebody_wrote_and_not_by_empty_ones() -> None:
    make_practice(
        organisation=make_organisation(name="Casa Verde"),
        title="Story time",
        heading_ro="Ora de povești",
    )
    client = Client()
    client.force_login(make_administrator())

    def found(words: str) -> str:
        address = reverse("wagtailadmin_pages:search_results")
        return client.get(address, {"q": words}).content.decode()

    assert "Story time" in found("povești")
    assert "Story time" in found("story")
    for word in ("none", "None", "null"):
        assert "Story time" not in found(word)
        assert "Casa Verde" not in found(word)
