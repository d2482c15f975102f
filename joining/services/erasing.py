"""What goes by itself, and when: applications with their files, referees with their answers."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.mail.addresses import folded, in_any_case
from core.mail.outgoing import OutgoingMail
from joining import limits, mails
from joining.mails import ABOUT
from joining.models import OPEN, Application, ApplicationFile, ApplicationStatus, Referee
from joining.services import trail
from joining.services.due import each_due
from joining.storage import sweep
from members.models import NOT_ADMITTED

_ENDED = (ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN)
_ALL = Application.objects.all


def erase(application: Application) -> None:
    """Delete an application with its files, its referee and all that was said about it."""
    with transaction.atomic():
        addresses = [application.email]
        addresses += Referee.objects.filter(application=application).values_list("email", flat=True)
        mails_to(_of_nobody_else(addresses, beside=application)).delete()
        trail.note(application, "erased")
        for file in application.files.all():
            file.delete()
        application.delete()
        _forget_membership(application)


def warn_of_erasure() -> bool:
    """Mail the writers of a batch of drafts that these will be erased; whether any. A slice.

    Once after each last change, `limits.WARNED` before the end.
    """
    unwarned = Q(warned_at=None) | Q(warned_at__lt=F("changed_at"))
    late = limits.before(limits.unfinished() - limits.WARNED)
    drafts = _ALL().filter(unwarned, status=ApplicationStatus.DRAFT, proved_at__isnull=False)
    return each_due(drafts.filter(changed_at__lt=late), _warn, order="changed_at")


def _warn(row: Application) -> bool:
    mails.send_warning(row)
    row.warned_at = timezone.now()
    row.save(update_fields=["warned_at"])
    return True


def _forget_membership(application: Application) -> None:
    """Delete the membership that never was: it names who applied."""
    membership = application.membership
    if membership is not None and membership.status in NOT_ADMITTED:
        membership.delete()


def _of_nobody_else(addresses: list[str], *, beside: Application) -> list[str]:
    """Of these addresses those to which no other open application has anything to say."""
    others = Application.objects.filter(status__in=OPEN).exclude(pk=beside.pk)
    referees = Referee.objects.filter(application__in=others)
    used = {*others.values_list("email", flat=True), *referees.values_list("email", flat=True)}
    taken = {folded(address) for address in used}
    return [address for address in addresses if folded(address) not in taken]


def mails_to(addresses: list[str]) -> QuerySet[OutgoingMail]:
    """Mails about applications to these addresses, in any case."""
    mails = OutgoingMail.objects.filter(about=ABOUT)
    return in_any_case(mails, *filter(None, addresses), field="to")


def erase_unfinished() -> bool:
    """Erase a batch of applications that were never sent; return whether any. A slice."""
    before = limits.before(limits.unfinished())
    return _erase_batch(_ALL().filter(status=ApplicationStatus.DRAFT, changed_at__lt=before))


def erase_unproved() -> bool:
    """Erase a batch of addresses that nobody proved; return whether any. A slice.

    With them go the drafts whose writers withdrew before sending them: nobody else read those.
    """
    before = limits.before(limits.UNPROVED)
    unproved = Q(status=ApplicationStatus.DRAFT, proved_at=None, changed_at=None)
    withdrawn = Q(status=ApplicationStatus.WITHDRAWN, sent_at=None, closed_at__lt=before)
    return _erase_batch(_ALL().filter(unproved & Q(created_at__lt=before) | withdrawn))


def erase_refused() -> bool:
    """Erase a batch of applications refused or withdrawn long ago; return whether any. A slice."""
    due = limits.decided_before(limits.refused())
    return _erase_batch(_ALL().filter(due, status__in=_ENDED))


def erase_admitted() -> bool:
    """Erase a batch of applications admitted long ago; return whether any. A slice."""
    due = limits.decided_before(limits.admitted())
    return _erase_batch(_ALL().filter(due, status=ApplicationStatus.ADMITTED))


def erase_referees() -> bool:
    """Erase a batch of referees whose application was decided; return whether any. A slice."""
    due = limits.decided_before(limits.referees(), of="application__")
    return each_due(Referee.objects.filter(due), _referee_erased)


def _referee_erased(row: Referee) -> bool:
    erase_referee(row.application)
    return True


@transaction.atomic
def erase_referee(application: Application) -> None:
    """Delete the referee of an application, with the mails to them."""
    for referee in Referee.objects.filter(application=application):
        mails_to(_of_nobody_else([referee.email], beside=application)).delete()
        referee.delete()


def sweep_files() -> bool:
    """Delete files that no row knows; return whether any. A slice."""
    return sweep(set(ApplicationFile.objects.values_list("file", flat=True)))


def _erase_batch(due: QuerySet[Application]) -> bool:
    return each_due(due, _erased)


def _erased(row: Application) -> bool:
    erase(row)
    return True
