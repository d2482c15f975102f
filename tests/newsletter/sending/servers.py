"""A mail server that answers as a test tells it: also late, half, or not at all."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping

from pytest_django import Settings

from tests.smtp_sink import LOOPBACK

#: What the server does at a command in place of its usual answer: sends these bytes, and with None
#: nothing. After HANG it waits for the client to go; after an answer without a line end it leaves.
Answer = bytes | None
HANG = None
USUAL = {
    "EHLO": b"250-here\r\n250 SIZE 10000000\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 OK\r\n",
    "RSET": b"250 OK\r\n",
    "QUIT": b"221 bye\r\n",
    "greeting": b"220 here\r\n",
}


class Server:
    """`answers` maps a command ("RCPT"), or a command with an address, to what comes instead."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self.accepted: list[str] = []
        self.connections = 0
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines:
            if not self._answer(client, "greeting", ""):
                return
            to, content = "", False
            for line in lines:
                text = line.decode("latin-1").strip()
                if content and text != ".":
                    continue
                command = "." if content else text[:4].upper()
                content = False
                if command == "RCPT":
                    to = text.partition("<")[2].partition(">")[0]
                if not self._answer(client, command, to):
                    return
                if command == "DATA":
                    content = self._usual("DATA", to)
                if command == "." and self._usual(".", to):
                    self.accepted.append(to)

    def _usual(self, command: str, to: str) -> bool:
        return not {command, f"{command} {to}"} & set(self.answers)

    def _answer(self, client: socket.socket, command: str, to: str) -> bool:
        """Answer; return whether the conversation goes on."""
        answer = USUAL.get(command, b"500 what?\r\n")
        for name in (command, f"{command} {to}"):
            if name in self.answers:
                given = self.answers[name]
                if given is HANG:
                    client.recv(1)  # until the client gives up
                    return False
                answer = given or b""
        try:
            client.sendall(answer)
        except OSError:
            return False
        return answer.endswith(b"\n") and command != "QUIT"


Serve = Callable[[Mapping[str, Answer]], Server]


def serving(settings: Settings) -> Iterator[Serve]:
    """Yield what starts such a server, to which the worker hands its mails from then on."""
    servers: list[Server] = []
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = LOOPBACK, 0.3
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    def start(answers: Mapping[str, Answer]) -> Server:
        servers.append(Server(answers))
        settings.EMAIL_PORT = servers[-1].port
        return servers[-1]

    yield start
    for server in servers:
        server.close()
