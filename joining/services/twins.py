"""The same organisation twice: the office sees both, a colleague is told by mail, nobody else.

Who applies is nobody's business. So only an address at the organisation's own domain is told that
a colleague has applied already; whoever just knows the name of an organisation learns nothing.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from core.folding import fold
from joining import mails
from joining.models import OPEN, Application, ApplicationStatus
from members.models import OrganisationPage


def host_of(website: str) -> str:
    """The host of a website, without `www.`; empty for none."""
    address = website if "//" in website else f"//{website}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def domain_of(email: str) -> str:
    """What stands after the @."""
    return email.rpartition("@")[2].lower()


def _is_same(row: Application, other: Application) -> bool:
    names = fold(row.organisation_name).strip(), fold(other.organisation_name).strip()
    hosts = host_of(row.website), host_of(other.website)
    return bool((names[0] and names[0] == names[1]) or (hosts[0] and hosts[0] == hosts[1]))


def twins_of(row: Application) -> list[Application]:
    """Other applications of the same organisation, by its name or site, sent and not decided."""
    others = Application.objects.filter(status__in=OPEN).exclude(pk=row.pk)
    others = others.exclude(status=ApplicationStatus.DRAFT)
    return [other for other in others.order_by("sent_at", "pk") if _is_same(row, other)]


def pages_like(row: Application) -> list[OrganisationPage]:
    """Pages of organisations with this name or site, for the office to link to."""
    if not row.organisation_name:
        return []
    wanted, host = fold(row.organisation_name).strip(), host_of(row.website)
    pages = OrganisationPage.objects.filter(country=row.country).order_by("title", "pk")
    return [
        page
        for page in pages
        if fold(page.title).strip() == wanted or (host and host_of(page.website) == host)
    ]


def tell_colleague(row: Application) -> None:
    """Mail the applicant if a colleague, at the organisation's own domain, has applied already."""
    domain = domain_of(row.email)
    for other in twins_of(row):
        if domain == domain_of(other.email) == host_of(other.website):
            mails.send_known(row)
            return
