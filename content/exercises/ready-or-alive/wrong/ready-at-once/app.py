import json
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import model

loaded: model.Model | None = None


def load():
    global loaded
    loaded = model.load()


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200 if self.path in ("/live", "/ready") else 404, {})

    def do_POST(self):
        parcel = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not loaded:
            self.answer(503, {"error": "the model is still loading"})
            return
        late = loaded.late(parcel["distance_km"], parcel["stops"], parcel["rain_mm"])
        self.answer(200, {"late": late})

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(0))
threading.Thread(target=load, daemon=True).start()
ThreadingHTTPServer(("0.0.0.0", 8000), Service).serve_forever()
