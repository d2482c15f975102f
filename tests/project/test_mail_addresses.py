"""One rule for e-mail addresses, at every door through which one comes in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from core.mail.addresses import validate_email_address
from core.mail.outgoing import OutgoingMail
from members.people.forms import InviteForm
from newsletter.models import Subscriber
from newsletter.subscribers.lists.planning import RowFate
from tests.builders import make_administrator, make_organisation
from tests.newsletter.making import form
from tests.newsletter.subscribers.lists import planned
from tests.project.sources import modules, named
from users.models import User

BAD = ["a@localhost", "a@[127.0.0.1]", "a@127.0.0.1", f"{'a' * 65}@b.org", "a@b.org,c@d.org"]
BAD += ["a@b.org;c@d.org", "a@b.org; c@d.org", "a@b.internal"]

bad = pytest.mark.parametrize("address", BAD)


def test_every_column_for_an_address_has_the_rule() -> None:
    """The queue's are filled by programs, from what was checked before."""
    without = [
        str(field)
        for model in apps.get_models()
        if model is not OutgoingMail
        for field in model._meta.get_fields()
        if (isinstance(field, models.EmailField) or field.name == "email")
        and validate_email_address not in getattr(field, "validators", ())
    ]

    assert without == []


def test_no_form_of_ours_takes_addresses_by_another_rule() -> None:
    assert set(_plain_fields()) == {"cope_network/patterns.py"}  # a sample to look at


def _plain_fields() -> Iterator[str]:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "forms.EmailField":
                yield named(path)


@pytest.mark.django_db
@bad
@pytest.mark.parametrize("path", ["subscribe/", "links/"])
def test_the_public_forms_refuse(client: Client, path: str, address: str) -> None:
    answer = client.post(f"/en/newsletter/{path}", form(email=address))

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
@bad
def test_an_old_list_is_refused(address: str) -> None:
    content = f'email,languages,consented_on\n"{address}",en,2024-05-03\n'

    (entry,) = planned(content).entries

    assert entry.fate == RowFate.BAD
    assert entry.why


@bad
def test_no_editor_is_let_in_by_it(address: str) -> None:
    assert "email" in InviteForm({"email": address, "language": "en", "mode": "checked"}).errors


@pytest.mark.django_db
@bad
def test_no_login_is_made_of_it(client: Client, address: str) -> None:
    client.force_login(make_administrator())
    values = {"email": address, "first_name": "A", "last_name": "B", "is_active": "on"}
    answer = client.post(
        "/admin/users/new/", {**values, "password1": "a-long-one-7", "password2": "a-long-one-7"}
    )

    assert answer.status_code == 200
    assert User.objects.count() == 1
    with pytest.raises(CommandError, match=r"e-mail address|@"):
        call_command("createsuperuser", email=address, interactive=False, stdout=StringIO())


@pytest.mark.django_db
@bad
def test_an_organisation_can_not_be_written_to_there(address: str) -> None:
    organisation = make_organisation()
    organisation.email = address

    with pytest.raises(Exception, match="email"):
        organisation.full_clean()
