import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from recommender import Recommender


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200 if self.path == "/health" else 404, {})

    def do_POST(self):
        pair = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        recommender = Recommender(Path(__file__).with_name("scores.pickle"))
        try:
            self.answer(200, {"score": recommender.score(pair["first"], pair["second"])})
        except KeyError:
            self.answer(422, {"error": "no such product"})

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Service).serve_forever()
