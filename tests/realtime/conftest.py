"""A real server on a real file: uvicorn in one process, somebody writing in another, sockets in the test."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from websockets.sync.client import ClientConnection, connect

WRITER = """
import json, sys
import django
django.setup()
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from rse.core import frames
from rse.notifications import actions, kinds
User = get_user_model()
kinds.register(kinds.Kind("test", "test", "test"))
def person(name):
    return User.objects.get_or_create(username=name, defaults={"first_name": name})[0]
def sign_in(name):
    browser = Client()
    browser.force_login(person(name), backend="rse.people.backends.AccountBackend")
    return browser.cookies["sessionid"].value
def tell(name, key):
    return actions.notify([person(name)], kind="test", key=key, url="/", params={}, actor=None)[0].seq
print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps(eval(json.loads(line))), flush=True)
"""


@dataclass
class Town:
    """`do` evaluates an expression in the writing process, committed when it answers."""

    port: int
    writer: subprocess.Popen[str]
    environment: dict[str, str]

    def do(self, expression: str) -> object:
        assert self.writer.stdin
        assert self.writer.stdout
        self.writer.stdin.write(json.dumps(expression) + "\n")
        self.writer.stdin.flush()
        return json.loads(self.writer.stdout.readline())

    def open(self, session: str, *, origin: str | None = None, query: str = "") -> ClientConnection:
        """A browser's socket for this session."""
        headers = {"Cookie": f"sessionid={session}"} if session else {}
        origin = origin or f"http://127.0.0.1:{self.port}"
        return connect(f"ws://127.0.0.1:{self.port}/ws/{query}", additional_headers=headers, origin=origin, compression=None, open_timeout=5)


def heard(browser: ClientConnection, *, within: float = 3) -> dict[str, object]:
    """The next frame. Raises TimeoutError after `within` seconds."""
    return json.loads(browser.recv(timeout=within))


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Nothing answers on port {port}.")


def end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker) -> Path:
    """A migrated SQLite file: the test database copied as it stands, in a tenth of a second."""
    if connection.vendor != "sqlite":
        pytest.skip("copies the SQLite test database; PostgreSQL has its own lane")
    folder = tmp_path_factory.mktemp("town")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "relais.sqlite3")) as file:
            connection.connection.backup(file)
    return folder


@pytest.fixture(scope="session")
def town(var_dir: Path) -> Iterator[Town]:
    port = free_port()
    environment = os.environ | {"VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "rse.config.settings.dev", "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "uvicorn", "rse.config.asgi:application", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command, env=environment, text=True)
    writer = subprocess.Popen([sys.executable, "-c", WRITER], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        wait_for(port, server)
        yield Town(port, writer, environment)
    finally:
        end(writer)
        end(server)
