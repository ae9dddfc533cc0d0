"""
Runs the platform side of Open edX (lti-consumer-xblock) as a server of its own, without Open edX around it.

    serve.py FOLDER PORT    (0: any free port)

Prints its address once it answers, and ends with its standard input, so that it never outlives the tests.
"""
import logging
import os
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, WSGIRequestHandler, make_server


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        # A lost answer is one of the faults of the tests.
        if not isinstance(sys.exc_info()[1], (ConnectionError, BrokenPipeError)):
            super().handle_error(request, client_address)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass

    def address_string(self):
        return self.client_address[0]


def not_ready(environ, start_response):
    start_response("503 Service Unavailable", [])
    return [b""]


folder, port = sys.argv[1:]
server = make_server("127.0.0.1", int(port), not_ready, server_class=Server, handler_class=Quiet)
os.environ.update(
    DJANGO_SETTINGS_MODULE="settings",
    PLATFORM_FOLDER=folder,
    PLATFORM_ORIGIN=f"http://127.0.0.1:{server.server_port}",
)

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

django.setup()
# Refusals are what the tests are about. Errors are shown.
logging.getLogger("django.request").setLevel(logging.ERROR)
call_command("migrate", run_syncdb=True, verbosity=0)
import stand_ins  # noqa: E402, F401

server.set_app(get_wsgi_application())
threading.Thread(target=server.serve_forever, daemon=True).start()
print(os.environ["PLATFORM_ORIGIN"], flush=True)
sys.stdin.read()
