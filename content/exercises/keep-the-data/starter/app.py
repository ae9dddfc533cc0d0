"""Keeps the corrections of a labeling tool: POST /corrections adds one, GET /corrections lists them."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

file = Path(os.environ["CORRECTIONS_DIR"]) / "corrections.jsonl"


def corrections() -> list[str]:
    if not file.exists():
        return []
    return [json.loads(line)["label"] for line in file.read_text().splitlines()]


def add(correction: dict) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as lines:
        lines.write(json.dumps({"label": correction["label"]}) + "\n")


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/corrections":
            self.respond(200, {"corrections": corrections()})
        else:
            self.respond(200, {"status": "ok"})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        try:
            add(json.loads(self.rfile.read(length)))
        except OSError as error:
            print(f"cannot save: {error}", flush=True)
            self.respond(500, {"error": str(error)})
        else:
            self.respond(201, {"saved": True})

    def respond(self, status: int, value: dict) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())


signal.signal(signal.SIGTERM, lambda *_: sys.exit())
ThreadingHTTPServer(("", 8000), Service).serve_forever()
