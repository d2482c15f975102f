"""The steps of an application by who applies, and what each needs before it can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from joining.models import Application, JoiningPath, Paper, Referee

#: how many files of a sort are asked for
PAPERS = {Paper.STATUTES: 1, Paper.REPORT: 2}
MOST_FILES = 12


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the form. `needs` are columns; files and referee are looked at by themselves."""

    slug: str
    title: Any
    needs: tuple[str, ...] = ()


WORK = Step(
    slug="work", title=_("What you do for children with a parent in prison"), needs=("work",)
)
PAPERS_STEP = Step(slug="papers", title=_("Statutes and annual reports"))
REFEREE_STEP = Step(slug="referee", title=_("Somebody who knows your work"))
STEPS: dict[str, tuple[Step, ...]] = {
    JoiningPath.ORGANISATION: (
        Step(
            slug="who",
            title=_("Who you are"),
            needs=("organisation_name", "country", "person", "role"),
        ),
        WORK,
        Step(
            slug="constitution",
            title=_("How you are constituted"),
            needs=("legal_form", "registered", "two_signatories"),
        ),
        PAPERS_STEP,
        REFEREE_STEP,
        Step(slug="contribution", title=_("What you would contribute"), needs=("contribution",)),
    ),
    JoiningPath.INDIVIDUAL: (
        Step(slug="who", title=_("Who you are"), needs=("person", "country")),
        WORK,
        Step(slug="contribution", title=_("What you would contribute"), needs=("contribution",)),
    ),
    JoiningPath.AFFILIATE: (Step(slug="who", title=_("Who you are"), needs=("person", "country")),),
}


def steps_of(application: Application) -> tuple[Step, ...]:
    """The steps of an application, without the last one that sends it."""
    return STEPS[application.path]


def step_called(application: Application, slug: str) -> Step | None:
    """One of them, None where there is none."""
    return next((step for step in steps_of(application) if step.slug == slug), None)


def missing_in(step: Step, application: Application) -> int:
    """How many answers or files a step still needs. A query for files, one for the referee."""
    if step is PAPERS_STEP:
        papers = list(application.files.values_list("paper", flat=True))
        return sum(max(number - papers.count(paper), 0) for paper, number in PAPERS.items())
    if step is REFEREE_STEP:
        referee = Referee.objects.filter(application=application).first()
        return sum(not getattr(referee, name, "") for name in ("name", "email"))
    return sum(getattr(application, name) in ("", None) for name in step.needs)


def is_complete(application: Application) -> bool:
    """Whether everything that is needed is there. Three queries at most."""
    return not any(missing_in(step, application) for step in steps_of(application))
