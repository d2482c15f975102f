"""Sample content of the pattern page (/patterns/, only with DEBUG): all components at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict

from core.i18n import Localised
from core.privacy.facts import notice_facts


def text(value: str, language: str = "en") -> Localised:
    """A text as a page in English shows it, marked when it is in another language."""
    return Localised(value, language, "en")


LONG_GERMAN = (
    "Familienzusammenführungsmöglichkeiten im Justizvollzugskrankenhaus: "
    "Bundesarbeitsgemeinschaft für Straffälligenhilfe"
)

CARDS: list[dict[str, Any]] = [
    {
        "collection": "practices",
        "kind_label": "Practice: programme",
        "url": "#",
        "title": text("Storybook Dads: bedtime stories recorded by parents in prison"),
        "summary": text(
            "Parents record a story that is edited, illustrated and sent home, so that a child can "
            "hear the familiar voice whenever it is needed."
        ),
        "organisation": "Storybook Dads",
        "organisation_url": "#",
        "place": "United Kingdom",
        "facts": (("How far along", "established"), ("For whom", "children, fathers")),
        "reasons": ("Found by “besøk” through the topic visits",),
    },
    {
        "collection": "exchanges",
        "kind_label": "Study visit",
        "url": "#",
        "title": text("Schimb de experiență despre copiii cu părinți în detenție", "ro"),
        "summary": text(
            "Două asociații se întâlnesc ca să pregătească servicii comune pentru rude și să "
            "înțeleagă reabilitarea din Norvegia.",
            "ro",
        ),
        "organisation": "Asociația Alternative Sociale",
        "place": "Romania, Norway",
        "date": "April 2016",
    },
    {
        "collection": "organisations",
        "kind_label": "Organisation",
        "url": "#",
        "title": text("Stowarzyszenie Inicjatywa Obywatelska „Pro Civium”", "pl"),
        "summary": text("Wspiera rodziny osób pozbawionych wolności na Śląsku.", "pl"),
        "place": "Poland",
    },
    {
        "collection": "research",
        "kind_label": "Study or report",
        "url": "#",
        "title": text(LONG_GERMAN, "de"),
        "summary": text(""),
        "snippet": "Children who keep <mark>visiting</mark> report fewer worries …",
        "snippet_language": "en",
        "organisation": "Treffpunkt e. V.",
        "place": "Germany",
        "date": "2013",
    },
    {
        "collection": "updates",
        "kind_label": "Event",
        "url": "#",
        "title": text("Σεμινάριο για παιδιά με γονέα στη φυλακή", "el"),
        "summary": text("Πώς μιλάμε με τα παιδιά; Ανοιχτή συζήτηση στην Αθήνα.", "el"),
        "place": "Greece",
        "date": "12 June 2024",
    },
]

EVIDENCE: list[dict[str, Any]] = [
    {
        "found": "works",
        "found_label": "Found to help",
        "design_label": "before and after, without a comparison group",
        "outcome": text("fathers’ contact with their children"),
        "claim": text(
            "Fathers spoke with their children more often three months after the course."
        ),
        "measure": text("number of phone calls a week"),
        "value": "1.4 → 3.1",
        "n": 1248,
        "waves": ["before", "after", "three months later"],
        "caution": text("Those who left the course early were not asked again."),
        "source": text("Evaluation of the visiting programme (2013)"),
        "source_url": "#",
    },
    {
        "found": "not_assessed",
        "found_label": "Not evaluated",
        "design_label": "not stated how it was studied",
        "claim": text("Jocurile au ajuns dintr-o singură țară în 2022 în șase în 2023.", "ro"),
    },
    {
        "found": "mixed",
        "found_label": "Mixed findings",
        "design_label": "interviews and observation",
    },
    {
        "found": "no_effect",
        "found_label": "No difference found",
        "design_label": "randomised controlled trial",
        "n": 96,
    },
    {"found": "harmful", "found_label": "Found to harm", "design_label": "survey", "n": 41},
]

VISITS: list[dict[str, Any]] = [
    {
        "when": "April 2016",
        "place": "Oslo, Norway",
        "title": text("Meeting with the association for prisoners’ families"),
        "facts": text("Founded in 1992, nine employees. About half of the budget is public money."),
        "lessons": text("A first step towards working together."),
        "topics": [{"label": "working with prisons", "url": "#"}],
    },
    {
        "when": "April 2016",
        "place": "Oslo, Norway",
        "title": text("Møte med Oslo Røde Kors", "nb"),
        "facts": text(
            "150 frivillige med én dags opplæring møter rundt 220 personer i året.", "nb"
        ),
    },
    {
        "when": "April 2016",
        "place": "Trondheim, Norway",
        "title": text("Vizită la închisoare și la casa de vizite", "ro"),
    },
]

FACTS: list[dict[str, Any]] = [
    {
        "label": "Where",
        "links": [{"label": "United Kingdom", "url": "#"}, {"label": "Norway", "url": "#"}],
    },
    {"label": "When", "value": "2012 – 2016"},
    {"label": "Project number", "value": ""},
    {"label": "Original language", "value": "Română"},
    {"label": "Bundesarbeitsgemeinschaft", "value": text("Straffälligenhilfeeinrichtungen", "de")},
]

RELATED: list[dict[str, Any]] = [
    {
        "title": "Adapted from",
        "entries": [{"title": text("La partita con papà", "it"), "url": "#", "note": "Italy"}],
    },
    {
        "title": "Part of the project",
        "entries": [
            {"title": text("Game with Mum & Dad, 2023–2024"), "url": "#"},
            {"title": text("Copiii invizibili", "ro"), "url": "#", "note": "shown in Romanian"},
        ],
    },
    {"title": "Seen on a study visit", "entries": []},
]


class SampleForm(forms.Form):
    """Every kind of field, one with an error."""

    name = forms.CharField(label="Name of the organisation", max_length=100)
    email = forms.EmailField(label="E-mail", help_text="We answer to this address.")
    country = forms.ChoiceField(
        label="Country", required=False, choices=[("PL", "Poland"), ("GR", "Greece")]
    )
    reach = forms.MultipleChoiceField(
        label="For whom",
        required=False,
        choices=[("c", "children"), ("f", "fathers"), ("m", "mothers")],
        widget=forms.CheckboxSelectMultiple,
    )
    about = forms.CharField(label="What do you do?", required=False, widget=forms.Textarea)
    agree = forms.BooleanField(label="The text may be used under CC BY 4.0")


CRUMBS = [
    {"title": "Practices", "url": "#"},
    {"title": text("Alternative Sociale", "ro"), "url": "#"},
    {"title": text("Storybook Dads")},
]
ALTERNATES = [
    {"code": "en", "name": "English", "url": "#", "is_current": True},
    {"code": "ro", "name": "Română", "url": "#", "is_current": False},
    {"code": "el", "name": "Ελληνικά", "url": "#", "is_current": False},
]


FUNDERS = [
    {
        "name": "A foundation",
        "url": "#",
        "sentence": text("Cofinanțat de o fundație.", "ro"),
        "disclaimer": text("Views and opinions expressed are those of the authors only."),
    }
]


def samples() -> dict[str, Any]:
    """The context of patterns.html: plain dicts with the attributes that components document."""
    page = Paginator(range(240), 20).page(6)
    return {
        "cards": CARDS,
        "evidence": EVIDENCE,
        "visits": VISITS,
        "facts": FACTS,
        "related": RELATED,
        "form": SampleForm({"email": "nobody"}),
        "notice_facts": notice_facts(),
        "funders": FUNDERS,
        "page": page,
        "params": QueryDict("q=visit&country=NO"),
        "crumbs": CRUMBS,
        "alternates": ALTERNATES,
        "fallback": Localised("In English", "en", "nb"),
        "long_title": text(LONG_GERMAN, "de"),
        "lead": text("Parents record a story that is edited, illustrated and sent home."),
        "body": text(
            "Young people may need help at school, with visits and with their feelings.\n\n"
            "Further reading: https://example.org/visits"
        ),
        "tags": [
            {"label": "visits", "url": "#", "count": 24},
            {"label": "fathers", "url": "#"},
            {"label": "Untersuchungshaftvollzugsanstalt", "url": "#"},
        ],
        "ignored": [("country", "Atlantis"), ("colour", "red")],
        "filters": [{"label": "Norway", "url": "#"}, {"label": "fathers", "url": "#"}],
        "options": [
            {"value": "NO", "label": "Norway", "count": 24, "selected": True},
            {"value": "RO", "label": "Romania", "count": 1208, "selected": False},
            {"value": "DE", "label": "Germany", "count": 0, "selected": False},
        ],
        "operators": [{"label": text("Families Outside"), "url": "#"}],
        "headers": ["Country", "Year", "Children with a parent in prison"],
        "rows": [["Norway", "2016", "6,000 to 9,000"], ["Ελλάδα", "not stated", "not stated"]],
    }
