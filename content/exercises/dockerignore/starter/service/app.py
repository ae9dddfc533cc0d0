"""Identifies the language of a message by its groups of three letters."""

import json
import math
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

root = Path(__file__).parents[1]
shares = json.loads((root / "weights/trigrams.json").read_text())
names = json.loads((root / "data/languages.json").read_text())
# The share assumed for a group that training never saw.
UNSEEN = 1e-6


def language_of(text):
    padded = f"  {text.lower()} "
    groups = [padded[i : i + 3] for i in range(len(padded) - 2)]
    return max(shares, key=lambda code: sum(math.log(shares[code].get(group, UNSEEN)) for group in groups))


class Handler(BaseHTTPRequestHandler):
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200 if self.path == "/health" else 404, {"languages": len(shares)})

    def do_POST(self):
        text = json.loads(self.rfile.read(int(self.headers["content-length"])))["text"]
        self.answer(200, {"language": names[language_of(text)]})

    def log_message(self, *_):
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
