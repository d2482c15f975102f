"""What the network is called and where its office is, right now: the one place to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef
from wagtail.models import Page

from core.acting import read_once
from core.i18n import LANGS, Localised, current_language, default_language, has_content, loc
from core.network.funder import Funder
from core.network.settings import COLOURS, NetworkSettings
from core.visibility import public_condition

_KNOWN_SITES = {
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "mastodon.social": "Mastodon",
    "threads.net": "Threads",
    "tiktok.com": "TikTok",
    "twitter.com": "X",
    "vimeo.com": "Vimeo",
    "x.com": "X",
    "youtube.com": "YouTube",
}


@dataclass(frozen=True, kw_only=True)
class SiteElsewhere:
    """A page of the network on another site; `name` is that site's."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Network:
    """The network as readers meet it. Nothing of it is empty but what has no default.

    `leads` is the office's sentence by language; `helpline_page` is a page only while it is public;
    `colours` are those the office chose (`core.network.settings.COLOURS`), as `#rrggbb`;
    `is_funded` says whether a funder stands on every page today (`core.network.funding`).
    """

    name: str
    office_email: str
    office_address: str
    licence_name: str
    licence_url: str
    leads: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[SiteElsewhere, ...] = ()
    logo: Any = None
    helpline_page: Page | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    is_funded: bool = False

    @property
    def lead(self) -> Localised:
        """The sentence in the active language or a fallback; false where the office wrote none."""
        asked = current_language()
        for code in dict.fromkeys((asked, default_language(), *LANGS)):
            if code in self.leads:
                return Localised(self.leads[code], code, asked)
        return Localised("", None, asked)

    @property
    def style_version(self) -> str:
        """What changes in the address of the style sheet with the colours; "" without any."""
        return "".join(each.lstrip("#") for each in self.colours.values())


def network_now() -> Network:
    """What the network is called and where its office is. One query, once a request."""
    return read_once(_read)


def without_office() -> Network:
    """The same while the office says nothing: the operator's settings. No query."""
    return _from(NetworkSettings())


def name_of_site(url: str) -> str:
    """What people call the site of an address; its host where it isn't one that all know."""
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    return next((name for known, name in _KNOWN_SITES.items() if _is_at(host, known)), host)


def _is_at(host: str, known: str) -> bool:
    return host == known or host.endswith(f".{known}")


def _read() -> Network:
    public = Page.objects.filter(public_condition(), pk=OuterRef("helpline_page"))
    rows = NetworkSettings.objects.select_related("logo", "helpline_page").prefetch_related(
        "logo__renditions"
    )
    paid = Funder.objects.for_every_page()
    row = rows.annotate(helps=Exists(public), is_funded=Exists(paid)).first()
    return _from(row) if row is not None else without_office()


def _from(row: Any) -> Network:
    """The row, and the operator's settings where the office left something out."""
    own_licence = bool(row.licence_name)
    return Network(
        name=row.name or settings.NETWORK_NAME,
        office_email=row.office_email or settings.OFFICE_EMAIL,
        office_address=row.office_address or settings.NETWORK_ADDRESS,
        licence_name=row.licence_name or settings.CONTENT_LICENCE_NAME,
        licence_url=row.licence_url if own_licence else settings.CONTENT_LICENCE_URL,
        leads={
            code: text
            for code in LANGS
            if has_content(text := getattr(row, loc("lead", code)) or "")
        },
        elsewhere=tuple(SiteElsewhere(name=name_of_site(url), url=url) for url in row.social),
        logo=row.logo,
        helpline_page=row.helpline_page if getattr(row, "helps", False) else None,
        colours={name: value for name in COLOURS if (value := getattr(row, name))},
        is_funded=getattr(row, "is_funded", False),
    )
