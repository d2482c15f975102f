"""What stands in the head of every page, in the menu and the trail: once, and the right one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.builders import (
    make_organisation,
    make_practice,
    make_project,
    make_research,
    make_update,
)
from tests.project.world import PAGES, fill_once
from tests.shown import read_page

pytestmark = pytest.mark.django_db


def test_description_and_canonical_stand_once_at_most_on_every_page(client: Client) -> None:
    fill_once()
    wrong = {}

    for rest in PAGES:
        head = client.get(f"/en/{rest}").content.decode().partition("</head>")[0]
        counts = (head.count('<meta name="description"'), head.count('<link rel="canonical"'))
        if max(counts) > 1:
            wrong[rest] = counts

    assert wrong == {}


def test_content_pages_have_both(client: Client) -> None:
    head = read_page(client, make_practice()).html.partition("</head>")[0]

    assert head.count('<meta name="description"') == 1
    assert head.count('<link rel="canonical"') == 1


@pytest.mark.parametrize(
    ("make", "marked"),
    [
        (make_practice, ["Practices"]),
        (make_project, []),
        (make_update, ["News and events"]),
        (lambda: make_research(parent=make_organisation()), ["Research"]),
        (make_organisation, ["Organisations"]),
    ],
)
def test_the_menu_marks_what_a_page_is_not_where_it_stands(
    client: Client, make: object, marked: list[str]
) -> None:
    page = make()  # type: ignore[operator]  # one of the builders above
    html = read_page(client, page).html
    menu = html[html.index('id="site-nav"') : html.index("</nav>")]

    assert re.findall(r'aria-current="true">(?:<svg.*?</svg>)?([^<]+)<', menu) == marked
