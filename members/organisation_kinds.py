"""Kinds of organisations, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.showing.facts import in_words

#: The kinds in use. The field is free text: a new kind is shown as it is until it gets words here.
ORGANISATION_KINDS: dict[str, Promise] = {
    "association": gettext_lazy("association"),
    "charity": gettext_lazy("charity"),
    "childrens_centre": gettext_lazy("children’s centre"),
    "church": gettext_lazy("church"),
    "court": gettext_lazy("court"),
    "foundation": gettext_lazy("foundation"),
    "funder": gettext_lazy("funder"),
    "government": gettext_lazy("government body"),
    "health_body": gettext_lazy("health service"),
    "housing_association": gettext_lazy("housing association"),
    "intergovernmental": gettext_lazy("intergovernmental organisation"),
    "local_authority": gettext_lazy("local authority"),
    "network": gettext_lazy("network"),
    "ngo": gettext_lazy("non-governmental organisation"),
    "ombudsman": gettext_lazy("ombudsperson"),
    "police": gettext_lazy("police"),
    "prison": gettext_lazy("prison"),
    "prison_service": gettext_lazy("prison service"),
    "probation_service": gettext_lazy("probation service"),
    "professional_body": gettext_lazy("professional body"),
    "public_body": gettext_lazy("public body"),
    "school": gettext_lazy("school"),
    "university": gettext_lazy("university"),
    "visitor_centre": gettext_lazy("visitors’ centre"),
}


def organisation_kind(code: str) -> str:
    """A kind of organisation in words, e.g. `local authority`."""
    return in_words(ORGANISATION_KINDS, code)
