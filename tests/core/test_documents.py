"""Files are as public as the page they are on."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.documents.models import Document

from practices.models import PracticeFile, PracticePage
from tests.builders import (
    make_administrator,
    make_document,
    make_organisation,
    make_practice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> Document:
    return make_document()


def on_page(file: Document) -> PracticePage:
    """A public practice with the file."""
    page = make_practice(organisation=make_organisation())
    PracticeFile.objects.create(record=page, document=file)
    return page


def status(client: Client, file: Document) -> int:
    return client.get(file.url, follow=True).status_code


def test_a_file_on_a_public_page_is_anybodys(client: Client, file: Document) -> None:
    on_page(file)

    assert status(client, file) == 200


def test_a_file_that_stands_nowhere_is_nobodys(client: Client, file: Document) -> None:
    assert status(client, file) == 404


def test_a_file_goes_offline_with_its_page(client: Client, file: Document) -> None:
    page = on_page(file)
    page.unpublish()

    assert status(client, file) == 404


def test_a_file_on_two_pages_stays_with_the_public_one(client: Client, file: Document) -> None:
    on_page(file)
    on_page(file).unpublish()

    assert status(client, file) == 200


def test_whoever_edits_here_sees_files_of_drafts(client: Client, file: Document) -> None:
    client.force_login(make_administrator())

    assert status(client, file) == 200
