"""The office's list of memberships: on a day, filtered, as rows and as a table that leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.countries import country_name
from core.folding import fold, order_of
from core.showing.tables import Cell
from core.written_dates import DayField
from members.memberships.standing import NOTHING, state_on
from members.models import Membership, MembershipCategory, MembershipStatus

#: for so many days before the fee runs out a renewal is due
DUE_DAYS = 60
OVERDUE, DUE = "overdue", "due"
FEES = (
    ("", gettext_lazy("any")),
    (OVERDUE, gettext_lazy("overdue")),
    (DUE, gettext_lazy("renewal due")),
)
_PAYING = (MembershipStatus.APPLICANT, MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED)


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One membership on the day asked for."""

    membership: Membership
    holder: str
    country: str
    category: str
    state: str
    fee: str

    @property
    def state_words(self) -> str:
        """The state in the reader's language."""
        return str(MembershipStatus(self.state).label)


class ListForm(forms.Form):
    """What the list is narrowed to; everything is optional."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    day = DayField(label=gettext_lazy("On this day"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("any")), *MembershipStatus.choices],
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        required=False,
        queryset=MembershipCategory.objects.all(),
        to_field_name="record_id",
        empty_label=gettext_lazy("any"),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    fee = forms.ChoiceField(label=gettext_lazy("Fee"), required=False, choices=FEES)

    def __init__(self, *args: object, countries: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        named = sorted(
            ((code, country_name(code)) for code in countries), key=lambda each: order_of(each[1])
        )
        choices = [("", gettext_lazy("any")), *named]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]  # a choice field


def every_membership() -> list[Membership]:
    """All memberships with what the list asks of them. Two queries."""
    rows = Membership.objects.select_related("category", "organisation__dissolution")
    return list(rows.prefetch_related("steps"))


def rows_of(memberships: list[Membership], form: ListForm) -> list[ListRow]:
    """Those of the memberships that a valid form asks for, by name. No query."""
    asked = form.cleaned_data
    day = asked["day"] or timezone.localdate()
    words = fold(asked["q"])
    category = asked["category"]
    found = [
        row
        for row in (_row(membership, day) for membership in memberships)
        if row.state != NOTHING
        and words in fold(row.holder)
        and (not category or row.membership.category_id == category.pk)
        and asked["state"] in ("", row.state)
        and asked["country"] in ("", row.membership.country)
        and asked["fee"] in ("", row.fee)
    ]
    return sorted(found, key=lambda row: (order_of(row.holder), row.membership.pk))


def fee_state(membership: Membership, *, state: str, today: dt.date) -> str:
    """Whether the fee is overdue or a renewal due; nobody else owes one."""
    until = membership.fee_paid_until
    if until is None or state not in _PAYING:
        return ""
    if until < today:
        return OVERDUE
    return DUE if until <= today + dt.timedelta(days=DUE_DAYS) else ""


def _row(membership: Membership, day: dt.date) -> ListRow:
    state = state_on(membership, day)
    return ListRow(
        membership=membership,
        holder=membership.holder,
        country=country_name(membership.country) if membership.country else "",
        category=str(membership.category.heading_in()),
        state=state,
        fee=fee_state(membership, state=state, today=timezone.localdate()),
    )


def lines_of(rows: list[ListRow]) -> Iterator[list[Cell]]:
    """The list as a table with headings."""
    names = (
        _("name"),
        _("country"),
        _("category"),
        _("state"),
        _("applicant since"),
        _("since"),
        _("until"),
        _("fee paid until"),
    )
    yield [capfirst(name) for name in names]
    for row in rows:
        each = row.membership
        dates = (each.applicant_since, each.since, each.until)
        yield [row.holder, row.country, row.category, row.state_words, *dates, each.fee_paid_until]
