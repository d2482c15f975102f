"""Addresses as people write them are followed as programs must; nonsense is dead, not an error."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Event, Thread
from typing import Any

import pytest

from newsletter.desk import dead_links, public_web
from newsletter.desk.checks import is_private
from newsletter.desk.public_web import Unreachable, encoded, is_public_machine, open_address
from tests.newsletter.issues import draft_issue, text

PUBLIC = "93.184.215.14"
STOP = Event()


class Answer(BaseHTTPRequestHandler):
    """What a path says is what is answered: `/404`, `/slow`, `/no-head`, `/to/http://…`."""

    asked: list[str]

    def do_HEAD(self) -> None:
        self.answer("HEAD")

    def do_GET(self) -> None:
        self.answer("GET")

    def answer(self, method: str) -> None:
        self.asked.append(f"{method} {self.headers['Host']} {self.path}")
        status = 200
        if "slow" in self.path:
            STOP.wait(0.2)
        if "gone" in self.path:
            status = 404
        elif self.path.startswith("/no-head") and method == "HEAD":
            status = int(self.path.rpartition("/")[2])
        elif self.path.startswith("/to/"):
            status = 302
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.path.removeprefix("/to/"))
        if "endless" in self.path:
            self.flush_headers()
            with contextlib.suppress(OSError):
                while not STOP.wait(0.05):
                    self.wfile.write(b"x")
            return
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Net:
    """Every name is a server of ours: what was looked up, connected to and asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.looked_up: list[str] = []
        self.connected: list[tuple[str, int]] = []
        #: host → its addresses, one list for each look-up; the last one stays
        self.names: dict[str, list[list[str]]] = {}
        self.refusing: set[str] = set()


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    found = Net()
    handler = type("Handler", (Answer,), {"asked": found.asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    STOP.clear()

    def look_up(host: Any, port: Any, **kwargs: Any) -> Any:
        str(host).encode("idna")  # as the real one does
        found.looked_up.append(host)
        answers = found.names.get(host, [[PUBLIC]])
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        found.connected.append(address)
        if address[0] in found.refusing:
            raise ConnectionRefusedError
        sock = socket.socket()
        sock.settimeout(timeout)
        sock.connect(server.server_address[:2])
        return sock

    monkeypatch.setattr(public_web.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(public_web.socket, "create_connection", connect)
    yield found
    STOP.set()
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
def test_an_address_is_asked_for_as_browsers_do(net: Net, address: str, request_line: str) -> None:
    assert open_address(address) == 200
    assert net.asked == [f"HEAD {request_line}"]


@pytest.mark.django_db
@pytest.mark.usefixtures("net")
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
        assert isinstance(refused.value, Unreachable), address


def test_what_is_encoded_stays() -> None:
    plain = "https://user@example.org/a%20b/(c)?d=e%2Ff&g=h+i"

    assert encoded(plain) == plain


# -- nothing but the public web -------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    """127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 0.0.0.0
    192.0.0.1 192.0.2.1 198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.88.99.1
    168.63.129.16 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808
    64:ff9b:1::1 2002:7f00:1:: 2002:808:808::1 2001::1 2001:db8::1 3fff::1 fc00::1 fd00:ec2::254
    fe80::1 fec0::1 ff02::1 ff0e::1 100::1 5f00::1 ::ffff:0:127.0.0.1 ::ffff:0:808:808 192.0.0.9
    192.0.0.10""".split(),
)
def test_what_is_not_one_machine_of_the_public_network_is_refused(net: Net, address: str) -> None:
    net.names["example.org"] = [[PUBLIC, address]]
    host = f"[{address}]" if ":" in address else address
    net.names[address] = [[address]]

    assert not is_public_machine(ip_address(address))
    assert is_private(f"http://{host}/")
    for place in ("http://example.org/", f"http://{host}/"):
        with pytest.raises(Unreachable):
            open_address(place)
    assert net.connected == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "2a00:1450::8a"])
def test_the_public_network_is_asked(net: Net, address: str) -> None:
    net.names["example.org"] = [[address]]

    assert open_address("http://example.org:8080/a?b=c") == 200
    assert net.connected == [(address, 8080)]
    assert net.asked == ["HEAD example.org:8080 /a?b=c"]


def test_a_name_that_changes_its_mind_is_asked_where_it_was_checked(net: Net) -> None:
    net.names["example.org"] = [[PUBLIC], ["127.0.0.1"]]

    assert open_address("http://example.org/no-head/405") == 200

    assert net.looked_up == ["example.org"]
    assert net.connected == [(PUBLIC, 80)] * 2


def test_each_step_of_a_redirect_is_checked(net: Net) -> None:
    net.names["inside.example"] = [["10.0.0.1"]]

    assert open_address("http://a.example/to/http://b.example/to/http://c.example/x") == 200
    with pytest.raises(Unreachable):
        open_address("http://a.example/to/http://inside.example/")
    with pytest.raises(Unreachable):
        open_address("http://a.example/to/file:///etc/passwd")

    assert "inside.example" not in " ".join(line.split()[1] for line in net.asked)
    assert ("10.0.0.1", 80) not in net.connected


def test_a_redirect_without_end_ends(net: Net) -> None:
    circle = "http://a.example/to//to/"
    net.names["a.example"] = [[PUBLIC]]

    with pytest.raises(OSError, match="redirects"):
        open_address(circle + "to/" * 40)


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
def test_who_refuses_to_tell_the_head_only_is_asked_as_by_a_reader(net: Net, status: int) -> None:
    assert open_address(f"http://example.org/no-head/{status}") == 200
    assert [line.split()[0] for line in net.asked] == ["HEAD", "GET"]


def test_another_machine_of_the_same_name_is_tried(net: Net) -> None:
    net.names["example.org"] = [["8.8.8.8", PUBLIC]]
    net.refusing.add("8.8.8.8")

    assert open_address("http://example.org/") == 200
    assert net.connected == [("8.8.8.8", 80), (PUBLIC, 80)]


def test_who_answers_without_end_is_left(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_web, "LONGEST", 0.3)

    with pytest.raises(OSError, match="did not end"):
        open_address("http://example.org/endless")

    assert len(net.asked) == 1


def test_all_steps_together_have_an_end(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_web, "LONGEST", 0.5)
    steps = "".join(f"http://{name}.example/to/" for name in "abcde")

    with pytest.raises(OSError, match=r"did not end|closed connection"):
        open_address(f"{steps}http://f.example/slow")

    assert "f.example" not in net.looked_up


def test_a_certificate_has_to_be_that_of_the_name(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = []

    def wrapped(self: ssl.SSLContext, sock: socket.socket, **kwargs: Any) -> Any:
        named.append((kwargs["server_hostname"], self.check_hostname, self.verify_mode))
        raise ssl.SSLError("enough")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrapped)

    with pytest.raises(ssl.SSLError):
        open_address("https://example.org/")

    assert named == [("example.org", True, ssl.CERT_REQUIRED)]
    assert net.connected == [(PUBLIC, 443)]
