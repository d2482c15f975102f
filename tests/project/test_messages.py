"""The message catalogues are up to date, complete where promised, and free of slips."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils import translation
from django.utils.translation import gettext as gettext_of_django
from django.utils.translation import ngettext

from cope_network.catalogues import djangos, files, own, wagtail
from tests.languages import EVERY_LANGUAGE

TRANSLATED = [each for each in EVERY_LANGUAGE if each != own.SOURCE_LANGUAGE]


def message(source: str | tuple[str, str], target: str | tuple[str, ...]) -> Message:
    return Message(source, target)


def slips(source: str | tuple[str, str], target: str | tuple[str, ...], *, plurals: int = 2) -> str:
    return "; ".join(files.placeholder_problems(message(source, target), plurals=plurals))


@pytest.fixture
def own_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one module and one template, with catalogues of its own."""
    (tmp_path / "maps").mkdir()
    monkeypatch.setattr(own, "ROOT", tmp_path)
    monkeypatch.setattr(own, "LOCALE", tmp_path / "locale")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / "maps" / name).write_text(text, encoding="utf-8")


def translate(language: str, source: str, target: str) -> None:
    path = own.catalogue_path(language)
    text = path.read_text(encoding="utf-8")
    entry = f'msgid "{source}"\nmsgstr ""'
    assert entry in text
    path.write_text(text.replace(entry, entry[:-1] + f'{target}"'), encoding="utf-8")


def test_the_catalogues_are_in_order() -> None:
    assert own.problems() == []


def test_wagtails_admin_is_complete_in_every_language() -> None:
    assert wagtail.problems() == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_admin_speaks_the_language_of_its_user(language: str) -> None:
    """Texts that Wagtail itself lacks in some of them."""
    with translation.override(language):
        shown = [gettext_of_django(text) for text in ("History", "Help", "Site history")]

    assert "Site history" not in shown
    assert "History" not in shown


def test_djangos_forms_are_complete_in_every_language() -> None:
    assert djangos.problems() == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_refused_password_is_refused_in_the_language_of_who_chose_it(language: str) -> None:
    with translation.override(language):
        refused = MinimumLengthValidator(min_length=12).get_error_message()

    assert "12" in refused
    assert "too short" not in refused


def test_a_text_that_wagtail_has_stays_out_of_ours() -> None:
    assert not wagtail.read("ro", "django")._messages, "Wagtail is complete in Romanian"
    assert len(wagtail.lacking("nb", "django")) > 0


def test_there_is_a_catalogue_for_every_language_of_the_site() -> None:
    assert list(own.LANGUAGES) == [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize(
    ("language", "forms"), [("en", 2), ("fr", 2), ("ro", 3), ("pl", 3), ("el", 2), ("nb", 2)]
)
def test_a_catalogue_has_the_plural_forms_of_its_language(language: str, forms: int) -> None:
    assert own.read(language).num_plurals == forms


def test_texts_of_modules_and_templates_are_found(own_project: Path) -> None:
    write(own_project, "views.py", 'title = _("From a module")\nother = pgettext("a map", "Layer")')
    write(
        own_project,
        "map.html",
        """{% extends "base.html" %}
        <p>  {% translate "From a template" %} </p>
          {% blocktranslate trimmed count n=n %}
            {{ n }} member
          {% plural %}
            {{ n }} members
          {% endblocktranslate %}
        <p title="{{ x|default:_("From a filter") }}">don't</p>""",
    )

    found = {(text.context, text.id) for text in own.collect() if text.id}

    assert found == {
        (None, "From a module"),
        ("a map", "Layer"),
        (None, "From a template"),
        (None, ("%(n)s member", "%(n)s members")),
        (None, "From a filter"),
    }


def test_an_update_adds_keeps_and_removes(own_project: Path) -> None:
    write(own_project, "views.py", '_("Old")\n_("Stays")')
    own.update()
    translate("fr", "Stays", "Reste")
    write(own_project, "views.py", '_("New")\n_("Stays")')

    own.update()

    texts = {text.id: text.string for text in own.read("fr") if text.id}
    assert texts == {"New": "", "Stays": "Reste"}


def test_a_text_that_gains_a_plural_is_doubtful_only_if_it_was_translated(
    own_project: Path,
) -> None:
    write(own_project, "views.py", '_("cat")\n_("dog")')
    own.update()
    translate("fr", "cat", "chat")
    write(own_project, "views.py", 'ngettext("cat", "cats", n)\nngettext("dog", "dogs", n)')

    own.update()

    texts = {text.id: (text.fuzzy, text.string) for text in own.read("fr") if text.id}
    assert texts == {
        ("cat", "cats"): (True, ("chat", "")),
        ("dog", "dogs"): (False, ("", "")),
    }


def test_an_update_without_news_changes_no_file(own_project: Path) -> None:
    write(own_project, "views.py", '_("One")\nngettext("a", "b", 2)')
    own.update()
    before = {path: path.read_bytes() for path in own_project.rglob("*.po")}

    own.update()

    assert len(before) == 12
    assert {path: path.read_bytes() for path in own_project.rglob("*.po")} == before


def test_texts_that_are_missing_stale_or_untranslated_are_told(own_project: Path) -> None:
    write(own_project, "views.py", '_("Old")')
    own.update()
    write(own_project, "views.py", '_("New")')

    problems = "\n".join(own.problems())

    assert "ro: 1 texts missing, such as 'New'" in problems
    assert "ro: 1 texts no longer used, such as 'Old'" in problems
    assert "fr: not translated: 'Old'" in problems
    assert "ro: not translated: 'Old'" in problems
    assert "en: not translated" not in problems  # the source text is the English one


def test_a_placeholder_that_differs_is_told() -> None:
    assert "placeholders differ (name, nom)" in slips("%(name)s joined", "%(nom)s a rejoint")


def test_a_placeholder_that_is_lost_is_told() -> None:
    assert "placeholders differ (name)" in slips("%(name)s joined", "a rejoint")


def test_one_member_may_be_said_without_a_number() -> None:
    source = ("%(n)s member", "%(n)s members")

    assert slips(source, ("un membre", "%(n)s membres")) == ""
    assert "placeholders differ (n)" in slips(source, ("un membre", "des membres"))


def test_a_plural_form_that_is_missing_is_told() -> None:
    assert "2 plural forms instead of 3" in slips(("a", "b"), ("x", "y"), plurals=3)


def test_compiled_texts_are_what_readers_see(own_project: Path) -> None:
    write(own_project, "views.py", '_("Only in this test")\nngettext("%(n)s cat", "%(n)s cats", 1)')
    own.update()
    translate("fr", "Only in this test", "Seulement ici")
    own.compile_all()

    with (own_project / "locale/fr/LC_MESSAGES/django.mo").open("rb") as file:
        french = gettext.GNUTranslations(file)

    assert french.gettext("Only in this test") == "Seulement ici"
    assert french.ngettext("%(n)s cat", "%(n)s cats", 2) == "%(n)s cats", "untranslated: left out"


def test_no_french_line_begins_with_a_sign(own_project: Path) -> None:
    write(own_project, "views.py", '_("Why?")\n_("“One”: two")')
    own.update()
    for language in ("fr", "de"):
        translate(language, "Why?", "Pourquoi ?")
        translate(language, "“One”: two", "« Un » : deux")
    own.compile_all()
    texts = {}
    for language in ("fr", "de"):
        with (own_project / f"locale/{language}/LC_MESSAGES/django.mo").open("rb") as file:
            texts[language] = gettext.GNUTranslations(file)

    assert texts["fr"].gettext("Why?") == "Pourquoi\N{NO-BREAK SPACE}?"
    assert texts["fr"].gettext("“One”: two") == "«~Un~»~: deux".replace("~", "\N{NO-BREAK SPACE}")
    assert texts["de"].gettext("Why?") == "Pourquoi ?"


def test_django_uses_the_plural_rule_of_the_language() -> None:
    with translation.override("fr"):
        none = ngettext("%(n)s hour", "%(n)s hours", 0)

    # Django's own catalogue proves that French counts nought as one.
    assert "%(n)s" in none
