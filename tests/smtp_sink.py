"""A real mail server in a process of its own that accepts everything and notes it in a file.

It notes a mail before it says that it has it, as a server does that is worth its name: a line with
the Message-ID and the recipient.
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
        lines = self.file.read_text().splitlines()
        return [
            (name, address) for name, _blank, address in (each.partition(" ") for each in lines)
        ]

    def clear(self) -> None:
        """Forget what came."""
        os.truncate(self.file, 0)


class _Noting:
    def __init__(self, file: int) -> None:
        self._file = file

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Note a mail, then accept it."""
        content: bytes = envelope.content
        start = content.index(b"Message-ID: ") + len(b"Message-ID: ")
        name = content[start : content.index(b"\r\n", start)].decode()
        os.write(self._file, f"{name} {envelope.rcpt_tos[0]}\n".encode())
        return "250 OK"


async def _serve(file: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(_Noting(file), loop=loop, hostname="sink", ident="sink"), LOOPBACK, 0
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)))
