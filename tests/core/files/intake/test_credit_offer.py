"""What a picture's file says of its author is offered to whoever may choose the picture."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from core.files.intake.states import PictureIntake
from members.editors import add_editor, provision
from tests.builders import make_image, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def asked(client: Client, image: Any) -> Any:
    return client.get(f"/admin/pictures/{image.pk}/credit/", HTTP_HOST="localhost")


def test_whoever_may_choose_a_picture_is_told_and_nobody_else(client: Client) -> None:
    ours, theirs = make_organisation(name="Ours"), make_organisation(name="Theirs")
    image = make_image(collection=provision(ours).collection)
    PictureIntake.objects.update(credit="Ioana Marin")
    editor, stranger = make_user(), make_user()
    add_editor(user=editor, organisation=ours)
    add_editor(user=stranger, organisation=theirs)

    client.force_login(stranger)
    assert asked(client, image).status_code == 404
    client.force_login(editor)
    assert asked(client, image).json() == {"credit": "Ioana Marin"}
    client.logout()
    assert asked(client, image).status_code == 302


def test_a_picture_that_names_nobody_offers_nothing(client: Client) -> None:
    ours = make_organisation()
    image = make_image(collection=provision(ours).collection)
    editor = make_user()
    add_editor(user=editor, organisation=ours)
    client.force_login(editor)

    assert asked(client, image).json() == {"credit": ""}


def test_the_editing_form_brings_the_script(client: Client) -> None:
    ours, editor = make_organisation(), make_user()
    add_editor(user=editor, organisation=ours)
    client.force_login(editor)

    page = client.get(f"/admin/pages/{ours.pk}/edit/", HTTP_HOST="localhost").content.decode()

    assert "js/picture-credit.js" in page
    assert 'data-address="/admin/pictures/0/credit/"' in page
