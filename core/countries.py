"""Countries (ISO 3166-1 alpha-2, and XK for Kosovo) and the four nations of the United Kingdom."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.folding import order_of
from core.i18n import current_language

COUNTRY_CODES: frozenset[str] = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO
    DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU
    GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
    KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU
    MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA
    ZM ZW XK""".split()
)

#: The countries a European network looks at first: the Council of Europe's and their neighbours.
EUROPE: frozenset[str] = frozenset(
    """AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GL GR HR HU IE IM IS
    IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK""".split()
)

NATIONS: dict[str, Promise] = {
    "GB-ENG": _("England"),
    "GB-NIR": _("Northern Ireland"),
    "GB-SCT": _("Scotland"),
    "GB-WLS": _("Wales"),
}


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {code: territories[code] for code in COUNTRY_CODES}


def country_name(code: str, language: str | None = None) -> str:
    """Return a country's name (CLDR) in `language`, default the reader's; the code if unknown."""
    return _names(language or current_language()).get(code, code)


def nation_name(code: str) -> str:
    """Return a nation's name in the reader's language; the code if unknown."""
    return str(NATIONS.get(code, code))


def country_choices() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """All countries for a form: Europe's first, then the others, each sorted by name."""
    names = sorted(_names(current_language()).items(), key=lambda item: order_of(item[1]))
    return [
        (_("Europe"), [choice for choice in names if choice[0] in EUROPE]),
        (_("Other countries"), [choice for choice in names if choice[0] not in EUROPE]),
    ]


def nation_choices() -> list[tuple[str, str]]:
    """The nations as (code, name)."""
    return [(code, str(name)) for code, name in NATIONS.items()]
