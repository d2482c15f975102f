"""What a model refuses in the admin is said in words: nothing a person does answers with 500."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_unpublished

from core.editing import admin_errors
from core.work import slices
from core.work.slices import publish_scheduled
from members.models import MembershipCategory, UpdatePage
from tests.builders import (
    make_administrator,
    make_category,
    make_membership,
    make_organisation,
    make_update,
)
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    return client


@pytest.fixture(autouse=True)
def _nothing_failed_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "_failures", Counter())


def unfinished(**fields: Any) -> UpdatePage:
    """A draft without a date, as one may save it."""
    page = make_update(live=False, **fields)
    page.date = ""
    page.save_revision(clean=False)
    return page


def test_publishing_many_names_the_page_and_what_it_lacks(browser: Client) -> None:
    organisation = make_organisation()
    good = make_update(organisation=organisation, title="Finished", live=False)
    bad = unfinished(organisation=organisation, title="Unfinished")
    url = f"/admin/bulk/wagtailcore/page/publish/?id={good.pk}&id={bad.pk}"

    response = browser.post(url, headers={"referer": "http://localhost/admin/pages/"})

    assert response.status_code == 400
    text = response.content.decode()
    assert "“Unfinished”" in text
    assert "Date: This field cannot be blank." in text
    assert 'href="http://localhost/admin/pages/"' in text
    assert not UpdatePage.objects.filter(live=True).exists()


def test_a_background_request_gets_json(browser: Client) -> None:
    bad = unfinished()
    url = f"/admin/bulk/wagtailcore/page/publish/?id={bad.pk}"

    response = browser.post(url, headers={"accept": "application/json"})

    assert response.status_code == 400
    assert "cannot be blank" in response.json()["error_message"]


def test_deleting_what_others_need_is_refused_in_words(browser: Client) -> None:
    category = make_category()
    make_membership(organisation=make_organisation(), category=category)
    url = reverse("wagtailsnippets_members_membershipcategory:delete", args=[category.pk])

    response = browser.post(url)

    assert response.status_code < 500
    assert MembershipCategory.objects.filter(pk=category.pk).exists()


def test_errors_nobody_expected_stay_errors(browser: Client, monkeypatch: Any) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a defect")

    url = f"/admin/bulk/wagtailcore/page/publish/?id={make_update(live=False).pk}"
    monkeypatch.setattr(Revision, "publish", broken)
    browser.raise_request_exception = False

    assert browser.post(url).status_code == 500


def test_what_a_form_doesn_t_offer_is_named_at_its_top(browser: Client) -> None:
    page = make_update()
    UpdatePage.objects.filter(pk=page.pk).update(record_id="Not an id")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = browser.post(url, filled(browser, url, **{"action-publish": "1"}))

    assert response.status_code == 200
    assert "Permanent id: Use small letters" in str(errors_of(response)["__all__"])


# -- long searches -------------------------------------------------------------------------------
LISTS = (
    "pages/search/results/",
    "choose-page/search/",
    "images/results/",
    "images/chooser/results/",
    "documents/results/",
    "documents/chooser/results/",
    "users/results/",
    "redirects/results/",
    "api/main/pages/",
    "tag-autocomplete/",
)


@pytest.mark.parametrize("where", LISTS)
@pytest.mark.parametrize(
    "searched",
    [
        " ".join(f"w{i}" for i in range(900)),
        '"a b" ' * 900,
        "x" * 5000,
        'what he called "home',
        'x"-"y',
        '"none:"',
    ],
    ids=["words", "phrases", "long word", "open quotation", "operator", "column"],
)
def test_whatever_is_searched_for_is_answered(browser: Client, where: str, searched: str) -> None:
    names = ["search"] if where.startswith("api/") else admin_errors.SEARCHED

    assert browser.get(f"/admin/{where}", dict.fromkeys(names, searched)).status_code == 200


@pytest.mark.parametrize("searched", ["long title " * 900, '"long title', '"Long title"'])
def test_a_search_finds_by_its_first_words(browser: Client, searched: str) -> None:
    page = make_update(title="A long title")

    response = browser.get("/admin/pages/search/results/", {"q": searched})

    assert f"/admin/pages/{page.pk}/edit/" in response.content.decode()


# -- scheduled publishing ------------------------------------------------------------------------
def test_an_unfinished_page_is_not_in_the_way_of_others_that_are_due() -> None:
    organisation = make_organisation()
    bad = unfinished(organisation=organisation, title="Unfinished")
    good = make_update(organisation=organisation, title="Finished", live=False)
    for page, hours in ((bad, 2), (good, 1)):
        due = timezone.now() - timedelta(hours=hours)
        page.revisions.update(approved_go_live_at=None)
        page.revisions.filter(pk=page.latest_revision_id).update(approved_go_live_at=due)

    publish_scheduled()

    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.live
    assert not bad.live


def test_what_fails_every_minute_is_logged_at_growing_distance(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad = unfinished(title="Unfinished")
    due = timezone.now() - timedelta(hours=1)
    bad.revisions.update(approved_go_live_at=None)
    bad.revisions.filter(pk=bad.latest_revision_id).update(approved_go_live_at=due)

    for _minute in range(16):
        publish_scheduled()

    assert caplog.text.count("can't be published as scheduled") == 5  # 1, 2, 4, 8, 16


def test_a_page_that_cannot_be_taken_down_is_not_in_the_way_of_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good, coming = (make_update(title=title) for title in ("Bad", "Good", "Coming"))
    coming.unpublish()
    now = timezone.now()
    for page, hours in ((bad, 2), (good, 1)):
        UpdatePage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(hours=hours))
    coming.save_revision(approved_go_live_at=now - timedelta(hours=1))

    def refuse(instance: Any, **kwargs: Any) -> None:
        if instance.pk == bad.pk:
            raise RuntimeError("it doesn't go")

    page_unpublished.connect(refuse)
    try:
        publish_scheduled()
    finally:
        page_unpublished.disconnect(refuse)

    states = dict(UpdatePage.objects.values_list("title", "live"))
    assert states == {"Bad": True, "Good": False, "Coming": True}
    assert "“Bad” can't be taken down as scheduled: it doesn't go" in caplog.text


# -- an end of publication that is over ----------------------------------------------------------
def expired() -> UpdatePage:
    page = make_update()
    page.expire_at = timezone.now() - timedelta(days=2, seconds=7)
    page.save_revision().publish()
    publish_scheduled()
    page.refresh_from_db()
    assert page.expired
    assert not page.live
    return page


def as_shown(page: UpdatePage) -> str:
    """The end of publication as its field shows it, in a dialog of its own."""
    return timezone.localtime(page.expire_at).strftime("%Y-%m-%d %H:%M")


def test_a_page_whose_time_is_over_can_be_saved(browser: Client) -> None:
    page = expired()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = browser.post(url, filled(browser, url, body_en="Mended.", expire_at=as_shown(page)))

    assert response.status_code == 302, errors_of(response)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().body_en == "Mended."
    assert page.expire_at is not None


def test_it_is_put_online_with_another_end_only(browser: Client) -> None:
    page = expired()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled(browser, url, expire_at=as_shown(page), **{"action-publish": "1"})

    assert "expire_at" in errors_of(browser.post(url, data))
    assert browser.post(url, {**data, "expire_at": ""}).status_code == 302
    page.refresh_from_db()
    assert page.live


def test_a_new_end_in_the_past_is_refused_while_saving_too(browser: Client) -> None:
    page = expired()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = browser.post(url, filled(browser, url, expire_at="2020-01-01 10:00"))

    assert "expire_at" in errors_of(response)


# -- what no form of ours sends ------------------------------------------------------------------
TOO_LONG = "9" * 30


@pytest.mark.parametrize(
    "address",
    [
        f"pages/{{}}/results/?content_type={TOO_LONG}",
        f"pages/{{}}/results/?edited_by={TOO_LONG}",
        "pages/{}/results/?latest_revision_created_at_from=0001-01-01",
        f"pages/{{}}/history/results/?user={TOO_LONG}",
        f"reports/site-history/results/?user={TOO_LONG}",
        f"newsletter/{TOO_LONG}/send/",
    ],
)
def test_keys_and_dates_that_no_column_holds_are_not_understood(
    browser: Client, address: str
) -> None:
    response = browser.get(f"/admin/{address.format(make_organisation().pk)}")

    assert response.status_code < 500


@pytest.mark.parametrize("sent", [{"themes": TOO_LONG}, {"go_live_at": "0001-01-01 00:00"}])
def test_neither_are_they_in_the_form_of_a_page(browser: Client, sent: dict[str, str]) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[make_organisation().pk])

    assert browser.post(url, filled(browser, url, **sent)).status_code < 500


def test_half_a_form_is_not_understood(browser: Client) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[make_organisation().pk])
    half = filled(browser, url)
    half |= {"images-TOTAL_FORMS": "1", "images-INITIAL_FORMS": "1"}
    half.pop("images-0-id", None)

    assert browser.post(url, half).status_code == 400


@pytest.mark.parametrize(
    "sent",
    [
        {"overwrite_revision_id": "²"},
        {"workflow-action-extra-data": "{"},
        {"workflow-action-extra-data": "[]"},
    ],
)
def test_hidden_fields_of_other_kinds_are_not_understood(
    browser: Client, sent: dict[str, str]
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[make_organisation().pk])

    assert browser.post(url, filled(browser, url, **sent)).status_code == 400


@pytest.mark.parametrize("address", ["api/main/pages/?search=%00", "pages/?q=a%00b"])
def test_a_character_no_database_takes_is_not_understood(browser: Client, address: str) -> None:
    assert browser.get(f"/admin/{address}").status_code == 400


def test_an_import_nobody_began_is_not_understood(browser: Client) -> None:
    sent = {"import_file_name": "x.csv", "input_format": "0", "from_index": "0", "to_index": "1"}

    assert browser.post("/admin/redirects/import/process/", sent).status_code == 400


@pytest.mark.parametrize("value", ["true", "false"])
def test_pages_with_pages_below_can_be_searched(browser: Client, value: str) -> None:
    organisation = make_organisation()
    page = make_update(organisation=organisation, title="Findable")
    below = f"/admin/pages/{organisation.pk}/results/?q=Findable&has_child_pages={value}"

    response = browser.get(below)

    assert response.status_code == 200
    assert (f"/admin/pages/{page.pk}/edit/" in response.content.decode()) is (value == "false")


@pytest.mark.parametrize("action", ["delete", "move"])
def test_a_page_goes_once_though_it_was_chosen_with_the_one_above(
    browser: Client, action: str
) -> None:
    organisation, other = make_organisation(name="Above"), make_organisation(name="Elsewhere")
    below = make_update(organisation=organisation, title="Below")
    url = f"/admin/bulk/wagtailcore/page/{action}/?id={below.pk}&id={organisation.pk}"

    response = browser.post(url, {"chooser": str(other.get_parent().pk)})

    assert response.status_code in (200, 302)
    assert UpdatePage.objects.filter(pk=below.pk).exists() == (action == "move")
