"""Guesses the language of a sentence by the small words that each language cannot do without."""

import json
import re
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

words_of = {language: set(words) for language, words in json.loads(Path(__file__).with_name("model.json").read_text()).items()}


def guess(text: str) -> dict:
    words = re.findall(r"\w+", text.lower())
    found = {language: sum(word in known for word in words) for language, known in words_of.items()}
    best = max(found, key=found.__getitem__)
    return {"language": best if found[best] > 0 else None, "found": found}


class Handler(BaseHTTPRequestHandler):
    def answer(self, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer({"languages": sorted(words_of)})

    def do_POST(self) -> None:
        self.answer(guess(json.loads(self.rfile.read(int(self.headers["content-length"])))["text"]))

    def log_message(self, *_: object) -> None:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
