"""The pages that the site itself leads to, by what they are: the privacy notice, the imprint …

Which page is which is the office's, and an ordinary row: it never rides in a page's revisions.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.visibility import public_condition


class Role(models.TextChoices):
    """What a page of the office is, for the site."""

    ABOUT = "about", _("About the network")
    JOIN = "join", _("How to join")
    MEMBERSHIP = "membership", _("Membership")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    TERMS = "terms", _("Terms for members who publish")
    NOTICE = "notice", _("Privacy notice")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    IMPRINT = "imprint", _("Imprint")


#: whoever asks strangers for what concerns them says first who he is, and what becomes of it
NEEDED = (Role.NOTICE, Role.IMPRINT)


class OfficePage(models.Model):
    """One row says which page is the office's notice, imprint … ; none while it was deleted."""

    role = models.CharField(_("what it is"), max_length=13, choices=Role.choices, unique=True)
    page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
    )

    class Meta:
        ordering = ["pk"]
        default_permissions = ("change", "view")
        verbose_name = _("page with a part to play")
        verbose_name_plural = _("pages with a part to play")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="core_officepage_role_known"
            )
        ]

    def __str__(self) -> str:
        return str(Role(self.role).label)


def online() -> models.QuerySet[OfficePage]:
    """Rows whose page readers may see."""
    return OfficePage.objects.filter(page__in=Page.objects.filter(public_condition()))


def page_of(role: Role) -> Page | None:
    """The page that plays a part, as its own class; None while readers can't see it."""
    row = online().filter(role=role).select_related("page").first()
    return row.page.specific if row and row.page else None


def forms_are_open() -> bool:
    """Whether forms may ask strangers for what concerns them. One query, none on one's own machine.

    On a production site they wait for the privacy notice and the imprint.
    """
    if not settings.FORMS_NEED_NOTICE:
        return True
    return online().filter(role__in=NEEDED).count() == len(NEEDED)
