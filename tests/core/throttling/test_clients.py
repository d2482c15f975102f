"""Who asks is known by the connection and by what trusted proxies say; nothing else counts."""

from __future__ import annotations

import pytest
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from pytest_django import Settings

from core import env
from core.checks import readers_are_told_apart
from core.throttling.clients import client_of


def key_of(remote: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return client_of(RequestFactory(headers=headers).get("/", REMOTE_ADDR=remote)).key


def trust(settings: Settings, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    settings.TRUSTED_PROXIES, settings.TRUSTED_PROXIES_SOCKET = env.networks("TRUSTED_PROXIES")


def test_without_proxies_only_the_connection_counts() -> None:
    assert key_of("192.0.2.7", "198.51.100.1") == "192.0.2.7/32"


@pytest.mark.parametrize(
    ("remote", "forwarded", "key"),
    [
        ("127.0.0.1", "198.51.100.1", "198.51.100.1/32"),
        # what a reader writes stands before what the proxy adds
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1/32"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1, 10.1.2.3", "198.51.100.1/32"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7/32"),
        ("127.0.0.1", "", "127.0.0.1/32"),
        ("127.0.0.1", None, "127.0.0.1/32"),
        ("127.0.0.1", "nonsense", "127.0.0.1/32"),
        ("127.0.0.1", "nonsense, 198.51.100.1", "198.51.100.1/32"),
        ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1/32"),
        ("127.0.0.1", "198.51.100.1:5678", "198.51.100.1/32"),
        ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::/64"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1/32"),
        ("10.0.0.1", "10.0.0.9", "10.0.0.9/32"),
        ("", "198.51.100.1", "unknown"),
    ],
)
def test_trusted_proxies_are_believed_one_by_one_from_the_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, remote: str, forwarded: str, key: str
) -> None:
    trust(settings, monkeypatch, "127.0.0.1, 10.0.0.0/8")

    assert key_of(remote, forwarded) == key


def test_a_proxy_at_a_socket_is_trusted_by_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(settings, monkeypatch, "unix")

    assert key_of("", "203.0.113.9, 198.51.100.1") == "198.51.100.1/32"
    assert key_of("192.0.2.7", "198.51.100.1") == "192.0.2.7/32"


def test_a_household_has_one_network_and_what_is_kept_is_shorter() -> None:
    first = client_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3::4"))
    second = client_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9"))

    assert first == second
    assert (first.key, first.network) == ("2001:db8:1:2::/64", "2001:db8:1::/48")
    old = client_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.77"))
    assert (old.key, old.network) == ("192.0.2.77/32", "192.0.2.0/24")


@pytest.mark.parametrize("value", ["nginx", "10.0.0.1/8", "127.0.0.1;10.0.0.1", "1"])
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", value)

    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        env.networks("TRUSTED_PROXIES")


def test_a_site_behind_a_proxy_that_is_not_named_is_warned(settings: Settings) -> None:
    assert readers_are_told_apart(None) == []
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    (warning,) = readers_are_told_apart(None)

    assert isinstance(warning, CheckWarning)
    assert "TRUSTED_PROXIES" in (warning.hint or "")
