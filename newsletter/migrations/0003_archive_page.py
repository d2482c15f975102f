"""Plant the newsletter's archive below the front page. Reversible."""
# ruff: noqa: SLF001 # treebeard has no public names for what stands in a path

from __future__ import annotations

from typing import Any

from django.db import migrations
from wagtail.models import Page as TreePage

HEADING = {
    "en": "Newsletter",
    "fr": "Lettre d’information",
    "de": "Newsletter",
    "es": "Boletín",
    "it": "Newsletter",
    "nl": "Nieuwsbrief",
    "pt": "Boletim informativo",
    "ro": "Buletin informativ",
    "nb": "Nyhetsbrev",
    "sv": "Nyhetsbrev",
    "pl": "Biuletyn",
    "el": "Ενημερωτικό δελτίο",
}
SLUG = "issues"


def plant(apps: Any, schema_editor: Any) -> None:
    """Add the archive as the front page's last child, if there is a front page and none yet."""
    Page = apps.get_model("wagtailcore", "Page")
    ArchivePage = apps.get_model("newsletter", "ArchivePage")
    home = apps.get_model("home", "HomePage").objects.order_by("path").first()
    if home is None or ArchivePage.objects.exists():
        return
    children = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    last = children.order_by("path").last()
    step = TreePage._str2int(last.path[-TreePage.steplen :]) + 1 if last else 1
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="newsletter", model="archivepage"
    )
    taken = children.filter(slug=SLUG).exists()
    slug = f"newsletter-{SLUG}" if taken else SLUG
    ArchivePage.objects.create(
        title=HEADING["en"],
        draft_title=HEADING["en"],
        slug=slug,
        path=TreePage._get_path(home.path, home.depth + 1, step),
        depth=home.depth + 1,
        numchild=0,
        url_path=f"{home.url_path}{slug}/",
        content_type=content_type,
        locale=home.locale,
        live=True,
        original_language="en",
        heading=HEADING["en"],
        **{f"heading_{code}": text for code, text in HEADING.items()},
    )
    Page.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


def uproot(apps: Any, schema_editor: Any) -> None:
    """Remove the archive. Raises RuntimeError while there are issues below it."""
    Page = apps.get_model("wagtailcore", "Page")
    archives = apps.get_model("newsletter", "ArchivePage").objects.all()
    if archives.filter(numchild__gt=0).exists():
        raise RuntimeError("delete the newsletter's issues first")
    for pk, path in list(archives.values_list("pk", "path")):
        archives.filter(pk=pk)._raw_delete(schema_editor.connection.alias)
        Page.objects.filter(pk=pk)._raw_delete(schema_editor.connection.alias)
        parent = Page.objects.get(path=path[: -TreePage.steplen])
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild - 1)


class Migration(migrations.Migration):
    """The archive in the tree."""

    dependencies = [
        ("newsletter", "0002_issues_and_ledger"),
        ("home", "0002_site_tree"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
