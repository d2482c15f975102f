"""One page, many languages, through the admin's real forms and in several admin languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.users.models import UserProfile

from core.i18n import LANGS, has_content
from members.models import OrganisationPage, UpdatePage
from tests.builders import make_administrator, make_organisation, make_update
from tests.forms import errors_of, filled
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_administrator()


@pytest.fixture
def admin(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


@pytest.fixture
def organisation() -> OrganisationPage:
    return make_organisation()


@pytest.fixture
def news(organisation: OrganisationPage) -> UpdatePage:
    return make_update(
        organisation=organisation, title="Water", heading_fr="Eau", body_en="About water"
    )


def speak(user: User, language: str) -> None:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def add_url(organisation: OrganisationPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["members", "updatepage", organisation.pk])


def page_url(name: str, page: UpdatePage, *more: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more])


def send(client: Client, url: str, **changes: Any) -> Any:
    """Fill in the form at `url`, change it, send it."""
    return client.post(url, filled(client, url, **changes))


def sent(client: Client, url: str, **changes: Any) -> None:
    """As `send`, but it must be accepted."""
    response = send(client, url, **changes)
    assert response.status_code == 302, errors_of(response)


def languages_with(page: UpdatePage, field: str) -> set[str]:
    return {code for code in LANGS if has_content(getattr(page, f"{field}_{code}"))}


def tabs(html: str) -> list[str]:
    return [found.strip() for found in re.findall(r'role="tab"[^>]*>\s*([^<]+)', html)]


PUBLISH = {"action-publish": "1"}


# -- the form ------------------------------------------------------------------------------------
def test_the_form_has_every_language_and_no_unsuffixed_text(
    admin: Client, news: UpdatePage
) -> None:
    html = admin.get(page_url("edit", news)).content.decode()

    names = {name for _code, name in django_settings.LANGUAGES}
    assert len(names & set(tabs(html))) >= len(LANGS) - 1  # the original's may be on the first tab
    for code in LANGS:
        assert f'name="heading_{code}"' in html
        assert f'name="body_{code}"' in html
    assert 'name="heading"' not in html
    assert 'name="title"' not in html


@pytest.mark.parametrize("language", ["en", "fr", "ro", "nb"])
def test_draft_publish_translate_and_revert_in_any_admin_language(
    admin: Client, user: User, organisation: OrganisationPage, language: str
) -> None:
    speak(user, language)
    start = {"original_language": "ro", "heading_ro": "Apă curată", "date": "2026"}
    sent(admin, add_url(organisation), **start)
    page = UpdatePage.objects.get()
    assert (page.live, page.title, page.draft_title, page.slug) == (
        False,
        "Apă curată",
        "Apă curată",
        "apa-curata",
    )
    assert languages_with(page, "heading") == {"ro"}

    refusal = send(admin, page_url("edit", page), **PUBLISH)
    assert list(errors_of(refusal)) == ["body_ro"]

    sent(admin, page_url("edit", page), body_ro="Text", **PUBLISH)
    page = UpdatePage.objects.get()
    first = page.latest_revision
    assert page.live
    assert languages_with(page, "body") == {"ro"}

    sent(admin, page_url("edit", page), heading_fr="Eau pure", body_fr="Texte")
    page = UpdatePage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert page.has_unpublished_changes
    assert languages_with(page, "heading") == {"ro"}
    assert (page.title, page.draft_title) == ("Apă curată", "Apă curată")
    assert (draft.heading_fr, draft.body_fr, draft.body_ro) == ("Eau pure", "Texte", "Text")

    sent(admin, page_url("edit", page), **PUBLISH)
    assert UpdatePage.objects.get().heading_fr == "Eau pure"
    compare = admin.get(page_url("revisions_compare", page, first.pk, "latest"))
    assert "Eau pure" in compare.content.decode()

    revert = filled(admin, page_url("revisions_revert", page, first.pk), **PUBLISH)
    response = admin.post(page_url("edit", page), revert)
    assert response.status_code == 302, errors_of(response)
    page = UpdatePage.objects.get()
    assert languages_with(page, "heading") == languages_with(page, "body") == {"ro"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_emptying_the_text_of_the_admins_language(
    admin: Client, user: User, news: UpdatePage, language: str
) -> None:
    speak(user, language)

    sent(admin, page_url("edit", news), heading_fr="", **PUBLISH)

    page = UpdatePage.objects.get(pk=news.pk)
    assert languages_with(page, "heading") == {"en"}
    assert page.heading_en == "Water"


def test_only_the_original_language_is_required(
    admin: Client, organisation: OrganisationPage
) -> None:
    url = add_url(organisation)
    only_english = send(
        admin, url, original_language="nb", heading_en="Only English", heading_nb="", date="2026"
    )
    assert list(errors_of(only_english)) == ["heading_nb"]

    sent(
        admin,
        url,
        original_language="nb",
        heading_nb="Vann",
        body_nb="x",
        date="2026",
        **PUBLISH,
    )
    assert languages_with(UpdatePage.objects.get(), "heading") == {"nb"}


def test_working_languages_limit_the_form_and_keep_stored_text(
    admin: Client, news: UpdatePage, organisation: OrganisationPage
) -> None:
    organisation.languages = ["en", "ro"]
    organisation.save_revision().publish()
    news.heading_de = "Wasser"
    news.save_revision().publish()

    html = admin.get(page_url("edit", news)).content.decode()
    assert 'name="heading_ro"' in html
    assert 'name="heading_fr"' in html  # it has a French title already
    assert 'name="heading_it"' not in html
    sent(admin, page_url("edit", news), heading_en="Water!", heading_ro="Apă", **PUBLISH)

    page = UpdatePage.objects.get(pk=news.pk)
    assert (page.heading_en, page.heading_ro) == ("Water!", "Apă")
    assert (page.heading_fr, page.heading_de) == ("Eau", "Wasser")


def test_the_form_stays_below_djangos_limit_of_fields(admin: Client, news: UpdatePage) -> None:
    data = filled(admin, page_url("edit", news))

    assert len(data) < django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 10


def test_saving_in_the_background_makes_a_draft(
    admin: Client, user: User, news: UpdatePage
) -> None:
    speak(user, "ro")
    url = page_url("edit", news)
    data = filled(admin, url, heading_en="Water A")

    response = admin.post(url, data, headers={"accept": "application/json"})

    assert response.json()["success"], response.content
    draft = UpdatePage.objects.get(pk=news.pk).get_latest_revision_as_object()
    assert (draft.heading_en, draft.title) == ("Water A", "Water A")
    assert not has_content(draft.heading_ro)


# -- preview -------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ro"])
def test_preview_in_each_language(
    admin: Client, user: User, news: UpdatePage, language: str
) -> None:
    speak(user, language)
    url = page_url("preview_on_edit", news)
    data = filled(admin, page_url("edit", news), heading_fr="Eau neuve")
    assert admin.post(url, data).json()["is_valid"]

    french = admin.get(f"{url}?mode=fr").content.decode()
    german = admin.get(f"{url}?mode=de").content.decode()
    default = admin.get(url).content.decode()

    assert '<html lang="fr">' in french
    assert re.search(r"<h1[^>]*>\s*Eau neuve", french)
    assert '<html lang="de">' in german
    assert re.search(r'<h1[^>]* lang="en"[^>]*>\s*Water', german)
    assert '<html lang="en">' in default


def test_preview_of_a_page_that_is_not_saved_yet(
    admin: Client, organisation: OrganisationPage
) -> None:
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=["members", "updatepage", organisation.pk]
    )
    data = filled(
        admin, add_url(organisation), original_language="ro", heading_ro="Nou", date="2026"
    )

    assert admin.post(url, data).json()["is_valid"]
    html = admin.get(f"{url}?mode=ro").content.decode()

    assert re.search(r"<h1[^>]*>\s*Nou", html)


def test_the_draft_can_be_looked_at(admin: Client, news: UpdatePage) -> None:
    html = admin.get(page_url("view_draft", news)).content.decode()

    assert re.search(r"<h1[^>]*>\s*Water", html)


# -- lists and actions ---------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "fr", "ro"])
def test_lists_show_original_titles_with_their_language(
    admin: Client, user: User, organisation: OrganisationPage, news: UpdatePage, language: str
) -> None:
    speak(user, language)
    romanian = make_update(organisation=organisation, title="Știri", language="ro")

    html = admin.get(reverse("wagtailadmin_explore", args=[organisation.pk])).content.decode()
    assert "Water" in html
    assert "Știri" in html
    assert ("Știri [ro]" in html) == (language != "ro")  # said only where it is another
    assert ">Eau<" not in html
    for url in (
        reverse("wagtailadmin_home"),
        *(page_url(name, romanian) for name in ("history", "usage", "move", "delete", "copy")),
        reverse("wagtailadmin_pages:search") + "?q=Water",
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_search") + "?q=Water",
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:page_types_usage"),
        "/admin/api/main/pages/",
    ):
        assert admin.get(url, follow=True).status_code == 200, url


def test_the_copy_dialogs_title_becomes_the_heading(
    admin: Client, news: UpdatePage, organisation: OrganisationPage
) -> None:
    response = admin.post(
        page_url("copy", news),
        {
            "new_title": "Water copy",
            "new_slug": "water-copy",
            "new_parent_page": str(organisation.pk),
        },
    )

    assert response.status_code == 302
    page = UpdatePage.objects.get(slug="water-copy")
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.heading_en, page.heading_fr) == ("Water copy", "Water copy", "Eau")
    assert (draft.title, draft.heading_en) == ("Water copy", "Water copy")
    assert page.record_id == draft.record_id == "water-copy"


# -- addresses -----------------------------------------------------------------------------------
def test_each_language_has_its_address_and_names_the_others(news: UpdatePage) -> None:
    client = Client(HTTP_HOST="localhost")
    path = "organisations/casa-verde/water/"

    response = client.get(f"/fr/{path}")

    html = response.content.decode()
    assert response.headers["Content-Language"] == "fr"
    assert '<html lang="fr">' in html
    assert re.search(r"<h1[^>]*>\s*Eau", html)
    assert re.search(r' lang="en"[^>]*>(\s|<p>)*About water', html)
    for code in ("en", "fr"):
        assert re.search(
            rf'rel="alternate" hreflang="{code}" href="http://[^"]*/{code}/{path}"', html
        )
    assert 'rel="alternate" hreflang="ro"' not in html
    romanian = client.get(f"/ro/{path}").content.decode()
    assert '<html lang="ro">' in romanian
    assert re.search(r'<h1[^>]* lang="en"[^>]*>\s*Water', romanian)
    with translation.override("it"):
        assert news.get_url() == f"/it/{path}"


def everywhere(path: str) -> set[str]:
    return {f"/{code}/organisations/{path}" for code in LANGS}


@pytest.mark.parametrize("active", ["en", "ro", None])
def test_a_new_slug_leaves_a_redirect_in_every_language(
    news: UpdatePage, django_capture_on_commit_callbacks: Any, active: str | None
) -> None:
    news.slug = "water-new"
    with translation.override(active), django_capture_on_commit_callbacks(execute=True):
        news.save()

    assert set(Redirect.objects.values_list("old_path", flat=True)) == everywhere(
        "casa-verde/water"
    )
    response = Client().get("/fr/organisations/casa-verde/water/", HTTP_HOST="localhost")
    assert response.status_code == 301
    assert response["Location"].endswith("/fr/organisations/casa-verde/water-new/")


@pytest.mark.parametrize("language", ["", "ro"])
def test_a_new_slug_from_the_form_does_too(
    admin: Client,
    user: User,
    news: UpdatePage,
    django_capture_on_commit_callbacks: Any,
    language: str,
) -> None:
    """/admin/ has no language in its address."""
    speak(user, language)
    data = filled(admin, page_url("edit", news), slug="water-new", **PUBLISH)

    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(page_url("edit", news), data)

    assert response.status_code == 302, errors_of(response)
    assert set(Redirect.objects.values_list("old_path", flat=True)) == everywhere(
        "casa-verde/water"
    )


def test_a_draft_that_nobody_ever_read_leaves_none(
    admin: Client, user: User, django_capture_on_commit_callbacks: Any
) -> None:
    draft = make_update(organisation=make_organisation(), title="Draft", live=False)
    other = make_organisation(name="Other")

    with django_capture_on_commit_callbacks(execute=True):
        data = filled(admin, page_url("edit", draft), slug="draft-new")
        assert admin.post(page_url("edit", draft), data).status_code == 302
        admin.post(page_url("move_confirm", draft, other.pk))

    assert UpdatePage.objects.get(pk=draft.pk).url_path.endswith("/other/draft-new/")
    assert not Redirect.objects.exists()


def test_a_move_leaves_a_redirect_in_every_language(
    admin: Client, user: User, news: UpdatePage, django_capture_on_commit_callbacks: Any
) -> None:
    speak(user, "fr")
    other = make_organisation(name="Other")

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(page_url("move_confirm", news, other.pk))

    assert UpdatePage.objects.get(pk=news.pk).get_parent().specific == other
    assert set(Redirect.objects.values_list("old_path", flat=True)) == everywhere(
        "casa-verde/water"
    )
    response = Client().get("/nb/organisations/casa-verde/water/", HTTP_HOST="localhost")
    assert response["Location"].endswith("/nb/organisations/other/water/")
