"""What the office says of the network; where it says nothing, the operator's settings hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import Site

from core import columns
from core.acting import forget_read
from core.base import TranslatedSave
from core.lists import StringListField
from core.visibility import PublicQuerySet

#: What the office may set a colour for, and on which pages.
COLOURS = ("mark_light", "mark_dark", "name_light", "name_dark")


def _colour(words: Any) -> models.CharField[str, str]:
    return models.CharField(words, max_length=7, blank=True)


class NetworkSettings(TranslatedSave, BaseGenericSetting):
    """The one row in which the office names the network, its office, its licence and its mark.

    Ask `network_now()` of `core.network.now`, not this row: an empty field means the operator's.
    """

    translated = ("lead",)

    name = models.CharField(_("name of the network"), max_length=150, blank=True)
    lead = columns.TextColumn(_("what the network is, in a sentence"), max_length=400, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    office_email = models.CharField(_("e-mail address of the office"), max_length=254, blank=True)
    office_address = columns.TextColumn(
        _("address of the office by post"), max_length=400, blank=True
    )
    licence_name = models.CharField(_("licence"), max_length=100, blank=True)
    licence_url = models.CharField(_("web address of the licence"), max_length=500, blank=True)
    social = StringListField(_("the network elsewhere in the web"))
    helpline_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page for families who look for help"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    mark_light = _colour(_("mark on light pages"))
    mark_dark = _colour(_("mark on dark pages"))
    name_light = _colour(_("name on light pages"))
    name_dark = _colour(_("name on dark pages"))

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("The network and its office")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the rest of this request sees it, and Wagtail calls the site by the name."""
        super().save(*args, **kwargs)
        Site.objects.filter(is_default_site=True).update(site_name=self.name)
        forget_read()
