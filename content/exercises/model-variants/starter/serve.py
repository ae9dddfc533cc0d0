"""Predicts how much power a plant will deliver, with the model that MODEL names: by default, model.json next to this file."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy

here = Path(__file__).parent
model = json.loads((here / os.environ.get("MODEL", "model.json")).read_text())
kw = numpy.array(model["kw"])


def predict(values: list[float]) -> float:
    """Interpolates between the four cells around the values."""
    place = (numpy.array(values, dtype=float) - model["starts"]) / model["steps"]
    place = numpy.clip(place, 0, numpy.array(kw.shape) - 1)
    low = numpy.minimum(place.astype(int), numpy.array(kw.shape) - 2)
    share = place - low
    cells = kw[low[0] : low[0] + 2, low[1] : low[1] + 2]
    return float(numpy.array([1 - share[0], share[0]]) @ cells @ numpy.array([1 - share[1], share[1]]))


class Handler(BaseHTTPRequestHandler):
    def answer(self, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer({"plant": model["plant"], "values": model["values"]})

    def do_POST(self) -> None:
        values = json.loads(self.rfile.read(int(self.headers["content-length"])))["values"]
        self.answer({"plant": model["plant"], "kw": round(predict(values))})

    def log_message(self, *_: object) -> None:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
