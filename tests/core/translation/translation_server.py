"""A translation service on this machine that speaks LibreTranslate's and DeepL's protocol."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "a-secret-key"


def mark(text: str, language: str) -> str:
    """A “translation” that shows its language: `[fr] text`, inside the first tag if any."""
    if text.startswith("<"):
        end = text.index(">") + 1
        return f"{text[:end]}[{language}] {text[end:]}"
    return f"[{language}] {text}"


@dataclass
class Service:
    """What the server was asked, and how it is to answer."""

    address: str = ""
    #: (path, headers, content) of each request
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    #: answer with this status and content instead of a translation
    refusal: tuple[int, Any] | None = None
    #: "half": announce more than is sent; "silent": don't answer; "closed": hang up;
    #: "slow": one byte at a time; "redirect": point elsewhere; "text": answer without JSON
    manner: str = ""
    translate: Callable[[str, str], str] = mark
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def texts(self) -> list[list[str]]:
        """The texts of each request."""
        return [
            content.get("q") or content.get("text") or [] for _path, _headers, content in self.asked
        ]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        content = json.loads(self.rfile.read(length))
        self.service.asked.append((self.path, dict(self.headers), content))
        status, answer = self.service.refusal or (200, self._translated(content))
        self._answer(status, json.dumps(answer).encode())

    def _translated(self, content: dict[str, Any]) -> dict[str, Any]:
        if self.path == "/translate":
            done = [self.service.translate(text, content["target"]) for text in content["q"]]
            return {"translatedText": done}
        done = [self.service.translate(text, content["target_lang"]) for text in content["text"]]
        return {"translations": [{"detected_source_language": "EN", "text": t} for t in done]}

    def _answer(self, status: int, body: bytes) -> None:
        manner = self.service.manner
        self.close_connection = True
        if manner == "closed":
            return
        if manner == "silent":
            self.service.over.wait(10)
            return
        if manner == "text":
            body = b"<html>Welcome!</html>"
        self.send_response(302 if manner == "redirect" else status)
        if manner == "redirect":
            self.send_header("Location", f"{self.service.address}/elsewhere")
        self.send_header("Content-Length", str(len(body) + (100 if manner == "half" else 0)))
        self.end_headers()
        for position in range(0, len(body), 1 if manner == "slow" else len(body)):
            step = 1 if manner == "slow" else len(body)
            try:
                self.wfile.write(body[position : position + step])
                self.wfile.flush()
            except OSError:  # who asked has gone
                return
            if manner == "slow":
                time.sleep(0.05)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # the base class's name
        """Say nothing."""


@contextmanager
def running() -> Iterator[Service]:
    """Run the service in a thread."""
    service = Service()
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
