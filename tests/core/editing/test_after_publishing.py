"""Whoever published is where he or she goes on: on the page's own form, told that it is online."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from tests.builders import home_page, make_administrator, make_organisation
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def test_after_publishing_one_stays_and_can_look_at_the_page(admin: Client) -> None:
    organisation = make_organisation()
    edit = reverse("wagtailadmin_pages:edit", args=[organisation.pk])

    answer = admin.post(edit, {**filled(admin, edit), "action-publish": "1"}, follow=True)

    assert answer.redirect_chain == [(edit, 302)]
    html = answer.content.decode()
    assert "has been published" in html
    assert organisation.url_in("en") in html


def test_a_new_page_that_is_published_opens_its_form(admin: Client) -> None:
    home = home_page()
    add = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    sent = filled(admin, add, heading_en="Ours", body_en=rich_text("<p>Ours.</p>"))

    answer = admin.post(add, {**sent, "action-publish": "1"})

    page = home.get_children().get(title="Ours")
    assert page.live
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_whoever_came_from_elsewhere_goes_back_there(admin: Client) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[make_organisation().pk])
    sent = filled(admin, f"{edit}?next=/admin/reports/", form="page-edit-form")

    answer = admin.post(edit, {**sent, "action-publish": "1"})

    assert answer.headers["Location"] == "/admin/reports/"
