"""What the office may do, and what only administrators may."""

from __future__ import annotations

import pytest

from members.office import is_office, office_models
from search.models import Concept
from tests.builders import make_administrator
from tests.members.world import World

pytestmark = pytest.mark.django_db


def test_every_register_is_the_offices(world: World) -> None:
    assert Concept in office_models()
    for model in office_models():
        for action in model._meta.default_permissions:
            name = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
            assert world.office_user.has_perm(name), name
            assert not world.ours.direct.has_perm(name), name


def test_system_settings_are_the_administrators(world: World) -> None:
    for name in (
        "auth.change_group",
        "wagtailcore.change_site",
        "wagtailcore.change_workflow",
        "wagtailcore.change_collection",
    ):
        assert not world.office_user.has_perm(name), name
        assert world.administrator.has_perm(name), name


def test_who_is_the_office(world: World) -> None:
    assert is_office(world.office_user)
    assert is_office(make_administrator(email="second@network.example"))
    assert not is_office(world.ours.direct)
    world.office_user.is_active = False
    assert not is_office(world.office_user)


def test_the_office_cannot_take_over_an_administrator(world: World) -> None:
    for action in ("edit", "delete"):
        url = f"/admin/users/{action}/{world.administrator.pk}/"
        response = world.office.post(url, {"email": "mine@network.example"})
        assert response.status_code in (302, 403)
        assert "/admin/users/" not in response.get("Location", "")
    world.administrator.refresh_from_db()
    assert world.administrator.email == "administrator@network.example"

    assert world.office.get(f"/admin/users/edit/{world.ours.checked.pk}/").status_code == 200
