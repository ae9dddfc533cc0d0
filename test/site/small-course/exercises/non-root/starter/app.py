"""Predicts whether a parcel arrives late, and logs its predictions."""

import json
import os
import struct
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

here = Path(__file__).parent
weight, limit = struct.unpack("<dd", (here / "weights.bin").read_bytes())
log = open(os.environ.get("PREDICTION_LOG", here / "predictions.txt"), "a", buffering=1)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.reply({"status": "ok"})

    def do_POST(self) -> None:
        stops = json.loads(self.rfile.read(int(self.headers["content-length"])))["stops"]
        late = stops * weight > limit
        print(stops, late, file=log)
        self.reply({"late": late})

    def reply(self, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
