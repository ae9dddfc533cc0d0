"""Estimates how many minutes a delivery takes: POST /estimate."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

model = json.loads(Path(os.environ["MODEL_PATH"]).read_text())


def estimate(delivery: dict) -> dict:
    minutes = model["start"] + model["per_km"] * delivery["km"] + model["per_stop"] * delivery["stops"]
    return {"minutes": round(minutes + model["zones"][delivery["zone"]], 1), "model": model["version"]}


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.respond({"status": "ok", "model": model["version"]})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.respond(estimate(json.loads(self.rfile.read(length))))

    def respond(self, value: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())


signal.signal(signal.SIGTERM, lambda *_: sys.exit())
ThreadingHTTPServer(("", 8000), Service).serve_forever()
