"""Classifies a pump stroke: finds the known stroke onto which its pressure curve can be stretched at the lowest cost."""

import json
import signal
import sys
from array import array
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import warp

strokes = json.loads(Path(__file__).with_name("strokes.json").read_text())
kinds = [stroke["kind"] for stroke in strokes]
curves = array("d", [value for stroke in strokes for value in stroke["pressure"]])
length = len(curves) // len(strokes)


class Handler(BaseHTTPRequestHandler):
    def answer(self, status: int, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer(200, {"kinds": sorted(set(kinds))})

    def do_POST(self) -> None:
        pressure = json.loads(self.rfile.read(int(self.headers["content-length"])))["pressure"]
        if len(pressure) != length:
            self.answer(422, {"error": f"a stroke has {length} values"})
            return
        costs = warp.costs(array("d", pressure), curves)
        best = min(range(len(costs)), key=costs.__getitem__)
        self.answer(200, {"kind": kinds[best], "cost": round(costs[best], 2)})

    def log_message(self, *_: object) -> None:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
