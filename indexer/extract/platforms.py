"""Where a platform or a theme puts the post's own body: containers that are sure, the surest first."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement, fromstring

from archive.plain_article import GENERATOR, OWN
from indexer.extract.boilerplate import is_boilerplate, surely_names_boilerplate
from indexer.extract.markup import Markup, is_aside
from indexer.extract.rendering import render

MIN_TEXT = 250
"""A shorter container is a teaser, or the text stands elsewhere: then others look too."""

_THEMES = (
    ("wordpress", "elementor-widget-theme-post-content"),
    ("wordpress", "et_pb_post_content"),
    ("ghost", "gh-content"),
    ("wordpress", "entry-content"),
)


def platform_body(markup: Markup) -> tuple[str, str]:
    """The platform's name and the text of the post's body; two empty strings when no container is sure."""
    if text := _told(markup):
        return "told", text
    if text := _blogger(markup):
        return "blogger", text
    for name, container in _containers(markup):
        text = render(container, is_boilerplate)
        if len(text) >= MIN_TEXT:
            return name, text
    return "", ""


def _told(markup: Markup) -> str:
    """The content of a document of ours, which holds what an export or a feed told: all but what we put around it."""
    body = markup.root.find("body") if markup.first_meta("generator") == GENERATOR else None
    return render(body, _is_ours) if body is not None else ""


def _is_ours(element: HtmlElement) -> bool:
    return OWN in (element.get("class") or "").split()


def is_blogger(markup: Markup) -> bool:
    """Whether Blogger rendered the page: its generator, or its own names for posts (custom themes drop the first)."""
    generator = markup.first_meta("generator").lower()
    return generator == "blogger" or any(
        (element.get("id") or "").startswith("post-body-") for element in markup.classes.get("post-body", ())
    )


def _containers(markup: Markup) -> Iterator[tuple[str, HtmlElement]]:
    bodies = [element for element in markup.itemprops.get("articleBody", ()) if element.tag != "meta"]
    if len(bodies) == 1 and not is_aside(markup, bodies[0]):
        yield "microdata", bodies[0]
    for name, token in _THEMES:
        # Several posts in one page are a listing; a container in a container is one post's.
        outer = _outermost(markup.classes.get(token, []))
        if len(outer) == 1 and not is_aside(markup, outer[0]):
            yield name, outer[0]


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    found = set(elements)
    return [element for element in elements if not any(above in found for above in element.iterancestors())]


def _blogger(markup: Markup) -> str:
    """The bodies of the posts in the Blog widget: one in a post's page, several in an index.

    A "Popular posts from this blog" block beside it uses the same class names for its entries, but has no
    ``post-body``; the text of a post is all of its body, captions and lists of links included, for its author
    put them there.
    """
    if not is_blogger(markup):
        return ""
    bodies = _outermost([*markup.classes.get("post-body", ())])
    if not bodies:
        bodies = [element for element in markup.itemprops.get("articleBody", ()) if element.tag != "meta"]
    own = [body for body in bodies if not is_aside(markup, body)]
    return "\n\n".join(text for body in own if (text := render(_opened(body), _is_blogger_furniture)))


def _opened(body: HtmlElement) -> HtmlElement:
    """The body, or what Google's own theme keeps in a script of type ``text/template`` within it."""
    for script in body.iter("script"):
        if (script.get("type") or "") == "text/template" and script.text and script.text.strip():
            return fromstring(f"<div>{script.text}</div>")
    return body


_FURNITURE = frozenset(
    ("post-footer", "post-footer-line", "post-labels", "post-sidebar", "post-share-buttons", "share-buttons", "sharing",
     "addthis_toolbox", "comments", "comment-form", "PopularPosts", "related-posts", "jump-link", "blog-pager")
)  # fmt: skip


def _is_blogger_furniture(element: HtmlElement) -> bool:
    names = element.get("class") or ""
    if element.get("hidden") is not None or not _FURNITURE.isdisjoint(names.split()):
        return True
    return bool(names) and surely_names_boilerplate(names)
