"""Says whether a reading from a cold store's sensors is unusual, given the mean and the spread of a normal week."""

import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

normal = json.loads(Path(__file__).with_name("normal-week.json").read_text())
# Readings more than this many standard deviations from the mean are unusual.
LIMIT = 4


def distance(reading):
    """The largest distance from a mean, in standard deviations, over all sensors of the reading."""
    return max(abs(value - normal[name]["mean"]) / normal[name]["spread"] for name, value in reading.items())


class Handler(BaseHTTPRequestHandler):
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200 if self.path == "/health" else 404, {"sensors": len(normal)})

    def do_POST(self):
        reading = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.answer(200, {"unusual": distance(reading) > LIMIT})

    def log_message(self, *_):
        pass


# Docker sends this signal to stop a container.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("scoring on port 8000", flush=True)
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
