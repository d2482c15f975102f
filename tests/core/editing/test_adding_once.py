"""Whatever a form of the admin adds, its button pressed twice adds one."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image
from wagtail.admin.views.generic import CreateView
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from core.editing.sent_forms import ENDED_AFTER, KEPT_FOR, SentForm, claim_alone
from core.files.intake import guard
from core.work.slices import tidy_up
from members.models import Membership, MembershipCategory
from practices.models import GlossaryTerm
from tests.at_once import at_once
from tests.builders import (
    make_administrator,
    make_category,
    make_membership,
    make_organisation,
)
from tests.forms import filled
from users.models import User

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
OURS = {"core", "home", "joining", "maps", "members", "newsletter", "practices", "search", "users"}
#: what they do a second time changes nothing, or is refused by what they ask
ADD_NOTHING = {
    *("ApplicationFileView", "PaperView", "ExportAllView"),  # give a file, and write that down
    *("AskForTranslationView", "StartView", "ListView"),  # see that it is there already
    *("ActionView", "ConfirmView", "LinksView"),  # of a sending, in one state
    *("ComplaintView", "EraseView", "TakeOffView", "TranslationProposalView", "MergeView"),  # end
    *("FirstPagesView", "WriteBlockView", "WriteView", "Sessions"),  # write over
    "InvitationPage",  # closes with the first answer
}
FORM = "w-editor-form"
TERM = "wagtailsnippets_practices_glossaryterm:add"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    return client


def twice(browser: Client, view: str, /, **fields: Any) -> None:
    """Press the button of the form of `view` twice, and expect the same answer to both."""
    url = reverse(view)
    data = filled(browser, url, form=FORM, **fields)
    answers = []
    for _time in range(2):
        for value in data.values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
        answers.append(browser.post(url, data))
    assert [answer.status_code for answer in answers] == [302, 302], answers[0].content.decode()
    assert answers[0]["Location"] == answers[1]["Location"]


def test_an_entry_of_a_register(browser: Client) -> None:
    twice(browser, TERM, term_en="Visit", meaning_en="Going there.")

    assert GlossaryTerm.objects.count() == 1


def test_a_category_and_a_membership(browser: Client) -> None:
    name = "wagtailsnippets_members_membership:add"
    organisation, category = make_organisation(), make_category()

    twice(browser, name, organisation=organisation.pk, category=category.pk, status="active")

    assert Membership.objects.filter(organisation=organisation).count() == 1
    assert MembershipCategory.objects.count() == 1


def test_what_a_page_with_several_buttons_adds(browser: Client) -> None:
    """A contact, an answer by mail, a section of an issue: each button is a form of its own."""
    membership = make_membership(organisation=make_organisation())
    url = reverse("membership", args=[membership.pk])
    contact = {"add_contact": "1", "role": "fee", "name": "Ana", "email": "ana@example.org"}

    copy = TOKEN.findall(browser.get(url).content.decode())[0]
    for _time in range(2):
        answer = browser.post(url, {**contact, "csrfmiddlewaretoken": copy})
        assert answer.status_code == 302
    assert membership.contacts.count() == 1

    other_copy = TOKEN.findall(browser.get(url).content.decode())[0]
    browser.post(url, {**contact, "csrfmiddlewaretoken": other_copy})
    assert membership.contacts.count() == 2


def test_each_page_of_ours_that_takes_a_form_adds_once_or_adds_nothing() -> None:
    """Whoever writes such a page says `adds = True`, or names it below with what it does."""
    silent = {
        view.__name__
        for view in views_of(get_resolver().url_patterns)
        if view.__module__.split(".")[0] in OURS
        and any(
            "post" in vars(part) and part.__module__.split(".")[0] in OURS for part in view.__mro__
        )
        and not getattr(view, "adds", False)
        and not issubclass(view, CreateView)
    }

    assert silent == ADD_NOTHING


def views_of(patterns: Any) -> Iterator[type]:
    """The classes behind the addresses of the admin."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views_of(pattern.url_patterns)
        elif view := getattr(pattern.callback, "view_class", None):
            yield view


def a_picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return SimpleUploadedFile("a.png", content.getvalue(), "image/png")


def test_a_picture(browser: Client) -> None:
    file = a_picture()

    twice(browser, "wagtailimages:add", title="A picture", file=file)

    assert get_image_model().objects.count() == 1


def test_a_file(browser: Client) -> None:
    file = SimpleUploadedFile("a.txt", b"A text.", "text/plain")

    twice(browser, "wagtaildocs:add", title="A file", file=file)

    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize("view", ["wagtailimages:add", "wagtaildocs:add"])
def test_nobody_waits_while_a_file_is_cleaned(
    browser: Client, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_picture() if "images" in view else SimpleUploadedFile("a.txt", b"A text.")
    data = filled(browser, reverse(view), form=FORM, title="A file", file=file)
    outside, within = len(connection.atomic_blocks), []
    clean = guard.clean

    def watched(*args: Any, **kwargs: Any) -> guard.CleanFile:
        within.append(len(connection.atomic_blocks) - outside)
        return clean(*args, **kwargs)

    for module in ("core.files.intake.guard.clean", "core.files.uploads.clean"):
        monkeypatch.setattr(module, watched)
    assert browser.post(reverse(view), data).status_code == 302

    assert within == [0]


def test_a_login(browser: Client) -> None:
    password = {"password1": "correct-horse-99", "password2": "correct-horse-99"}
    names = {"email": "new@example.org", "first_name": "New", "last_name": "One"}

    twice(browser, "wagtailusers_users:add", **names, **password)

    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_collection(browser: Client) -> None:
    before, root = Collection.objects.count(), Collection.get_first_root_node()

    twice(browser, "wagtailadmin_collections:add", name="Posters", parent=root.pk)

    assert Collection.objects.count() == before + 1


def test_another_copy_of_the_page_or_another_content_adds_another(browser: Client) -> None:
    url = reverse(TERM)
    first = filled(browser, url, form=FORM, term_en="Visit", meaning_en="Going there.")
    second = filled(browser, url, form=FORM, term_en="Visit", meaning_en="Going there.")

    for data in (first, second, {**second, "term_en": "Call"}):
        assert browser.post(url, data).status_code == 302

    assert GlossaryTerm.objects.count() == 3


def test_a_refused_form_can_be_sent_again(browser: Client) -> None:
    url = reverse("wagtailusers_groups:add")
    data = filled(browser, url, form=FORM, name="")

    for _time in range(2):
        assert browser.post(url, data).status_code == 200
    assert not SentForm.objects.exists()
    assert browser.post(url, {**data, "name": "Translators"}).status_code == 302
    assert Group.objects.filter(name="Translators").count() == 1


def test_a_form_that_ended_in_an_error_can_be_sent_again(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = filled(browser, reverse(TERM), form=FORM, term_en="Visit", meaning_en="Going there.")
    browser.raise_request_exception = False

    with monkeypatch.context() as broken:
        broken.setattr(GlossaryTerm, "save", None)
        assert browser.post(reverse(TERM), data).status_code == 500
    assert browser.post(reverse(TERM), data).status_code == 302

    assert GlossaryTerm.objects.count() == 1


def test_a_form_whose_process_was_ended_can_be_sent_again(db: None) -> None:
    user, token = make_administrator(), uuid.uuid4()
    SentForm.objects.create(
        token=token, user=user, created_at=timezone.now() - ENDED_AFTER - dt.timedelta(seconds=1)
    )

    _row, is_first = claim_alone(token, user_id=user.pk)

    assert is_first


def test_old_forms_go_with_the_tidying_and_not_while_somebody_waits(db: None) -> None:
    user, token, now = make_administrator(), uuid.uuid4(), timezone.now()
    for age in (KEPT_FOR + dt.timedelta(hours=1), KEPT_FOR - dt.timedelta(hours=1)):
        SentForm.objects.create(token=uuid.uuid4(), user=user, answer="/", created_at=now - age)

    claim_alone(token, user_id=user.pk)
    assert SentForm.objects.count() == 3

    tidy_up()
    assert SentForm.objects.count() == 2


def test_nobody_else_is_led_to_the_answer(browser: Client) -> None:
    url = reverse("wagtailusers_groups:add")
    data = filled(browser, url, form=FORM, name="Translators")
    assert browser.post(url, data).status_code == 302
    editor = Client(HTTP_HOST="localhost")

    answer = editor.post(url, data)

    assert answer["Location"].startswith(reverse("wagtailadmin_login"))
    assert Group.objects.filter(name="Translators").count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_at_the_same_moment() -> None:
    administrator, browsers = make_administrator(), []
    for _number in range(2):
        client = Client(HTTP_HOST="localhost")
        client.force_login(administrator)
        browsers.append(client)
    url = reverse(TERM)
    data = filled(browsers[0], url, form=FORM, term_en="Visit", meaning_en="Going there.")

    answers = at_once(*(partial(client.post, url, data) for client in browsers))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert GlossaryTerm.objects.count() == 1
