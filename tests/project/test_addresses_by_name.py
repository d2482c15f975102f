"""Addresses are made of the names in urls.py, so that one of them can change in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.project.sources import ROOT, modules, named

#: what a path of the site looks like: `/en/`, `/admin/`, `/r/x/?q=`
PATH = re.compile(r"/(?:[a-z{][\w{}-]*/)+(?:\?.*)?")
#: paths that nobody is led to: they are compared with, or stand for a place in a file
COMPARED = {
    "core/headers.py": {"/admin/", "/django-admin/"},
    "newsletter/desk/checks.py": {"/admin/", "/django-admin/", "/admin/pages/"},
    "cope_network/settings.py": {"/static/", "/media/"},
}
#: in a template: an attribute that begins by hand, or a path put together by filters
IN_TEMPLATE = re.compile(r"""(?:href|action|src)="(?:/|\{\{[^}]*\}\}/)|["']/["']\s*\|\s*add""")
#: answers while Django can't make addresses
OF_A_FILE = {"500.html", "503.html"}


def hand_written(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of each path of the site that stands in a module."""
    nodes = list(ast.walk(tree))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            text = "".join(_part(part) for part in node.values)
            if PATH.match(text):
                yield node.lineno, ast.unparse(node)
        elif (
            isinstance(node, ast.Constant)
            and id(node) not in parts
            and PATH.fullmatch(str(node.value))
        ):
            yield node.lineno, str(node.value)


def _part(node: ast.expr) -> str:
    """Return what stands for a part of an f-string: its text, nothing for the site, else `{x}`."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "" if "SITE_URL" in ast.unparse(node) else "{x}"


def test_no_module_writes_an_address_by_hand() -> None:
    found = [
        f"{named(path)}:{line} {text}"
        for path in modules()
        if not named(path).startswith("benchmarks/")
        for line, text in hand_written(ast.parse(path.read_text()))
        if text not in COMPARED.get(named(path), ())
    ]

    assert found == []


def test_no_template_writes_an_address_by_hand() -> None:
    templates = ROOT / "cope_network" / "templates"

    found = [
        f"{named(path)}: {line.strip()[:100]}"
        for path in sorted(templates.rglob("*"))
        if path.is_file() and path.name not in OF_A_FILE
        for line in path.read_text().splitlines()
        if IN_TEMPLATE.search(line)
    ]

    assert found == []


def test_what_is_written_by_hand_is_found() -> None:
    module = ast.parse(
        'a = f"/{code}/search/?{q}"\nb = f"{settings.SITE_URL}/r/{key}/"\nc = "/en/"'
    )

    assert [line for line, _text in hand_written(module)] == [1, 2, 3]
    assert IN_TEMPLATE.search('<a href="/{{ language }}/map/">')
    assert IN_TEMPLATE.search('{% include "x.html" with action="/"|add:language %}')
    assert not IN_TEMPLATE.search("""<a href="{% url 'map' %}">""")
