"""Strangers are asked nothing before the site says who asks, and what becomes of the answer."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, reverse
from pytest_django import Settings

from core.network.closed import STAY_OPEN, ClosedFormsMiddleware
from core.network.legal import NEEDED, OfficePage, Role, forms_are_open, page_of
from core.throttling.rules import POSTS
from home.models import StandardPage
from newsletter.models import Subscriber
from newsletter.subscribers.links import Purpose, path_to
from tests.builders import home_page
from tests.core.throttling.test_rules import addresses, get_resolver, resolve
from tests.newsletter.making import form, make_subscriber

pytestmark = pytest.mark.django_db

SUBSCRIBE = "/en/newsletter/subscribe/"


@pytest.fixture
def production(settings: Settings) -> None:
    settings.FORMS_NEED_NOTICE = True


def put_online(*roles: Role, live: bool = True) -> list[StandardPage]:
    """Make a page for each role."""
    pages = []
    for role in roles:
        page = StandardPage(heading_en=f"Our {role}", body_en="<p>Text.</p>", live=live)
        home_page().add_child(instance=page)
        OfficePage.objects.update_or_create(role=role, defaults={"page": page})
        pages.append(page)
    return pages


@pytest.mark.usefixtures("production")
def test_the_sign_up_waits_for_notice_and_imprint(client: Client) -> None:
    asked, sent = client.get(SUBSCRIBE), client.post(SUBSCRIBE, form())

    assert (asked.status_code, sent.status_code) == (404, 404)
    assert "Not open yet" in asked.content.decode()
    assert "mailto:office@example.org" in sent.content.decode()
    assert not Subscriber.objects.exists()
    assert "signup-email" not in client.get("/en/").content.decode()

    put_online(Role.NOTICE)
    assert client.get(SUBSCRIBE).status_code == 404
    put_online(Role.IMPRINT)

    assert client.get(SUBSCRIBE).status_code == 200
    assert "signup-email" in client.get("/en/").content.decode()
    assert client.post(SUBSCRIBE, form()).status_code == 302


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("how", ["draft", "unpublished", "deleted", "below a draft"])
def test_forms_close_again_with_the_notice(how: str) -> None:
    notice, _imprint = put_online(*NEEDED)
    assert forms_are_open()

    if how == "deleted":
        notice.delete()
    elif how == "below a draft":
        (hidden,) = put_online(Role.ABOUT, live=False)
        notice.refresh_from_db()
        notice.move(hidden, pos="last-child")
    else:
        notice.unpublish()

    assert not forms_are_open()
    assert page_of(Role.NOTICE) is None


@pytest.mark.usefixtures("production")
def test_readers_change_and_end_what_they_get_meanwhile(client: Client) -> None:
    reader = make_subscriber("ana@example.org")

    assert client.get(path_to(reader, Purpose.PREFERENCES)).status_code == 200
    assert client.post(path_to(reader, Purpose.UNSUBSCRIBE)).status_code == 302
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 200


@pytest.mark.usefixtures("production")
def test_a_form_that_nobody_thought_of_is_closed(rf: RequestFactory) -> None:
    request = rf.post("/en/tell-us/", {"name": "Ana"})
    assert refuses(request, "tell_us")
    assert not refuses(rf.get("/en/tell-us/"), "tell_us")

    put_online(*NEEDED)

    assert not refuses(request, "tell_us")


def refuses(request: HttpRequest, name: str) -> bool:
    """Whether the middleware answers a request to a view in its place."""
    request.resolver_match = ResolverMatch(lambda: None, (), {}, name)
    request.session = {}  # type: ignore[assignment]  # the page asks for nothing in it
    middleware = ClosedFormsMiddleware(lambda request: None)  # type: ignore[arg-type,return-value]
    return middleware.process_view(request, None, None, None) is not None


def test_on_one_s_own_machine_everything_is_open() -> None:
    assert forms_are_open()


def test_each_form_for_strangers_leads_to_the_notice(client: Client) -> None:
    asking = {name for rule in POSTS if rule.asks for name in rule.views}
    found = {}
    for path in dict.fromkeys(addresses(get_resolver().url_patterns)):
        if path.startswith("en/") and resolve(f"/{path}").view_name in asking:
            page = client.get(f"/{path}").content.decode()
            found[path] = page.count(reverse("office_page", args=["notice"]))

    assert found
    assert not [path for path, links in found.items() if links < 1]


def test_what_stays_open_exists() -> None:
    names = {
        resolve(f"/{path}").view_name
        for path in addresses(get_resolver().url_patterns)
        if path.startswith("en/")
    }

    assert names >= STAY_OPEN


def test_the_address_of_a_role_leads_to_whichever_page_plays_it(client: Client) -> None:
    assert "not online yet" in client.get("/en/network/notice/").content.decode()
    assert client.get("/en/network/nothing/").status_code == 404
    (page,) = put_online(Role.NOTICE)

    answer = client.get("/en/network/notice/")

    assert answer.headers["Location"] == page.url_in("en")
