"""Words for what the practices application stores as codes or short English texts.

Kinds of law and of material, units and measurements are free text: the ones in use have words
here, a new one is shown as it is (underscores become spaces) until it gets some.
"""

from __future__ import annotations

import re
from typing import TypeGuard

from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import (
    gettext_lazy,
    ngettext,
    ngettext_lazy,
    npgettext_lazy,
    pgettext,
    pgettext_lazy,
)

from core.bounds import LARGEST_NUMBER, is_number
from core.i18n import current_language
from core.showing.facts import in_words

MATERIAL_KINDS: dict[str, Promise] = {
    "audio_cd": gettext_lazy("audio CD"),
    "audio_visual": gettext_lazy("film or recording"),
    "book": gettext_lazy("book"),
    "booklet": gettext_lazy("booklet"),
    "comic_and_dvd": gettext_lazy("comic and DVD"),
    "course_material": gettext_lazy("course material"),
    "directory": gettext_lazy("directory"),
    "dvd": gettext_lazy("DVD"),
    "e_learning": gettext_lazy("online course"),
    "factsheet": gettext_lazy("factsheet"),
    "film": gettext_lazy("film"),
    "game": gettext_lazy("game"),
    "good_practice_guide": gettext_lazy("guide to practice"),
    "guide": gettext_lazy("guide"),
    "information_pack": gettext_lazy("information pack"),
    "leaflet": gettext_lazy("leaflet"),
    "leaflet_pack": gettext_lazy("set of leaflets"),
    "pamphlet": gettext_lazy("pamphlet"),
    "parenting_programme": gettext_lazy("parenting programme"),
    "policy": gettext_lazy("policy"),
    "publications": gettext_lazy("publications"),
    "story_book": gettext_lazy("story book"),
    "toolkit": gettext_lazy("toolkit"),
    "training_pack": gettext_lazy("training pack"),
    "website": gettext_lazy("website"),
}
POLICY_KINDS: dict[str, Promise] = {
    "agreement": gettext_lazy("agreement"),
    "alternative_to_custody": gettext_lazy("alternative to custody"),
    "arrangement": gettext_lazy("arrangement"),
    "assessment_framework": gettext_lazy("framework for assessment"),
    "charter": gettext_lazy("charter"),
    "convention": gettext_lazy("convention"),
    "duty": gettext_lazy("duty"),
    "funding_scheme": gettext_lazy("funding scheme"),
    "guidance": gettext_lazy("guidance"),
    "information_system": gettext_lazy("information system"),
    "initiative": gettext_lazy("initiative"),
    "inquiry_report": gettext_lazy("report of an inquiry"),
    "law": gettext_lazy("law"),
    "legal_right": gettext_lazy("right in law"),
    "local_framework": gettext_lazy("local framework"),
    "local_plan": gettext_lazy("local plan"),
    "local_policy": gettext_lazy("local policy"),
    "plan": gettext_lazy("plan"),
    "policy": gettext_lazy("policy"),
    "policy_framework": gettext_lazy("policy framework"),
    "policy_gap": gettext_lazy("gap in policy"),
    "policy_review": gettext_lazy("policy review"),
    "principle": gettext_lazy("principle"),
    "procedure": gettext_lazy("procedure"),
    "protocol": gettext_lazy("protocol"),
    "recommendation": gettext_lazy("recommendation"),
    "regional_strategy": gettext_lazy("regional strategy"),
    "rule": gettext_lazy("rule"),
    "rules": gettext_lazy("rules"),
    "scheme": gettext_lazy("scheme"),
    "statutory_body_duty": gettext_lazy("duty of a public body"),
    "strategy": gettext_lazy("strategy"),
}
WAVES: dict[str, Promise] = {
    "before": gettext_lazy("before"),
    "during": gettext_lazy("during"),
    "after": gettext_lazy("right after"),
    "follow_up": gettext_lazy("some time later"),
}
QUALIFIERS: dict[str, Promise] = {
    "95% confidence interval": gettext_lazy("95% confidence interval"),
    "about": pgettext_lazy("before a number", "about"),
    "at least": gettext_lazy("at least"),
    "at most": gettext_lazy("at most"),
    "estimated": gettext_lazy("estimated"),
    "fewer than": gettext_lazy("fewer than"),
    "less than": gettext_lazy("less than"),
    "more than": gettext_lazy("more than"),
    "nearly": gettext_lazy("nearly"),
    "over": gettext_lazy("over"),
    "under": gettext_lazy("under"),
    "up to": gettext_lazy("up to"),
}
#: unit → its word after a number
UNITS = {
    "activities": ngettext_lazy("activity", "activities"),
    "authorities": ngettext_lazy("authority", "authorities"),
    "boards": ngettext_lazy("board", "boards"),
    "boys": ngettext_lazy("boy", "boys"),
    "centres": ngettext_lazy("centre", "centres"),
    "children": ngettext_lazy("child", "children"),
    "contacts": ngettext_lazy("contact", "contacts"),
    "countries": ngettext_lazy("country", "countries"),
    "courses": ngettext_lazy("course", "courses"),
    "documents": ngettext_lazy("document", "documents"),
    "events": ngettext_lazy("event", "events"),
    "families": ngettext_lazy("family", "families"),
    "hours": ngettext_lazy("hour", "hours"),
    "miles": ngettext_lazy("mile", "miles"),
    "months": ngettext_lazy("month", "months"),
    "mothers": ngettext_lazy("mother", "mothers"),
    "odds ratio": ngettext_lazy("odds ratio", "odds ratio"),
    "offices": ngettext_lazy("office", "offices"),
    "organisations": ngettext_lazy("organisation", "organisations"),
    "outcomes": ngettext_lazy("outcome", "outcomes"),
    "people": ngettext_lazy("person", "people"),
    "prisons": ngettext_lazy("prison", "prisons"),
    "references": ngettext_lazy("reference", "references"),
    "services": ngettext_lazy("service", "services"),
    "sessions": ngettext_lazy("session", "sessions"),
    "visits": ngettext_lazy("visit", "visits"),
    "weeks": ngettext_lazy("week", "weeks"),
    "years": npgettext_lazy("after a number", "year", "years"),
}
PERCENT = frozenset(("percent", "per cent", "%"))
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
# No more digits than a number has that can be shown: more is a text.
_OF_ALL = re.compile(r"of (?P<total>\d(?:,?\d){0,14})")
_BETWEEN = re.compile(r"(?P<low>\d{1,15}(?:\.\d{1,15})?) to (?P<high>\d{1,15}(?:\.\d{1,15})?)")
_LATER = re.compile(r"(?P<number>[a-z]{1,20}|\d{1,3})_(?P<unit>week|month|year)s?\Z")
_NUMBERS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve eighteen".split(),
        (*range(1, 13), 18),
        strict=True,
    )
)


def resource_kind(code: str) -> str:
    """A kind of material in words, e.g. `set of leaflets`."""
    return in_words(MATERIAL_KINDS, code)


def policy_kind(code: str) -> str:
    """A kind of law or policy in words, e.g. `gap in policy`."""
    return in_words(POLICY_KINDS, code)


def qualifier_in_words(text: str) -> str:
    """`over`, `of 19`, `40–50` in the reader's language; any other text as it was written."""
    of_all, between = _OF_ALL.fullmatch(text.strip()), _BETWEEN.fullmatch(text.strip())
    if of_all:
        total = {"total": number_in_words(float(of_all["total"].replace(",", "")))}
        return pgettext("after a number: 6 (of 19)", "of %(total)s") % total
    if between:
        low, high = (number_in_words(float(between[end])) for end in ("low", "high"))
        return f"{low}–{high}"
    return str(QUALIFIERS.get(text.strip().lower(), text))


def wave_in_words(code: str) -> str:
    """When something was measured: `before`, `3 months later` (from `three_months`)."""
    match = _LATER.fullmatch(code)
    number = _whole(match["number"]) if match else None
    if match is None or number is None:
        return in_words(WAVES, code)
    sentence = {
        "week": ngettext("%(number)s week later", "%(number)s weeks later", number),
        "month": ngettext("%(number)s month later", "%(number)s months later", number),
        "year": ngettext("%(number)s year later", "%(number)s years later", number),
    }[match["unit"]]
    return sentence % {"number": number}


def _whole(text: str) -> int | None:
    return int(text) if text.isdigit() else _NUMBERS.get(text)


# -- numbers ---------------------------------------------------------------------------------------
def can_be_shown(value: object) -> TypeGuard[float]:
    """Whether it is a number that Babel writes; old rows may hold others, which count as none."""
    return is_number(value) and abs(value) <= LARGEST_NUMBER


def number_in_words(value: float | str | None) -> str:
    """A number as the reader's language writes it (CLDR); a text as it is; "" for none."""
    if isinstance(value, str):
        return value
    return str(format_decimal(value, locale=current_language())) if can_be_shown(value) else ""


def quantity(value: float | None, unit: str) -> tuple[str, str]:
    """A number and its unit, apart so that they can be set apart: `("14", "people")`.

    Per cent and currencies (three capital letters) are part of the number; a year isn't grouped.
    """
    if value is None or not can_be_shown(value):
        return "", ""
    if unit == "year":
        return f"{value:g}", ""
    if unit.strip().lower() in PERCENT:
        return percent(value), ""
    if _CURRENCY.match(unit):
        return money(value, unit), ""
    return number_in_words(value), unit_in_words(unit, value)


def percent(value: float) -> str:
    """Per cent as the reader's language writes it: `12.5%`, `12,5 %`."""
    language = current_language()
    pattern = Locale.parse(language).percent_formats[None].pattern
    shown = format_percent(value / 100, pattern, locale=language, decimal_quantization=False)
    return str(shown)


def unit_in_words(unit: str, value: float) -> str:
    """The word after a number, in its number: `1 child`, `2 children`; other units as they are."""
    forms = UNITS.get(unit.strip().lower())
    if forms is None:
        return unit.replace("_", " ")
    # a fraction takes the form of "two": gettext's rules want whole numbers
    return str(forms % (int(value) if float(value).is_integer() else 2))


def measured(value: float | None, unit: str, qualifier: str = "") -> str:
    """One phrase: `over 14 people`, `€100,000`; a qualifier without words follows: `8 (of 19)`."""
    number, word = quantity(value, unit)
    phrase = f"{number} {word}".strip()
    if not phrase or not qualifier:
        return phrase
    words = qualifier_in_words(qualifier)
    if qualifier.strip().lower() in QUALIFIERS:
        return f"{words} {phrase}"
    return f"{phrase} ({words})"


def money(amount: float | None, currency: str) -> str:
    """An amount as the reader's language writes it, whole amounts without decimals; "" for none."""
    if amount is None or not can_be_shown(amount):
        return ""
    if not _CURRENCY.match(currency):
        return _("%(amount)s (currency not stated)") % {"amount": number_in_words(amount)}
    locale = Locale.parse(current_language())
    pattern = locale.currency_formats["standard"].pattern
    whole = float(amount).is_integer()
    return str(
        format_currency(
            amount,
            currency,
            format=pattern.replace(".00", "") if whole else pattern,
            locale=locale,
            currency_digits=not whole,
        )
    )
