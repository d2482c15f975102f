"""Draft, preview, to the office, approved or sent back; and the mails on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.admin.mail import Notifier
from wagtail.models import Page
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from core.editing.page_views import EditAloneView
from core.i18n import has_content
from core.mail.outgoing import OutgoingMail, send_waiting_mails
from members.editors import add_editor, remove_editor
from members.models import EditorMode, UpdatePage
from members.office import OFFICE_GROUP
from members.people.leaving import leave
from members.publishing import set_publishing
from tests.builders import make_user
from tests.forms import errors_of, filled
from tests.members.world import World, refused, shows
from users.models import User

pytestmark = pytest.mark.django_db


def add_url(parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["members", "updatepage", parent.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def action_url(page: Page, name: str) -> str:
    state = page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, state.pk])


def speak(user: User, language: str) -> None:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def send_news(world: World, *, title: str = "Veste bună") -> UpdatePage:
    """A checked editor writes news in Romanian and sends it to the office."""
    url = add_url(world.ours.organisation)
    data = filled(
        world.ours.browser,
        url,
        original_language="ro",
        heading_ro=title,
        body_ro="Se deschide o cameră.",
        date="2026-05-01",
        **{"action-submit": "1"},
    )
    response = world.ours.browser.post(url, data)
    assert response.status_code == 302, errors_of(response)
    return UpdatePage.objects.get(title=title)


def fresh(page: Page) -> UpdatePage:
    return UpdatePage.objects.get(pk=page.pk)


# -- the way of a page ---------------------------------------------------------------------------
def test_draft_preview_submit_approve(world: World) -> None:
    page = send_news(world)
    assert not page.live
    assert page.workflow_in_progress
    assert page.owner == world.ours.checked

    preview = reverse(
        "wagtailadmin_pages:workflow_preview",
        args=[page.pk, page.current_workflow_task_state.task_id],
    )
    assert world.office.get(preview).status_code == 200
    assert shows(world.office.get("/admin/"), "Veste bună")
    assert world.office.post(action_url(page, "approve")).status_code == 302

    page = fresh(page)
    assert page.live
    assert page.heading_ro == "Veste bună"
    assert not has_content(page.heading_en)


@pytest.mark.parametrize("change", [{}, {"body_ro": "Camera 3."}], ids=["as it is", "changed"])
def test_approved_twice_at_the_same_moment_it_stays_online(
    world: World, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    """A double click: the second form was opened before the first one put the page online."""
    page = send_news(world)
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    data = filled(world.office, edit_url(page), **approve)
    form_valid = EditAloneView.form_valid
    answers: list[Any] = []

    def other_first(view: EditAloneView, form: Any) -> Any:
        if not answers:
            answers.append(None)
            answers.append(world.office.post(edit_url(page), data))
            assert fresh(page).live
        return form_valid(view, form)

    monkeypatch.setattr(EditAloneView, "form_valid", other_first)
    second = world.office.post(edit_url(page), {**data, **change})

    assert [answers[1].status_code, second.status_code] == [302, 302]
    assert fresh(page).live
    assert fresh(page).has_unpublished_changes is bool(change)
    assert fresh(page).body_ro == "Se deschide o cameră."
    latest = fresh(page).get_latest_revision_as_object()
    assert latest.body_ro == change.get("body_ro", "Se deschide o cameră.")


def test_editors_cannot_approve_their_own_page(world: World) -> None:
    page = send_news(world)

    for browser in (world.ours.browser, world.ours.direct_browser, world.theirs.direct_browser):
        assert refused(browser.post(action_url(page, "approve")))

    assert not fresh(page).live


def test_a_live_page_stays_as_it_is_until_the_change_is_approved(world: World) -> None:
    page = send_news(world)
    world.office.post(action_url(page, "approve"))
    data = filled(
        world.ours.browser,
        edit_url(page),
        heading_ro="Veste 2",
        heading_en="News 2",
        **{"action-submit": "1"},
    )
    response = world.ours.browser.post(edit_url(page), data)
    assert response.status_code == 302, errors_of(response)
    assert fresh(page).heading_ro == "Veste bună"
    assert fresh(page).has_unpublished_changes

    world.office.post(action_url(fresh(page), "reject"), {"comment": "Which room?"})

    assert fresh(page).heading_ro == "Veste bună"
    assert fresh(page).current_workflow_state.status == "needs_changes"


def test_sent_back_changed_sent_again_approved(world: World) -> None:
    page = send_news(world)
    world.office.post(action_url(page, "reject"), {"comment": "Which room?"})
    response = world.ours.browser.get(edit_url(page))
    assert shows(response, "Which room?")
    assert shows(response, "Send to the office again")
    data = filled(world.ours.browser, edit_url(page), body_ro="Camera 2.", **{"action-submit": "1"})

    response = world.ours.browser.post(edit_url(page), data)
    assert response.status_code == 302, errors_of(response)
    world.office.post(action_url(fresh(page), "approve"))

    assert fresh(page).live
    assert fresh(page).body_ro == "Camera 2."


def test_checked_editors_cannot_publish(world: World) -> None:
    url, live = add_url(world.ours.organisation), world.ours.live
    data = filled(
        world.ours.browser, url, heading_en="X", body_en="x", date="2026", **{"action-publish": "1"}
    )
    world.ours.browser.post(url, data)
    changed = filled(
        world.ours.browser, edit_url(live), heading_en="Changed", **{"action-publish": "1"}
    )
    world.ours.browser.post(edit_url(live), changed)

    assert not UpdatePage.objects.get(title="X").live
    assert Page.objects.get(pk=live.pk).title == live.title


def test_direct_editors_publish_at_once(world: World) -> None:
    url = add_url(world.ours.organisation)
    data = filled(
        world.ours.direct_browser,
        url,
        heading_en="At once",
        body_en="x",
        date="2026",
        **{"action-publish": "1"},
    )

    response = world.ours.direct_browser.post(url, data)

    assert response.status_code == 302, errors_of(response)
    assert UpdatePage.objects.get(title="At once").live


def test_the_switch_takes_hold_at_the_next_request(world: World) -> None:
    url = add_url(world.ours.organisation)
    assert not shows(world.ours.browser.get(url), 'name="action-publish"')

    set_publishing(
        organisation=world.ours.organisation, mode=EditorMode.DIRECT, user=world.ours.checked
    )
    assert shows(world.ours.browser.get(url), 'name="action-publish"')

    set_publishing(organisation=world.ours.organisation, mode=EditorMode.CHECKED)
    assert not shows(world.ours.browser.get(url), 'name="action-publish"')
    assert not shows(world.ours.direct_browser.get(url), 'name="action-publish"')


def test_the_form_speaks_of_the_office(world: World) -> None:
    response = world.ours.browser.get(add_url(world.ours.organisation))

    assert shows(response, "Send to the office")
    assert not shows(response, "Submit to")


# -- mails ---------------------------------------------------------------------------------------
def test_each_mail_waits_for_the_worker_in_its_readers_language(world: World) -> None:
    page = send_news(world)
    world.office.post(action_url(page, "reject"), {"comment": "Which room?"})
    world.ours.browser.post(
        edit_url(page), filled(world.ours.browser, edit_url(page), **{"action-submit": "1"})
    )
    world.office.post(action_url(fresh(page), "approve"))

    assert mail.outbox == []
    queued = OutgoingMail.objects.order_by("pk")
    assert [(row.to, row.subject) for row in queued] == [
        ("office@network.example", "For the office to check: “Veste bună” (Casa Verde)"),
        ("checked@casa.example", "Vă rugăm să revedeți „Veste bună”"),
        ("office@network.example", "For the office to check: “Veste bună” (Casa Verde)"),
        ("checked@casa.example", "„Veste bună” este online"),
    ]


def test_no_notifier_of_wagtails_is_connected() -> None:
    for signal in (task_submitted, workflow_submitted, workflow_approved, workflow_rejected):
        receivers = [receiver() for _key, receiver, *_rest in signal.receivers]
        assert not [found for found in receivers if isinstance(found, Notifier)]


def test_the_worker_sends_them(world: World) -> None:
    send_news(world)

    assert send_waiting_mails()

    (message,) = mail.outbox
    assert message.to == ["office@network.example"]
    assert "checked@casa.example sent you a page to check." in message.body
    assert "Title: Veste bună" in message.body
    assert "Written in: Română" in message.body
    assert "&" not in message.body


def test_mails_name_addresses_that_open(world: World, settings: Any) -> None:
    page = send_news(world)
    world.office.post(action_url(page, "approve"))

    submitted, approved = OutgoingMail.objects.order_by("pk")
    assert f"{settings.SITE_URL}{edit_url(page)}" in submitted.text
    assert "/ro/organisations/casa-verde/veste-buna/" in approved.text


def test_the_comment_travels_with_the_page_sent_back(world: World) -> None:
    page = send_news(world)

    world.office.post(action_url(page, "reject"), {"comment": "Which room & when?\nThanks <3"})

    sent_back = OutgoingMail.objects.get(to="checked@casa.example")
    assert "Which room & when?\nThanks <3" in sent_back.text.replace("\r\n", "\n")


def test_each_mail_is_in_its_recipients_language(world: World) -> None:
    colleague = make_user(
        email="collegue@network.example", groups=(Group.objects.get(name=OFFICE_GROUP),)
    )
    speak(colleague, "fr")
    speak(world.ours.checked, "fr")
    speak(world.office_user, "en")

    page = send_news(world)
    world.office.post(action_url(page, "approve"))

    rows = {row.to: row for row in OutgoingMail.objects.all()}
    assert rows["office@network.example"].text.startswith("Hello,")
    assert rows["collegue@network.example"].text.startswith("Bonjour")
    assert rows["checked@casa.example"].text.startswith("Bonjour")


def test_the_language_of_whoever_acts_does_not_reach_the_mail(world: World) -> None:
    speak(world.ours.checked, "fr")

    send_news(world)

    assert OutgoingMail.objects.get().text.startswith("Hello,")


def test_nobody_gets_mail_about_what_they_did_themselves(world: World) -> None:
    page = world.ours.draft
    data = filled(world.office, edit_url(page), **{"action-submit": "1"})

    world.office.post(edit_url(page), data)
    world.office.post(action_url(fresh(page), "approve"))

    assert fresh(page).live
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("lost", ["left", "regrouped"])
def test_who_may_not_edit_any_more_hears_nothing(world: World, action: str, lost: str) -> None:
    """The mail would say what the office answers; the login goes on, for another organisation."""
    page = send_news(world)
    OutgoingMail.objects.all().delete()
    add_editor(user=world.ours.checked, organisation=world.theirs.organisation)
    end = leave if lost == "left" else remove_editor
    by = {"by": None} if lost == "left" else {}
    end(user=world.ours.checked, organisation=world.ours.organisation, **by)

    world.office.post(action_url(page, action), {"comment": "Which room?"})

    assert not OutgoingMail.objects.exists()


def test_switched_off_notifications_are_respected(world: World) -> None:
    profile = UserProfile.get_for_user(world.office_user)
    profile.submitted_notifications = False
    profile.save()

    send_news(world)

    assert not OutgoingMail.objects.exists()


def test_without_an_office_the_administrators_are_told(world: World) -> None:
    User.objects.filter(pk=world.office_user.pk).update(is_active=False)

    send_news(world)

    assert OutgoingMail.objects.get().to == world.administrator.email


def test_a_refused_transaction_leaves_no_mail(world: World) -> None:
    """A page that does not go to the office (its text is missing) makes no mail."""
    url = add_url(world.ours.organisation)
    data = filled(
        world.ours.browser, url, heading_en="No text", date="2026", **{"action-submit": "1"}
    )

    response = world.ours.browser.post(url, data)

    assert response.status_code == 200
    assert "body_en" in errors_of(response)
    assert not OutgoingMail.objects.exists()
