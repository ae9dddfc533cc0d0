"""Reads a handwritten digit: eight rows of eight pixels, each from 0 (paper) to 16 (ink)."""

import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy

weights = json.loads(Path(__file__).with_name("weights.json").read_text())
coefficients = numpy.array(weights["coefficients"])
intercepts = numpy.array(weights["intercepts"])


def read(pixels: list[list[float]]) -> dict:
    scores = coefficients @ (numpy.array(pixels, dtype=float).ravel() / 16) + intercepts
    return {"digit": int(scores.argmax())}


class Handler(BaseHTTPRequestHandler):
    def answer(self, status: int, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer(200, {"ready": True})

    def do_POST(self) -> None:
        pixels = json.loads(self.rfile.read(int(self.headers["content-length"])))["pixels"]
        if len(pixels) != 8 or any(len(row) != 8 for row in pixels):
            self.answer(422, {"error": "a digit has eight rows of eight pixels"})
            return
        self.answer(200, read(pixels))

    def log_message(self, *_: object) -> None:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
