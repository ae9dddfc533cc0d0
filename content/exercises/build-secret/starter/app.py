"""Judges whether a guest liked the restaurant by the weights of the words in a review. A word after "not" counts the other way."""

import json
import re
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

weights = json.loads(Path(__file__).with_name("model.json").read_text())


def mood(text: str) -> dict:
    words = re.findall(r"[a-z]+", text.lower())
    score = sum(weights.get(word, 0) * (-1 if before == "not" else 1) for before, word in zip(["", *words], words))
    return {"liked": score > 0, "score": score}


class Handler(BaseHTTPRequestHandler):
    def answer(self, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer({"words": len(weights)})

    def do_POST(self) -> None:
        self.answer(mood(json.loads(self.rfile.read(int(self.headers["content-length"])))["text"]))

    def log_message(self, *_: object) -> None:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
