"""A server behind TLS that wants a password or a key: the engine brings them, and nothing leaks."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import Settings

from search.checks import check_index, check_transport
from search.engines import engine_for
from search.engines.base import EngineError, EngineUnavailableError
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.models import IndexState
from search.state.checking import differences
from search.state.index_state import drain_all, rebuild
from tests.elasticsearch.guard import Certificate, Guard, guarded, made_certificate
from tests.elasticsearch.sharing import running_server
from tests.search.fakes import FakeSource
from tests.search.samples import ask, entry, ids, put

pytestmark = pytest.mark.slow

USER = "ann"
#: All that has a meaning in an address, and what is no ASCII.
SECRET = "p@ss:/w?rd#ñot-to-be-shown%"
KEY = base64.b64encode(b"key-id:not-to-be-shown").decode()
SECRETS = (SECRET, quote(SECRET, safe=""), KEY, base64.b64encode(f"{USER}:{SECRET}".encode()))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return made_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def guard(elasticsearch: ElasticsearchEngine, certificate: Certificate) -> Iterator[Guard]:
    """The door before the server of the tests; `ann` and one key may pass."""
    with guarded(elasticsearch.server.address.url, certificate) as found:
        found.let_in(USER, SECRET)
        found.let_in_by_key(KEY)
        yield found


@pytest.fixture
def trusting(guard: Guard, settings: Settings, certificate: Certificate) -> None:
    """SEARCH_CA_FILE names the authority of the server's certificate."""
    del guard  # the server without TLS is reached before the setting is there
    settings.SEARCH_CA_FILE = str(certificate.authority)


@pytest.fixture
def name(elasticsearch: ElasticsearchEngine) -> str:
    """The start of the names of this test's indexes, which are removed afterwards."""
    return elasticsearch.name


def address_of(guard: Guard, name: str, *, user: str = USER, secret: str = SECRET) -> str:
    entry_pass = f"{quote(user, safe='')}:{quote(secret, safe='')}@" if user else ""
    return f"https://{entry_pass}127.0.0.1:{guard.port}/{name}"


def engine_at(guard: Guard, name: str, **login: str) -> ElasticsearchEngine:
    engine = ElasticsearchEngine(address_of(guard, name, **login))
    engine.server.sleep = lambda _seconds: None
    return engine


def shows_no_secret(text: str) -> bool:
    return not any(
        (secret.decode() if isinstance(secret, bytes) else secret) in text for secret in SECRETS
    )


# -- let in ----------------------------------------------------------------------------------------
@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("way", ["user and password", "API key"])
def test_the_engine_indexes_and_finds_through_tls(
    guard: Guard, name: str, way: str, settings: Settings
) -> None:
    login = {}
    if way == "API key":
        settings.SEARCH_API_KEY = KEY
        login = {"user": ""}
    engine = engine_at(guard, name, **login)

    put(engine, entry("practices/a", "Lantern walk"), entry("practices/b", "Bedtime story"))

    assert ids(ask(engine, "lantern")) == ["a"]
    assert engine.suggest("bed", language="en", limit=5) == ("practices/b",)
    assert {stored.key for stored in engine.contents()} == {"practices/a", "practices/b"}
    assert engine.health().ok
    assert guard.passed > 5
    assert guard.refused == 0
    engine.close()


@pytest.mark.usefixtures("trusting")
@pytest.mark.django_db(transaction=True)
def test_a_rebuild_and_changes_go_through_tls(guard: Guard, name: str, source: FakeSource) -> None:
    engine = engine_at(guard, name)
    source.put(*(entry(f"practices/p{number}", f"lantern {number}") for number in range(5)))

    assert rebuild(engine=engine).indexed == 5
    source.put(entry("practices/p0", "candle"))
    assert drain_all(engine=engine).indexed == 1

    assert ask(engine, "lantern").total == 4
    assert differences(engine) == []
    assert guard.refused == 0
    engine.close()


# -- not let in ------------------------------------------------------------------------------------
@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("wrong", ["password", "user", "key", "nothing"])
def test_who_is_not_let_in_is_told_so_without_any_secret(
    guard: Guard, name: str, wrong: str, settings: Settings
) -> None:
    login = {"password": {}, "user": {"user": "bob"}}.get(wrong, {"user": ""})
    if wrong == "key":
        settings.SEARCH_API_KEY = KEY
    if wrong != "user":
        guard.allowed.clear()  # another password is the right one
        guard.let_in(USER, "of-today")
    engine = engine_at(guard, name, **login)

    with pytest.raises(EngineUnavailableError, match=r"401.*no such user and secret") as reading:
        ask(engine, "lantern")
    with pytest.raises(EngineUnavailableError, match=r"401.*no such user and secret") as writing:
        put(engine, entry("practices/a", "Lantern walk"))

    assert not engine.health().ok
    said = [str(reading.value), str(writing.value), engine.health().detail, repr(engine.server)]
    assert all(shows_no_secret(text) for text in said), said
    assert guard.passed == 0
    engine.close()


@pytest.mark.usefixtures("trusting")
@pytest.mark.django_db(transaction=True)
def test_a_wrong_password_loses_nothing_and_blames_no_record(
    guard: Guard, name: str, source: FakeSource
) -> None:
    source.put(entry("practices/a", "Lantern walk"))
    locked_out = engine_at(guard, name, secret="yesterday's")

    with pytest.raises(EngineError):
        drain_all(engine=locked_out)
    assert list(IndexState.objects.values_list("attempts", "error", "indexed")) == [(0, "", 0)]
    locked_out.close()

    engine = engine_at(guard, name)
    assert drain_all(engine=engine).indexed == 1
    assert ids(ask(engine, "lantern")) == ["a"]
    engine.close()


@pytest.mark.usefixtures("trusting")
@pytest.mark.django_db
def test_readers_and_operators_are_told_without_any_secret(
    guard: Guard,
    name: str,
    client: Client,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    guard.allowed.clear()
    settings.SEARCH_URL = address_of(guard, name)

    page = client.get("/en/search/?q=lantern")
    (trouble,) = check_index()

    assert page.status_code == 200
    assert "The full search is not available at the moment." in page.content.decode()
    assert trouble.id == "search.W003"
    assert "no such user and secret" in str(trouble.msg)
    assert "401" in caplog.text
    assert shows_no_secret(page.content.decode() + str(trouble) + caplog.text)
    assert check_transport() == []
    engine_for(settings.SEARCH_URL).close()


# -- certificates ----------------------------------------------------------------------------------
def test_an_authority_nobody_named_is_refused_before_anything_is_sent(
    guard: Guard, name: str
) -> None:
    engine = engine_at(guard, name)

    with pytest.raises(EngineUnavailableError, match="certificate or SEARCH_CA_FILE") as error:
        ask(engine, "lantern")
    with pytest.raises(EngineUnavailableError, match="certificate or SEARCH_CA_FILE"):
        put(engine, entry("practices/a", "Lantern walk"))

    assert shows_no_secret(str(error.value))
    assert (guard.passed, guard.refused) == (0, 0)
    engine.close()


def test_another_authority_of_the_same_name_is_refused(
    guard: Guard, name: str, settings: Settings, tmp_path: Path
) -> None:
    settings.SEARCH_CA_FILE = str(made_certificate(tmp_path).authority)
    engine = engine_at(guard, name)

    with pytest.raises(EngineUnavailableError, match="certificate or SEARCH_CA_FILE"):
        ask(engine, "lantern")

    assert (guard.passed, guard.refused) == (0, 0)
    engine.close()


def test_a_certificate_of_another_host_is_refused(
    name: str, settings: Settings, tmp_path: Path
) -> None:
    others = made_certificate(tmp_path, alternative="DNS:search.example")
    settings.SEARCH_CA_FILE = str(others.authority)

    with running_server() as url, guarded(url, others) as guard:
        guard.let_in(USER, SECRET)
        engine = engine_at(guard, name)
        with pytest.raises(EngineUnavailableError, match="certificate or SEARCH_CA_FILE"):
            ask(engine, "lantern")
        engine.close()

    assert (guard.passed, guard.refused) == (0, 0)
