"""A push service of our own: checks the VAPID signature of each message and decrypts it as a browser would (RFC 8030, 8188, 8291, 8292)."""

import base64
import json
import os
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


@dataclass
class PushService:
    """`answer` is the status of the next messages; `received` holds (words, headers)."""

    answer: int = 201
    received: list[tuple[dict[str, object], dict[str, str]]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    url: str = ""

    def subscription(self, name: str = "phone") -> dict[str, str]:
        """What the browser would give."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": f"{self.url}/{name}", "p256dh": unpadded(point), "auth": unpadded(self.auth)}

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        if not Vapid02.verify(headers["authorization"]):
            self.refused.append("signature")
            return 403
        token = headers["authorization"].partition("t=")[2].partition(",")[0]
        claims = json.loads(padded(token.split(".")[1]))
        if claims["aud"] != self.url or not claims["sub"].startswith("mailto:"):
            self.refused.append("claims")
            return 403
        if self.answer < 300:
            words = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
            self.received.append((json.loads(words), headers))
        return self.answer


def running(service: PushService) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status = service.take(self.rfile.read(int(self.headers["Content-Length"])), {name.lower(): value for name, value in self.headers.items()})
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
