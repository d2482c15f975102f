"""A machine's translation: asked for with open eyes, checked by a person, never public before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.test.utils.form_data import rich_text

from core.record_models import find_record
from core.translation.engines import EngineProblem, libretranslate
from core.translation.proposals import Translation, TranslationStatus, accept, propose
from core.translation.state import language_states
from core.translation.tasks import translate
from core.work.slices import run_waiting_task
from members.editors import add_editor
from members.models import EditorMode
from newsletter.models import ArchivePage, BlockKind, IssueBlock, IssuePage
from practices.models import Evidence, Policy, PracticePage
from tests.builders import (
    add_page,
    home_page,
    make_administrator,
    make_organisation,
    make_practice,
    make_user,
)
from tests.core.translation.translation_server import Service, mark, running
from tests.practices.register_builders import make_policy, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with running() as found:
        settings.TRANSLATION_URL = f"libretranslate:{found.address}"
        settings.TRANSLATION_API_KEY = ""
        yield found


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def romanian_practice(**fields: Any) -> PracticePage:
    owner = make_organisation(name="Alternative", language="ro", languages=["ro", "fr"])
    return make_practice(
        organisation=owner,
        title="Ora de povești",
        language="ro",
        summary_ro="Părinții citesc.",
        **fields,
    )


def make_issue(*, live: bool = False) -> IssuePage:
    home_page()
    parent = ArchivePage.objects.first() or home_page().add_child(
        instance=ArchivePage(heading_en="Newsletter", slug="newsletter")
    )
    issue = IssuePage(
        original_language="en",
        heading_en="News of May",
        intro_en='<p data-block-key="i">Dear <b>readers</b></p>',
        languages=["en", "fr"],
    )
    issue.blocks = [
        IssueBlock(kind=BlockKind.HEADING, heading_en="Visits", sort_order=1),
        IssueBlock(
            kind=BlockKind.TEXT,
            heading_en="A law",
            text_en='<p data-block-key="t">See <a href="https://e.org/law">it</a>.</p>',
            alt_en="A paper",
            sort_order=2,
        ),
    ]
    return add_page(issue, parent=parent, live=live)


def ask_url(record: Any, language: str = "fr") -> str:
    return f"/admin/translations/ask/{record.key}/{language}/"


def edit_url(page: Any) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def work(*, most: int = 20) -> None:
    """Do what the worker does with its tasks, but on the test's own connection."""
    for _number in range(most):
        waiting = DBTaskResult.objects.ready().first()
        if waiting is None:
            return
        arguments = waiting.args_kwargs["args"]
        waiting.delete()
        translate.call(*arguments)


def proposal() -> Translation:
    return Translation.objects.get()


# -- asking --------------------------------------------------------------------------------------
def test_without_a_machine_there_is_no_button(office: Client) -> None:
    page = romanian_practice()

    assert "Propose a translation" not in office.get(edit_url(page)).content.decode()
    assert office.get(ask_url(page), follow=True).status_code == 404
    assert office.post(ask_url(page), follow=True).status_code == 404


def test_the_button_stands_beside_each_language_that_lacks_something(
    office: Client, service: Service
) -> None:
    page = romanian_practice()

    html = office.get(edit_url(page)).content.decode()

    assert ask_url(page) in html
    assert ask_url(page, "ro") not in html


def test_opening_the_page_sends_nothing_and_says_who_gets_what(
    office: Client, service: Service
) -> None:
    html = office.get(ask_url(romanian_practice())).content.decode()

    assert "LibreTranslate (127.0.0.1)" in html
    assert "Ora de povești" in html
    work()
    assert service.asked == []
    assert not Translation.objects.exists()


def test_what_comes_back_waits_for_a_person_and_is_not_public(
    office: Client, service: Service
) -> None:
    page = romanian_practice()

    office.post(ask_url(page))
    work()

    made = proposal()
    assert made.status == TranslationStatus.OPEN
    assert made.engine == "LibreTranslate (127.0.0.1)"
    assert made.proposed == {
        "heading": "[fr] Ora de povești",
        "summary": "[fr] Părinții citesc.",
    }
    assert not PracticePage.objects.get().heading_fr
    page.summary_ro = "Părinții citesc povești."
    page.save_revision().publish()
    assert "[fr]" not in Client().get(page.url_in("fr")).content.decode()
    assert "check the proposed translation" in office.get(edit_url(page)).content.decode()


def test_only_what_lacks_is_sent(office: Client, service: Service) -> None:
    page = romanian_practice(heading_fr="L'heure du conte")

    office.post(ask_url(page))
    work()

    assert service.texts == [["Părinții citesc."]]
    assert list(proposal().proposed) == ["summary"]


def test_what_changed_since_its_translation_is_sent_again(office: Client, service: Service) -> None:
    page = romanian_practice()
    texts = {"heading": "L'heure du conte", "summary": "Ils lisent."}
    accept(propose(page, language="fr", texts=texts), user=make_administrator(email="a@e.org"))
    page = PracticePage.objects.get()
    page.summary_ro = "Părinții înregistrează."
    page.save_revision().publish()

    office.post(ask_url(page))
    work()

    assert service.texts == [["Părinții înregistrează."]]


def test_the_saved_draft_is_what_is_translated(office: Client, service: Service) -> None:
    page = romanian_practice()
    page.summary_ro = "Ciornă."
    page.save_revision()

    office.post(ask_url(page))
    work()

    assert proposal().proposed["summary"] == "[fr] Ciornă."
    assert proposal().snapshot["summary"] == "Ciornă."


def test_pressing_twice_asks_once(office: Client, service: Service) -> None:
    page = romanian_practice()

    office.post(ask_url(page))
    office.post(ask_url(page))
    assert "is translating" in office.get(edit_url(page)).content.decode()
    work()
    office.post(ask_url(page))
    work()

    assert len(service.asked) == 1
    assert Translation.objects.count() == 1


def test_a_request_that_a_dead_worker_left_may_be_asked_again(
    office: Client, service: Service
) -> None:
    page = romanian_practice()
    office.post(ask_url(page))
    Translation.objects.update(created_at=timezone.now() - timedelta(hours=1))

    office.post(ask_url(page))
    work()

    assert proposal().status == TranslationStatus.OPEN


@pytest.mark.parametrize("language", ["ro", "de", "xx"])
def test_other_languages_than_the_records_are_not_asked_for(
    office: Client, service: Service, language: str
) -> None:
    page = romanian_practice()

    office.post(ask_url(page, language))
    work()

    assert not Translation.objects.exists()


def test_only_who_may_edit_may_ask(client: Client, service: Service) -> None:
    page = romanian_practice()
    other = make_organisation(name="Elsewhere")
    stranger = make_user()
    add_editor(user=stranger, organisation=other, mode=EditorMode.DIRECT)
    client.force_login(stranger)

    nowhere = ask_url(page).replace(page.record_id, "no-such-page")
    assert client.get(ask_url(page)).status_code == client.get(nowhere).status_code == 404
    assert client.post(ask_url(page)).status_code == 404

    assert not Translation.objects.exists()
    add_editor(user=stranger, organisation=page.get_parent().specific, mode=EditorMode.CHECKED)
    assert client.get(ask_url(page)).status_code == 200


# -- what the service does -----------------------------------------------------------------------
def test_a_failure_is_told_and_the_next_attempt_goes_on_where_it_stopped(
    office: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libretranslate.LibreTranslateEngine, "most_texts", 1)
    page = romanian_practice()
    office.post(ask_url(page))
    work(most=1)
    service.refusal = (429, {"error": "Slowdown"})
    work()

    assert (proposal().status, proposal().problem) == (TranslationStatus.FAILED, EngineProblem.BUSY)
    html = office.get(edit_url(page)).content.decode()
    assert str(EngineProblem.BUSY.label) in html
    assert ask_url(page) in html

    service.refusal = None
    office.post(ask_url(page))
    work()

    assert (proposal().status, proposal().problem) == (TranslationStatus.OPEN, "")
    assert set(proposal().proposed) == {"heading", "summary"}
    assert service.texts == [["Ora de povești"], ["Părinții citesc."], ["Părinții citesc."]]


def test_another_machine_than_the_one_that_was_named_gets_nothing(
    office: Client, service: Service, settings: Settings
) -> None:
    office.post(ask_url(romanian_practice()))
    settings.TRANSLATION_URL = f"deepl:{service.address}"
    settings.TRANSLATION_API_KEY = "key"

    work()

    assert service.asked == []
    assert proposal().problem == EngineProblem.UNAVAILABLE


def test_a_text_that_no_call_can_take_is_left_to_the_person(
    office: Client, service: Service
) -> None:
    page = romanian_practice(description_ro="lung " * 2000)

    office.post(ask_url(page))
    work()

    assert proposal().refused == {"description": "too_long"}
    assert set(proposal().proposed) == {"heading", "summary"}
    html = office.get(f"/admin/translations/{proposal().pk}/").content.decode()
    assert str(EngineProblem.TOO_LONG.label) in html


def test_a_record_that_is_gone_meanwhile(office: Client, service: Service) -> None:
    page = romanian_practice()
    office.post(ask_url(page))
    page.delete()

    work()

    assert proposal().problem == EngineProblem.GONE
    assert service.asked == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_translates(client: Client, service: Service) -> None:
    client.force_login(make_administrator())
    client.post(ask_url(romanian_practice()))

    while run_waiting_task():
        pass

    assert proposal().status == TranslationStatus.OPEN


# -- issues --------------------------------------------------------------------------------------
def test_the_blocks_of_an_issue_are_translated_with_it(office: Client, service: Service) -> None:
    issue = make_issue()
    first, second = issue.get_latest_revision_as_object().blocks.all()

    office.post(ask_url(issue))
    work()

    assert proposal().proposed == {
        "heading": "[fr] News of May",
        "intro": '<p data-block-key="i">[fr] Dear <b>readers</b></p>',
        f"blocks.{first.key}.heading": "[fr] Visits",
        f"blocks.{second.key}.heading": "[fr] A law",
        f"blocks.{second.key}.text": (
            '<p data-block-key="t">[fr] See <a href="https://e.org/law">it</a>.</p>'
        ),
        f"blocks.{second.key}.alt": "[fr] A paper",
    }
    formats = [content["format"] for _path, _headers, content in service.asked]
    assert sorted(formats) == ["html", "text"]


def test_accepted_blocks_enter_the_draft_by_their_keys(office: Client, service: Service) -> None:
    issue = make_issue(live=True)
    office.post(ask_url(issue))
    work()
    draft = issue.get_latest_revision_as_object()
    blocks = list(draft.blocks.all())
    for order, block in enumerate(reversed(blocks)):
        block.sort_order = order
    draft.blocks = [*reversed(blocks), IssueBlock(heading_en="New", sort_order=9)]
    draft.save_revision()

    accept(proposal(), user=make_administrator(email="a@e.org"))

    live = IssuePage.objects.get()
    assert [block.heading_fr or "" for block in live.blocks.all()] == ["", ""]
    draft = live.get_latest_revision_as_object()
    assert [b.heading_fr or "" for b in draft.blocks.all()] == ["[fr] A law", "[fr] Visits", ""]
    assert 'href="https://e.org/law"' in draft.blocks.all()[0].text_fr
    assert draft.heading_fr == "[fr] News of May"


def test_the_form_takes_over_corrected_and_cleaned_text(office: Client, service: Service) -> None:
    issue = make_issue()
    first, second = issue.get_latest_revision_as_object().blocks.all()
    office.post(ask_url(issue))
    work()
    url = f"/admin/translations/{proposal().pk}/"
    html = office.get(url).content.decode()
    assert f'name="text-blocks-{second.key}-text"' in html
    assert "Issue block 2: text" in html

    office.post(
        url,
        {
            "accept": "1",
            "text-heading": "Nouvelles de mai",
            "text-intro": rich_text("<p>Chers <b>lecteurs</b><script>x()</script></p>"),
            f"text-blocks-{first.key}-heading": "Visites",
            f"text-blocks-{second.key}-text": rich_text("<p>Voir ici.</p>"),
        },
    )

    draft = IssuePage.objects.get().get_latest_revision_as_object()
    assert draft.heading_fr == "Nouvelles de mai"
    assert "<b>lecteurs</b>" in draft.intro_fr
    assert "<script" not in draft.intro_fr
    assert [b.heading_fr or "" for b in draft.blocks.all()] == ["Visites", ""]
    assert "Voir ici." in draft.blocks.all()[1].text_fr
    assert proposal().status == TranslationStatus.ACCEPTED


def test_a_translation_that_loses_a_link_is_left_out(office: Client, service: Service) -> None:
    service.translate = lambda text, code: mark(
        text.replace('<a href="https://e.org/law">it</a>', "it"), code
    )
    issue = make_issue()
    second = issue.get_latest_revision_as_object().blocks.all()[1]

    office.post(ask_url(issue))
    work()

    assert proposal().status == TranslationStatus.OPEN
    assert proposal().refused == {f"blocks.{second.key}.text": "tags"}
    accept(proposal(), user=make_administrator(email="a@e.org"))
    draft = IssuePage.objects.get().get_latest_revision_as_object()
    state = next(state for state in language_states(draft) if state.code == "fr")
    assert state.missing == (f"blocks.{second.key}.text",)


# -- registers ---
def test_register_entries_are_translated_too(office: Client, service: Service) -> None:
    entry = make_policy(record_id="act", title_en="Visits Act", summary_en="Children may visit.")
    form = f"/admin/snippets/practices/policy/edit/{entry.pk}/"
    assert ask_url(entry) in office.get(form).content.decode()

    response = office.post(ask_url(entry))
    work()
    assert response["Location"] == form
    assert "check the proposed translation" in office.get(form).content.decode()
    assert not Policy.objects.get().title_fr
    office.post(
        f"/admin/translations/{proposal().pk}/",
        {"accept": "1", "text-title": "Loi sur les visites", "text-summary": "Enfants."},
    )

    entry.refresh_from_db()
    assert (entry.title_fr, entry.summary_fr) == ("Loi sur les visites", "Enfants.")
    assert entry.title_en == "Visits Act"


def test_entries_without_a_language_of_their_own_are_in_the_networks(
    office: Client, service: Service
) -> None:
    term = make_term(term_en="Family day", meaning_en="A longer visit.")

    office.post(ask_url(term))
    work()

    assert proposal().proposed == {
        "term": "[fr] Family day",
        "meaning": "[fr] A longer visit.",
    }
    assert service.asked[0][2]["source"] == "en"


# -- taking over ---------------------------------------------------------------------------------
def test_rows_of_other_pages_are_part_of_it(office: Client, service: Service) -> None:
    page = romanian_practice()
    row = Evidence.objects.create(
        record=page, direction="works", design="survey", claim_ro="Ajută."
    )
    page = PracticePage.objects.get()
    page.save_revision().publish()

    office.post(ask_url(page))
    work()
    accept(proposal(), user=make_administrator(email="a@e.org"))

    assert Evidence.objects.get().pk == row.pk
    assert Evidence.objects.get().claim_fr == "[fr] Ajută."


def test_a_text_longer_than_its_field_is_not_taken_over(office: Client, service: Service) -> None:
    page = romanian_practice()
    office.post(ask_url(page))
    work()
    url = f"/admin/translations/{proposal().pk}/"

    response = office.post(url, {"accept": "1", "text-heading": "x" * 256, "text-summary": "y"})

    assert response.status_code == 200
    assert "256" in response.content.decode()
    assert proposal().status == TranslationStatus.OPEN


def test_a_page_that_somebody_else_locked_stays_as_it_is(office: Client, service: Service) -> None:
    page = romanian_practice()
    office.post(ask_url(page))
    work()
    other = make_administrator(email="other@example.org")
    PracticePage.objects.update(locked=True, locked_by=other, locked_at=timezone.now())
    url = f"/admin/translations/{proposal().pk}/"

    response = office.post(url, {"accept": "1", "text-heading": "x", "text-summary": "y"})

    assert "locked" in response.content.decode()
    third = make_administrator(email="third@example.org")
    with pytest.raises(PermissionDenied):
        accept(proposal(), user=third)
    found = find_record(page.key)
    assert found is not None
    assert not found.get_latest_revision_as_object().heading_fr
