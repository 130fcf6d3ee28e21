"""`manage.py up`: the whole of Relais on one machine, in one command."""

import socket
import sys
import warnings
from argparse import ArgumentParser
from functools import partial

import uvicorn
from celery import current_app
from celery.platforms import SecurityWarning
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import get_resolver

from rse.core import conf
from rse.core.processes import Family

QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
LONGEST_MESSAGE = 4096


class Command(BaseCommand):
    help = "Start the web server, two small workers and the scheduler; Ctrl+C stops them all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=conf.listen_host(), help="Address to listen on (HOST, 127.0.0.1).")
        parser.add_argument("--port", type=int, default=conf.listen_port(), help="Port to listen on (PORT, 8000).")

    def handle(self, *args: object, host: str, port: int, **options: object) -> None:
        """Load everything once, then fork: the four processes share the memory of their imports."""
        listening = _listen(host, port)
        application = conf.asgi_application()
        _ = get_resolver().url_patterns
        current_app.loader.import_default_modules()
        current_app.finalize()
        connections.close_all()
        self.stdout.write(f"Relais: http://{host}:{port}/  (Ctrl+C to stop)")
        code = Family(say=self.stderr.write).run(
            {
                "web": partial(_serve, application, listening),
                "worker quick": partial(_work, "quick", "index"),
                "worker slow": partial(_work, "slow"),
                "schedule": _beat,
            }
        )
        if code:
            sys.exit(code)


def _listen(host: str, port: int) -> socket.socket:
    """A busy port is told before anything starts."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        raise CommandError(f"{host}:{port} cannot be used ({error.strerror}). Set PORT to another port.") from error
    return listening


def _serve(application: conf.Application, listening: socket.socket) -> None:
    config = uvicorn.Config(
        application,
        lifespan="on",
        access_log=False,
        log_level="warning",
        ws_max_size=LONGEST_MESSAGE,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _work(queue: str, *others: str) -> None:
    # In a container everything runs as root; the broker is a folder of this machine, nobody else writes to it.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    current_app.worker_main(["--quiet", "worker", "--pool=solo", f"--queues={','.join([queue, *others])}", f"--hostname={queue}@%h", *QUIET])


def _beat() -> None:
    current_app.start(["--quiet", "beat", "--loglevel=WARNING", "--pidfile="])
