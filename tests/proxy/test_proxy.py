"""The shipped proxy: what it passes on, what it says about who asks, and where it says no."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from wagtail.images.models import Image

from core.files.pictures import SPECS
from members.models import OrganisationImage
from tests.builders import make_document, make_image, make_organisation
from tests.proxy.conftest import HOST, Proxy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TRUSTED_PROXIES = []


def size(image: Image) -> str:
    return str(image.renditions.get(filter_spec=SPECS[0]).url)


def test_it_gives_out_what_is_public_and_nothing_else(proxy: Proxy) -> None:
    shown, draft, file = make_image(), make_image(), make_document()
    organisation = make_organisation()
    OrganisationImage.objects.create(record=organisation, image=shown)

    public = proxy.ask(size(shown))
    assert public.status == 200
    assert public.headers["Content-Type"] == "image/webp"
    assert public.headers["Cache-Control"] == "public, no-cache"
    assert public.headers["X-Content-Type-Options"] == "nosniff"
    again = proxy.ask(size(shown), If_None_Match=public.headers["ETag"])
    assert again.status == 304

    for address in (
        shown.file.url,
        draft.file.url,
        size(draft),
        file.url,
        f"/media/{file.file.name}",
        "/media/",
        "/media/images/",
        "/media/../db.sqlite3",
        "/media/%2e%2e/db.sqlite3",
        "/media/images/..%2f..%2fdb.sqlite3",
    ):
        found = proxy.ask(address)
        while found.status in (301, 302):
            found = proxy.ask(found.headers["Location"])
        assert found.status in (400, 404), address

    organisation.unpublish()
    assert proxy.ask(size(shown)).status == 404


def test_pages_and_static_files_come_through(proxy: Proxy) -> None:
    page = proxy.ask("/en/")
    style = proxy.ask("/static/img/mark.svg")

    assert page.status == 200
    assert b"</html>" in page.body
    assert (style.status, style.headers["Content-Type"]) == (200, "image/svg+xml")


def test_what_a_reader_says_about_the_connection_is_not_passed_on(proxy: Proxy) -> None:
    proxy.ask(
        "/en/",
        X_Forwarded_For="203.0.113.9, 127.0.0.1",
        X_Forwarded_Proto="http",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Port="81",
        X_Real_IP="203.0.113.9",
        Forwarded="for=203.0.113.9;proto=http",
    )

    (seen,) = proxy.reached
    said = {name: value for name, value in seen.items() if "FORWARD" in name or "REAL" in name}
    assert said == {"HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen["HTTP_HOST"] == HOST


def test_large_bodies_are_refused_before_they_reach_the_site(proxy: Proxy) -> None:
    megabyte = 1024 * 1024

    for address, size in (
        ("/ro/newsletter/", 2),
        ("/ro/join/my/word/papers/", 26),
        ("/admin/login/", 26),
    ):
        answer = proxy.ask(
            address,
            method="POST",
            body=b"x" * size * megabyte,
            Accept_Language="ro",
            X_Forwarded_Host="evil.example",
        )
        assert answer.status == 413
        assert 'lang="ro"' in answer.body.decode()
        assert "A fost prea mare" in answer.body.decode()
        assert "20 MB" in answer.body.decode()
        asked = proxy.reached.pop()
        assert (asked["PATH_INFO"][-11:], asked["REQUEST_METHOD"]) == ("/too-large/", "GET")
        assert asked.get("CONTENT_LENGTH", "") in ("", "0")
        assert asked.get("HTTP_X_FORWARDED_HOST", "") == ""
        assert asked["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert proxy.reached == []
    assert proxy.ask("/en/too-large/").status == 404  # nobody but the proxy leads there

    assert proxy.ask("/admin/login/", method="POST", body=b"x" * 21 * megabyte).status != 413
    assert len(proxy.reached) == 1


@pytest.mark.parametrize("address", ["/.env", "/.git/config", "/media/.env", "/en/.htaccess"])
def test_what_begins_with_a_dot_never_reaches_the_site(proxy: Proxy, address: str) -> None:
    assert proxy.ask(address).status == 404
    assert proxy.reached == []


def test_without_tls_readers_are_sent_to_it(proxy: Proxy) -> None:
    answer = proxy.ask("/en/search/?q=visits", tls=False)

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/en/search/?q=visits"
    assert proxy.reached == []


def test_other_hosts_get_no_answer(proxy: Proxy) -> None:
    with pytest.raises(ConnectionError):
        proxy.ask("/en/", host="evil.example", tls=False)
    assert proxy.reached == []


def test_too_many_reads_are_told_when_to_come_again(proxy: Proxy) -> None:
    # all at once: one after the other they would come slower than the limit on a busy machine
    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(proxy.ask, ["/api/v1/nothing"] * 200))

    refused = [answer for answer in answers if answer.status == 429]
    assert 0 < len(refused) < 140, "a room of thirty people must be able to search"
    assert refused[0].headers["Retry-After"] == "10"
    assert refused[0].headers["Cache-Control"] == "no-store"
    assert proxy.ask("/en/").status == 200


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/en/join/my/KEY~1~2/who/", "/en/join/my/-"),
        ("/pt/join/referee/KEY/", "/pt/join/referee/-"),
        ("/en/invitation/KEY/", "/en/invitation/-"),
        ("/en/newsletter/preferences/KEY/", "/en/newsletter/preferences/-"),
        ("/newsletter/one-click/KEY/", "/newsletter/one-click/-"),
        ("/admin/second-factor/stop/KEY/", "/admin/second-factor/stop/-"),
        ("/admin/password_reset/confirm/MQ/KEY/", "/admin/password_reset/confirm/-"),
    ],
)
def test_the_log_holds_no_key_of_a_link(proxy: Proxy, address: str, logged: str) -> None:
    proxy.ask(address)

    assert "KEY" not in proxy.log(until=f'"GET {logged}" ')


def test_the_log_says_neither_who_asked_nor_what_was_searched_for(proxy: Proxy) -> None:
    proxy.ask("/en/search/?q=my+father")

    log = proxy.log(until='"GET /en/search/" 200')
    assert "127.0.0.0 [" in log
    assert "127.0.0.1" not in log
    assert "father" not in log
