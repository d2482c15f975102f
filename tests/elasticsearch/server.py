"""A real Elasticsearch for the tests, without containers: start, stop, kill.

    python -m tests.elasticsearch.server start|stop|status [--fresh]

The bare "integ-test" distribution comes from Maven Central by its coordinates and is pinned by its
hash; the plugin beside this file adds the analysis names that it lacks. A start prints the address,
and does nothing where one runs already. README.md says more.

Environment, all optional: ES_TEST_PORT, ES_TEST_CACHE, ES_TEST_HEAP, ES_JAVA_HOME, and
ES_TEST_USER, as whom it runs when root starts it (Elasticsearch refuses to run as root).
"""

from __future__ import annotations

import argparse
import fcntl
import glob
import hashlib
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VERSION = "9.2.4"
SHA256 = "af7b81fe31627c7523b2546351cd4e47310faa6a72c8db8dc8f7a191e871cfaf"
ARTEFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
MAVEN_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
OLDEST_JAVA = 21
QUEUE = 10  # writes that may wait: few, so that a test can fill the queue

PORT = int(os.environ.get("ES_TEST_PORT", "9210"))
URL = f"http://127.0.0.1:{PORT}"
AS_ROOT = os.geteuid() == 0
#: Root's own cache is a folder that no other user may enter.
_CACHE = "/var/tmp/es-test" if AS_ROOT else "~/.cache/es-test"  # noqa: S108 # its owner is checked
CACHE = Path(os.environ.get("ES_TEST_CACHE") or _CACHE).expanduser().absolute()
RUN = CACHE / f"run-{PORT}"
PLUGIN = Path(__file__).resolve().parent / "plugin"


class ServerError(Exception):
    """There is no server, and the message says what is missing."""


# -- what others use -------------------------------------------------------------------------------
def start(*, fresh: bool = False) -> str:
    """Start the server unless it runs, and return its address. Raises ServerError."""
    with _alone():
        if fresh:
            _stop()
            shutil.rmtree(RUN, ignore_errors=True)
        if _running() is None:
            _start()
        elif not _healthy():
            raise ServerError(f"it runs but does not answer: see {RUN}/logs")
    return URL


def stop() -> None:
    """Stop the server that `start` left running, if any."""
    with _alone():
        _stop()


def kill() -> None:
    """End the server at once, as a power cut would."""
    pid = _running()
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
        _wait_until_gone(pid, seconds=10)


def is_running() -> bool:
    """Whether it runs and answers."""
    return _running() is not None and _healthy(seconds=1)


# -- starting --------------------------------------------------------------------------------------
def _start() -> None:
    if _port_is_taken():
        raise ServerError(f"port {PORT} is taken: set ES_TEST_PORT")
    java = _java()
    home = _installed(java)
    for name in ("data", "logs", "temporary"):
        (RUN / name).mkdir(parents=True, exist_ok=True)
    shutil.copytree(home / "config", RUN / "config", dirs_exist_ok=True)
    _configure()
    heap = os.environ.get("ES_TEST_HEAP", "512m")
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(RUN),
        "ES_JAVA_HOME": java,
        "ES_PATH_CONF": f"{RUN}/config",
        "ES_TMPDIR": f"{RUN}/temporary",
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
    }
    command = [home / "bin/elasticsearch", "-d", "-p", RUN / "pid"]  # back once it has started
    _call(command, f"Elasticsearch ({RUN}/logs)", env=environment, cwd=RUN, **_as_user(home))
    for _time in range(60):
        if _healthy():
            return
        time.sleep(0.5)
    raise ServerError(f"it does not answer: see {RUN}/logs")


def _configure() -> None:
    settings = {
        "cluster.name": "test",
        "node.name": "test",
        "discovery.type": "single-node",
        "xpack.security.enabled": False,
        "network.host": "127.0.0.1",
        "http.port": PORT,
        "transport.port": f"{PORT + 100}-{PORT + 199}",
        "path.data": f"{RUN}/data",
        "path.logs": f"{RUN}/logs",
        "cluster.max_shards_per_node": 5000,
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "action.destructive_requires_name": False,
        "thread_pool.write.queue_size": QUEUE,
    }
    lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items())
    (RUN / "config/elasticsearch.yml").write_text(lines)


def _as_user(home: Path) -> dict[str, Any]:
    if not AS_ROOT:
        return {}
    user = pwd.getpwnam(os.environ.get("ES_TEST_USER", "nobody"))
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    for folder, _folders, files in os.walk(RUN):
        for path in (folder, *(os.path.join(folder, name) for name in files)):  # noqa: PTH118
            os.chown(path, user.pw_uid, user.pw_gid)
    entering = f"entering {CACHE} as {user.pw_name} (set ES_TEST_CACHE to a folder it may enter)"
    _call(["test", "-r", home / "lib", "-a", "-w", RUN], entering, **who)
    return who


# -- installing ------------------------------------------------------------------------------------
def _java() -> str:
    """The newest Java with a compiler that is new enough; the distribution brings none."""
    compiler = shutil.which("javac") or ""
    homes = [*glob.glob("/usr/lib/jvm/*"), *glob.glob("/opt/*j*dk*")]  # noqa: PTH207
    homes += [
        os.environ.get("JAVA_HOME", ""),
        compiler and str(Path(compiler).resolve().parents[1]),
    ]
    if os.environ.get("ES_JAVA_HOME"):
        homes = [os.environ["ES_JAVA_HOME"]]
    found = [(_java_version(Path(home)), home) for home in homes if home]
    version, home = max(found, default=(0, ""))
    if version < OLDEST_JAVA:
        raise ServerError(f"no JDK {OLDEST_JAVA} or newer: install one, or set ES_JAVA_HOME")
    return home


def _java_version(home: Path) -> int:
    release = home / "release"
    if not release.is_file() or not os.access(home / "bin/javac", os.X_OK):
        return 0
    text = release.read_text(errors="replace")
    version = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(version[1]) if version else 0


def _installed(java: str) -> Path:
    """Unpack the server and build the plugin, once for each version of both."""
    sources = sorted((PLUGIN / "src").rglob("*.java"))
    descriptor = PLUGIN / "plugin-descriptor.properties"
    content = b"".join(path.read_bytes() for path in (descriptor, *sources))
    home = CACHE / f"elasticsearch-{VERSION}-{hashlib.sha256(content).hexdigest()[:8]}"
    if home.is_dir():
        return home
    new = CACHE / "new"
    shutil.rmtree(new, ignore_errors=True)
    with zipfile.ZipFile(_distribution()) as archive:
        archive.extractall(new)
    server = new / f"elasticsearch-{VERSION}"
    for program in (server / "bin").iterdir():
        program.chmod(0o755)
    plugin = server / "plugins/test-modules"
    plugin.mkdir(parents=True)
    compiler = [f"{java}/bin/javac", "--release", str(OLDEST_JAVA), "-nowarn", "-proc:none"]
    _call([*compiler, "-cp", f"{server}/lib/*", "-d", new / "classes", *sources], "javac")
    packer = [f"{java}/bin/jar", "--create", "--file", plugin / "test-modules.jar"]
    _call([*packer, "-C", new / "classes", "."], "jar")
    text = descriptor.read_text().replace("${version}", VERSION)
    (plugin / descriptor.name).write_text(text)
    server.rename(home)
    shutil.rmtree(new)
    return home


def _distribution() -> Path:
    """The server's archive: from the cache, or with Maven."""
    archive = CACHE / f"elasticsearch-{VERSION}.zip"
    if archive.is_file() and _hash(archive) == SHA256:
        return archive
    if not shutil.which("mvn"):
        raise ServerError(f"no Maven: install it, or put the archive of {ARTEFACT} at {archive}")
    options = [f"-Dartifact={ARTEFACT}", "-Dmdep.overWriteReleases=true"]
    _call(["mvn", "-q", "-B", MAVEN_GOAL, *options, f"-DoutputDirectory={CACHE}"], "Maven")
    if _hash(archive) != SHA256:
        raise ServerError(f"{archive} has not the SHA-256 {SHA256}")
    return archive


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# -- the process -----------------------------------------------------------------------------------
def _stop() -> None:
    pid = _running()  # kept: the server deletes its file before it ends
    if pid is None:
        return
    for number, seconds in ((signal.SIGTERM, 30), (signal.SIGKILL, 10)):
        if _is_ours(pid):
            os.kill(pid, number)
        _wait_until_gone(pid, seconds=seconds)


def _running() -> int | None:
    """The process that a start left running on this port, or None."""
    try:
        pid = int((RUN / "pid").read_text())
    except (OSError, ValueError):
        return None
    return pid if _is_ours(pid) else None


def _is_ours(pid: int) -> bool:
    try:
        return f"{RUN}/" in Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return False


def _wait_until_gone(pid: int, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    # a process that was killed has no command line any more before it lets go of its port
    while (_is_ours(pid) or _port_is_taken()) and time.monotonic() < end:
        time.sleep(0.1)


def _port_is_taken() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def _healthy(seconds: int = 30) -> bool:
    address = f"{URL}/_cluster/health?wait_for_status=yellow&timeout={seconds}s"
    try:
        with urllib.request.urlopen(address, timeout=seconds + 5) as answer:  # noqa: S310 # ours
            return bool(json.load(answer)["cluster_name"] == "test")
    except (OSError, ValueError, KeyError):
        return False


def _call(command: Sequence[object], what: str, **options: Any) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        **options,
    )
    if done.returncode:
        raise ServerError(f"{what} failed:\n{(done.stdout + done.stderr)[-3000:]}")


@contextmanager
def _alone() -> Iterator[None]:
    """Two starts at once: the second waits and finds the first one's server."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if CACHE.stat().st_uid != os.geteuid():
        raise ServerError(f"{CACHE} is another user's: set ES_TEST_CACHE")
    with (CACHE / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Do what the command line says; exit with 1 on trouble, with 3 where status finds none."""
    parser = argparse.ArgumentParser(description="A real Elasticsearch for the tests.")
    parser.add_argument("what", nargs="?", default="start", choices=["start", "stop", "status"])
    parser.add_argument("--fresh", action="store_true", help="start with empty data")
    options = parser.parse_args()
    try:
        if options.what == "start":
            sys.stdout.write(f"{start(fresh=options.fresh)}\n")
        elif options.what == "stop":
            stop()
        elif not is_running():
            sys.exit(3)
    except ServerError as error:
        sys.exit(f"elasticsearch: {error}")


if __name__ == "__main__":
    main()
