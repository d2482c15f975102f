"""What could not be brought into the search is shown to the office, with its reason."""

from __future__ import annotations

import pytest
from django.test import Client

from members.office import ensure_office, office_group
from search.models import IndexState
from search.state.index_state import MOST_ATTEMPTS
from tests.builders import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/search-index/"


def test_failed_entries_are_listed_the_ones_set_aside_first(client: Client) -> None:
    ensure_office()
    client.force_login(make_user(groups=(office_group(),)))
    IndexState.objects.create(key="practices/once", wanted=2, error="<b>too long</b>", attempts=1)
    IndexState.objects.create(
        key="practices/never", wanted=2, error="refused", attempts=MOST_ATTEMPTS
    )
    IndexState.objects.create(key="practices/waits", wanted=2)
    IndexState.objects.create(key="practices/done", wanted=2, indexed=2)

    html = client.get(ADDRESS).content.decode()

    assert html.index("practices/never") < html.index("practices/once")
    assert "set aside" in html
    assert "&lt;b&gt;too long&lt;/b&gt;" in html
    assert "practices/waits" not in html
    assert "practices/done" not in html
    assert "1 change waits for the worker." in html


def test_it_is_closed_to_others(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(ADDRESS).status_code in (302, 403)
