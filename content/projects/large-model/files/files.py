"""A file server for models, slowed down to 20 MB a second so that a download takes as long as over a shared network."""

import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Slow(SimpleHTTPRequestHandler):
    def copyfile(self, source, outputfile) -> None:
        while chunk := source.read(1_000_000):
            outputfile.write(chunk)
            time.sleep(0.05)


ThreadingHTTPServer(("", 8000), Slow).serve_forever()
