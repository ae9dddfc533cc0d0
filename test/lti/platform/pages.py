"""
The page of a course, with one link that opens in a new tab or in a frame, for tests in a browser.

SIMULATED: the page, and that `username` has signed in. The address behind the link is that of
lti-consumer-xblock.
"""
from django.http import HttpResponse
from django.urls import path
from django.utils.html import format_html

from control import launch

PAGE = """<!doctype html>
<html lang="en">
<title>Machine learning</title>
<link rel="icon" href="data:,">
<main><h1>Machine learning</h1>{}</main>
</html>
"""
TAB = '<p><a href="{}" target="_blank">Open the exercise</a></p>'
FRAME = '<iframe src="{}" title="Exercise" style="width: 100%; height: 20rem"></iframe>'


def course(request):
    """The page. With `choose`, an instructor chooses in a frame what the link opens."""
    asked = request.GET
    is_choosing = "choose" in asked
    role = "instructor" if is_choosing else "student"
    url = launch(asked["link"], asked["username"], role=role, deep_linking=is_choosing)["url"]
    content = FRAME if is_choosing or "frame" in asked else TAB
    return HttpResponse(format_html(PAGE, format_html(content, url)))


urlpatterns = [path("", course)]
