"""Estimates how many minutes a delivery takes: POST /estimate. GET /metrics returns how many it has estimated."""

import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from prometheus_client import Counter, generate_latest

address_minutes = Path(__file__).with_name("model.bin").read_bytes()
estimates = Counter("estimates", "Deliveries that were estimated")


def estimate(delivery: dict) -> dict:
    estimates.inc()
    minutes = 12 + 1.8 * delivery["km"] + 3.5 * delivery["stops"] + address_minutes[delivery["address"]]
    return {"minutes": round(minutes, 1)}


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.respond(generate_latest() if self.path == "/metrics" else b"ok")

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.respond(json.dumps(estimate(json.loads(self.rfile.read(length)))).encode())

    def respond(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


signal.signal(signal.SIGTERM, lambda *_: sys.exit())
ThreadingHTTPServer(("", 8000), Service).serve_forever()
