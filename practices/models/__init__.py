"""Models of the practices application."""

from __future__ import annotations

from practices.models.evidence import Design, Direction, Evidence
from practices.models.exchange import ExchangePage, Visit, VisitTopic
from practices.models.funding import FundedProject
from practices.models.practice import (
    Maturity,
    PracticeAdaptedFrom,
    PracticeContinues,
    PracticeFigure,
    PracticeFile,
    PracticeImage,
    PracticeKind,
    PracticePage,
    PracticePartner,
    PracticeTag,
)
from practices.models.project import (
    Indicator,
    ProjectImage,
    ProjectPage,
    ProjectPartner,
    ProjectPractice,
    ProjectTag,
)
from practices.models.registers import (
    GlossaryTerm,
    Helpline,
    HelplineOperator,
    Method,
    Policy,
    PolicyStatus,
    PolicyTag,
    Recommendation,
    RecommendationStatus,
    RecommendationTag,
    Statistic,
    StatisticTag,
)
from practices.models.research import (
    LibraryPage,
    ResearchFile,
    ResearchKind,
    ResearchPage,
    ResearchTag,
)
from practices.models.resource import ResourceFile, ResourcePage, ResourceTag

__all__ = [
    "Design",
    "Direction",
    "Evidence",
    "ExchangePage",
    "FundedProject",
    "GlossaryTerm",
    "Helpline",
    "HelplineOperator",
    "Indicator",
    "LibraryPage",
    "Maturity",
    "Method",
    "Policy",
    "PolicyStatus",
    "PolicyTag",
    "PracticeAdaptedFrom",
    "PracticeContinues",
    "PracticeFigure",
    "PracticeFile",
    "PracticeImage",
    "PracticeKind",
    "PracticePage",
    "PracticePartner",
    "PracticeTag",
    "ProjectImage",
    "ProjectPage",
    "ProjectPartner",
    "ProjectPractice",
    "ProjectTag",
    "Recommendation",
    "RecommendationStatus",
    "RecommendationTag",
    "ResearchFile",
    "ResearchKind",
    "ResearchPage",
    "ResearchTag",
    "ResourceFile",
    "ResourcePage",
    "ResourceTag",
    "Statistic",
    "StatisticTag",
    "Visit",
    "VisitTopic",
]
