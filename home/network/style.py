"""The colours of the office's mark as a style sheet: pages may hold no style of their own."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.network.now import network_now

CONTENT_TYPE = "text/css; charset=utf-8"
FOR_AN_HOUR = 3600  # seconds; pages ask by another address once the colours change
_DARK = "@media (prefers-color-scheme: dark) {{{}}}"


def rules_of(colours: Mapping[str, str]) -> str:
    """The rules, in the last of the style sheets' layers."""
    schemes = [_rules(colours, scheme) for scheme in ("light", "dark")]
    whole = schemes[0] + (_DARK.format(schemes[1]) if schemes[1] else "")
    return f"@layer utilities {{{whole}}}" if whole else ""


def _rules(colours: Mapping[str, str], scheme: str) -> str:
    found = ""
    if mark := colours.get(f"mark_{scheme}"):
        found += f".site-header .brand__mark{{--mark-big:{mark};--mark-small:{mark}}}"
    if name := colours.get(f"name_{scheme}"):
        found += f".site-header .brand{{color:{name}}}"
    if scheme == "light" and found:  # where only this one is set, dark pages keep their own
        return f"@media (prefers-color-scheme: light) {{{found}}}"
    return found


@require_safe
def network_style(request: HttpRequest) -> HttpResponse:
    """`/network.css`."""
    del request
    response = HttpResponse(rules_of(network_now().colours), content_type=CONTENT_TYPE)
    patch_cache_control(response, public=True, max_age=FOR_AN_HOUR)
    return response
