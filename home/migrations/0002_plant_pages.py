"""Plant the pages every site has: home, organisations, library, newsletter. Reversible."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations

from home import site_tree


def texts(model: Any, field: str, by_language: dict[str, str]) -> dict[str, str]:
    """Columns of a translated field, the un-suffixed one in English.

    A language that came to the site later has no column here yet: its text is left out.
    """
    columns = {column.name for column in model._meta.get_fields()}
    named = {f"{field}_{code}": text for code, text in by_language.items()}
    return {
        field: by_language["en"],
        **{name: text for name, text in named.items() if name in columns},
    }


def plant(apps: Any, schema_editor: Any) -> None:
    """Replace Wagtail's welcome page by the site's own tree; a site that has one keeps it."""
    if apps.get_model("home", "HomePage").objects.exists():
        return
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    locale = Locale.objects.get(language_code="en")
    Site.objects.all().delete()
    Page.objects.filter(depth__gte=2).delete()

    def page(app: str, name: str, translated: dict[str, dict[str, str]], **fields: Any) -> Any:
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=name)
        model = apps.get_model(app, name)
        for field, by_language in translated.items():
            fields |= texts(model, field, by_language)
        return model.objects.create(
            draft_title=fields["title"],
            content_type=content_type,
            locale=locale,
            live=True,
            original_language="en",
            **fields,
        )

    home = page(
        "home", "homepage", {"heading": {"en": settings.NETWORK_NAME}, "lead": site_tree.HOME_LEAD},
        title=settings.NETWORK_NAME, slug="home", path="00010001", depth=2, numchild=3,
        url_path="/home/",
    )  # fmt: skip
    page(
        "members", "organisationindexpage", {"heading": site_tree.ORGANISATIONS},
        title="Organisations", slug="organisations",
        path="000100010001", depth=3, numchild=0, url_path="/home/organisations/",
    )  # fmt: skip
    page(
        "practices", "librarypage", {"heading": site_tree.LIBRARY},
        title="Library", slug="library",
        path="000100010002", depth=3, numchild=0, url_path="/home/library/",
    )  # fmt: skip
    page(
        "newsletter", "archivepage", {"heading": site_tree.NEWSLETTER},
        title="Newsletter", slug="issues",
        path="000100010003", depth=3, numchild=0, url_path="/home/issues/",
    )  # fmt: skip
    Page.objects.filter(path="0001").update(numchild=1)
    Site.objects.create(
        hostname="localhost", port=80, site_name="", root_page_id=home.pk,
        is_default_site=True,
    )  # fmt: skip


def uproot(apps: Any, schema_editor: Any) -> None:
    """Remove the tree again."""
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(depth__gte=2).delete()
    apps.get_model("wagtailcore", "Page").objects.filter(path="0001").update(numchild=0)


class Migration(migrations.Migration):
    """The site's tree."""

    dependencies = [
        ("home", "0001_initial"),
        ("members", "0001_initial"),
        ("newsletter", "0001_initial"),
        ("practices", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
