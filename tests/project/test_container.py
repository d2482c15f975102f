"""What gets into the container image, and how the containers stand to each other.

There is no container engine here: these tests read the files as one would.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from django.test import Client

from tests.project.sources import PACKAGES, ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
IGNORED = (ROOT / ".dockerignore").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()
PROXY = (ROOT / "deploy" / "nginx" / "cope-network.conf.template").read_text()
#: what may lie in somebody's folder and must never be in an image
SECRET = (
    ".env",
    ".env.production",
    "cope_network/.env",
    "members/.env.local",
    ".git/config",
    ".git/HEAD",
    ".ci/run",
    ".venv/bin/python",
    "var/db.sqlite3",
    "var/media/original_images/a/house.jpg",
    "deploy/tls/privkey.pem",
    "tests/settings.py",
    "backup.sql",
    "docs/security.md",
    "benchmarks/__main__.py",
    "search/.cache/words",
    "locale/.DS_Store",
)


def _matches(pattern: str, path: str) -> bool:
    """Whether a line of .dockerignore means a path, or a folder that it lies in."""
    parts = [
        ".*" if part == "**" else re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
        for part in pattern.strip("/").split("/")
    ]
    expression = re.compile("/".join(parts).replace(".*/", "(?:.*/)?"))
    names = [path, *(str(above) for above in PurePosixPath(path).parents if str(above) != ".")]
    return any(expression.fullmatch(name) for name in names)


def in_context(path: str, *, ignored: str = IGNORED) -> bool:
    """Whether the engine gets to see a file: the last line that means it counts."""
    seen = True
    for line in ignored.splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#") and _matches(pattern.lstrip("!"), path):
            seen = pattern.startswith("!")
    return seen


def copied(path: str, *, dockerfile: str = DOCKERFILE, ignored: str = IGNORED) -> bool:
    """Whether a file of this folder gets into the image."""
    sources = [
        source
        for line in re.findall(r"^(?:COPY|ADD)\s+(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
        if not source.startswith("--")
    ]
    meant = any(source in (".", "./") or _matches(source, path) for source in sources)
    return meant and in_context(path, ignored=ignored)


def present() -> list[str]:
    """The project's own files, without what is built from them."""
    folders = (*PACKAGES, "deploy", "docs", "locale", "requirements", "tests")
    paths = [path for name in folders for path in (ROOT / name).rglob("*")]
    return [
        path.relative_to(ROOT).as_posix()
        for path in (*paths, *ROOT.iterdir())
        if path.is_file() and path.suffix not in (".mo", ".pyc") and "tls" not in path.parts
    ]


@pytest.mark.parametrize("path", SECRET)
def test_secrets_data_and_history_stay_out_of_the_image(path: str) -> None:
    assert not copied(path)
    assert not in_context(path), "the engine's own cache keeps what it was sent"


@pytest.mark.parametrize("path", SECRET)
def test_copying_everything_would_be_noticed(path: str) -> None:
    everything = copied(path, dockerfile="COPY . .\n", ignored=".git\n.venv\nvar\n")

    assert everything is not path.startswith((".git/", ".venv", "var"))


def test_the_image_has_the_program_whole() -> None:
    wanted = {
        path
        for path in present()
        if path.startswith(tuple(f"{p}/" for p in (*PACKAGES, "locale")))
        and not path.startswith("benchmarks/")
        and not PurePosixPath(path).name.startswith(".")
    } | {"manage.py", "LICENSE", "requirements/run.txt"}

    found = {path for path in present() if copied(path)}

    assert len(wanted) > 400
    assert found == wanted


def test_git_never_takes_secrets() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()

    assert {".env*", "/deploy/tls/", "/var/"} <= set(ignored)


def test_the_image_holds_no_secret_and_runs_as_nobody_special() -> None:
    assert not re.search(r"^(?:ARG|ENV)\b.*(?:SECRET|PASSWORD|KEY|TOKEN)", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^USER cope$", DOCKERFILE, re.MULTILINE)


# -- compose.yaml --------------------------------------------------------------------------------
def service(name: str) -> str:
    """The lines of one service."""
    found = re.search(rf"^  {name}:\n((?:    .*\n|\n)+)", COMPOSE, re.MULTILINE)
    assert found is not None, name
    return found[1]


def test_passwords_come_from_outside() -> None:
    values = re.findall(r"^\s+\w*(?:PASSWORD|SECRET|KEY)\w*:\s*(\S+)$", COMPOSE, re.MULTILINE)

    assert values
    assert [value for value in values if not value.startswith("${")] == []


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert '"443:443"' in service("proxy")
    for name in ("web", "worker", "database", "elasticsearch", "prepare"):
        assert "ports:" not in service(name), name


def test_the_proxy_is_given_each_name_that_its_file_wants() -> None:
    given = set(re.findall(r"^\s+(COPE_\w+):", service("proxy"), re.MULTILINE))
    wanted = set(re.findall(r"\$\{(COPE_\w+)\}", PROXY))

    assert given == wanted
    assert "./deploy/nginx:/etc/nginx/templates:ro" in service("proxy")
    assert re.search(r"web:\n\s+condition: service_healthy", service("proxy"))


@pytest.mark.parametrize("name", ["web", "worker", "database"])
def test_what_must_run_is_watched(name: str) -> None:
    assert "healthcheck:" in service(name)


@pytest.mark.django_db
def test_the_web_server_is_asked_for_its_health_where_it_answers(client: Client) -> None:
    """Without TLS, by an address that is no host of the site."""
    found = re.search(r"http://127\.0\.0\.1:8000(/[a-z/]+)", service("web"))

    assert found is not None
    answer = client.get(found[1], HTTP_HOST="172.18.0.3")
    assert answer.status_code in (200, 503), "well or not, never sent elsewhere or refused"


def test_proxy_and_site_agree_about_who_sets_the_headers() -> None:
    assert 'BEHIND_TLS_PROXY: "True"' in COMPOSE
    assert "TRUSTED_PROXIES:" in COMPOSE
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in PROXY
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in PROXY
    # a location with headers of its own passes on none of the server's: it names all of them again
    inside = re.findall(r"location [^{]*\{([^}]*)\}", PROXY)
    assert len(inside) >= 5
    outside = set(
        re.findall(r"proxy_set_header .*;", re.sub(r"location [^{]*\{[^}]*\}", "", PROXY))
    )
    assert len(outside) == 8
    for block in inside:
        own = set(re.findall(r"proxy_set_header .*;", block))
        assert not own or outside <= own, block
