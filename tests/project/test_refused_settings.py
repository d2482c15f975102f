"""A setting that makes no sense stops the start: by name, in one line, without its secret."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from core import env, env_addresses
from tests.project.sources import ROOT

SECRET = "swordfish"
#: what nonsense looks like, several kinds of it where a slip of the pen has several
NONSENSE = [
    ("DATA_DIR", "/etc/passwd"),
    ("MEDIA_ROOT", "/etc/passwd/media"),
    ("SITE_URL", "www.example.org"),
    ("SITE_URL", "https://www.example.org/path"),
    ("SITE_URL", f"https://cope:{SECRET}@www.example.org"),
    ("SITE_URL", "ftp://www.example.org"),
    ("SITE_URL", "https://www.example.org:99999"),
    ("ALLOWED_HOSTS", "https://www.example.org/"),
    ("ALLOWED_HOSTS", "www.example.org:8000"),
    ("ADDRESS", "8000"),
    ("ADDRESS", "localhost:http"),
    ("ADDRESS", "127.0.0.1:70000"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", f"mysql://cope:{SECRET}@db.example/cope"),
    ("DATABASE_URL", f"postgresql://cope:{SECRET}@db.example:port/cope"),
    ("DATABASE_URL", f"postgresql://cope:{SECRET}@db.example"),
    ("DATABASE_URL", "sqlite:////nowhere/db.sqlite3"),
    ("EMAIL_URL", "nonsense"),
    ("EMAIL_URL", f"smtp+tls://cope:{SECRET}@:587"),
    ("EMAIL_URL", f"smtp://cope:{SECRET}@mail.example:twentyfive"),
    ("EMAIL_URL", "smtp://mail.example?timeout=long"),
    ("EMAIL_URL", "file:///nowhere"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_LEVEL", "info"),
    ("OFFICE_EMAIL", "the office"),
    ("OFFICE_EMAIL", "office@example.org, other@example.org"),
    ("NETWORK_NAME", "  "),
    ("NETWORK_NAME", "Two\nlines"),
    ("NETWORK_ORGANISATION", "not an id"),
    ("CONTENT_LICENCE_URL", "creative commons"),
    ("TIME_ZONE", "Europe/Atlantis"),
    ("MAP_TILES_URL", "https://tiles.example.org/"),
    ("MAP_TILES_URL", "tiles.example.org/{z}/{x}/{y}.png"),
    ("NOMINATIM_DOMAIN", "https://nominatim.example.org"),
    ("NOMINATIM_SCHEME", "gopher"),
    ("SEARCH_CA_FILE", "/nowhere.pem"),
    ("NEWSLETTER_PER_HOUR", "many"),
    ("QUERY_LOG", "yes"),
    ("ANYMAIL", SECRET),
]
#: these are looked at once the applications are there: a process of its own for each is dear
LATER = [
    ("SEARCH_URL", "nonsense"),
    ("SEARCH_URL", "embedded:/etc/passwd/search"),
    ("SEARCH_URL", f"https://cope:{SECRET}@"),
    ("TRANSLATION_URL", "nonsense"),
]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def complete(tmp_path: Path, name: str, value: str) -> dict[str, str]:
    """An environment in which all is well but one variable."""
    return {
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "long-and-random",
        "ALLOWED_HOSTS": "www.example.org",
        "MAP_TILES_ATTRIBUTION": "somebody",
        name: value,
    }


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_nonsense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    for variable in [each for each in os.environ if each.isupper() and each != "PATH"]:
        monkeypatch.delenv(variable)
    for variable, given in complete(tmp_path, name, value).items():
        monkeypatch.setenv(variable, given)

    with pytest.raises(ImproperlyConfigured) as refused:
        runpy.run_path(str(ROOT / "cope_network" / "settings.py"))

    (line,) = str(refused.value).splitlines()
    assert name in line
    assert SECRET not in line


@pytest.mark.parametrize(("name", "value"), [NONSENSE[0], *LATER])
def test_the_command_line_tells_it_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    done = run("manage.py", "check", **complete(tmp_path, name, value))

    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert name in line
    assert SECRET not in line


@pytest.mark.parametrize(("name", "value"), [("LOG_LEVEL", "LOUD"), ("SEARCH_URL", "nonsense")])
@pytest.mark.parametrize("module", ["cope_network.wsgi", "cope_network.asgi"])
def test_the_web_server_is_told_in_one_line(
    tmp_path: Path, module: str, name: str, value: str
) -> None:
    done = run("-c", f"import {module}", **complete(tmp_path, name, value))

    assert done.returncode != 0
    (line,) = done.stderr.splitlines()
    assert name in line


def test_gunicorn_stops_instead_of_trying_again(tmp_path: Path) -> None:
    bind = ("--bind", f"unix:{tmp_path / 'socket'}", "--no-control-socket")

    done = run(
        *("-m", "gunicorn", "cope_network.wsgi", *bind),
        **complete(tmp_path, "SEARCH_URL", "nonsense"),
    )

    assert done.returncode == 3
    assert "SEARCH_URL=nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_refuses_an_address_that_is_none(tmp_path: Path) -> None:
    done = run("manage.py", "serve", "nonsense", **complete(tmp_path, "DEMO", "True"))

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "ADDRESS is 'nonsense'" in line


@pytest.mark.parametrize("command", [("serve",), ("worker",), ("worker", "--once")])
def test_a_database_without_tables_is_told_in_one_line(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = run("manage.py", *command, **complete(tmp_path, "DEMO", "True"))

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "run manage.py migrate" in line


# -- what makes sense ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, False, False)),
        ("smtp+tls://mail.example", ("mail.example", 587, True, False)),
        ("smtp+tls://u:p%40ss@mail.example:2525", ("mail.example", 2525, True, False)),
        ("submission://mail.example", ("mail.example", 587, True, False)),
        ("smtp+ssl://mail.example", ("mail.example", 465, False, True)),
    ],
)
def test_mail_servers_are_understood(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: tuple[object, ...]
) -> None:
    monkeypatch.setenv("MAIL", url)

    found = env_addresses.mail_server("MAIL", "")

    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == expected
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("address", "site", "hosts"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000", {"127.0.0.1", "localhost"}),
        ("demo.example:81", "http://demo.example:81", {"demo.example", "localhost"}),
        ("[::1]:8000", "http://[::1]:8000", {"[::1]", "localhost"}),
    ],
)
def test_people_are_sent_where_the_server_listens(address: str, site: str, hosts: set[str]) -> None:
    assert env_addresses.address_for_people(address) == site
    assert hosts <= set(env_addresses.hosts_of(address, site))


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "[::]:8000"])
def test_a_server_that_listens_everywhere_is_told_by_an_address_one_can_open(
    tmp_path: Path, address: str
) -> None:
    program = "from cope_network import settings as s; print(s.SITE_URL)"

    done = run("-c", program, **complete(tmp_path, "DEMO", "True") | {"ADDRESS": address})

    site = done.stdout.strip()
    host = site.removeprefix("http://").removesuffix(":8000")
    assert host not in ("0.0.0.0", "[::]", "")  # noqa: S104 # compared only


# -- a secret of one's own -------------------------------------------------------------------------
def test_each_folder_gets_a_secret_of_its_own_that_stays(tmp_path: Path) -> None:
    first, other = tmp_path / "first", tmp_path / "other"

    made = env.kept_secret(first)

    assert len(made) >= 50
    assert env.kept_secret(first) == made
    assert first.stat().st_mode & 0o777 == 0o600
    assert env.kept_secret(other) != made
    assert {path.name for path in tmp_path.iterdir()} == {"first", "other"}


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").touch()

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY can't be kept"):
        env.kept_secret(tmp_path / "key")
