"""One request of one person, and what is wrong with its answer."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client

from tests.permissions.access import Access, Expected, expected
from tests.permissions.addresses import Address
from tests.permissions.changes import NOTED_ON_GET, Borders, Row, Written, changes, rows
from tests.permissions.people import OFFICE, Person
from tests.permissions.rules import Rule
from tests.permissions.things import Thing
from tests.permissions.world import World
from tests.users.second_factor.codes import sign_in_fully

REFUSALS = {400, 403, 404, 405}
#: where somebody is led who may not go where they wanted
LED_BACK = {"/admin/", "/admin/pages/", "/admin/login/"}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: an address about a thing, by a method, with a query and data."""

    address: Address
    thing: Thing
    method: str
    query: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        path = self.address.filled(self.thing)
        sent = f" with {self.data}" if self.data else ""
        query = f"?{self.query}" if self.query else ""
        return f"{self.method} {path}{query}{sent} [{self.address.name}: {self.thing}]"


class QuietClient(Client):
    """Django's client without the memory of templates and contexts, which takes a third."""

    def request(self, **request: Any) -> Any:
        """Answer, also where a view raises."""
        return self.handler(self._base_environ(**request))


class Asker:
    """One person before the site. Whatever a request changes is taken back after it."""

    def __init__(self, world: World, person: Person, borders: Borders) -> None:
        self.world, self.person, self.borders = world, person, borders
        self.requests, self.seconds = 0, 0.0
        self.email, self._session = "", ""
        user = world.users.get(person)
        if user is not None:
            client = Client(HTTP_HOST="localhost")
            sign_in_fully(client, user)
            self.email = user.email
            self._session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def faults(self, question: Question) -> list[str]:
        """Ask, and return what is wrong with the answer; nothing where all is well."""
        began = time.perf_counter()
        written = Written()
        with transaction.atomic():
            with written.watched():
                response, error = self._send(question)
            after = rows(written.tables) if not connection.needs_rollback else {}
            transaction.set_rollback(True)
        if written.tables:
            cache.clear()  # it may hold what was just taken back
        self.requests += 1
        found = [f"error: {error}"] if response.status_code >= 500 else []
        found += ["throttled: nobody saw the answer"] if response.status_code == 429 else []
        found += self._told(question, response)
        found += self._promised(question, response, after)
        self.seconds += time.perf_counter() - began
        return [f"{self.person}: {question} → {response.status_code}: {each}" for each in found]

    def _send(self, question: Question) -> tuple[Any, str]:
        client = QuietClient(HTTP_HOST="localhost")
        if self._session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._session
        raised: list[str] = []

        def note(**_rest: Any) -> None:
            raised.append(traceback.format_exc().strip().splitlines()[-1])

        path = question.address.filled(question.thing)
        url = f"{path}?{question.query}" if question.query else path
        got_request_exception.connect(note)
        try:
            if question.method == "POST":
                response = client.post(url, question.data)
            else:
                response = client.get(url)
        finally:
            got_request_exception.disconnect(note)
        return response, " / ".join(raised)

    def _told(self, question: Question, response: Any) -> list[str]:
        """Marker words in body, headers, cookies, or in a message for the next page."""
        parts = [b"".join(response.streaming_content) if response.streaming else response.content]
        parts += [f"{name}: {value}".encode() for name, value in response.items()]
        parts += [cookie.OutputString().encode() for cookie in response.cookies.values()]
        storage = getattr(getattr(response, "wsgi_request", None), "_messages", None)
        parts += [str(message).encode() for message in getattr(storage, "_queued_messages", [])]
        markers = self.world.markers
        known = {markers.what(word) for word in markers.in_text(str(question))}
        known |= question.address.rule.tells
        told = {what for part in parts for what in markers.told(part, to=self.person)}
        return [f"tells {what}" for what in sorted(told - known)]

    def _may_write(self, rule: Rule) -> bool:
        """Whether the tables that a rule names are this person's to write."""
        return self.person in OFFICE or rule.access is Access.LINK

    def _promised(self, question: Question, response: Any, after: dict[str, set[Row]]) -> list[str]:
        """What the class of access promises and the answer breaks."""
        rule = question.address.rule
        promise = expected(rule.access, self.person, question.thing, email=self.email)
        changed = changes(rows(set(after)), after)
        if promise is Expected.CLOSED:
            found = [f"changes {change.table}" for change in changed]
            if not _is_refused(question, response):
                found.append(f"should be refused ({rule.access.value})")
            return found
        markers = self.world.markers
        known = markers.in_text(str(question))
        if rule.access is Access.LINK:  # whoever holds the link sends on what it tells
            known |= {word for word in markers.words() if markers.what(word) in rule.tells}
        found = [
            fault
            for change in changed
            if not (change.table in rule.writes and self._may_write(rule))
            for fault in self.borders.crossed(self.person, change, known=known)
        ]
        if question.method == "GET":
            tables = {change.table for change in changed} - NOTED_ON_GET
            found += [f"writes {table} on a GET" for table in sorted(tables)]
        must_open = promise is Expected.OPEN and question.method == "GET" and not rule.depends
        if must_open and _is_led_back(response) and rule.access is not Access.NOBODY:
            found.append(f"should be open ({rule.access.value})")
        return found


def _is_led_back(response: Any) -> bool:
    """Whether somebody gets nothing: told so, or led back to where they may be."""
    if response.status_code in (301, 302):
        return urlsplit(response["Location"]).path in LED_BACK
    return response.status_code in REFUSALS


def _is_refused(question: Question, response: Any) -> bool:
    """As above; also by any way elsewhere in the admin, and by a search in the reader's language.

    Django looks for an address that it doesn't know once more below the language.
    """
    path = question.address.filled(question.thing)
    if response.status_code in (301, 302):
        target = urlsplit(response["Location"]).path
        return target.startswith("/admin/") or target.rstrip("/") == f"/en{path}".rstrip("/")
    return response.status_code in REFUSALS
