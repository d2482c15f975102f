"""Plain builders with fixed defaults: every test names only what it is about.

Pages are live unless `live=False`, have a revision as pages made in the editor have, and stand in
English unless `language` says otherwise. Texts are given by column: `summary_fr="…"`.
"""

from __future__ import annotations

import io
import itertools
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.base import RecordPage, TranslatedPage
from core.i18n import loc
from home.models import HomePage, StandardPage
from members.models import (
    Membership,
    MembershipCategory,
    MembershipStatus,
    OrganisationIndexPage,
    OrganisationPage,
    UpdatePage,
)
from practices.models import (
    ExchangePage,
    LibraryPage,
    PracticePage,
    ProjectPage,
    ResearchPage,
    ResourcePage,
)
from records.pages import publish
from search.models import Concept, Scheme
from users.models import User

PASSWORD = "a-password-for-tests"
AnyPage = TypeVar("AnyPage", bound=TranslatedPage)
_numbers = itertools.count(1)


def home_page() -> HomePage:
    """The front page that migrations plant; planted again after a test that emptied the tables."""
    home = HomePage.objects.first()
    if home is not None:
        return home
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=HomePage(heading_en="The network", slug="home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    home.add_child(instance=OrganisationIndexPage(heading_en="Organisations", slug="organisations"))
    home.add_child(instance=LibraryPage(heading_en="Library", slug="library"))
    return home


def organisation_index() -> OrganisationIndexPage:
    """The page below which organisations live."""
    home_page()
    return OrganisationIndexPage.objects.get()


def library_page() -> LibraryPage:
    """The page for what no organisation here publishes."""
    home_page()
    return LibraryPage.objects.get()


def add_page(page: AnyPage, *, parent: Page, live: bool = True) -> AnyPage:
    """Put `page` below `parent` with a first revision, published unless `live` is False.

    A record is published as an import publishes it: every second test waits for this.
    """
    page.live = False
    parent.add_child(instance=page)
    if live and isinstance(page, RecordPage):
        publish([page], created=())
    else:
        with disable_reference_index_auto_update():  # adding it has just done that
            revision = page.save_revision(clean=False)
        if live:
            revision.publish()
    return type(page).objects.get(pk=page.pk)


def make_organisation(
    *,
    name: str = "Casa Verde",
    country: str = "RO",
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> OrganisationPage:
    """An organisation named `name` in its original language."""
    values = {"kind": "association", "summary": "Works with families.", **fields}
    summary = values.pop("summary")
    values.setdefault(loc("summary", language), summary)
    page = OrganisationPage(
        country=country, original_language=language, **{loc("heading", language): name}, **values
    )
    return add_page(page, parent=organisation_index(), live=live)


def make_practice(
    *,
    organisation: OrganisationPage | None = None,
    title: str = "Story time",
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> PracticePage:
    """A practice of `organisation` (a new one where none is given)."""
    owner = organisation or make_organisation(language=language)
    fields.setdefault(loc("summary", language), "Parents record a bedtime story.")
    fields.setdefault("countries", [owner.country])
    page = PracticePage(original_language=language, **{loc("heading", language): title}, **fields)
    return add_page(page, parent=owner, live=live)


def make_project(
    *,
    organisation: OrganisationPage | None = None,
    title: str = "Closer together",
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> ProjectPage:
    """A project whose promoter is `organisation`."""
    owner = organisation or make_organisation(language=language)
    fields.setdefault("countries", [owner.country])
    page = ProjectPage(original_language=language, **{loc("heading", language): title}, **fields)
    return add_page(page, parent=owner, live=live)


def make_research(
    *,
    parent: Page | None = None,
    title: str = "What visits change",
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> ResearchPage:
    """A study below `parent`, the library where none is given."""
    page = ResearchPage(original_language=language, **{loc("heading", language): title}, **fields)
    return add_page(page, parent=parent or library_page(), live=live)


def make_resource(
    *,
    parent: Page | None = None,
    title: str = "A leaflet for visitors",
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> ResourcePage:
    """A material below `parent`, the library where none is given."""
    page = ResourcePage(original_language=language, **{loc("heading", language): title}, **fields)
    return add_page(page, parent=parent or library_page(), live=live)


def make_exchange(
    *,
    organisation: OrganisationPage | None = None,
    host: OrganisationPage | None = None,
    title: str = "A visit to the north",
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> ExchangePage:
    """A study visit of `organisation` to `host` (a new organisation where none is given)."""
    owner = organisation or make_organisation(language=language)
    receiver = host or make_organisation(name="Northern House", country="NO")
    page = ExchangePage(
        original_language=language, host=receiver, **{loc("heading", language): title}, **fields
    )
    return add_page(page, parent=owner, live=live)


def make_update(
    *,
    organisation: OrganisationPage | None = None,
    title: str = "A new family room",
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> UpdatePage:
    """An update that `organisation` shares."""
    owner = organisation or make_organisation(language=language)
    values = {"date": "2026-04-12", loc("body", language): "It opens in May.", **fields}
    page = UpdatePage(original_language=language, **{loc("heading", language): title}, **values)
    return add_page(page, parent=owner, live=live)


def make_standard_page(
    *, title: str = "About us", language: str = "en", live: bool = True, **fields: Any
) -> StandardPage:
    """A page of the network office below the front page."""
    values = {loc("body", language): "<p>Who we are.</p>", **fields}
    page = StandardPage(original_language=language, **{loc("heading", language): title}, **values)
    return add_page(page, parent=home_page(), live=live)


def make_concept(
    *, record_id: str = "visits", scheme: str = Scheme.THEME, label: str = "Visits", **fields: Any
) -> Concept:
    """An entry of the vocabulary with an English label."""
    concept = Concept(record_id=record_id, scheme=scheme, label_en=label, **fields)
    concept.save()
    return concept


def make_category(*, record_id: str = "full", label: str = "Full member") -> MembershipCategory:
    """A membership category, the existing one where its id is taken."""
    found: Any = MembershipCategory.objects.filter(record_id=record_id).first()
    category = found or MembershipCategory(record_id=record_id, label_en=label)
    category.save()
    return category


def make_membership(
    *,
    organisation: OrganisationPage,
    category: MembershipCategory | None = None,
    status: str = MembershipStatus.ACTIVE,
    since: str = "2015",
    until: str = "",
) -> Membership:
    """A membership of `organisation`, active since 2015."""
    return Membership.objects.create(
        organisation=organisation,
        category=category or make_category(),
        status=status,
        since=since,
        until=until,
    )


def make_user(*, email: str = "", groups: tuple[Group, ...] = (), **fields: Any) -> User:
    """A login with PASSWORD; without `email` it gets an address of its own."""
    address = email or f"person{next(_numbers)}@example.org"
    user = User.objects.create_user(address, PASSWORD, **fields)
    user.groups.set(groups)
    return user


def make_administrator(*, email: str = "administrator@example.org") -> User:
    """A superuser with PASSWORD."""
    return User.objects.create_superuser(email, PASSWORD)


def image_file(*, name: str = "picture.png", size: tuple[int, int] = (40, 30)) -> ImageFile:
    """A small real picture, in the format that `name` ends with."""
    kind = {"jpg": "JPEG", "jpeg": "JPEG"}.get(name.rpartition(".")[2], "PNG")
    data = io.BytesIO()
    Picture.new("RGB", size, "#b04a2f").save(data, kind)
    data.seek(0)
    return ImageFile(data, name=name)


def make_image(
    *, title: str = "A picture", collection: Collection | None = None, **file: Any
) -> Image:
    """An uploaded image; `file` is what image_file() takes."""
    fields = {"collection": collection} if collection else {}
    return Image.objects.create(title=title, file=image_file(**file), **fields)


def make_document(*, title: str = "A file", collection: Collection | None = None) -> Document:
    """An uploaded text file."""
    fields = {"collection": collection} if collection else {}
    return Document.objects.create(
        title=title, file=ContentFile(b"Some text.", name="file.txt"), **fields
    )
