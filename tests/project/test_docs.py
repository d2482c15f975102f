"""The documentation names what exists, and what it names exists."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.sources import PACKAGES, ROOT, modules, named

DOCS = ROOT / "docs"
VARIABLE = re.compile(r"""env(?:_addresses)?\.\w+\(\s*["']([A-Z_]+)["']""")
TARGET = re.compile(r"^([a-z][a-z-]*):(?!=).*## ", re.MULTILINE)
MAKE_COMMAND = re.compile(r"\bmake ([a-z][a-z-]*)")
MANAGE_COMMAND = re.compile(r"manage\.py ([a-z_]+)")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")

#: a file of the project as a sentence names it; templates have names of their own
PATH = re.compile(
    rf"(?<![\w/.<>-])((?:{'|'.join((*PACKAGES, 'docs', 'tests', 'locale', 'requirements'))})"
    r"/[\w./-]*\w\.(?:py|md|css|js|json|tsv|toml|txt)(?:\.xz)?)(?![\w/])"
)

#: a module by its name alone, or with the end of its path
MODULE = re.compile(r"`((?:\w+/)*\w+\.py)`")

# Named because there is none.
NO_MODULES = {"utils.py"}

# Part of Django or Wagtail: their own documentation holds.
COMMANDS_OF_OTHERS = {
    "changepassword", "check", "collectstatic", "createsuperuser", "dbshell", "makemigrations",
    "migrate", "shell", "test",
}  # fmt: skip


def variables() -> list[str]:
    return sorted(
        {
            name
            for package in PACKAGES
            for path in (ROOT / package).rglob("*.py")
            for name in VARIABLE.findall(path.read_text(encoding="utf-8"))
        }
    )


def commands() -> list[str]:
    return sorted(
        path.stem
        for package in PACKAGES
        for path in (ROOT / package).rglob("management/commands/*.py")
        if path.stem != "__init__"
    )


def targets() -> list[str]:
    return TARGET.findall((ROOT / "Makefile").read_text())


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def all_text() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages())


@pytest.mark.parametrize("name", variables())
def test_every_variable_of_the_environment_is_explained(name: str) -> None:
    assert f"`{name}`" in (DOCS / "settings.md").read_text(encoding="utf-8")


def test_no_variable_is_explained_that_nothing_reads() -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))

    assert explained == set(variables())


@pytest.mark.parametrize("name", commands())
def test_every_command_is_explained(name: str) -> None:
    assert f"manage.py {name}" in all_text()


@pytest.mark.parametrize("name", targets())
def test_every_make_target_is_explained(name: str) -> None:
    assert f"make {name}" in all_text()


@pytest.mark.parametrize("page", pages(), ids=named)
def test_the_commands_of_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    made = set(MAKE_COMMAND.findall(code)) - set(targets())
    managed = set(MANAGE_COMMAND.findall(code)) - set(commands()) - COMMANDS_OF_OTHERS

    assert (made, managed) == (set(), set())


@pytest.mark.parametrize("page", pages(), ids=named)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [link for link in targets if not link.startswith(("http://", "https://", "mailto:"))]

    assert [link for link in local if not (page.parent / link).exists()] == []


def in_words(path: Path) -> Iterator[str]:
    """What a file says to people: a page all of it, a module its docstrings and comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield text
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_every_file_that_a_sentence_names_exists() -> None:
    missing = [
        f"{named(path)}: {name}"
        for path in (*pages(), ROOT / "CHANGELOG.md", *modules(*PACKAGES, "tests"))
        for text in in_words(path)
        for name in PATH.findall(text)
        if not (ROOT / name).exists()
    ]

    assert missing == []


def test_every_module_that_a_sentence_calls_by_its_name_exists() -> None:
    told = [*pages(), ROOT / "CHANGELOG.md", *modules(*PACKAGES, "tests")]
    paths = [f"/{named(path)}" for path in (ROOT / "manage.py", *modules(*PACKAGES, "tests"))]
    missing = [
        f"{named(path)}: {name}"
        for path in told
        for text in in_words(path)
        for name in set(MODULE.findall(text)) - NO_MODULES
        if not any(each.endswith(f"/{name}") for each in paths)
    ]

    assert missing == []


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "make run" in text
    assert "make test" in text


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    block = project.split("dependencies = [", 1)[1].split("]\n", 1)[0]
    names = re.findall(r'"([A-Za-z0-9-]+)', block)
    text = (DOCS / "decisions" / "dependencies.md").read_text(encoding="utf-8").lower()

    assert names
    assert [name for name in names if f"`{name.lower()}`" not in text] == []
