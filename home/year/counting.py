"""Counts the network's year: members, countries, what was shared, readers, open questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.countries import country_name
from core.folding import order_of
from core.i18n import current_language, language_in_words
from core.kinds import Place, kinds_in
from home.year.tables import SHOWN_FROM, Table, Year, folded, rounded, shown
from members.memberships.standing import state_on
from members.models import Membership, MembershipPath, MembershipStatus, OrganisationPage
from members.selectors import STEP
from newsletter.models import Action, ConsentEvent, State, Subscriber
from search.models import QueryCount

Row = tuple[str | int, ...]
#: who is counted, in the order of the table
COUNTED = (MembershipStatus.ACTIVE, MembershipStatus.APPLICANT, MembershipStatus.SUSPENDED)
ENDS = (
    Action.WITHDRAWN, Action.ERASED, Action.LAPSED, Action.BOUNCED, Action.COMPLAINED,
)  # fmt: skip


class YearCount:
    """One year, counted. Some twenty queries, however much there is."""

    def __init__(self, year: Year) -> None:
        self.year = year

    def tables(self) -> list[Table]:
        """All tables, in the order of a report."""
        return [
            self.members(),
            self.moves(),
            self.countries(),
            *self.shared(),
            self.readers(),
            self.readers_by_language(),
            self.questions(),
        ]

    # -- members -----------------------------------------------------------------------------------
    @cached_property
    def _memberships(self) -> list[Membership]:
        rows = Membership.objects.select_related("category", "organisation__dissolution")
        return list(rows.prefetch_related("steps"))

    @cached_property
    def _standing(self) -> list[tuple[Membership, str]]:
        """Memberships that hold on the day of the count, with their state."""
        found = ((row, state_on(row, self.year.until)) for row in self._memberships)
        return [(row, state) for row, state in found if state in COUNTED]

    def members(self) -> Table:
        """By category and state on the last day; persons in one rounded number, in no sum."""
        counted = Counter((str(m.category), state) for m, state in self._standing if _is_public(m))
        persons = Counter(str(m.category) for m, _state in self._standing if not _is_public(m))
        names = sorted({name for name, _state in counted}, key=order_of)
        rows: list[Row] = [
            (name, *(counted[name, state] for state in COUNTED), _sum(counted, name))
            for name in names
        ]
        whole = [sum(counted[name, state] for name in names) for state in COUNTED]
        rows.append((pgettext("number", "together"), *whole, sum(whole)))
        rows += [
            (name, "", "", "", rounded(number))
            for name, number in sorted(persons.items(), key=lambda row: order_of(row[0]))
        ]
        return Table(
            name="members",
            title=_("Members on %(day)s") % {"day": _day(self.year)},
            headings=(
                _("Category"),
                *(capfirst(str(state.label)) for state in COUNTED),
                capfirst(pgettext("number", "together")),
            ),
            rows=tuple(rows),
            source=_(
                "Memberships and their steps, as they stood on that day. Organisations in the "
                "directory are public, so no number is left out. Persons and affiliates are one "
                "number of each category, rounded to fives, which is in no sum. %(rule)s"
            )
            % {"rule": _rule()},
        )

    def moves(self) -> Table:
        """Who came and went; organisations by name, persons as a number of their own."""
        first, last = self.year.first, self.year.until
        came = [r for r in self._memberships if _within(r.since_first, first, last)]
        began = [r for r in self._memberships if _within(r.applicant_since_first, first, last)]
        went = [r for r in self._memberships if _within(r.until_last, first, last)]
        lines = ((_("became applicants"), began), (_("became members"), came), (_("left"), went))
        return Table(
            name="moves",
            title=_("Who came and went"),
            headings=(
                _("What"),
                _("Organisations"),
                _("Which ones"),
                _("Persons and affiliates"),
            ),
            rows=tuple((words, *_told(rows)) for words, rows in lines),
            source=_(
                "First and last days of memberships within the year. Persons aren't named. %(rule)s"
            )
            % {"rule": _rule()},
        )

    def countries(self) -> Table:
        """Countries of members on the last day."""
        members = [row for row, state in self._standing if state == MembershipStatus.ACTIVE]
        counted = Counter(row.country for row in members if _is_public(row))
        known = {country_name(code): number for code, number in counted.items() if code}
        return Table(
            name="countries",
            title=_("Countries of member organisations: %(number)s") % {"number": len(known)},
            headings=(_("Country"), _("Member organisations")),
            rows=_by_number(known),
            source=_("The country on each member organisation's page, of members on %(day)s.")
            % {"day": _day(self.year)},
        )

    # -- what was shared ---------------------------------------------------------------------------
    def shared(self) -> list[Table]:
        """What went online in the year and is online now: by kind, country, language."""
        publishers = OrganisationPage.objects.for_public().values_list("path", "country")
        country_of = dict(publishers)
        kinds: dict[str, int] = {}
        countries: Counter[str] = Counter()
        languages: Counter[str] = Counter()
        for kind in kinds_in(Place.PROFILE):
            found = kind.model.objects.for_public().filter(
                first_published_at__gte=self.year.begins, first_published_at__lt=self.year.ends
            )
            pages = list(found.values_list("path", "original_language"))
            kinds[capfirst(kind.many)] = len(pages)
            countries.update(country_of.get(path[:-STEP], "") for path, _language in pages)
            languages.update(language for _path, language in pages)
        source = _(
            "Pages put online for the first time within the year that readers can see today. What "
            "was imported counts on the day of its import."
        )
        what = capfirst(pgettext("number", "pages"))
        named = {
            country_name(code) if code else _("no country"): n for code, n in countries.items()
        }
        spoken = {_language(code): number for code, number in languages.items()}
        return [
            _shared("kinds", _("What was shared, by kind"), (_("Kind"), what), kinds, source),
            _shared("shared_countries", _("By country"), (_("Country"), what), named, source),
            _shared("languages", _("By language"), (_("Written in"), what), spoken, source),
        ]

    # -- readers -----------------------------------------------------------------------------------
    def readers(self) -> Table:
        """How many got the newsletter at the end, who came and who went."""
        events = ConsentEvent.objects.filter(at__lt=self.year.ends)
        within = events.filter(at__gte=self.year.begins)
        came = within.filter(action=Action.GIVEN).values("digest").distinct().count()
        went = within.filter(action__in=ENDS[:1]).values("digest").distinct().count()
        return Table(
            name="readers",
            title=_("Readers of the newsletter"),
            headings=(_("What"), _("Number")),
            rows=(
                (_("readers on %(day)s") % {"day": _day(self.year)}, rounded(_reading(events))),
                (_("subscribed within the year"), shown(came)),
                (_("unsubscribed within the year"), shown(went)),
            ),
            source=_(
                "The consent log. How many readers there are is rounded to fives: two years "
                "together don't tell how few came or left. %(rule)s"
            )
            % {"rule": _rule()},
        )

    def readers_by_language(self) -> Table:
        """Today's readers by the language that they read first."""
        lists = Subscriber.objects.filter(state=State.ACTIVE).values_list("languages", flat=True)
        counted = Counter(_language(codes[0]) for codes in lists if codes)
        day = date_format(timezone.localdate())
        return Table(
            name="reader_languages",
            title=_("Readers by language, today"),
            headings=(_("Reads first"), _("Readers")),
            rows=tuple(
                (name, number if isinstance(number, str) else rounded(number))
                for name, number in folded(counted, others=_("other languages together"))
            ),
            source=_(
                "Subscribers on %(day)s, rounded to fives; what languages they read earlier is not "
                "kept. %(rule)s"
            )
            % {"day": day, "rule": _rule()},
        )

    # -- questions ---------------------------------------------------------------------------------
    def questions(self) -> Table:
        """What people looked for and didn't find."""
        counts = QueryCount.objects.filter(month__year=self.year.year)
        texts = counts.order_by().values("digest", "language")
        texts = texts.annotate(all=Sum("searches"), none=Sum("nothing"), words=Max("text"))
        found = texts.filter(all__gte=SHOWN_FROM, none__gte=SHOWN_FROM).exclude(words="")
        rows: list[Row] = [
            (row["words"], _language(row["language"]), row["none"])
            for row in found.order_by("-none", "words", "language")[:100]
        ]
        rest = texts.filter(none__gt=0).count() - len(rows)
        rows += [(_("other texts, each too rare to be shown"), "", shown(rest))] if rest > 0 else []
        return Table(
            name="questions",
            title=_("Questions without an answer"),
            headings=(_("Looked for"), _("Language"), _("Found nothing")),
            rows=tuple(rows),
            source=_(
                "Searches on the public site that found nothing, without anything about who asked; "
                "they are kept for 13 months. %(rule)s"
            )
            % {"rule": _rule()},
        )


def _rule() -> str:
    return _("Numbers under %(number)s could point to a person and are left out.") % {
        "number": SHOWN_FROM
    }


def _day(year: Year) -> str:
    return date_format(year.until)


def _language(code: str) -> str:
    return capfirst(language_in_words(code, current_language())) if code else _("unknown")


def _sum(counted: Counter[tuple[str, str]], name: str) -> int:
    return sum(counted[name, state] for state in COUNTED)


def _within(day: object, first: object, last: object) -> bool:
    return day is not None and first <= day <= last  # type: ignore[operator] # dates, both


def _is_public(row: Membership) -> bool:
    """Whether an organisation is the member; of others who they are isn't told, nor how few."""
    return bool(row.category.path == MembershipPath.ORGANISATION)


def _told(rows: list[Membership]) -> Row:
    """How many organisations, which ones, how many others."""
    known = [row for row in rows if _is_public(row)]
    names = sorted({row.holder for row in known}, key=order_of)
    return len(known), ", ".join(names), shown(len(rows) - len(known))


def _by_number(counts: Mapping[str, int]) -> tuple[Row, ...]:
    found = ((name, number) for name, number in counts.items() if number)
    return tuple(sorted(found, key=lambda row: (-row[1], order_of(row[0]))))


def _shared(
    name: str, title: str, headings: tuple[str, str], counts: Mapping[str, int], source: str
) -> Table:
    rows = (*_by_number(counts), (pgettext("number", "together"), sum(counts.values())))
    return Table(name=name, title=title, headings=headings, rows=rows, source=source)


def _reading(events: object) -> int:
    """How many addresses had agreed, and not left, after the last of these events."""
    decisive = events.filter(action__in=(Action.GIVEN, *ENDS))  # type: ignore[attr-defined] # rows
    last: dict[str, str] = dict(decisive.order_by("at", "pk").values_list("digest", "action"))
    return sum(action == Action.GIVEN for action in last.values())
