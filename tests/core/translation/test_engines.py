"""Translation services: what is asked of them, and that whatever they answer is understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from core.translation.engines import (
    EngineProblem,
    TranslationEngine,
    TranslationError,
    current_engine,
    engine_for,
    http,
)
from core.translation.engines.faithful import problem_with
from tests.core.translation.translation_server import KEY, Service, running


@pytest.fixture
def service() -> Iterator[Service]:
    with running() as found:
        yield found


def engine(scheme: str, service: Service) -> TranslationEngine:
    found = engine_for(f"{scheme}:{service.address}", key=KEY)
    assert found is not None
    return found


BOTH = pytest.mark.parametrize("scheme", ["libretranslate", "deepl"])


def asked(scheme: str, service: Service) -> TranslationError:
    """The error of a call that must fail."""
    with pytest.raises(TranslationError) as caught:
        engine(scheme, service).translate(["Water"], source="en", target="fr", html=False)
    assert KEY not in str(caught.value)
    return caught.value


# -- what is asked -------------------------------------------------------------------------------
def test_libretranslate_is_asked_in_its_protocol(service: Service) -> None:
    translated = engine("libretranslate", service).translate(
        ["Water", "Air"], source="nb", target="pt", html=False
    )

    assert translated == ["[pt] Water", "[pt] Air"]
    path, _headers, content = service.asked[0]
    assert path == "/translate"
    assert content == {
        "q": ["Water", "Air"],
        "source": "nb",
        "target": "pt",
        "format": "text",
        "api_key": KEY,
    }


def test_libretranslate_needs_no_key(service: Service) -> None:
    found = engine_for(f"libretranslate:{service.address}/", key="")
    assert found is not None

    found.translate(["<p>Water</p>"], source="en", target="ro", html=True)

    path, _headers, content = service.asked[0]
    assert (path, content["format"]) == ("/translate", "html")
    assert "api_key" not in content


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [("en", "nb", ("EN", "NB")), ("pt", "en", ("PT", "EN-GB")), ("ro", "pt", ("RO", "PT-PT"))],
)
def test_deepl_is_asked_in_its_protocol(
    service: Service, source: str, target: str, codes: tuple[str, str]
) -> None:
    engine("deepl", service).translate(["<p>a</p>"], source=source, target=target, html=True)

    path, headers, content = service.asked[0]
    assert path == "/v2/translate"
    assert headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert content == {
        "text": ["<p>a</p>"],
        "source_lang": codes[0],
        "target_lang": codes[1],
        "tag_handling": "html",
    }


# -- what may go wrong ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scheme", "status", "answer", "problem"),
    [
        ("libretranslate", 400, {"error": "nb is not supported"}, EngineProblem.LANGUAGE),
        (
            "libretranslate",
            400,
            {"error": "Invalid request: request (9) exceeds text limit (5)"},
            EngineProblem.TOO_LONG,
        ),
        (
            "libretranslate",
            400,
            {"error": "Visit https://portal.example.org to get an API key"},
            EngineProblem.KEY,
        ),
        ("libretranslate", 400, {"error": "Invalid request"}, EngineProblem.ANSWER),
        ("libretranslate", 403, {"error": "Invalid API key"}, EngineProblem.KEY),
        ("libretranslate", 429, {"error": "Slowdown"}, EngineProblem.BUSY),
        ("libretranslate", 500, {"error": "Cannot translate text"}, EngineProblem.UNAVAILABLE),
        ("libretranslate", 404, [], EngineProblem.ANSWER),
        (
            "deepl",
            400,
            {"message": "Value for 'target_lang' not supported."},
            EngineProblem.LANGUAGE,
        ),
        ("deepl", 403, None, EngineProblem.KEY),
        ("deepl", 413, {"message": "Request Entity Too Large"}, EngineProblem.TOO_LONG),
        ("deepl", 429, {"message": "Too many requests"}, EngineProblem.BUSY),
        ("deepl", 456, {"message": "Quota Exceeded"}, EngineProblem.QUOTA),
        ("deepl", 502, "?", EngineProblem.UNAVAILABLE),
        ("deepl", 529, {}, EngineProblem.BUSY),
    ],
)
def test_each_refusal_has_its_words(
    service: Service, scheme: str, status: int, answer: Any, problem: EngineProblem
) -> None:
    service.refusal = (status, answer)

    assert asked(scheme, service).problem == problem


@BOTH
@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        None,
        {"translatedText": "one", "translations": "one"},
        {"translatedText": [], "translations": []},
        {"translatedText": ["a", "b"], "translations": [{"text": "a"}, {"text": "b"}]},
        {"translatedText": [None], "translations": [{"text": None}]},
        {"translatedText": [{}], "translations": ["a"]},
    ],
)
def test_an_answer_of_another_shape_is_no_translation(
    service: Service, scheme: str, answer: Any
) -> None:
    service.refusal = (200, answer)

    assert asked(scheme, service).problem == EngineProblem.ANSWER


@BOTH
@pytest.mark.parametrize("manner", ["half", "closed", "silent", "slow"])
def test_a_service_that_does_not_answer_properly_costs_seconds_only(
    service: Service, monkeypatch: pytest.MonkeyPatch, scheme: str, manner: str
) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.4)
    service.manner = manner

    assert asked(scheme, service).problem == EngineProblem.UNAVAILABLE


@BOTH
def test_a_service_that_is_not_there(service: Service, scheme: str) -> None:
    service.address = "http://127.0.0.1:9"  # discard: nobody listens

    assert asked(scheme, service).problem == EngineProblem.UNAVAILABLE


@BOTH
def test_an_answer_without_json(service: Service, scheme: str) -> None:
    service.manner = "text"

    assert asked(scheme, service).problem == EngineProblem.ANSWER


@BOTH
def test_key_and_text_do_not_follow_a_redirect(service: Service, scheme: str) -> None:
    service.manner = "redirect"

    assert asked(scheme, service).problem == EngineProblem.ANSWER
    assert len(service.asked) == 1


@BOTH
def test_an_endless_answer_is_cut(
    service: Service, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(http, "LARGEST", 1000)
    service.refusal = (200, {"translatedText": ["a" * 2000]})

    error = asked(scheme, service)

    assert (error.problem, str(error)) == (EngineProblem.ANSWER, "the answer is too large")


# -- settings ------------------------------------------------------------------------------------
def test_without_an_address_there_is_no_machine(settings: Settings) -> None:
    settings.TRANSLATION_URL, settings.TRANSLATION_API_KEY = "", KEY

    assert current_engine() is None


def test_names_say_who_gets_the_text() -> None:
    libre = engine_for("libretranslate:http://translate:5000", key="")
    deepl = engine_for("deepl:https://api-free.deepl.com", key=KEY)

    assert libre is not None
    assert deepl is not None
    assert (libre.name, deepl.name) == ("LibreTranslate (translate)", "DeepL")


@pytest.mark.parametrize(
    ("url", "key", "named"),
    [
        ("https://translate.example.org", KEY, "TRANSLATION_URL"),
        ("gargle:https://translate.example.org", KEY, "TRANSLATION_URL"),
        ("libretranslate:", KEY, "TRANSLATION_URL"),
        ("libretranslate:translate.example.org", KEY, "TRANSLATION_URL"),
        ("libretranslate:ftp://translate.example.org", KEY, "TRANSLATION_URL"),
        ("libretranslate:https://[::1", KEY, "TRANSLATION_URL"),
        ("libretranslate:https://host:port", KEY, "TRANSLATION_URL"),
        ("libretranslate:https://me:hush@translate.example.org", KEY, "TRANSLATION_API_KEY"),
        ("libretranslate:https://translate.example.org?api_key=hush", KEY, "TRANSLATION_API_KEY"),
        ("deepl:http://api.deepl.com", KEY, "https"),
        ("deepl:https://api.deepl.com", "", "TRANSLATION_API_KEY"),
        ("deepl:https://api.deepl.com", "hush\nX-Header: 1", "TRANSLATION_API_KEY"),
    ],
)
def test_nonsense_is_refused_without_telling_secrets(url: str, key: str, named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named) as caught:
        engine_for(url, key=key)

    assert "hush" not in str(caught.value)
    assert KEY not in str(caught.value)


# -- what a translation must keep ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("original", "translated"),
    [
        ("<p>Read <b>this</b>.</p>", "<p><b>Ceci</b>, lisez-le.</p>"),
        ('<p data-block-key="a1">Water</p>', "<p>Eau</p>"),
        ('<a href="https://e.org/a?b=1&amp;c=2">x</a>', '<a href="https://e.org/a?b=1&c=2">y</a>'),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>c</li><li>d</li></ul>"),
        ("<p>a<br/>b</p>", "<p>a<br>b</p>"),
    ],
)
def test_tags_may_stand_elsewhere(original: str, translated: str) -> None:
    assert problem_with(translated, original=original, html=True, room=None) is None


@pytest.mark.parametrize(
    "translated",
    [
        "<p>Lisez ceci.</p>",
        '<p>Lisez <a href="https://evil.example">ceci</a>.</p>',
        '<p>Lisez <a href="https://e.org" onclick="x()">ceci</a>.</p>',
        '<p>Lisez <a href="https://e.org">ceci</a>.</p><script>x()</script>',
        '<p>Lisez <a href="https://e.org">ceci.</p></a>',
        '<p>Lisez <a href="https://e.org">ceci</a>.',
        '<p>Lisez <a href="https://e.org">ceci</a>.</p><!-- x -->',
        '<p>Lisez <a href="https://e.org">ceci</a>.</p></div>',
    ],
)
def test_lost_and_added_tags_are_refused(translated: str) -> None:
    original = '<p>Read <a href="https://e.org">this</a>.</p>'

    assert problem_with(translated, original=original, html=True, room=None) == EngineProblem.TAGS


@pytest.mark.parametrize(
    ("original", "translated", "kept"),
    [
        ("Write to ana@example.org.", "Écrivez à ana@example.org !", True),
        ("See https://e.org/a.", "Voir https://e.org/a", True),
        ("See https://e.org/a.", "Voir https://e.org/fr/a", False),
        ("Write to ana@example.org.", "Écrivez à anne@exemple.org.", False),
        ("Dear {name}", "Cher {nom}", False),
        ("%(count)s members", "%(nombre)s membres", False),
        ("xxPERSONALxUNSUBSCRIBExx", "xxPERSONNELxUNSUBSCRIBExx", False),
        ("Water", "  ", False),
    ],
)
def test_addresses_and_placeholders_are_kept(original: str, translated: str, kept: bool) -> None:
    problem = problem_with(translated, original=original, html=False, room=None)

    assert (problem is None) == kept


def test_a_text_that_does_not_fit_its_field_is_refused() -> None:
    assert problem_with("Wasser", original="Water", html=False, room=5) == EngineProblem.ROOM
