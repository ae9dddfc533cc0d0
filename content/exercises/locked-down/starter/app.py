"""Counts the words of texts, and keeps a journal of its requests."""

import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

# Opened when the process starts, so that a path it cannot write fails now and not at the first request.
journal = open("/var/cache/words/journal.txt", "a", buffering=1)


class Words(BaseHTTPRequestHandler):
    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer({"status": "ok"})

    def do_POST(self):
        text = json.loads(self.rfile.read(int(self.headers["content-length"])))["text"]
        words = text.split()
        journal.write(f"{len(words)}\n")
        self.answer({"words": len(words), "different": len(set(words))})


ThreadingHTTPServer(("0.0.0.0", 8000), Words).serve_forever()
