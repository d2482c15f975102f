"""Who pays, as readers meet it: in the foot of pages, in mails, on a project's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.acting import read_once
from core.files.pictures import Picture, emblem
from core.i18n import Localised, localised
from core.network.funder import Funder
from core.network.now import Network


@dataclass(frozen=True, kw_only=True)
class FunderShown:
    """A funder in the active language; without its emblem while that isn't made."""

    name: str
    url: str
    emblem: Picture | None
    sentence: Localised
    disclaimer: Localised


def funders_now(network: Network) -> list[FunderShown]:
    """Those of every page, today. No query without any, else two, once a request."""
    return shown(read_once(_read)) if network.is_funded else []


def shown(funders: Iterable[Any]) -> list[FunderShown]:
    """Loaded funders in the active language. No query where `emblem__renditions` was prefetched."""
    return [
        FunderShown(
            name=each.name,
            url=_web(each.web_address),
            emblem=emblem(each.emblem) if each.emblem else None,
            sentence=localised(each, "sentence"),
            disclaimer=localised(each, "disclaimer"),
        )
        for each in funders
    ]


def _web(address: str) -> str:
    """An address of the web; the field takes others, which are no links."""
    return address if address.lower().startswith(("https://", "http://")) else ""


def _read() -> list[Funder]:
    rows = Funder.objects.for_every_page().select_related("emblem")
    return list(rows.prefetch_related("emblem__renditions"))
