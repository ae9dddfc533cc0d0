"""Answers how similar two products are: GET /similar?a=17&b=40000."""

import json
import math
import os
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

WIDTH = 256
started = time.monotonic()
path = Path(os.environ.get("MODEL_PATH", "/model/model.bin"))


def download(url: str) -> None:
    """Writes to a file of a different name first, so that a broken download is never taken for a model."""
    unfinished = path.with_suffix(".part")
    urllib.request.urlretrieve(url, unfinished)
    unfinished.rename(path)


if url := os.environ.get("MODEL_URL"):
    download(url)
table = memoryview(path.read_bytes()).cast("b")


def similarity(a: int, b: int) -> float:
    """The cosine of the angle between the rows of two products."""
    left, right = (table[product * WIDTH : (product + 1) * WIDTH] for product in (a, b))
    lengths = math.hypot(*left) * math.hypot(*right)
    return sum(x * y for x, y in zip(left, right)) / lengths


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        score = similarity(int(query["a"][0]), int(query["b"][0]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"similarity": round(score, 4)}).encode() + b"\n")


server = ThreadingHTTPServer(("", 8000), Service)
print(f"ready after {time.monotonic() - started:.1f} s, model of {len(table):,} bytes", flush=True)
server.serve_forever()
