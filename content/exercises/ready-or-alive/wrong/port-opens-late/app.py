import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import model

loaded = model.load()


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/live":
            self.answer(200, {})
        elif self.path == "/ready":
            self.answer(200 if loaded else 503, {})
        else:
            self.answer(404, {})

    def do_POST(self):
        parcel = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
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
ThreadingHTTPServer(("0.0.0.0", 8000), Service).serve_forever()
