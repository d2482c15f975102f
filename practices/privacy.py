"""What members' records keep about people: whom their texts name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.privacy import PersonalField, holds_nobody, register
from core.privacy.shared import CONTACT, PUBLISHED, TEXTS, UNTIL_TAKEN_OFF

register(
    PUBLISHED,
    PersonalField(
        model="practices.ResearchPage",
        fields=("authors",),
        what=_("authors of studies"),
        kept=UNTIL_TAKEN_OFF,
    ),
    PersonalField(
        model="practices.Helpline",
        fields=("phone", "email"),
        what=CONTACT,
        kept=UNTIL_TAKEN_OFF,
    ),
    *(
        PersonalField(model=f"practices.{model}", what=TEXTS, kept=UNTIL_TAKEN_OFF)
        for model in (
            "PracticePage",
            "PracticeImage",
            "PracticeFile",
            "PracticePartner",
            "Evidence",
            "ExchangePage",
            "Visit",
            "ProjectPage",
            "ProjectImage",
            "LibraryPage",
            "ResearchPage",
            "ResearchFile",
            "ResourcePage",
            "ResourceFile",
            "Policy",
            "Statistic",
            "Recommendation",
            "Helpline",
            "GlossaryTerm",
        )
    ),
)
holds_nobody(
    "practices.PracticeTag",
    "practices.VisitTopic",
    "practices.ProjectTag",
    "practices.PolicyTag",
    "practices.StatisticTag",
    "practices.RecommendationTag",
    "practices.ResearchTag",
    "practices.ResourceTag",
    "practices.PracticeContinues",
    "practices.PracticeAdaptedFrom",
    "practices.ProjectPartner",
    "practices.ProjectPractice",
    "practices.HelplineOperator",
    why="which records belong together, and topics",
)
holds_nobody("practices.PracticeFigure", "practices.Indicator", why="numbers with their units")
holds_nobody("practices.FundedProject", why="which projects a funder pays for")
