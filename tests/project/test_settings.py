"""Settings come from the environment and are loud on nonsense."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from core import env
from tests.project.sources import ROOT

COMPLETE = {"SECRET_KEY": "long-and-random", "ALLOWED_HOSTS": "www.example.org"}
PRINT = "from cope_network import settings as s; print(({}))"


def start(expression: str = "s.DEBUG", **environment: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of its own, with only this environment."""
    return subprocess.run(
        [sys.executable, "-c", PRINT.format(expression)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(ROOT / "var" / "test"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def value_of(expression: str, **environment: str) -> str:
    result = start(expression, **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def refusal(**environment: str) -> str:
    result = start(**environment)
    assert result.returncode != 0
    return result.stderr.splitlines()[-1]


def test_debug_is_off_unless_asked_for() -> None:
    assert value_of("s.DEBUG", **COMPLETE) == "False"


@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_to_try_it_out_nothing_else_is_needed(tmp_path: Path, name: str) -> None:
    environment = {name: "True", "DATA_DIR": str(tmp_path)}

    hosts, secret = value_of("'|'.join((*s.ALLOWED_HOSTS, s.SECRET_KEY))", **environment).rsplit(
        "|", 1
    )

    assert hosts == "127.0.0.1|localhost|[::1]"
    assert secret == (tmp_path / "secret_key").read_text()


def test_a_demo_shows_no_settings(tmp_path: Path) -> None:
    assert value_of("s.DEBUG", DEMO="True", DATA_DIR=str(tmp_path)) == "False"


def test_the_address_of_a_demo_is_the_sites(tmp_path: Path) -> None:
    expression = "s.SITE_URL, s.WAGTAILADMIN_BASE_URL, 'demo.example' in s.ALLOWED_HOSTS"

    told = value_of(expression, DEMO="True", DATA_DIR=str(tmp_path), ADDRESS="demo.example:8080")

    assert told == "('http://demo.example:8080', 'http://demo.example:8080', True)"


def test_without_debug_a_secret_is_needed() -> None:
    assert "SECRET_KEY is empty" in refusal(ALLOWED_HOSTS="www.example.org")


def test_without_debug_hosts_are_needed() -> None:
    assert "ALLOWED_HOSTS is empty" in refusal(SECRET_KEY="long-and-random")


@pytest.mark.parametrize("value", ["true", "1", "yes", "on", "False "])
def test_a_yes_or_no_that_is_neither_is_refused(value: str) -> None:
    assert f"Unexpected value DEBUG={value}" in refusal(DEBUG=value, **COMPLETE)


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file\n")
    environment = {"ALLOWED_HOSTS": "a.example", "SECRET_KEY_FILE": str(tmp_path / "key")}

    assert value_of("s.SECRET_KEY", **environment) == "from-a-file"


def test_a_secret_file_that_is_missing_is_named() -> None:
    assert "SECRET_KEY_FILE=/nowhere: No such file" in refusal(SECRET_KEY_FILE="/nowhere")


def test_a_database_address_nobody_knows_is_refused() -> None:
    result = start(DATABASE_URL="mystery://somewhere", **COMPLETE)

    assert result.returncode != 0
    assert "mystery" in result.stderr


def test_sqlite_waits_for_its_turn() -> None:
    options = value_of("s.DATABASES['default']['OPTIONS']", **COMPLETE)

    assert "IMMEDIATE" in options
    assert "WAL" in options


def test_postgresql_is_taken_from_its_address() -> None:
    database = value_of(
        "s.DATABASES['default']['ENGINE'], s.DATABASES['default']['HOST']",
        DATABASE_URL="postgresql://cope:secret@db.example/cope",
        **COMPLETE,
    )

    assert database == "('django.db.backends.postgresql', 'db.example')"


def test_cookies_are_secure_where_the_site_is() -> None:
    expression = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE"

    assert value_of(expression, SITE_URL="https://a.example", **COMPLETE) == "(True, True, True)"
    assert value_of(expression, SITE_URL="http://a.example", **COMPLETE) == "(False, False, False)"


def test_forms_of_the_site_itself_are_taken_behind_a_silent_proxy() -> None:
    origins = "s.CSRF_TRUSTED_ORIGINS"

    assert value_of(origins, SITE_URL="https://a.example", **COMPLETE) == "['https://a.example']"
    assert value_of(origins, SITE_URL="http://a.example", **COMPLETE) == "[]"


def test_nobody_is_led_to_https_for_ever() -> None:
    """Without a proxy that says so, no request would ever look like https."""
    site = {"SITE_URL": "https://a.example", **COMPLETE}

    assert value_of("s.SECURE_SSL_REDIRECT", **site) == "False"
    assert value_of("s.SECURE_SSL_REDIRECT", BEHIND_TLS_PROXY="True", **site) == "True"


def test_a_list_has_no_empty_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", " a.example,, b.example ,")

    assert env.listed("HOSTS") == ["a.example", "b.example"]


def test_an_unreadable_file_of_a_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY_FILE", "/nowhere")

    with pytest.raises(ImproperlyConfigured, match="KEY_FILE=/nowhere"):
        env.text("KEY")


def test_the_worker_does_not_log_each_look_at_the_search_server() -> None:
    assert value_of("s.LOGGING['loggers']['elastic_transport']['level']", **COMPLETE) == "WARNING"
