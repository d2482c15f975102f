"""A real mail server in a process of its own that accepts mails and notes them in a file.

It notes a mail before it says that it has it, as a server does that is worth its name: a line with
the Message-ID and the recipient.

Some recipients it treats as servers treat some, by how their address begins: `refused` doesn't
exist, `full` takes nothing, `later` is put off once, and over `broken` the connection breaks once,
when the mail is noted already.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP

LOOPBACK = "127.0.0.1"
SEEN_BEFORE = "? "
REFUSALS = {"refused": "550 5.1.1 no such user", "full": "552 5.2.2 mailbox full"}


class Sink:
    """The server's owner: `with Sink(file) as sink`, then `sink.port`."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.file.write_text("")
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(self.file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.communicate()  # the end of its input is the end of the server
        assert self._process.returncode == 0

    def received(self) -> list[tuple[str, str]]:
        """Every mail: its Message-ID and whom it was for, in order."""
        lines = [
            line for line in self.file.read_text().splitlines() if not line.startswith(SEEN_BEFORE)
        ]
        return [
            (name, address) for name, _blank, address in (each.partition(" ") for each in lines)
        ]

    def clear(self) -> None:
        """Forget what came."""
        os.truncate(self.file, 0)


class _Noting:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def _for_the_first_time(self, address: str) -> bool:
        seen = f"{SEEN_BEFORE}{address}"
        if seen in self._path.read_text().splitlines():
            return False
        os.write(self._file, f"{seen}\n".encode())
        return True

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Refuse, put off or take a recipient."""
        for name, answer in REFUSALS.items():
            if address.startswith(name):
                return answer
        if address.startswith("later") and self._for_the_first_time(address):
            return "451 4.7.1 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Note a mail, then accept it."""
        content: bytes = envelope.content
        start = content.index(b"Message-ID: ") + len(b"Message-ID: ")
        name = content[start : content.index(b"\r\n", start)].decode()
        address = envelope.rcpt_tos[0]
        os.write(self._file, f"{name} {address}\n".encode())
        if address.startswith("broken") and self._for_the_first_time(address):
            server.transport.abort()
        return "250 OK"


async def _serve(path: Path) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(_Noting(path), loop=loop, hostname="sink", ident="sink"), LOOPBACK, 0
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
