"""Raises an alarm when a cold room is too warm. Its settings are in settings.py."""

import hmac
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import settings


def reading(body):
    alarm = float(body["celsius"]) > settings.max_celsius
    return 200, {"site": settings.site, "alarm": alarm, "sent": alarm and not settings.dry_run}


def acknowledge(body):
    token = settings.token
    if token is None or not hmac.compare_digest(str(body["token"]).encode(), token.encode()):
        return 403, {"error": "wrong token"}
    return 200, {"acknowledged": True}


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(*((200, {"status": "ok"}) if self.path == "/health" else (404, {})))

    def do_POST(self):
        handler = {"/reading": reading, "/acknowledge": acknowledge}.get(self.path)
        try:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(*(handler(body) if handler else (404, {})))
        except (KeyError, TypeError, ValueError):
            self.answer(422, {"error": "not a valid request"})

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", settings.port), Service).serve_forever()
