"""Answers a question with the closest one on the help desk's list, compared by groups of three letters."""

import json
import signal
import sys
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy

WIDTH = 2048


def letters(text: str) -> numpy.ndarray:
    """How often each group of three letters occurs in a text, as a vector of length 1."""
    padded = f"  {''.join(c for c in text.lower() if c.isalnum() or c == ' ')} "
    counts = numpy.zeros(WIDTH)
    for i in range(len(padded) - 2):
        counts[zlib.crc32(padded[i : i + 3].encode()) % WIDTH] += 1
    return counts / numpy.linalg.norm(counts)


def answered() -> list[list[str]]:
    lines = Path(__file__).with_name("questions.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(" = ", 1) for line in lines if not line.startswith("#")]


pairs = answered()
known = numpy.array([letters(question) for question, _ in pairs])


class Handler(BaseHTTPRequestHandler):
    def answer(self, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer({"questions": len(pairs)})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["question"]
        question, answer = pairs[int((known @ letters(asked)).argmax())]
        self.answer({"question": question, "answer": answer})

    def log_message(self, *_: object) -> None:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
