"""
The page of a course, with what was chosen for one link, in new tabs or in frames, for tests in a browser.

SIMULATED: the page, and that `username` has signed in. The address behind the link is that of
lti-consumer-xblock.
"""
from django.http import HttpResponse
from django.urls import path
from django.utils.html import format_html, format_html_join

from control import chosen_content, launch

PAGE = """<!doctype html>
<html lang="en">
<title>Machine learning</title>
<link rel="icon" href="data:,">
<main><h1>Machine learning</h1>{}</main>
</html>
"""
TAB = '<p><a href="{}" target="_blank">{}</a></p>'
FRAME = '<iframe src="{}" title="{}" style="width: 100%; height: 20rem"></iframe>'


def course(request):
    """
    The page. With `choose`, an instructor chooses in a frame what the link opens. With `frame`, what was chosen
    opens in frames.
    """
    asked = request.GET
    link, username = asked["link"], asked["username"]
    if "choose" in asked:
        url = launch(link, username, role="instructor", deep_linking=True)["url"]
        content = format_html(FRAME, url, "Choose content")
    else:
        content = format_html_join(
            "",
            FRAME if "frame" in asked else TAB,
            (
                (launch(link, username, content=item.pk)["url"], item.attributes["title"])
                for item in chosen_content(link)
            ),
        )
    return HttpResponse(format_html(PAGE, content))


urlpatterns = [path("", course)]
