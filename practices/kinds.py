"""What organisations publish about their work, and the registers of the network office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.kinds import Kind, Place, register
from practices.models import (
    ExchangePage,
    GlossaryTerm,
    Helpline,
    Policy,
    PracticePage,
    ProjectPage,
    Recommendation,
    ResearchPage,
    ResourcePage,
    Statistic,
)
from practices.presentation import cards, entries, entry_cards

register(
    Kind(
        model=PracticePage,
        order=20,
        tone="moss",
        shape="practices",
        card=cards.practice_card,
        care=True,
        lead=_("What organisations do for children with a parent in prison and their families."),
        counted=ngettext_lazy("%d practice", "%d practices"),
        filters=(
            "country", "nation", "theme", "target_group", "setting", "stage",
            "kind", "maturity", "direction", "language",
        ),
        places={
            Place.MENU: 10, Place.SHARED: 10, Place.PROFILE: 10, Place.THEME: 10, Place.COUNTRY: 10,
        },
    )
)  # fmt: skip
register(
    Kind(
        model=ProjectPage,
        order=30,
        tone="teal",
        shape="projects",
        card=cards.project_card,
        lead=_("Funded undertakings with a start, an end and results."),
        counted=ngettext_lazy("%d project", "%d projects"),
        filters=("country", "theme", "target_group", "language"),
        places={Place.SHARED: 20, Place.PROFILE: 20, Place.THEME: 70, Place.COUNTRY: 50},
    )
)
register(
    Kind(
        model=ResearchPage,
        order=40,
        tone="violet",
        shape="research",
        card=cards.research_card,
        heading=_("Research"),
        lead=_("Studies and reports: what was asked, of whom, how, and what was found."),
        counted=ngettext_lazy("%d study or report", "%d studies and reports"),
        filters=("country", "nation", "theme", "kind", "language"),
        years=True,
        places={
            Place.MENU: 30, Place.SHARED: 40, Place.PROFILE: 30, Place.THEME: 20, Place.COUNTRY: 40,
        },
    )
)  # fmt: skip
register(
    Kind(
        model=ExchangePage,
        order=50,
        tone="teal",
        shape="exchanges",
        card=cards.exchange_card,
        lead=_("What organisations saw and learnt when they visited each other."),
        counted=ngettext_lazy("%d study visit", "%d study visits"),
        filters=("language",),
        newest=True,
        places={Place.SHARED: 30, Place.PROFILE: 40},
    )
)
register(
    Kind(
        model=ResourcePage,
        order=60,
        tone="ochre",
        shape="resources",
        card=cards.resource_card,
        grid=True,
        lead=_("Leaflets, books, films and kits for families and for those who work with them."),
        counted=ngettext_lazy("%d material", "%d materials"),
        filters=("kind", "theme", "target_group", "stage", "language"),
        places={Place.SHARED: 50, Place.PROFILE: 50, Place.THEME: 30},
    )
)
register(
    Kind(
        model=Policy,
        order=80,
        tone="ochre",
        shape="policies",
        card=entry_cards.policy_card,
        lead=_("Laws, rules and policies that touch these children, and the gaps in them. "
               "Each says whether it is known to hold today."),
        counted=ngettext_lazy("%d law or policy", "%d laws and policies"),
        filters=("country", "nation", "theme", "kind", "language"),
        years=True,
        facts=entries.policy_facts,
        text="summary",
        notice=entries.policy_notice,
        places={Place.LOOK_UP: 20, Place.THEME: 40, Place.COUNTRY: 20},
    )
)  # fmt: skip
register(
    Kind(
        model=Statistic,
        order=90,
        tone="violet",
        shape="statistics",
        card=entry_cards.statistic_card,
        as_figures=True,
        lead=_("Every figure with its country, year, source and how it came about. "
               "Where one of these is not stated, it says so."),
        counted=ngettext_lazy("%d figure", "%d figures"),
        filters=("country", "nation", "theme", "language"),
        years=True,
        newest=True,
        facts=entries.statistic_facts,
        places={Place.LOOK_UP: 10, Place.THEME: 50, Place.COUNTRY: 30},
    )
)  # fmt: skip
register(
    Kind(
        model=Recommendation,
        order=100,
        tone="rust",
        shape="recommendations",
        card=entry_cards.recommendation_card,
        lead=_("What was recommended, to whom, and what became of it."),
        counted=ngettext_lazy("%d recommendation", "%d recommendations"),
        filters=("country", "theme", "stage", "language"),
        years=True,
        facts=entries.recommendation_facts,
        places={Place.LOOK_UP: 30, Place.THEME: 60, Place.COUNTRY: 60},
    )
)
register(
    Kind(
        model=Helpline,
        order=110,
        tone="apricot",
        shape="helplines",
        card=entry_cards.helpline_card,
        heading=_("Help for families"),
        lead=_("Someone in your family is in prison? These lines were set up for families."),
        counted=ngettext_lazy("%d helpline", "%d helplines"),
        places={Place.MENU: 80, Place.LOOK_UP: 50},
    )
)
register(
    Kind(
        model=GlossaryTerm,
        order=120,
        tone="ochre",
        shape="glossary",
        card=entry_cards.term_card,
        lead=_("Terms of the field, what they mean, and what they are called elsewhere."),
        counted=ngettext_lazy("%d term", "%d terms"),
        facts=entries.glossary_facts,
        text="meaning",
        places={Place.LOOK_UP: 40},
    )
)
