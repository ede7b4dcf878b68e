"""The hosts that the Blogger-shaped blogs share: feeds by blog number, profiles, style sheets, pictures."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from web.demo.answer import CSS, SCRIPT, TEXT, Answer, Ask
from web.demo.blogger import PLATFORM, Blog
from web.demo.drawings import SVG, picture
from web.demo.themes import THEMES, render

BUILT = datetime(2021, 1, 4, 8, 0, tzinfo=UTC)  # the platform's static files never change
_FEED = re.compile(r"/feeds/(?P<blog>\d+)/(?P<feed>.+)")
_PROFILE = re.compile(r"/profile/(?P<number>\d+)")
_STATIC = re.compile(r"/static/v1/(?P<file>[a-z]+\.(?:css|js|svg))")
_PICTURE = re.compile(r"/img/b/\d+/[sw](?P<width>\d+)/(?P<name>[a-z0-9-]+\.(?:png|svg))")
_SIZES = (640, 1200, 1280)
_ROBOTS = b"User-agent: *\nDisallow: /comment/\nDisallow: /share-post.g\nDisallow: /go/\n"
_NOTHING = Answer(404, b"Not found.\n", TEXT)
_SCRIPT = b"// The real platform puts its menus in motion here. This one only says hello.\nwindow.demoWorld = 'hello';\n"


class Platform:
    """``www.blogger.example``."""

    def __init__(self, blogs: tuple[Blog, ...]) -> None:
        self._blogs = {blog.shelf.site.blog_id: blog for blog in blogs}

    def respond(self, ask: Ask) -> Answer:
        """The platform's answer to any GET."""
        if ask.path == "/robots.txt":
            return Answer(200, _ROBOTS, TEXT)
        if ask.path == "/":
            return Answer(200, b"<title>Blogger, made up</title><p>Blogs live here.</p>\n", changed=BUILT)
        if (match := _FEED.fullmatch(ask.path)) and match["blog"] in self._blogs:
            return self._blogs[match["blog"]].feeds.respond(match["feed"], ask.query)
        if match := _PROFILE.fullmatch(ask.path):
            return self._profile(match["number"])
        if match := _STATIC.fullmatch(ask.path):
            return _static(match["file"])
        return _NOTHING

    def _profile(self, number: str) -> Answer:
        for blog in self._blogs.values():
            for name, profile in blog.shelf.site.profiles:
                if profile == number:
                    body = render(
                        "plain/profile.html", name=name, blog=blog.shelf.site, platform=f"http://{PLATFORM}"
                    )
                    return Answer(200, body, changed=BUILT)
        return _NOTHING


def pictures(ask: Ask) -> Answer:
    """``img.blogger.example``: any picture that is named, in one of three widths."""
    match = _PICTURE.fullmatch(ask.path)
    if match is None or int(match["width"]) not in _SIZES:
        return _NOTHING
    body, mime = picture(match["name"], int(match["width"]))
    return Answer(200, body, mime, changed=BUILT)


def _static(file: str) -> Answer:
    if file == "widgets.js":
        return Answer(200, _SCRIPT, SCRIPT, changed=BUILT, gzip=True)
    style = THEMES / "styles" / file
    if not style.is_file():
        return _NOTHING
    return Answer(200, style.read_bytes(), SVG if file.endswith(".svg") else CSS, changed=BUILT, gzip=True)
