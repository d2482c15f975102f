"""The proxy that is shipped, as Debian's package runs it, before a real server of the site."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_started
from django.test import testcases
from pytest_django.live_server_helper import LiveServer

from tests.conftest import server_missing
from tests.project.sources import ROOT

TEMPLATE = ROOT / "deploy" / "nginx" / "cope-network.conf.template"
HOST = "localhost"


@dataclass
class Answer:
    """What came back: status, headers, body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Proxy:
    """A running proxy; `reached` holds the environment of each request that came to the site."""

    http: int
    https: int
    folder: Path
    reached: list[dict[str, Any]] = field(default_factory=list)

    def ask(
        self,
        address: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        host: str = HOST,
        tls: bool = True,
        **headers: str,
    ) -> Answer:
        """Ask once, over a connection of its own."""
        connection: http.client.HTTPConnection
        if tls:
            trusting = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
            connection = http.client.HTTPSConnection(HOST, self.https, context=trusting, timeout=30)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, address, body=body, headers={"Host": host, **named})
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def log(self, *, until: str) -> str:
        """What the proxy wrote down about who asked what; it writes a line after its answer."""
        deadline = time.monotonic() + 30
        while until not in (text := (self.folder / "access.log").read_text()):
            assert time.monotonic() < deadline, f"{until} isn't in the log: {text}"
            time.sleep(0.05)
        return text


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        server_missing(name)
        raise AssertionError  # not reached
    return found


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            *(_program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


def configuration(*, upstream: str, http: int, https: int, folder: Path) -> str:
    """The shipped file, with this test's ports and paths."""
    text = TEMPLATE.read_text()
    for name, value in {
        "${COPE_HOST}": HOST,
        "${COPE_UPSTREAM}": upstream,
        "${COPE_TLS}": str(folder),
        "/var/log/nginx": str(folder),
    }.items():
        assert name in text
        text = text.replace(name, value)
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{http}", text)
    return re.sub(r"listen 443\b", f"listen 127.0.0.1:{https}", text)


def _main(folder: Path) -> str:
    """What Debian's and the container's own nginx.conf do around the file."""
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"daemon off; {user} pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{ {temporary} include {folder}/site.conf; }}\n"
    )


def _wait(process: subprocess.Popen[bytes], *, port: int, folder: Path) -> None:
    for _attempt in range(100):
        if process.poll() is not None:
            pytest.fail(f"nginx ended: {(folder / 'error.log').read_text()}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not listen")


@pytest.fixture
def _only_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's server for tests would give out the folder of uploads by itself."""
    handler = testcases._MediaFilesHandler
    monkeypatch.setattr(handler, "_should_handle", lambda self, path: False)


@pytest.fixture
def proxy(_only_the_site: None, live_server: LiveServer, tmp_path: Path) -> Iterator[Proxy]:
    """Start nginx before the live server, and stop it."""
    program = _program("nginx")
    running = Proxy(http=free_port(), https=free_port(), folder=tmp_path)
    _certificate(tmp_path)
    upstream = live_server.url.removeprefix("http://")
    (tmp_path / "site.conf").write_text(
        configuration(upstream=upstream, http=running.http, https=running.https, folder=tmp_path)
    )
    (tmp_path / "nginx.conf").write_text(_main(tmp_path))

    def note(environ: dict[str, Any] | None = None, **kwargs: Any) -> None:
        del kwargs
        running.reached.append(environ or {})

    request_started.connect(note, weak=False)
    process = subprocess.Popen(
        [program, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        stdout=subprocess.DEVNULL,
        stderr=(tmp_path / "stderr").open("wb"),
    )
    try:
        _wait(process, port=running.https, folder=tmp_path)
        yield running
    finally:
        request_started.disconnect(note)
        process.terminate()
        process.wait(timeout=20)
