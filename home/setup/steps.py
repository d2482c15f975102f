"""What a new site needs before it is shown to anybody; each tick says how things are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.i18n import LANGS, language_in_words, texts_of
from core.mail.outgoing import OutgoingMail
from core.network.legal import NEEDED, Role, online
from core.network.now import network_now, without_office
from core.network.settings import NetworkSettings
from core.time_zones import moment_in_words
from core.work.deletions import LONGEST_GAP
from core.work.worker import is_missed, worker_seen
from home.models import HomePage
from members.models import MembershipCategory
from members.office import office_members
from search.health import search_trouble
from search.models import Concept, IndexState
from users.models import User

#: the part of the site by which the test's mail is found again
MAIL = "first hour"
#: addresses in this domain belong to nobody (RFC 2606)
NOBODYS = "@example.org"


@dataclass(frozen=True, kw_only=True)
class SetupStep:
    """One thing to do. `url` is where, "" for what a button on the page itself does."""

    name: str
    title: str
    is_done: bool
    words: str
    url: str = ""


def administrator() -> SetupStep:
    """Somebody has to be able to let others in."""
    people = User.objects.filter(is_superuser=True, is_active=True).count()
    office = office_members().count()
    words = ngettext(
        "%(number)s administrator; a second person should be able to step in. Logins of the "
        "office: %(office)s.",
        "%(number)s administrators. Logins of the office: %(office)s.",
        people,
    )
    return SetupStep(
        name="administrator",
        title=_("Administrator"),
        is_done=people > 0,
        words=words % {"number": people, "office": office}
        if people
        else _("Whoever looks after the machine runs “manage.py setup”."),
        url=reverse("wagtailusers_users:index"),
    )


def name() -> SetupStep:
    """What the network is called: the screen was saved once, and the front page says the same."""
    called, home = network_now().name, HomePage.objects.first()
    is_named = NetworkSettings.objects.exclude(name="").exists()
    planted = without_office().name
    headings = texts_of(home, "heading").values() if home else ()
    is_planted = called != planted and planted in headings
    words = _("The site is called “%(name)s”.") % {"name": called}
    if not is_named:
        advice = _("Write the name into the settings, even if it is right already.")
        words = f"{words} {advice}"
    elif is_planted:
        advice = _("The heading of the front page is “%(name)s” still.") % {"name": planted}
        words = f"{words} {advice}"
    return SetupStep(
        name="name",
        title=_("Name of the network"),
        is_done=is_named and not is_planted,
        words=words,
        url=_front_page_url(home) if is_named and is_planted else _settings_url(),
    )


def languages() -> SetupStep:
    """The interface speaks every language, and the front page does."""
    compiled = Path(settings.LOCALE_PATHS[0])
    lacking = [
        code
        for code in LANGS
        if code != "en" and not (compiled / code / "LC_MESSAGES" / "django.mo").exists()
    ]
    home = HomePage.objects.first()
    written = texts_of(home, "lead") if home else {}
    missing = [code for code in LANGS if code in lacking or code not in written]
    named = ", ".join(language_in_words(code) for code in missing)
    words = (
        _("Missing on the front page or not compiled: %(languages)s.") % {"languages": named}
        if missing
        else _("The site and its front page speak %(number)s languages.") % {"number": len(LANGS)}
    )
    return SetupStep(
        name="languages",
        title=_("Languages"),
        is_done=not missing,
        words=words,
        url=_front_page_url(home),
    )


def office() -> SetupStep:
    """Where readers write to."""
    network = network_now()
    lacks = []
    if network.office_email.endswith(NOBODYS):
        lacks.append(_("its e-mail address"))
    if not network.office_address:
        lacks.append(_("its address by post"))
    words = _("Still missing: %(what)s.") % {"what": ", ".join(lacks)}
    return SetupStep(
        name="office",
        title=_("Address of the office"),
        is_done=not lacks,
        words=words if lacks else network.office_email,
        url=_settings_url(),
    )


def mail() -> SetupStep:
    """A mail has left by the queue, not longer ago than sent mails are remembered."""
    sent = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).order_by("-finished_at")
    last = sent.first()
    tried = OutgoingMail.objects.filter(about=MAIL).order_by("-pk").first()
    if tried is not None and tried.state == OutgoingMail.State.FAILED:
        words = _("The mail server refused the test mail: %(error)s") % {"error": tried.last_error}
    elif tried is not None and tried.state == OutgoingMail.State.QUEUED:
        words = _("The test mail waits for the background worker. Look again in a minute.")
        if tried.last_error:
            words = f"{words} {tried.last_error}"
    elif last is None:
        words = _("No mail has left yet. Send one to yourself.")
    else:
        when = moment_in_words(last.finished_at)
        words = _("A mail was handed to the mail server on %(when)s. Did it arrive?") % {
            "when": when
        }
    return SetupStep(name="mail", title=_("Mail"), is_done=last is not None, words=words)


def worker() -> SetupStep:
    """Without it nothing goes on."""
    seen = worker_seen()
    words = (
        _("Last seen on %(when)s.") % {"when": moment_in_words(seen)}
        if seen
        else _("The background worker was never seen.")
    )
    return SetupStep(
        name="worker", title=_("Background worker"), is_done=not is_missed(seen), words=words
    )


def basics() -> SetupStep:
    """Keywords and categories, without which nothing can be tagged and nobody admitted."""
    keywords, categories = Concept.objects.count(), MembershipCategory.objects.count()
    words = _("Keywords: %(keywords)s; membership categories: %(categories)s.")
    return SetupStep(
        name="basics",
        title=_("Keywords and membership categories"),
        is_done=bool(keywords and categories),
        words=words % {"keywords": keywords, "categories": categories},
    )


def legal() -> SetupStep:
    """Strangers are told who asks before they are asked."""
    there = set(online().filter(role__in=NEEDED).values_list("role", flat=True))
    lacking = [str(Role(role).label) for role in NEEDED if role not in there]
    words = _("Not online yet: %(pages)s. Until then forms for strangers stay closed.")
    return SetupStep(
        name="legal",
        title=_("Privacy notice and imprint"),
        is_done=not lacking,
        words=words % {"pages": ", ".join(lacking)} if lacking else _("Both are online."),
        url=reverse("first_pages"),
    )


def search() -> SetupStep:
    """Something can be found, and nothing waits for long."""
    trouble = search_trouble()
    waiting = IndexState.objects.waiting().count()
    words = _("The search answers; entries that wait: %(number)s.") % {"number": waiting}
    return SetupStep(
        name="search",
        title=_("Search"),
        is_done=not trouble,
        words=_("The search doesn’t answer: %(error)s") % {"error": trouble} if trouble else words,
        url=reverse("search_waiting"),
    )


def is_new(began: datetime) -> bool:
    """Whether the site was new at a moment: nobody had a login long before. One query."""
    return not User.objects.filter(date_joined__lt=began - LONGEST_GAP).exists()


def _settings_url() -> str:
    return reverse("wagtailsettings:edit", args=["core", "networksettings"])


def _front_page_url(home: HomePage | None) -> str:
    return reverse("wagtailadmin_pages:edit", args=[home.pk]) if home else ""


#: in the order in which one does them
STEPS: tuple[Callable[[], SetupStep], ...] = (
    administrator, name, languages, office, worker, mail, search, basics, legal,
)  # fmt: skip
#: those that ask the database only
QUICK = tuple(step for step in STEPS if step is not search)


def steps() -> list[SetupStep]:
    """All of them."""
    return [step() for step in STEPS]


def left(among: Iterable[Callable[[], SetupStep]] = QUICK) -> list[SetupStep]:
    """What is still to do, the search aside: its engine may be far away."""
    return [each for step in among if not (each := step()).is_done]
