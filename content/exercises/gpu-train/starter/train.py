"""Fits a line to samples by gradient descent, on the GPU if there is one, then serves its predictions on port 8000."""
import ctypes
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gpu import Gpu

COUNT, STEPS, RATE = 4096, 300, 0.3
xs = [2 * i / COUNT - 1 for i in range(COUNT)]
ys = [3 * x + 2 for x in xs]


def train_on_gpu(gpu):
    weights, sums = gpu.floats([0.0, 0.0]), gpu.floats([0.0, 0.0])
    inputs, targets = gpu.floats(xs), gpu.floats(ys)
    slope = offset = 0.0
    for _ in range(STEPS):
        gpu.write(weights, [slope, offset])
        gpu.write(sums, [0.0, 0.0])
        gpu.launch(COUNT, inputs, targets, weights, sums, ctypes.c_uint(COUNT))
        of_slope, of_offset = gpu.read(sums, 2)
        slope, offset = slope - RATE * of_slope / COUNT, offset - RATE * of_offset / COUNT
    return slope, offset


def train_on_cpu():
    slope = offset = 0.0
    for _ in range(STEPS):
        errors = [slope * x + offset - y for x, y in zip(xs, ys)]
        slope -= RATE * sum(e * x for e, x in zip(errors, xs)) / COUNT
        offset -= RATE * sum(errors) / COUNT
    return slope, offset


def train():
    """Like many training scripts, it continues without the GPU, more slowly, and logs one line about it."""
    try:
        gpu = Gpu("gradient.ptx", "gradient")
        return (*train_on_gpu(gpu), "gpu", gpu.name)
    except (OSError, RuntimeError) as error:
        print(f"no GPU, training on the CPU: {error}", file=sys.stderr, flush=True)
        return (*train_on_cpu(), "cpu", "CPU")


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
slope, offset, device, name = train()
print(f"trained on {name}: y = {slope:.3f} x + {offset:.3f}", flush=True)


class Handler(BaseHTTPRequestHandler):
    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer({"ready": True, "device": device})

    def do_POST(self):
        x = json.loads(self.rfile.read(int(self.headers["content-length"])))["x"]
        self.answer({"y": round(slope * x + offset, 1), "device": device})

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
