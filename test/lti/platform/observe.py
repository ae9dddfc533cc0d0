"""
Counts what a tool requests, and can make the platform ill.

SIMULATED: the faults. A fault answers instead of the platform, or loses the answer that the platform gave,
or holds a request at one of these two moments until it is released, so that a test can kill the tool there.
"""
import threading
from time import time

from django.http import HttpResponse

seen = []
faults = []
lock = threading.Lock()


class LostAnswer(HttpResponse):
    """Ends the connection without an answer, as a broken network would."""

    def __iter__(self):
        raise ConnectionAbortedError


class Fault:
    def __init__(self, path, times=1, method=None, status=None, headers=None, body="", lose=False, hold=None):
        self.path, self.times, self.method = path, times, method
        self.status, self.headers, self.body = status, headers or {}, body
        # `hold`: "before" or "after" the platform has done what was asked.
        self.lose, self.hold = lose, hold
        self.released = threading.Event()


def fault_for(request):
    with lock:
        for fault in faults:
            if fault.times > 0 and fault.path in request.path and fault.method in (None, request.method):
                fault.times -= 1
                return fault
    return None


class Observe:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/control/"):
            return self.get_response(request)
        entry = {
            "method": request.method,
            "path": request.path,
            "query": request.GET.urlencode(),
            "body": request.body.decode("utf-8", "replace"),
            "at": time(),
            "status": None,
            "held": None,
        }
        with lock:
            entry["others"] = sum(1 for other in seen if other["status"] is None)
            seen.append(entry)
        response = self.answer(request, entry)
        entry["status"] = response.status_code
        return response

    def answer(self, request, entry):
        fault = fault_for(request)
        if fault is None:
            return self.get_response(request)
        if fault.hold == "before":
            wait(fault, entry)
        if fault.status is not None:
            simulated = HttpResponse(fault.body, status=fault.status, headers=fault.headers)
            # Django would log it as an error of the platform.
            simulated._has_been_logged = True
            return simulated
        response = self.get_response(request)
        if fault.hold == "after":
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            wait(fault, entry)
        return LostAnswer(status=response.status_code) if fault.lose else response


def wait(fault, entry):
    entry["held"] = fault.hold
    fault.released.wait(120)
    entry["held"] = None
