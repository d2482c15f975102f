"""Fill in a form as a browser does: what the page shows is sent back, with a few changes."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

NOT_SENT = {"submit", "button", "image", "file", "reset"}


class _Controls(HTMLParser):
    """Collects the successful controls of the form whose id or action was asked for."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.values: dict[str, list[str]] = {}
        self._inside = False
        self._templates = 0
        self._select: tuple[str, bool] | None = None
        self._first_option = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = self.form in (given.get("id"), given.get("action"))
        elif tag == "template":
            self._templates += 1
        if not self._inside or self._templates or "disabled" in given:
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea" and name:
            self._textarea = name
            self.values.setdefault(name, []).append("")
        elif tag == "select" and name:
            self._select, self._first_option = (name, "multiple" in given), ""
        elif tag == "option" and self._select:
            self._option(given)

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type", "text")
        if kind in NOT_SENT or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        self.values.setdefault(name, []).append(given.get("value") or "")

    def _option(self, given: dict[str, str | None]) -> None:
        assert self._select is not None
        name, multiple = self._select
        value = given.get("value") or ""
        if "selected" in given:
            self.values.setdefault(name, []).append(value)
        elif not multiple and not self._first_option:
            self._first_option = f"={value}"

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "template":
            self._templates -= 1
        elif tag == "textarea" and self._textarea:
            # a browser drops the line break after <textarea>
            self.values[self._textarea][-1] = self.values[self._textarea][-1].removeprefix("\n")
            self._textarea = ""
        elif tag == "select" and self._select:
            name, _multiple = self._select
            if name not in self.values and self._first_option:
                self.values[name] = [self._first_option[1:]]
            self._select = None


def filled(
    client: Client, url: str, *, form: str = "page-edit-form", **changes: Any
) -> dict[str, Any]:
    """GET `url` and return what its form sends, with `changes` made (None: not sent at all).

    `form` is the form's id or action. Django's test client takes lists for several values.
    """
    response = client.get(url)
    assert response.status_code == 200, (response.status_code, url, response.get("Location"))
    controls = _Controls(form)
    controls.feed(response.content.decode())
    assert controls.values, f"no form {form!r} at {url}"
    values: dict[str, Any] = {
        name: found[0] if len(found) == 1 else found for name, found in controls.values.items()
    }
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    return values


def errors_of(response: Any) -> dict[str, list[str]]:
    """The errors of a refused form by field, those of its formsets by `<formset>.<field>`."""
    form = response.context["form"]
    found = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
    for key, formset in getattr(form, "formsets", {}).items():
        for row in formset.forms:
            found.update(
                {f"{key}.{name}": [str(e) for e in errors] for name, errors in row.errors.items()}
            )
    return found
