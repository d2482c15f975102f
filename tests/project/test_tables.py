"""The office's tables in the admin: each form says of each text in which language it is."""

from __future__ import annotations

import pytest
from django.db import models
from django.test import Client
from wagtail.snippets.models import get_snippet_models

from core.i18n import translated_fields
from members.office import ensure_office, office_group
from tests.builders import make_user

pytestmark = pytest.mark.django_db
TRANSLATED = [model for model in get_snippet_models() if translated_fields(model)]


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_a_text_s_language_is_named_as_its_readers_do(
    client: Client, model: type[models.Model]
) -> None:
    ensure_office()
    client.force_login(make_user(groups=(office_group(),)))
    options = model._meta

    page = client.get(f"/admin/snippets/{options.app_label}/{options.model_name}/add/")

    assert page.status_code == 200
    words = page.content.decode()
    assert "(Français)" in words
    assert "[fr]" not in words
