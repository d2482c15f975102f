"""A toy field, filter and kind of record: what docs/adding.md says it takes, as changes of files.

tests/project/test_adding.py makes them in a copy of the project and holds the lists against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class New:
    """A file that is added."""

    path: str
    text: str

    def make(self, root: Path) -> None:
        """Write it. Raises FileExistsError where it is there."""
        with (root / self.path).open("x", encoding="utf-8") as file:
            file.write(self.text)


@dataclass(frozen=True)
class Edit:
    """Text put behind the first place where `after` stands in a file."""

    path: str
    after: str
    text: str

    def make(self, root: Path) -> None:
        """Change the file. Raises ValueError where `after` isn't found."""
        path = root / self.path
        before, found, rest = path.read_text(encoding="utf-8").partition(self.after)
        if not found:
            raise ValueError(
                f"{self.path} no longer holds {self.after!r}: mend tests/project/toys.py"
            )
        path.write_text(before + found + self.text + rest, encoding="utf-8")


#: an optional translated text of a project that shows, is found, goes out and comes in
FIELD = (
    Edit("practices/models/project.py", '"results", "bilateral_results"', ', "motto"'),
    Edit(
        "practices/models/project.py",
        '    results = columns.TextColumn(_("results"), blank=True)\n',
        '    motto = columns.TextColumn(_("motto"), blank=True)\n',
    ),
    Edit(
        "practices/records.py",
        '        Text("bilateral_results"),\n',
        '        Text("motto"),\n',
    ),
    Edit(
        "practices/presentation/project.py",
        '            (_("What it does"), description),\n',
        '            (_("Motto"), localised(page, "motto")),\n',
    ),
)

#: Finnish
LANGUAGE = (
    Edit("cope_network/settings.py", '    ("el", "Ελληνικά"),\n', '    ("fi", "Suomi"),\n'),
    Edit("cope_network/catalogues/own.py", '"pl", "el"', ', "fi"'),
)

#: a page below an organisation, with a title and a text
KIND = (
    New(
        "practices/models/toy.py",
        '''"""Toys."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from core import columns
from core.base import RecordPage
from core.editing.panels import tabbed
from core.lists import StringListField
from members.models.organisation import PublishedByOrganisation


class ToyPage(PublishedByOrganisation, RecordPage):
    """One row is one toy."""

    collection = "toys"
    translated = ("heading", "about")
    template = "pages/practices/toy.html"
    parent_page_types: ClassVar[list[str]] = ["members.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []

    about = columns.TextColumn(_("about"), blank=True)
    sources = StringListField(_("sources"))

    edit_handler = tabbed(translated, facts=[], more=["sources"])

    class Meta:
        verbose_name = _("toy")
        verbose_name_plural = _("toys")
''',
    ),
    Edit(
        "practices/models/__init__.py",
        "import ResourceFile, ResourcePage, ResourceTag\n",
        "from practices.models.toy import ToyPage\n",
    ),
    Edit("practices/models/__init__.py", "__all__ = [\n", '    "ToyPage",\n'),
    Edit("records/registry.py", "statistics recommendations resources", " toys"),
    Edit("practices/privacy.py", '            "GlossaryTerm",\n', '            "ToyPage",\n'),
    Edit("practices/records.py", "    ResourcePage,\n", "    ToyPage,\n"),
    Edit(
        "practices/records.py",
        "    model=ResourcePage,\n    holder=LibraryPage,\n)\n",
        """
TOYS = Collection.of(
    "toys",
    [
        Identity(),
        Text("title", required=True, attribute="heading"),
        Publisher("organisation", "organisations", required=True),
        Text("about"),
        Language("original_language", required=True),
        sources(),
    ],
    model=ToyPage,
)
""",
    ),
    Edit("practices/records.py", "EXCHANGES, RESOURCES", ", TOYS"),
    Edit("practices/search_index/pages.py", "    ResourcePage,\n", "    ToyPage,\n"),
    Edit(
        "practices/search_index/pages.py",
        "from search.sources.registry import register\n",
        '''

class ToySource(PublishedSource[ToyPage]):
    """Toys."""

    collection = ToyPage.collection
    model = ToyPage
    models = (ToyPage, OrganisationPage)
    summary = ("about",)

    @override
    def describe(self, record: ToyPage, batch: Batch) -> dict[str, Any]:
        return dict(published_by(self.publisher(record, batch)))


register(ToySource())
''',
    ),
    New(
        "practices/presentation/toy.py",
        '''"""A toy's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.i18n import localised
from core.presenters import shows
from core.showing.facts import source_links, stated
from core.showing.frame import page_frame
from members.presentation.organisations import contact_of
from members.presentation.trail import trail_to
from members.selectors import publisher_of
from practices.models import ToyPage
from practices.presentation.shared_facts import written_in_fact


@shows(ToyPage)
def toy_context(page: ToyPage, request: HttpRequest) -> dict[str, Any]:
    """Everything a toy's page shows."""
    publisher = publisher_of(page)
    about = localised(page, "about")
    return {
        **page_frame(page, request, trail=trail_to(publisher, request), summary=about),
        "eyebrow": _("Toy"),
        "about": about,
        "facts": stated([written_in_fact(page)]),
        "contact": contact_of(publisher, request) if publisher else None,
        "sources": source_links(page.sources),
    }
''',
    ),
    Edit(
        "practices/presentation/cards.py",
        "from practices.words import resource_kind\n",
        '''

def toy_card(page: Any, request: HttpRequest) -> Card:
    """A toy."""
    return _card(page, request, summary=localised(page, "about"))
''',
    ),
    Edit("practices/kinds.py", "    Statistic,\n", "    ToyPage,\n"),
    Edit(
        "practices/kinds.py",
        "from practices.presentation import cards, entries, entry_cards\n",
        """
register(
    Kind(
        model=ToyPage,
        order=65,
        tone="ochre",
        shape="toys",
        card=cards.toy_card,
        lead=_("Toys."),
        counted=ngettext_lazy("%d toy", "%d toys"),
        filters=("language",),
        places={Place.SHARED: 60, Place.PROFILE: 60},
    )
)
""",
    ),
    New(
        "cope_network/templates/pages/practices/toy.html",
        """{% extends "pages/record/base.html" %}
{% block header %}
  {% include "components/page_header.html" with collection="toys" title=heading only %}
{% endblock %}
{% block main %}{% include "components/prose.html" with text=about only %}{% endblock %}
""",
    ),
    Edit(
        "cope_network/static/img/shapes.svg",
        '<svg xmlns="http://www.w3.org/2000/svg">\n',
        '  <symbol id="toys" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8"/></symbol>\n',
    ),
)

#: projects by how exact their point is: a field that they have already
FILTER = (
    Edit(
        "search/filters.py",
        '    Filter(name="direction", label=_("what was found"), field="directions"),\n',
        '    Filter(name="precision", label=_("how exact"), field="exact", column="precision"),\n',
    ),
    Edit("search/entry.py", '    maturity: str = ""\n', '    exact: str = ""\n'),
    Edit(
        "practices/search_index/__init__.py",
        'register_values("kind", words=labels.kinds)\n',
        """from maps.places import Precision


def _exact(values, language):
    return {value: str(Precision(value).label) for value in values if value in Precision.values}


register_values("precision", words=_exact, closed=Precision.values)
""",
    ),
    Edit(
        "practices/kinds.py",
        'filters=("country", "theme", "target_group", ',
        '"precision", ',
    ),
)

_HEAD = '''"""Made by tests/project/toys.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from records.importing import prepare_import
from search.outputs.selection import select
from search.results.find import find
from search.query import SearchQuery
from search.sources.database import records_matching
from search.state.index_state import drain_all
from tests.builders import add_page, make_administrator, make_organisation, make_project
from tests.records.samples import export

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    drain_all()
    return [card.key for card in find(SearchQuery.parse({"q": words}, "en")).cards]

'''
#: what has to be true of the toy field
FIELD_CHECKS = New(
    "tests/practices/test_toy_field.py",
    _HEAD
    + """
def test_a_motto_shows_is_edited_found_and_goes_round(client: Client, tmp_path: Path) -> None:
    project = make_project(
        organisation=make_organisation(name="Casa Verde"),
        motto_en="Nobody left behind the zebra",
        motto_ro="Nimeni nu rămâne în urma zebrei",
    )

    assert "Nobody left behind the zebra" in client.get(project.url_in("en")).content.decode()
    assert "în urma zebrei" in client.get(project.url_in("ro")).content.decode()
    assert found("zebra") == [project.key]
    client.force_login(make_administrator())
    form = client.get(f"/admin/pages/{project.pk}/edit/").content.decode()
    assert 'name="motto_en"' in form and 'name="motto_ro"' in form
    whole = export(tmp_path / "all.json")
    assert whole["projects"][0]["motto"] == {
        "en": "Nobody left behind the zebra",
        "ro": "Nimeni nu rămâne în urma zebrei",
    }
    type(project).objects.get(pk=project.pk).delete()
    prepare_import([tmp_path / "all.json"]).run()
    assert type(project).objects.get().motto_ro == "Nimeni nu rămâne în urma zebrei"
""",
)
#: what has to be true of the toy filter
FILTER_CHECKS = New(
    "tests/practices/test_toy_filter.py",
    _HEAD
    + """
def test_projects_are_filtered_by_how_exact_their_point_is(client: Client) -> None:
    exact = make_project(precision="address", latitude=45.0, longitude=25.0)
    make_project(title="Somewhere")
    drain_all()
    query = SearchQuery.parse({"precision": "address"}, "en")

    page, other, result = (
        " ".join(client.get(f"/en/{address}").content.decode().split())
        for address in (
            "projects/?precision=address",
            "projects/?precision=vague",
            "search/?precision=address",
        )
    )

    assert find(query).facets["precision"] == {"address": 1}
    assert list(select(query).keys) == records_matching(query) == [exact.key]
    assert 'name="precision" value="address" checked' in page and "Somewhere" not in page
    assert "precision = vague" in other and "Somewhere" in other
    assert 'name="precision" value="address" checked' in result
""",
)
#: what has to work in a language of which nobody has written a word
LANGUAGE_CHECKS = New(
    "tests/home/test_toy_language.py",
    '''"""Finnish, of which the project has not a word: what needs some shows those of English."""

import pytest
from django.test import Client
from django.utils.translation import override

from core.clock_times import read_time, time_in_words
from core.dates import PartialDate
from core.i18n import LANGS
from core.meant import meant_country, meant_language
from core.network.legal import Role
from core.written_dates import read_date
from home.first_pages.answers import CONFORMS, in_language
from home.first_pages.gaps import label_of, words_of_gaps
from home.first_pages.planting import draft_of, languages_of
from newsletter.subscribers.lists.columns import guess
from newsletter.subscribers.lists.table import read_table
from newsletter.subscribers.lists.values import read_countries, read_languages, says_no
from search.query import SearchQuery
from search.results.find import find

pytestmark = pytest.mark.django_db


def test_what_people_write_is_read() -> None:
    assert LANGS[-1] == "fi"
    for month in range(1, 13):
        date = PartialDate(f"2026-{month:02}-12")
        assert read_date(date.in_words("fi")) == date
    assert read_time(time_in_words("14:30", "fi")) == "14:30"
    assert (meant_language("suomi"), meant_country("Ruotsi")) == ("fi", "SE")
    assert (read_languages("suomi, sv"), read_countries("Suomi")) == (
        (["fi", "sv"], []),
        (["FI"], []),
    )
    assert not says_no("kyllä")
    assert [each.value for each in guess(read_table("email,kieli\\na@example.org,fi\\n".encode()))]


def test_gaps_and_their_answers_are_in_english() -> None:
    for name, words in words_of_gaps().items():
        with override("fi"):
            assert label_of(name) == words["en"]
        assert in_language(name, "no such answer", "fi") == "no such answer"
    assert in_language("conforms", "vollständig", "fi") == CONFORMS["en"][0]
    assert in_language("date", "12.3.2026", "fi") == "12. maaliskuuta 2026"
    assert in_language("law", "Sweden", "fi") == "Ruotsi"
    for role in Role:
        assert "fi" not in languages_of(role)
        assert draft_of(role).heading_en


def test_pages_open_and_the_search_searches(client: Client) -> None:
    for address in ("", "search/?q=vankila", "map/", "practices/", "events/", "join/"):
        assert client.get(f"/fi/{address}", follow=True).status_code == 200, address
    assert find(SearchQuery.parse({"q": "vankila"}, "fi")).total == 0
''',
)
#: what has to be true of the toy kind
KIND_CHECKS = New(
    "tests/practices/test_toy_kind.py",
    _HEAD
    + """
def test_a_toy_shows_is_listed_edited_found_and_goes_round(client: Client, tmp_path: Path) -> None:
    from practices.models import ToyPage

    organisation = make_organisation(name="Casa Verde")
    toy = add_page(
        ToyPage(heading_en="Striped zebra", about_en="Made of wool.", original_language="en"),
        parent=organisation,
    )

    page = client.get(toy.url_in("en")).content.decode()
    assert "Striped zebra" in page and "Made of wool." in page and 'rel="canonical"' in page
    for address in ("/en/toys/", organisation.url_in("en"), "/sitemap.xml", "/en/"):
        assert client.get(address, follow=True).status_code == 200, address
    drain_all()
    assert "Striped zebra" in client.get("/en/toys/").content.decode()
    assert "Striped zebra" in client.get(organisation.url_in("en")).content.decode()
    assert toy.url_in("en") in client.get("/sitemap-toys.xml").content.decode()
    assert 'href="/en/toys/"' in client.get("/en/").content.decode()
    assert client.get(f"/r/toys/{toy.record_id}/").status_code == 302
    assert found("zebra") == [toy.key]
    client.force_login(make_administrator())
    assert client.get(f"/admin/pages/add/practices/toypage/{organisation.pk}/").status_code == 200
    whole = export(tmp_path / "all.json")
    assert [each["id"] for each in whole["toys"]] == [toy.record_id]
    ToyPage.objects.get().delete()
    prepare_import([tmp_path / "all.json"]).run()
    assert ToyPage.objects.get().about_en == "Made of wool."
""",
)
