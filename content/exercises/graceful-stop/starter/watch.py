"""Reports whether the temperature of a cold room is unusual, and learns from every reading that is not.

What it has learned is kept in memory. On SIGTERM, the service reports itself as not ready for DRAIN_SECONDS, so that no more
requests are sent here, and answers those that still arrive. Then it saves its state to STATE_FILE and exits.
"""

import json
import math
import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STATE_FILE = Path(os.environ["STATE_FILE"])
DRAIN_SECONDS = float(os.environ.get("DRAIN_SECONDS", "10"))
UNUSUAL = 4  # standard deviations

rooms = json.loads(STATE_FILE.read_text())
lock = threading.Lock()
stopping = threading.Event()


def judge(name: str, celsius: float, reading_id: str) -> bool:
    with lock:
        room = rooms[name]
        room["last"] = reading_id  # a sensor continues after the last reading that was saved
        deviation = math.sqrt(room["squares"] / (room["count"] - 1))
        unusual = abs(celsius - room["mean"]) > UNUSUAL * deviation
        if not unusual:  # Welford's update of mean and squared differences
            before = celsius - room["mean"]
            room["count"] += 1
            room["mean"] += before / room["count"]
            room["squares"] += before * (celsius - room["mean"])
        return unusual


class Handler(BaseHTTPRequestHandler):
    def answer(self, status: int, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer(503 if stopping.is_set() else 200, {"ready": not stopping.is_set()})

    def do_POST(self) -> None:
        reading = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if reading["room"] not in rooms:
            self.answer(404, {"error": "no such room"})
            return
        self.answer(200, {"unusual": judge(reading["room"], reading["celsius"], reading["id"])})

    def log_message(self, *_: object) -> None:
        pass


def save() -> None:
    unfinished = STATE_FILE.with_suffix(".new")
    with lock:
        unfinished.write_text(json.dumps(rooms))
    unfinished.replace(STATE_FILE)


server = ThreadingHTTPServer(("0.0.0.0", 8000), Handler)


def drain(*_: object) -> None:
    print(f"asked to stop, draining for {DRAIN_SECONDS:g} s", flush=True)
    stopping.set()
    threading.Timer(DRAIN_SECONDS, server.shutdown).start()


signal.signal(signal.SIGTERM, drain)
print(f"watching {len(rooms)} rooms as process {os.getpid()}", flush=True)

server.serve_forever()  # until drain() ends it
save()
print(f"state saved: {len(rooms)} rooms", flush=True)
