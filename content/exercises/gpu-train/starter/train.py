"""Trains a model of delivery times with XGBoost, on the GPU if it finds one, then serves its predictions on port 8000."""
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy
import xgboost

random = numpy.random.default_rng(7)
km, hour = random.integers(1, 21, 5000), random.integers(0, 24, 5000)
minutes = 5 + 3 * km + 10 * ((hour >= 16) & (hour < 19))


def samples(km, hour, minutes=None):
    return xgboost.DMatrix(numpy.column_stack([km, hour]), label=minutes)


def train():
    """Like many training scripts, it continues without a GPU: XGBoost logs a warning at most, and trains on the CPU."""
    model = xgboost.train({"device": "cuda", "max_depth": 6}, samples(km, hour, minutes), num_boost_round=100)
    device = json.loads(model.save_config())["learner"]["generic_param"]["device"]  # cpu, or cuda with a number
    return model, device.partition(":")[0]


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
model, device = train()
print(f"XGBoost {xgboost.__version__} trained on the device {device}", flush=True)


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
        order = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.answer({"minutes": round(float(model.predict(samples([order["km"]], [order["hour"]]))[0]))})

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
