"""The life of `life.py` lived on the site: every act by the office's own service, every surface."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.work.worker import Worker, registered_slices
from members.memberships.lists import ListForm, every_membership, rows_of
from members.memberships.public import individual_members
from members.memberships.roll import roll_of
from members.memberships.steps import lift_planned_end, open_membership, take_step
from members.models import Dissolution, Membership, MembershipCategory, OrganisationPage
from newsletter.models import Mailing
from newsletter.sending.segments import readers_of
from practices.models import PracticePage
from records.exporting import Export
from tests.builders import make_category
from tests.members.memberships.life import DEALT, Being, Stint, choose, some_day
from tests.members.memberships.surfaces import House, make_house, may_edit

ORGANISATIONS = (
    "quokka wombat numbat bilby dingo echidna possum koala emu cassowary bandicoot potoroo".split()
)
PERSONS = ("Ana Popescu", "Bo Lindgren", "Clara Ruiz")
#: all organisations' summaries have this word
LISTED: Mapping[str, str] = {
    "list of all": "/en/organisations/?view=all",
    "search": "/en/search/?q=families",
    "CSV": "/en/search/results.csv?q=families",
    "feed": "/en/search/results.atom?q=families",
    "GeoJSON of a search": "/en/search/results.geojson?q=families",
    "API": "/api/v1/search?q=families",
    "sitemap": "/sitemap-organisations.xml",
}
OF_MEMBERS: Mapping[str, str] = {
    "directory": "/en/organisations/",
    "members on the map": "/en/map/members.geojson",
    "filter by category": "/en/search/?q=families&category=full",
    "CSV by category": "/en/search/results.csv?q=families&category=full",
}
OF_OTHERS: Mapping[str, str] = {"others on the map": "/en/map/organisations.geojson"}


@dataclass
class Town:
    """All organisations and persons, with the clock that only the test moves."""

    monkeypatch: pytest.MonkeyPatch
    seed: int
    now: dt.datetime = field(init=False)
    random: Random = field(init=False)
    houses: dict[str, House] = field(init=False)
    beings: dict[str, Being] = field(init=False)
    dealt: dict[str, Iterator[str]] = field(init=False)
    done: dict[str, int] = field(default_factory=dict)
    jumps: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 # the same life each time
        self.now = self.begun = timezone.now().replace(hour=11)
        self.monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.client = Client(HTTP_HOST="localhost")
        self.houses = {name: make_house(name) for name in ORGANISATIONS}
        self.beings = {name: Being(name=name) for name in ORGANISATIONS}
        self.beings |= {name: Being(name=name, is_person=True) for name in PERSONS}
        self.dealt = {name: iter(acts.split()) for name, acts in DEALT.items()}
        self.full, self.person = make_category(), make_category(record_id="individual")
        self.full.votes = self.person.votes = 1
        self.person.path = "individual"
        for category in (self.full, self.person):
            category.save()

    @property
    def today(self) -> dt.date:
        """The site's day."""
        return timezone.localdate()

    @property
    def organisations(self) -> Iterable[Being]:
        """All but persons."""
        return [each for each in self.beings.values() if not each.is_person]

    # -- life ------------------------------------------------------------------------------------
    def pass_days(self, days: int) -> None:
        """Put the clock forward, or back."""
        self.now += dt.timedelta(days=days)

    def live(self, acts: int) -> None:
        """Let happen today what is dealt, and so many things to whomever chance has chosen."""
        for name in list(self.dealt):
            act = next(self.dealt[name], "")
            if act:
                self._do(act, self.beings[name])
            else:  # from now on it lives as others do
                del self.dealt[name]
        others = [being for name, being in self.beings.items() if name not in self.dealt]
        for being in self.random.sample(others, acts):
            self._do(choose(being, self.today, self.random), being)

    def _do(self, act: str, being: Being) -> None:
        self.done[act] = self.done.get(act, 0) + 1
        own = getattr(self, f"_{act}", None)
        if own is not None:
            own(being)
        elif act != "nothing":
            self._step(being, act)

    def work(self) -> None:
        """Have the worker do all that there is to do."""
        worker = Worker(slices=registered_slices(), holder="here:1")
        assert worker.run_once()
        assert worker.failed == {}

    def _row(self, being: Being) -> tuple[Stint, Membership]:
        stint = being.stints[-1]
        return stint, Membership.objects.get(pk=stint.pk)

    def _page(self, being: Being) -> None:
        page = OrganisationPage.objects.get(pk=self.houses[being.name].organisation.pk)
        being.offline = not being.offline
        page.unpublish() if being.offline else page.save_revision().publish()

    def _practice(self, being: Being) -> None:
        page = PracticePage.objects.get(pk=self.houses[being.name].practice.pk)
        being.practice_offline = not being.practice_offline
        page.unpublish() if being.practice_offline else page.save_revision().publish()

    def _apply(self, being: Being) -> None:
        category: MembershipCategory = self.person if being.is_person else self.full
        house = self.houses.get(being.name)
        row = open_membership(
            category=category,
            organisation=house.organisation if house else None,
            name=being.name,
            country="RO",
            on=self.today,
            by=None,
        )
        being.stints.append(Stint(pk=row.pk, steps=[(self.today, "applied")]))
        being.chose_directory = False  # it is asked anew

    def _step(self, being: Being, to: str) -> None:
        stint, row = self._row(being)
        on = some_day(stint, self.today, self.random)
        take_step(row, to=to, on=on, by=None)
        if to == "ended":
            stint.planned = None
        stint.steps.append((on, to))

    def _planned(self, being: Being) -> None:
        stint, row = self._row(being)
        soonest = 60 if being.name in self.dealt else 1  # it is to be lifted at the next step
        stint.planned = self.today + dt.timedelta(days=self.random.randint(soonest, 150))
        take_step(row, to="ended", on=stint.planned, by=None)

    def _lift(self, being: Being) -> None:
        stint, row = self._row(being)
        lift_planned_end(row)
        stint.planned = None

    def _pay(self, being: Being) -> None:
        stint, row = self._row(being)
        row.fee_paid_until = stint.paid_until = self.today + dt.timedelta(days=365)
        row.save()

    def _dissolve(self, being: Being) -> None:
        being.dissolved = self.today
        house = self.houses[being.name]
        Dissolution.objects.create(organisation=house.organisation, on=self.today.isoformat())

    def _directory(self, being: Being) -> None:
        being.chose_directory = not being.chose_directory
        _stint, row = self._row(being)
        row.in_directory = being.chose_directory
        row.save()

    # -- surfaces --------------------------------------------------------------------------------
    def named_at(self, address: str) -> set[str]:
        """The organisations that an address names."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        text = answer.content.decode().lower()
        return {name for name in self.houses if f"organisations/{name}" in text}

    def pages(self) -> dict[str, Any]:
        """What the organisations' pages answer."""
        return {
            name: self.client.get(house.organisation.url_in("en"))
            for name, house in self.houses.items()
        }

    def published(self) -> set[str]:
        """The organisations of which what they published is there."""
        return {
            name
            for name, house in self.houses.items()
            if self.client.get(house.practice.url_in("en")).status_code == 200
        }


Surface = Callable[[Town], object]
Pair = tuple[Surface, Surface]


def _those(condition: Callable[[Being, dt.date], bool]) -> Surface:
    return lambda town: {each.name for each in town.organisations if condition(each, town.today)}


def _at(address: str) -> Surface:
    return lambda town: town.named_at(address)


def _exported(town: Town) -> set[str]:
    stream = io.StringIO()
    Export(public=True).write(stream)
    return {name for name in town.houses if f'"id": "{name}"' in stream.getvalue()}


def _called_former(town: Town) -> set[str]:
    answers = town.pages().items()
    return {name for name, answer in answers if "Former member" in answer.content.decode()}


def _opened(town: Town) -> set[str]:
    return {name for name, answer in town.pages().items() if answer.status_code == 200}


def _written_to(town: Town) -> set[str]:
    readers = readers_of(Mailing(frequency="issues", members_only=True))
    return {address.partition("@")[0] for address in readers.values_list("email", flat=True)}


def _editable(town: Town) -> set[str]:
    return {name for name, house in town.houses.items() if may_edit(house)}


def _past(town: Town) -> list[dt.date]:
    """Days of which the office asks: today and, always the same ones, some of the past."""
    asked = Random(town.today.toordinal())  # noqa: S311 # no secret
    lived = max((town.now - town.begun).days, 0)
    return [town.today, *(town.today - dt.timedelta(days=asked.randint(0, lived)) for _ in "123")]


def _rolls(town: Town) -> dict[dt.date, set[str]]:
    return {
        day: {voter.name.lower() for voter in roll_of(day, with_persons=True)}
        for day in _past(town)
    }


def _voters(town: Town) -> dict[dt.date, set[str]]:
    everybody = town.beings.values()
    return {
        day: {each.name.lower() for each in everybody if each.is_member(day)} for day in _past(town)
    }


def _lists(town: Town) -> dict[dt.date, set[tuple[int, str]]]:
    memberships, found = every_membership(), {}
    for day in _past(town):
        form = ListForm({"day": day.isoformat()}, countries=["RO"])
        assert form.is_valid()
        found[day] = {(row.membership.pk, row.state) for row in rows_of(memberships, form)}
    return found


def _states(town: Town) -> dict[dt.date, set[tuple[int, str]]]:
    return {
        day: {
            (stint.pk, state)
            for each in town.beings.values()
            for stint, state in zip(each.stints, each.states(day), strict=True)
            if state
        }
        for day in _past(town)
    }


def _owing(town: Town) -> set[int]:
    form = ListForm({"fee": "overdue"}, countries=["RO"])
    assert form.is_valid()
    return {row.membership.pk for row in rows_of(every_membership(), form)}


def _unpaid(town: Town) -> set[int]:
    return {
        stint.pk
        for each in town.beings.values()
        for stint, state in zip(each.stints, each.states(town.today), strict=True)
        if stint.paid_until and stint.paid_until < town.today
        if state in ("applicant", "active", "suspended")
    }


def _shown_persons(town: Town) -> set[str]:
    return {name for name, _country in individual_members()}


def _members_who_chose(town: Town) -> set[str]:
    people = (each for each in town.beings.values() if each.is_person and each.chose_directory)
    return {each.name for each in people if each.is_member(town.today)}


OPEN = _those(Being.is_open)
MEMBERS = _those(Being.is_member)
OPEN_MEMBERS = _those(lambda each, day: each.is_open(day) and each.is_member(day))
OPEN_OTHERS = _those(lambda each, day: each.is_open(day) and not each.is_member(day))
PUBLISHED = _those(lambda each, day: each.is_open(day) and not each.practice_offline)
#: what a surface says, and what the model says
SURFACES: Mapping[str, Pair] = {
    **{name: (_at(address), OPEN) for name, address in LISTED.items()},
    **{name: (_at(address), OPEN_MEMBERS) for name, address in OF_MEMBERS.items()},
    **{name: (_at(address), OPEN_OTHERS) for name, address in OF_OTHERS.items()},
    "page": (_opened, OPEN),
    "publication": (Town.published, PUBLISHED),
    "list of practices": (_at("/en/practices/"), PUBLISHED),
    "export": (_exported, OPEN),
    "former members' pages": (
        _called_former,
        _those(lambda each, day: each.is_open(day) and each.was_member(day)),
    ),
    "mails to members": (_written_to, MEMBERS),
    "editing": (_editable, _those(lambda each, day: not each.is_former(day))),
    "rolls": (_rolls, _voters),
    "lists on a day": (_lists, _states),
    "overdue fees": (_owing, _unpaid),
    "persons in the directory": (_shown_persons, _members_who_chose),
}


def disagreeing(town: Town, surfaces: Mapping[str, Pair] = SURFACES) -> dict[str, object]:
    """The surfaces that say something else than the model, with both."""
    said = {name: (says(town), should(town)) for name, (says, should) in surfaces.items()}
    return {name: pair for name, pair in said.items() if pair[0] != pair[1]}
