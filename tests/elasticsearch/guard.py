"""A door with a lock before the test server: TLS, and a password or a key for every request.

The server of the tests has no security module. What a full server does with a request before it
looks at it is done here: it speaks TLS with a certificate of its own authority, lets in who brings
the right `Authorization`, and answers all others as Elasticsearch does.
"""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.conftest import server_missing

#: Headers of one connection, which mean nothing on the next one.
HOP_BY_HOP = frozenset(("connection", "content-length", "host", "keep-alive", "transfer-encoding"))
_CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate, its secret key, and the authority that vouches for it: PEM files."""

    file: Path
    key: Path
    authority: Path


def made_certificate(folder: Path, *, alternative: str = "IP:127.0.0.1") -> Certificate:
    """Make an authority in a folder, and a certificate of its for a name or an address.

    Skips the test where there is no `openssl`.
    """
    program = shutil.which("openssl")
    if program is None:
        server_missing("openssl")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "authority.conf").write_text(
        "[req]\ndistinguished_name=name\n[name]\n"
        "[ext]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
        "subjectKeyIdentifier=hash\n"
    )
    (folder / "server.ext").write_text(
        f"subjectAltName={alternative}\nbasicConstraints=CA:FALSE\n"
        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nextendedKeyUsage=serverAuth\n"
    )
    authority = "req -x509 -days 2 -subj /CN=authority -config authority.conf -extensions ext"
    asking = "req -new -subj /CN=server -config authority.conf"
    signing = "x509 -req -days 2 -CA authority.pem -CAkey authority.key -set_serial 1"
    for command in (
        [*authority.split(), *_CURVE, "-keyout", "authority.key", "-out", "authority.pem"],
        [*asking.split(), *_CURVE, "-keyout", "server.key", "-out", "server.csr"],
        [*signing.split(), *"-in server.csr -extfile server.ext -out server.pem".split()],
    ):
        done = subprocess.run(
            [str(program), *command], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return Certificate(
        file=folder / "server.pem", key=folder / "server.key", authority=folder / "authority.pem"
    )


@dataclass
class Guard:
    """The door. `allowed` are values of `Authorization`; what came is counted."""

    address: str
    allowed: set[str] = field(default_factory=set)
    passed: int = 0
    refused: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.address).port or 0

    def let_in(self, user: str, password: str) -> None:
        """Let in who brings this name and password."""
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.allowed.add(f"Basic {pair}")

    def let_in_by_key(self, key: str) -> None:
        """Let in who brings this API key."""
        self.allowed.add(f"ApiKey {key}")

    def admits(self, authorization: str | None) -> bool:
        """Whether a request may pass; counts it."""
        good = authorization in self.allowed
        with self._lock:
            self.passed += good
            self.refused += not good
        return good


@contextmanager
def guarded(url: str, certificate: Certificate) -> Iterator[Guard]:
    """Put a door before the server at `url`; it lets nobody in yet."""

    class Handler(_Handler):
        behind = urlsplit(url).netloc

    with _Quiet(("127.0.0.1", 0), Handler) as listening:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.file, certificate.key)
        # shaking hands is left to each connection's own thread
        listening.socket = context.wrap_socket(
            listening.socket, server_side=True, do_handshake_on_connect=False
        )
        Handler.guard = Guard(f"https://127.0.0.1:{listening.server_address[1]}")
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Handler.guard
        finally:
            listening.shutdown()
            thread.join()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that refuses the certificate hangs up: that is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    behind: str
    guard: Guard

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.guard.admits(self.headers.get("Authorization")):
            self._answer(401, _REFUSED_HEADERS, json.dumps(_REFUSAL).encode())
            return
        kept = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
        kept.pop("Authorization", None)
        connection = http.client.HTTPConnection(self.behind, timeout=60)
        try:
            connection.request(self.command, self.path, body=body or None, headers=kept)
            answer = connection.getresponse()
            self._answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815 # their names

    def _answer(self, status: int, headers: Any, body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # its name
        """Say nothing."""


_REASON = "unable to authenticate with provided credentials"
_REFUSED_HEADERS = [
    ("WWW-Authenticate", 'Basic realm="security", charset="UTF-8"'),
    ("WWW-Authenticate", "ApiKey"),
    ("Content-Type", "application/json"),
]
_REFUSAL = {
    "error": {
        "root_cause": [{"type": "security_exception", "reason": _REASON}],
        "type": "security_exception",
        "reason": _REASON,
    },
    "status": 401,
}
