"""Says whether a parcel will arrive late."""

import json
import pickle
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy
from safetensors.numpy import load_file

model = load_file("model.safetensors")
weights = model["weights"]
with open("model.pkl", "rb") as file:
    bias = float(pickle.load(file)["bias"][0])


def answer(parcel: dict) -> dict:
    row = [parcel["distance_km"], parcel["stops"], parcel["rain_mm"]]
    score = float(numpy.dot(weights, row)) + bias
    return {"distance_km": parcel["distance_km"], "late": score > 0}


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.respond({"status": "ok"})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.respond(answer(json.loads(self.rfile.read(length))))

    def respond(self, value: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())


signal.signal(signal.SIGTERM, lambda *_: sys.exit())
ThreadingHTTPServer(("", 8000), Service).serve_forever()
