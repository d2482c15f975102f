"""Texts with marked words, lists and links; a link to a page or document names it by its id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from core.i18n import LANGS, is_blank, loc
from records.fields.files import DocumentFile
from records.fields.markup import Attributes, problems_of, rewritten
from records.fields.texts import Text
from records.media import DOCUMENTS
from records.problems import shown

if TYPE_CHECKING:
    from records.lookup import Lookup
    from records.place import RecordPlace

#: `about` among the pages, or a collection's name alone: the page below which its records lie
PAGE_NAME = re.compile(r"([a-z]+)(?:/([a-z0-9]+(?:-[a-z0-9]+)*))?", re.ASCII)


class RichText(Text):
    """A text by language in HTML. `<a linktype="page" id="pages/about">` is a link to a record.

    In an export a link to what isn't exported is left out, its words stay.
    """

    expected = "text by language, in HTML"

    def _check_text(self, text: object, path: str, at: RecordPlace) -> None:
        before = at.findings.problems.total
        super()._check_text(text, path, at)
        if not isinstance(text, str) or at.findings.problems.total > before:
            return
        for problem in problems_of(text):
            at.refuse(path, problem)
        if at.findings.problems.total == before:
            super()._check_text(rewritten(text), path, at)
            rewritten(text, lambda given: self._check_link(given, path, at))

    def _check_link(self, given: Attributes, path: str, at: RecordPlace) -> Attributes:
        kind, name = given.get("linktype"), given.get("id", "")
        if kind == "document":
            DocumentFile().check(name, path, at)
        elif kind == "page":
            found = PAGE_NAME.fullmatch(name)
            if found is None:
                at.refuse(path, f'{shown(name)}, expected a page as in "pages/about"')
            elif found[2]:
                at.refer(path, target=found[1], target_id=found[2])
        return given

    def normal(self, value: Any) -> Any:
        """The same HTML, written as an export writes it."""
        return {code: rewritten(value[code]) for code in LANGS if code in value}

    def here(self, value: Any, keys: Lookup) -> Any:
        """The text with the names its documents have on this site; dead links are only words."""

        def known(given: Attributes) -> Attributes | None:
            key = self._key(given, keys)
            if key == "":
                return given
            return self._name(given["linktype"], key, keys) if key else None

        return {code: rewritten(text, known) for code, text in value.items()}

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The texts, their links by name."""

        def named(given: Attributes) -> Attributes | None:
            if "linktype" not in given:
                return given
            return self._name(given["linktype"], given.get("id", ""), keys)

        texts = super().read(instance, keys) or {}
        found = {code: rewritten(text, named) for code, text in texts.items()}
        return {code: text for code, text in found.items() if not is_blank(text)} or None

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Any) -> None:
        """Fill every language's column, links by key; one to what isn't made yet comes later."""

        def keyed(given: Attributes) -> Attributes | None:
            key = self._key(given, keys)
            if key == "":
                return given
            return {"linktype": given["linktype"], "id": key} if key else None

        for code in LANGS:
            text = (value or {}).get(code)
            setattr(instance, loc(self.attribute, code), text and rewritten(text, keyed))

    def _key(self, given: Attributes, keys: Lookup) -> str | None:
        """The primary key that a link's name stands for; None if none, "" for an address."""
        if "linktype" not in given:
            return ""
        name = given.get("id", "")
        if given["linktype"] == "document":
            found = keys.media.find(DOCUMENTS, name)
        else:
            found = keys.page_named(name)
        return None if found is None else str(found)

    def _name(self, kind: str, key: str, keys: Lookup) -> Attributes | None:
        """A link by name, from the primary key; None to what isn't there or isn't exported."""
        if not key.isdecimal():
            return None
        if kind == "document":
            name = keys.media.name_of_key(DOCUMENTS, int(key))
        else:
            name = keys.name_of_page(int(key))
        return None if name is None else {"linktype": kind, "id": name}
