"""Names a color after the nearest color that has a name."""

import csv
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy

with Path(__file__).with_name("colors.csv").open(newline="") as file:
    rows = list(csv.reader(file))
names = [name for name, *_ in rows]
colors = numpy.array([[int(part) for part in parts] for _, *parts in rows])


class Handler(BaseHTTPRequestHandler):
    def answer(self, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer({"names": len(names)})

    def do_POST(self) -> None:
        rgb = json.loads(self.rfile.read(int(self.headers["content-length"])))["rgb"]
        distances = numpy.linalg.norm(colors - rgb, axis=1)
        index = int(distances.argmin())
        self.answer({"name": names[index], "distance": round(float(distances[index]), 1)})

    def log_message(self, *_: object) -> None:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
