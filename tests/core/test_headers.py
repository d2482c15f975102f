"""What every answer says about frames, caches, scripts and devices, refusals included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, ProgrammingError
from django.test import Client

from core.work import migrated
from newsletter.models import State
from newsletter.subscribers.links import Purpose, path_to
from tests.builders import make_organisation, make_practice
from tests.newsletter.making import make_subscriber
from tests.project.sources import ROOT
from users.models import User

pytestmark = pytest.mark.django_db
ALWAYS = (
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "Cross-Origin-Opener-Policy",
    "X-Frame-Options",
)


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser("admin@example.org", "swordfish")


@pytest.fixture
def signed_in(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def break_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Have every page raise an error."""

    def broken(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr("wagtail.contrib.redirects.middleware.get_redirect", broken)


# -- refusals --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("host", "address", "status"),
    [
        ("testserver", "/en/", 200),
        ("testserver", "/static/css/base.css", 200),
        ("testserver", "/static/nothing.css", 404),
        ("testserver", "/en/nothing/", 404),
        ("testserver", "/health/live", 503),
        ("nobody.example", "/en/", 400),
        ("nobody.example", "/", 400),
        ("not a host!", "/admin/", 400),
    ],
)
@pytest.mark.parametrize("to_https", [False, True])
def test_every_answer_has_all_headers(
    client: Client, settings: Any, *, host: str, address: str, status: int, to_https: bool
) -> None:
    settings.SECURE_SSL_REDIRECT = to_https
    if to_https and status in (200, 404) and host == "testserver":
        status = 301

    response = client.get(address, HTTP_HOST=host)

    assert response.status_code == status
    assert [name for name in ALWAYS if name not in response] == []
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadRequest("…"), 400),
        (PermissionDenied("…"), 403),
        (ValueError("…"), 500),
        (ProgrammingError("a slip of ours"), 500),
        (OperationalError("database is locked"), 503),
    ],
    ids=lambda value: type(value).__name__,
)
def test_so_has_what_went_wrong(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    """Errors raised between the middlewares, as those of views."""
    break_with(monkeypatch, error)

    response = Client(raise_request_exception=False).get("/en/nothing/")

    assert response.status_code == status
    assert [name for name in ALWAYS if name not in response] == []
    assert "slip of ours" not in response.content.decode()


def test_a_database_without_tables_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    break_with(monkeypatch, ProgrammingError('relation "wagtailcore_site" does not exist'))
    monkeypatch.setattr(migrated, "lacks_migrations", lambda: True)

    response = Client(raise_request_exception=False).get("/en/nothing/")

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "can’t be reached at the moment" in response.content.decode()


# -- frames ----------------------------------------------------------------------------------------
def framing(response: Any) -> tuple[str | None, str]:
    policy = dict(
        part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";")
    )
    return response.get("X-Frame-Options"), policy["frame-ancestors"]


def test_nobody_frames_a_page(client: Client) -> None:
    assert framing(client.get("/en/")) == ("DENY", "'none'")


def test_anybody_frames_the_map_that_is_made_for_it(client: Client) -> None:
    assert framing(client.get("/en/map/embed/")) == (None, "*")


def test_the_editors_area_frames_itself_and_previews(signed_in: Client) -> None:
    practice = make_practice()
    preview = f"/admin/pages/{practice.pk}/view_draft/"

    for address in ("/admin/", preview):
        assert framing(signed_in.get(address)) == ("SAMEORIGIN", "'self'"), address
    policy = signed_in.get(preview)["Content-Security-Policy"]
    assert "unsafe-inline" not in policy, "a preview is a public page"


def test_a_preview_is_shown_behind_a_proxy_that_speaks_https(
    signed_in: Client, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    practice = make_practice()

    response = signed_in.get(
        f"/admin/pages/{practice.pk}/view_draft/", HTTP_X_FORWARDED_PROTO="https"
    )

    assert response.status_code == 200


# -- caches and cookies ----------------------------------------------------------------------------
PUBLIC = (
    "/en/",
    "/en/practices/",
    "/en/organisations/",
    "/en/search/?q=visits",
    "/en/map/",
    "/en/updates/feed.xml",
    "/sitemap.xml",
    "/api/v1/search?q=visits",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_the_same_for_everybody_and_sets_no_cookie(
    client: Client, address: str
) -> None:
    make_organisation()

    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "private" not in response.get("Cache-Control", "")


def test_whoever_signed_in_gets_everything_fresh(signed_in: Client) -> None:
    for address in ("/en/", "/admin/", "/admin/pages/", "/en/nothing/"):
        assert signed_in.get(address)["Cache-Control"] == "no-store, private", address
    assert "no-store" not in signed_in.get("/static/css/base.css").get("Cache-Control", "")


@pytest.mark.parametrize(
    "address",
    ["/admin/login/", "/admin/password_reset/", "/admin/password_reset/confirm/NA/set-password/"],
)
def test_signing_in_is_kept_nowhere(client: Client, address: str) -> None:
    assert client.get(address)["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_a_link_opens_is_kept_nowhere(client: Client, purpose: Purpose) -> None:
    state = State.PENDING if purpose == Purpose.CONFIRM else State.ACTIVE
    address = path_to(make_subscriber(state=state), purpose)

    response = client.get(address)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(
    client: Client, administrator: User
) -> None:
    given = client.get("/admin/login/").cookies
    given |= client.post(
        "/admin/login/", {"username": administrator.email, "password": "swordfish"}
    ).cookies

    for cookie in (given["csrftoken"], given["sessionid"]):
        assert cookie["httponly"], cookie
        assert cookie["samesite"] == "Lax", cookie


# -- https -----------------------------------------------------------------------------------------
def test_http_leads_to_https_which_browsers_then_remember(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000

    assert client.get("/en/practices/?q=a")["Location"] == "https://testserver/en/practices/?q=a"
    assert client.get("/en/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"


def test_a_real_site_is_deployed_without_a_warning(tmp_path: Path) -> None:
    """Two of Django's are answered in the settings; nothing else may come up."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "8cQy0Jm2rTnVx5WzLb7KfHg4PdSa9EuRoXiNtMvBqYlCwZ1jA6",
        "ALLOWED_HOSTS": "www.example.org",
        "SITE_URL": "https://www.example.org",
        "BEHIND_TLS_PROXY": "True",
        "TRUSTED_PROXIES": "127.0.0.1",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org",
    }
    silenced = "from cope_network import settings as s; print(s.SILENCED_SYSTEM_CHECKS)"

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", "--tag", "security")

    assert checked.returncode == 0, checked.stderr
    assert json.loads(run("-c", silenced).stdout.replace("'", '"')) == [
        "security.W005",
        "security.W021",
    ]
