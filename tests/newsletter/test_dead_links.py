"""Addresses as people write them are followed as programs must; nonsense is dead, not an error."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from newsletter import dead_links
from newsletter.dead_links import encoded, open_address
from tests.newsletter.issues import draft_issue, text


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every host is a server of ours; what it was asked for, with the host."""
    found: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(f"{self.headers['Host']} {self.path}")
            self.send_response(404 if "gone" in self.path else 200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()

    def public(host: Any, port: Any, **kwargs: Any) -> Any:
        str(host).encode("idna")  # as the real one does
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]

    def connect(self: http.client.HTTPConnection) -> None:
        self.sock = socket.socket()
        self.sock.connect(server.server_address[:2])

    monkeypatch.setattr(dead_links.socket, "getaddrinfo", public)
    monkeypatch.setattr(http.client.HTTPConnection, "connect", connect)
    yield found
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("address", "request_line"),
    [
        ("http://example.org/é?q=ü", "example.org /%C3%A9?q=%C3%BC"),
        ("http://example.org/%C3%A9?a=b&c=%26", "example.org /%C3%A9?a=b&c=%26"),
        ("http://example.org/two words", "example.org /two%20words"),
        ("http://straße.example:8080/x#part", "xn--strae-oqa.example:8080 /x"),
    ],
)
def test_an_address_is_asked_for_as_browsers_do(
    asked: list[str], address: str, request_line: str
) -> None:
    assert open_address(address) == 200
    assert asked == [request_line]


@pytest.mark.django_db
@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    "address",
    ["https://example.org:99999/", "http://a..b/", "http://é..b/", "http://exa mple.org/"],
)
def test_what_is_no_address_is_dead_and_the_others_are_still_followed(address: str) -> None:
    issue = draft_issue(
        text(text_en='<p><a href="http://example.org/gone">there</a></p>', key="b"),
        text(web_address=address, key="a"),
    )

    found = dead_links.dead_links(issue)

    assert [(link.address, link.status) for link in found] == [
        ("http://example.org/gone", 404),
        (address, 0),
    ]


def test_a_private_name_stays_private_however_it_is_written() -> None:
    for address in ("http://127。0。0。1/", "http://１２７.0.0.1/", "ftp://example.org/é"):
        with pytest.raises(OSError, match=r".") as refused:
            open_address(address)
        assert isinstance(refused.value, dead_links.Unreachable), address


def test_what_is_encoded_stays() -> None:
    plain = "https://user@example.org/a%20b/(c)?d=e%2Ff&g=h+i"

    assert encoded(plain) == plain
