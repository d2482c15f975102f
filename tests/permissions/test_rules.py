"""The table of rules itself: it knows every address, and nothing that isn't there."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.permissions import addresses as module
from tests.permissions.access import Access, Expected, expected
from tests.permissions.addresses import AREAS, Unclassified, addresses, patterns
from tests.permissions.people import Person, Side
from tests.permissions.rules import Rule
from tests.permissions.things import Kind, Thing


def test_every_address_of_the_resolver_is_classified() -> None:
    found = addresses()

    assert sum(address.patterns for address in found) == len(list(patterns()))
    assert len(found) > 400


def test_an_address_that_nobody_classified_fails_and_says_where_to_do_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    new = path("brand-new/", include(([path("door/", view, name="door")], "new"), namespace="new"))
    monkeypatch.setattr(module, "get_resolver", lambda: type("R", (), {"url_patterns": [new]}))

    with pytest.raises(Unclassified, match=r"(?s)rules_\*\.py.*new:door \(brand-new/door/\)"):
        addresses()


def test_every_rule_is_about_an_address() -> None:
    used = {id(address.rule) for address in addresses()}

    rules = [rule for known in AREAS.values() for rule in known]
    assert [rule.names for rule in rules if id(rule) not in used] == []


def test_a_class_that_is_not_plain_says_why() -> None:
    rules = [rule for known in AREAS.values() for rule in known]

    assert [rule.names for rule in rules if _is_remarkable(rule) and not rule.why] == []


def _is_remarkable(rule: Rule) -> bool:
    return rule.access is Access.NOBODY or bool(rule.tells) or bool(rule.writes)


@pytest.mark.parametrize(
    ("access", "side", "public", "open_to"),
    [
        (Access.PUBLIC, Side.THEIRS, True, "anonymous checked direct office administrator"),
        (Access.PUBLIC, Side.THEIRS, False, ""),
        (Access.SIGNED_IN, Side.NETWORK, False, "checked direct office administrator"),
        (Access.CHOOSERS, Side.THEIRS, True, "checked direct office administrator"),
        (Access.EDITORS, Side.OURS, False, "checked direct office administrator"),
        (Access.EDITORS, Side.THEIRS, True, "office administrator"),
        (Access.EDITORS, Side.NETWORK, True, "office administrator"),
        (Access.PUBLISHERS, Side.OURS, True, "direct office administrator"),
        (Access.OFFICE, Side.OURS, True, "office administrator"),
        (Access.ADMINISTRATOR, Side.OURS, True, "administrator"),
        (Access.NOBODY, Side.OURS, True, ""),
    ],
)
def test_a_class_of_access_opens_to_whom_it_says(
    *, access: Access, side: Side, public: bool, open_to: str
) -> None:
    thing = Thing(kind=Kind.PAGE, side=side, state="any", public=public)

    found = {
        person for person in Person if expected(access, person, thing, email="") is Expected.OPEN
    }

    assert found == set(open_to.split())
    refused = expected(access, Person.ANONYMOUS, thing, email="") is Expected.CLOSED
    assert refused == ("anonymous" not in open_to)
