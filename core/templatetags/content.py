"""Template tags for multilingual content (built in: no {% load %} needed)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html_join, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import pgettext

from core import countries, i18n
from core.dates import PartialDate
from core.kinds import COLLECTIONS, kind_of

register = template.Library()


@register.simple_tag
def localised(record: i18n.Translated, field: str, language: str | None = None) -> i18n.Localised:
    """Read a translated field with its fallback: `{% localised page "summary" as text %}`."""
    return i18n.localised(record, field, language)


@register.filter
def country(code: str) -> str:
    """A country's name in the reader's language."""
    return countries.country_name(code)


@register.filter
def nation(code: str) -> str:
    """A nation's name in the reader's language."""
    return countries.nation_name(code)


@register.filter
def language_in_words(code: str) -> str:
    """A language's name in the reader's language, with a capital."""
    return capfirst(i18n.language_in_words(code))


@register.filter
def partial_date(text: str) -> str:
    """A partial date in the reader's words; the text itself where it is none."""
    try:
        return PartialDate(str(text)).in_words(i18n.current_language())
    except ValueError:
        return str(text)


@register.filter(expects_localtime=True)
def day(moment: dt.date | None) -> str:
    """A day, or that of a moment here, in the reader's words; nothing for none.

    Django's own words have capitals in Romanian and the wrong case in Greek.
    """
    return partial_date(moment.isoformat()[:10]) if moment else ""


@register.filter
def when(text: str) -> str:
    """`in April 2016`, `on 1 November 2026`: a partial date with the word before it."""
    date = {"date": partial_date(text)}
    if len(str(text)) == len("2016-04-12"):
        return pgettext("when", "on %(date)s") % date
    return pgettext("when", "in %(date)s") % date


@register.filter
def breakable(address: Any) -> SafeString:
    """A web or mail address, escaped, that may break into lines after its signs only."""
    parts = re.split(r"(?<=[/@?&=_])|(?=[.-])", str(address))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def paragraphs(text: Any) -> SafeString:
    """Plain text as paragraphs (blank line between), escaped, web addresses as links."""
    html = linebreaks(urlize(str(text or "").strip(), nofollow=True, autoescape=True))
    return mark_safe(html)  # noqa: S308 - urlize escaped the text


@register.filter
def tone(name: str) -> str:
    """The colour of a collection's kind; of anything else the name itself (`css/tokens.css`)."""
    return kind_of(name).tone if name in COLLECTIONS else name


@register.filter
def shape(name: str) -> str:
    """The drawing of a collection's kind; of anything else the name itself (`img/shapes.svg`)."""
    return kind_of(name).shape if name in COLLECTIONS else name


@register.filter
def number(value: float | None) -> str:
    """A number as the reader's language writes it, whole numbers without a point (CLDR)."""
    if value is None:
        return ""
    return format_decimal(value, locale=i18n.current_language())
