"""A training job and a service for predictions, two processes on the same GPU. The service listens on port 8000.

What they need is given as parts of the GPU's memory, so that it is the same on every GPU.
"""
import json
import os
import signal
import struct
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing import Pipe, Process

from memory import Memory

TRAINING, EVALUATION = 0.25, 0.40
MODEL, PER_ORDER = 0.10, 0.03


def memory_of(program):
    return Memory(
        device=int(os.environ.get(f"{program}_DEVICE", "0")),
        fraction=float(os.environ.get(f"{program}_MEMORY_FRACTION", "0.75")),
        grows=os.environ.get(f"{program}_MEMORY_GROWS", "no") == "yes",
    )


def train(orders):
    memory = memory_of("TRAIN")
    batches = memory.take(TRAINING)
    orders.send("started")
    while True:
        orders.recv()
        try:
            memory.give_back(batches)
            memory.give_back(memory.take(EVALUATION))
            batches = memory.take(TRAINING)
            orders.send("evaluated")
        except MemoryError as error:
            print(f"training: {error}", file=sys.stderr, flush=True)
            orders.send(str(error))


def serve(training):
    memory = memory_of("SERVE")
    weights, _ = memory.take(MODEL)
    memory.gpu.write(weights, struct.pack("ff", 3, 5))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(200, {"ready": True})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            try:
                if self.path == "/evaluate":
                    training.send("evaluate")
                    self.answer(200, {"training": training.recv()})
                else:
                    batch = memory.take(PER_ORDER * len(body["km"]))
                    slope, offset = struct.unpack("ff", memory.gpu.read(weights, 8))
                    memory.give_back(batch)
                    self.answer(200, {"minutes": [slope * km + offset for km in body["km"]]})
            except MemoryError as error:
                print(f"service: {error}", file=sys.stderr, flush=True)
                self.answer(503, {"error": str(error)})

        def answer(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    HTTPServer(("0.0.0.0", 8000), Handler).serve_forever()


def stop(*_):
    job.terminate()
    sys.exit(0)


signal.signal(signal.SIGTERM, signal.SIG_DFL)
here, there = Pipe()
job = Process(target=train, args=(there,), daemon=True)
job.start()
there.close()
signal.signal(signal.SIGTERM, stop)
here.recv()
serve(here)
