"""Memberships in the records format: with their steps, papers and persons in the office's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.bounds import LONGEST_TEXT
from core.files.intake.guard import Arrival, note_received
from core.mail.addresses import in_any_case
from core.tidy import tidy
from members.memberships.history import ToldHistory, ToldStep, lost_step
from members.memberships.paths import MACHINES
from members.models import (
    NOT_ADMITTED,
    ContactRole,
    Membership,
    MembershipContact,
    MembershipDocument,
    MembershipPath,
    MembershipStatus,
    MembershipStep,
)
from members.periods import Period
from records.fields import (
    Choice,
    Date,
    Day,
    Field,
    Moment,
    Reference,
    RowFile,
    RowList,
    RowsKept,
    String,
    offices,
)
from records.lookup import Lookup
from records.media import keep_in_rows
from records.place import RecordPlace
from records.problems import printable
from records.registry import Json, Said
from records.rows import Rows
from users.models import User

if TYPE_CHECKING:
    from records.fields.rows import RowsKept as StoredRows

PAPERS = "papers"
#: the states that the file holds; applications stay with the office
ADMITTED = [status.value for status in MembershipStatus if status not in NOT_ADMITTED]
_STATES = MembershipStatus.values

keep_in_rows(PAPERS, MembershipDocument)


class PlainWords(String):
    """Words that somebody wrote here: told without what pasting brought along."""

    def bind(self, model: type[Model]) -> None:
        """Take the column's length, or that of any text."""
        super().bind(model)
        self.longest = self.longest or LONGEST_TEXT

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The column's text as one may write it; None if it says nothing."""
        is_line = isinstance(self.column, CharField)
        return tidy(getattr(instance, self.attribute), one_line=is_line).strip() or None


class TakenBy(String):
    """Who took a step, by address: a login here, or the address alone."""

    def __init__(self) -> None:
        super().__init__("by", attribute="taken_by")

    @property
    def prefetch(self) -> tuple[str, ...]:
        """The login."""
        return ("actor",)

    def normal(self, value: Any) -> Any:
        """Small letters: one address, one login."""
        return value.lower()

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The login's address, else the one that a file told."""
        told = instance.taken_by if instance.actor is None else instance.actor.email
        return told.lower() or None

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Find the login; keep the address where there is none."""
        instance.actor = in_any_case(User.objects.all(), value or "").first()
        instance.taken_by = "" if instance.actor else value or ""


class Entered(Moment):
    """When it was entered here, where its dates alone don't tell what it was since when."""

    def __init__(self) -> None:
        super().__init__("entered", attribute="entered_at")

    @property
    def prefetch(self) -> tuple[str, ...]:
        """The steps."""
        return ("steps",)

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The moment; None where nobody needs it."""
        is_told = instance.status != MembershipStatus.SUSPENDED and not instance.steps.all()
        return None if is_told else super().read(instance, keys)


def papers(*, loose: str = "") -> RowsKept:
    """Return the field `papers`: those of the owner, none of them ever taken away."""
    return RowsKept(
        PAPERS,
        [
            RowFile(PAPERS),
            PlainWords("title", required=True),
            offices(Moment("added", attribute="added_at")),
        ],
        relation="documents",
        loose=loose,
        store=_store_papers,
        order=lambda paper: (paper.get("added", ""), paper["file"], paper["title"]),
        traits=[lambda paper: paper["file"]],
        stays=lambda paper: True,
    )


def _store_papers(field: StoredRows, owner: Any, entries: list[Json], keys: Lookup) -> None:
    step = owner if isinstance(owner, MembershipStep) else None
    membership = step.membership if step else owner
    stored = {paper.pk: paper for paper in owner.documents.all()}
    for entry in entries:
        paper = stored.get(getattr(entry, "row", None) or 0)
        paper = paper or MembershipDocument(membership=membership, step=step)
        field.fill(paper, entry, keys=keys, rows=Rows())
        note_received(paper, str(paper.file.name), Arrival(digest=""))
        paper.save()


def _store_steps(field: StoredRows, owner: Any, entries: list[Json], keys: Lookup) -> None:
    """Write steps that were checked: those that are there in their place, others after them."""
    stored = _kept(owner.steps, entries)
    for entry in entries:
        step = stored.get(getattr(entry, "row", None) or 0) or MembershipStep(membership=owner)
        below = Rows()
        field.fill(step, entry, keys=keys, rows=below)
        step.save()
        for act in below.afterwards:
            act(step)


def _store_contacts(field: StoredRows, owner: Any, entries: list[Json], keys: Lookup) -> None:
    stored = _kept(owner.contacts, entries)
    for entry in entries:
        if getattr(entry, "row", None) not in stored:
            contact = MembershipContact(membership=owner)
            field.fill(contact, entry, keys=keys, rows=Rows())
            contact.save()


def _kept(rows: Any, entries: list[Json]) -> dict[int, Any]:
    """Delete the rows that no entry is; return the others by key."""
    kept = {row.pk: row for row in rows.all()}
    gone = kept.keys() - {getattr(entry, "row", None) for entry in entries}
    rows.filter(pk__in=gone).delete()
    return {pk: row for pk, row in kept.items() if pk not in gone}


def facts() -> list[Field]:
    """Return what everybody may know of a membership."""
    return [
        Reference("category", "categories", required=True),
        Choice("status", ADMITTED, required=True),
        Date("applicant_since"),
        Date("since"),
        Date("until"),
    ]


def offices_own() -> list[Field]:
    """Return what only the office keeps of it."""
    contact: list[Field] = [
        Choice("role", ContactRole.values, required=True),
        PlainWords("name", required=True),
        String("email"),
    ]
    step: list[Field] = [
        Choice("from", _STATES, attribute="from_status"),
        Choice("to", _STATES, required=True, attribute="to_status"),
        Day("day", required=True),
        offices(TakenBy()),
        offices(PlainWords("decision")),
        offices(PlainWords("reason")),
        offices(Moment("made", attribute="made_at")),
        papers(),
    ]
    return [
        offices(Day("fee_paid_until")),
        offices(Day("reminded_for")),
        offices(PlainWords("notes")),
        offices(Entered()),
        RowsKept("steps", step, store=_store_steps, traits=[_step_of]),
        RowsKept(
            "contacts",
            contact,
            store=_store_contacts,
            order=_contact_of,
            traits=[_contact_of],
        ),
        papers(loose="step"),
    ]


def _contact_of(contact: Json) -> object:
    return contact["role"], contact["name"], contact.get("email", "")


def _step_of(step: Json) -> object:
    return step["day"], step.get("from"), step["to"]


def _first_step(row: Json) -> object:
    return _step_of(row["steps"][0]) if row.get("steps") else None


def stays(row: Json) -> bool:
    """Whether a membership stays where a file doesn't name it.

    Public files name no suspension; what was decided here is nobody's to forget.
    """
    return row["status"] == MembershipStatus.SUSPENDED or "steps" in row


def memberships() -> RowList:
    """Return the field `memberships` of an organisation; the surest trait first."""
    return RowList(
        "memberships",
        [*facts(), *offices_own()],
        traits=[
            lambda row: (row["category"], row.get("applicant_since"), row.get("since")),
            lambda row: (row.get("applicant_since"), row.get("since")),
            _first_step,
            lambda row: row.get("applicant_since"),
            lambda row: row.get("since"),
            lambda row: None if "steps" in row else (row["category"], row["status"]),
            lambda row: None if stays(row) else "alone",
        ],
        stays=stays,
    )


def without_page() -> QuerySet[Membership]:
    """Return the memberships of persons, and of organisations that a whole export doesn't hold."""
    admitted = Membership.objects.exclude(status__in=NOT_ADMITTED)
    return admitted.exclude(organisation__live=True)


def hold(organisations: list[str]) -> None:
    """Let nobody move the memberships of these organisations on meanwhile."""
    _lock(Membership.objects.filter(organisation__record_id__in=organisations))


def hold_without_page(record_ids: list[str]) -> None:
    """Let nobody move these memberships on meanwhile."""
    _lock(Membership.objects.filter(record_id__in=record_ids))


def _lock(rows: QuerySet[Membership]) -> None:
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


# -- rules -----------------------------------------------------------------------------------------
def one_membership_at_a_time(record: Json, at: RecordPlace, *, with_kept: bool = False) -> None:
    """Refuse a membership that begins before another one of the same organisation has ended.

    `with_kept`: what only the site has follows the file's, which has been checked alone; so of two
    at the same time the first stands in the file, and the line names its place.
    """
    given = record.get("memberships")
    held: list[tuple[int, Period, Json]] = []
    for number, row in enumerate(given if isinstance(given, list) else ()):
        try:
            period = Period.of(
                since=row.get("applicant_since") or row.get("since") or "",
                until=row.get("until") or "",
                ended=row.get("status") == MembershipStatus.ENDED,
            )
        except (AttributeError, TypeError, ValueError):  # its own fields say what is wrong
            continue
        for place, other, named in held:
            if period.overlaps(other):
                named_place = place if with_kept else number
                at.refuse(f"memberships[{named_place}]", _at_one_time(named, row))
        held.append((number, period, row))


def _at_one_time(one: Json, other: Json) -> str:
    text = _(
        "%(one)s and %(other)s are at the same time, but an organisation has one membership at a "
        "time. Correct the dates in the file; if only the site has the other one, correct or end "
        "it there first."
    )
    return text % {"one": _in_words(one), "other": _in_words(other)}


def _in_words(row: Json) -> str:
    """Category, state and time, e.g. `full (active, 2016 – …)`; a wrong value as it stands."""
    state = dict(MembershipStatus.choices).get(row.get("status", ""), row.get("status"))
    since = row.get("applicant_since") or row.get("since") or "…"
    return printable(f"{row.get('category')} ({state}, {since} – {row.get('until') or '…'})")


def histories_of_an_organisation(record: Json, current: Json, at: RecordPlace, said: Said) -> None:
    """Refuse steps that nobody could take, and memberships at the same time as one that stays."""
    known = {row.row: row for row in current.get("memberships", ())}
    listed = record.get("memberships", ())
    for number, row in enumerate(listed):
        was = known.get(getattr(row, "row", None)) if known else None
        _check(row, was or {}, f"memberships[{number}]", at, said)
    if listed != current.get("memberships"):
        one_membership_at_a_time(record, at, with_kept=True)


def history_of_its_own(record: Json, current: Json, at: RecordPlace, said: Said) -> None:
    """Refuse steps that nobody could take."""
    _check(record, current, "", at, said)


def _check(row: Json, was: Json, path: str, at: RecordPlace, said: Said) -> None:
    if row == was:
        return
    today = timezone.localdate()
    start = f"{path}." if path else ""
    steps = _told(row)
    path_said = str(said("categories", row["category"], "path"))
    told = ToldHistory(
        path=path_said if path_said in MACHINES else MembershipPath.ORGANISATION,
        status=row["status"],
        began=row.get("applicant_since") or row.get("since") or "",
        until=row.get("until", ""),
        steps=steps,
    )
    for number, message in told.problems(today=today):
        at.refuse(f"{start}status" if number is None else f"{start}steps[{number}]", message)
    lost = lost_step(steps, _told(was), today=today)
    if lost is not None:
        at.refuse(f"{start}steps", f"a step that was taken on this site is missing: {lost}")


def _told(row: Json) -> list[ToldStep]:
    return list(_steps(row))


def _steps(row: Json) -> Iterator[ToldStep]:
    for step in row.get("steps", ()):
        made = step.get("made")
        yield ToldStep(
            before=step.get("from", ""),
            to=step["to"],
            day=dt.date.fromisoformat(step["day"]),
            made=timezone.localdate(dt.datetime.fromisoformat(made)) if made else None,
        )
