"""What the front page reads: what was shared lately, true numbers, ways in. Nothing is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.i18n import LANGS, language_choices, localised
from core.kinds import Place, kind_of, kinds_in
from core.showing.addresses import start_url
from core.showing.cards import Card
from core.showing.facts import Link
from members.models import OrganisationPage, UpdatePage
from members.selectors import STEP
from practices.models import PracticePage, PracticeTag, ResearchPage
from practices.overviews import asked_for, cards, coming_up
from search.models import Concept, Scheme
from search.showing import concept_url

NEWS, OTHERS, EVENTS = 3, 3, 3
TOPICS = 7
#: the newest of each sort that are looked at; the front page shows those of members
LOOKED_AT = 40


def member_paths() -> set[str]:
    """Tree paths of public organisations that are members today. One query."""
    found = OrganisationPage.objects.for_public().members()
    return set(found.values_list("path", flat=True))


@dataclass(frozen=True, kw_only=True)
class _Newest:
    """A published page as far as choosing needs it; `owner` is its publisher's tree path."""

    when: dt.datetime
    collection: str
    record_id: str
    owner: str


def _newest_of(model: Any, members: set[str]) -> list[_Newest]:
    rows = (
        model.objects.for_public()
        .exclude(first_published_at=None)
        .order_by("-first_published_at", "-pk")
        .values_list("first_published_at", "record_id", "path")[:LOOKED_AT]
    )
    return [
        _Newest(when=when, collection=model.collection, record_id=record_id, owner=path[:-STEP])
        for when, record_id, path in rows
        if path[:-STEP] in members
    ]


def _of_different_sorts(found: list[_Newest]) -> list[_Newest]:
    """The newest, each of another sort and of another organisation than those before it."""
    chosen: list[_Newest] = []
    for one in sorted(found, key=lambda item: item.when, reverse=True):
        sorts, owners = {c.collection for c in chosen}, {c.owner for c in chosen}
        if one.collection not in sorts and one.owner not in owners:
            chosen.append(one)
    return chosen[:OTHERS]


def shared_lately() -> list[Card]:
    """Cards of members' newest news (by their date), and of what else they put online last.

    One query per sort of content, and those of its cards.
    """
    members = member_paths()
    news = (
        UpdatePage.objects.for_public()
        .order_by("-date_first", "-pk")
        .values_list("record_id", "path")[:LOOKED_AT]
    )
    own = [record_id for record_id, path in news if path[:-STEP] in members]
    found = cards(UpdatePage.collection, own[:NEWS])
    published = [kind.model for kind in kinds_in(Place.PROFILE) if kind.model is not UpdatePage]
    others = _of_different_sorts([n for model in published for n in _newest_of(model, members)])
    for one in others:
        found += cards(one.collection, [one.record_id])
    return found


def events_to_come() -> list[Card]:
    """Cards of the next events. Three queries, one where there are none."""
    return coming_up(asked_for(), shown=EVENTS).cards


@dataclass(frozen=True, kw_only=True)
class Count:
    """A number that was counted a moment ago, with its words and where to see what it counts."""

    number: int
    words: Promise
    url: str


def counts() -> list[Count]:
    """Members, practices, studies, countries: counted for this request. Four queries."""
    organisations = OrganisationPage.objects.for_public()
    countries = organisations.order_by().values_list("country", flat=True).distinct()
    practices = PracticePage.objects.for_public().count()
    research = ResearchPage.objects.for_public().count()
    found = [
        (len(member_paths()), _("members of the network"), reverse("members")),
        (practices, _("practices"), kind_of(PracticePage.collection).url),
        (research, _("studies and reports"), kind_of(ResearchPage.collection).url),
        (countries.count(), _("countries with an organisation here"), reverse("countries")),
    ]
    return [Count(number=n, words=words, url=url) for n, words, url in found if n]


def main_topics() -> list[Link]:
    """The topics with most practices, as links. Two queries."""
    rows = (
        PracticeTag.objects.filter(
            record__in=PracticePage.objects.for_public(), concept__scheme=Scheme.THEME
        )
        .order_by()
        .values("concept_id")
        .annotate(number=models.Count("pk"))
        .order_by("-number", "concept_id")[:TOPICS]
    )
    ids = [row["concept_id"] for row in rows]
    found: dict[Any, Any] = Concept.objects.in_bulk(ids)
    return [
        Link(label=localised(found[pk], "label"), url=concept_url(found[pk]))
        for pk in ids
        if pk in found
    ]


# -- ways in, by the reader’s question -------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Door:
    """A way in: what a reader says of himself or herself, and what is behind it."""

    collection: str
    title: Promise
    text: Promise
    url: str


#: (shape, title, text, list or page, filter, concept that must exist for the filter)
_DOORS: tuple[tuple[str, Promise, Promise, str, str, str], ...] = (
    (
        "helplines",
        _("I look for help for a family"),
        _("Whom to call, and who is near you."),
        "helplines", "", "",
    ),
    (
        "organisations",
        _("I work in a prison"),
        _("Visits, family days, training for staff: what others do inside."),
        "practices", "setting", "prison",
    ),
    (
        "recommendations",
        _("I work with families"),
        _("Support, groups, courses, and how they were set up."),
        "practices", "theme", "family-support",
    ),
    (
        "glossary",
        _("I teach, or work with children"),
        _("What helps at school and in a children’s group."),
        "practices", "theme", "school-and-education",
    ),
    (
        "research",
        _("I do research"),
        _("Studies with their design, sample and finding, and figures with their source."),
        "research", "", "",
    ),
    (
        "policies",
        _("I work on law and policy"),
        _("What the law says, where it says nothing, and what was recommended."),
        "policies", "", "",
    ),
)  # fmt: skip


def doors() -> list[Door]:
    """The ways in; a filter whose keyword the vocabulary lacks is left out. One query."""
    wanted = [door[5] for door in _DOORS if door[5]]
    known = set(Concept.objects.filter(record_id__in=wanted).values_list("record_id", flat=True))
    found = []
    for shape, title, text, collection, name, concept in _DOORS:
        url = kind_of(collection).list_url(f"{name}={concept}" if concept in known else "")
        found.append(Door(collection=shape, title=title, text=text, url=url))
    return found


def all_languages() -> list[Link]:
    """The front page in each language, by its own name."""
    names = dict(language_choices())
    return [Link(label=names[code], url=start_url(code), note=code) for code in LANGS]
