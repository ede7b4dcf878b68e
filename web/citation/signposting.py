"""What programs follow from a landing page and from a snapshot (Signposting the Scholarly Web; RFC 8288, RFC 8574). Pure.

No ``license``, for nobody told us one. From a snapshot ``describedby`` leads back to its article: RFC 7089 leaves room for
relations of others beside its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from web.citation.citation import Citation, Kind
from web.citation.forms import FORMS

MOST_BYTES = 3_000
"""Of all ``item`` links: proxies take heads of 4 or 8 KiB."""

_SCHEMA = {Kind.POST: "BlogPosting", Kind.PAGE: "WebPage", Kind.FILE: "MediaObject"}


def landing_links(cited: Citation, root: str, items: Iterable[tuple[str, str]]) -> list[str]:
    """For an article's own page. ``items`` are addresses of what can be had of it, with their media types."""
    about = cited.landing or cited.permalink
    return [
        f'<{about}>; rel="cite-as"',
        '<https://schema.org/AboutPage>; rel="type"',
        f'<https://schema.org/{_SCHEMA[cited.kind]}>; rel="type"',
        *(
            f'<{root}/search?author={quote(name.natural, safe="")}>; rel="author"'
            for name in cited.authors[:3]
        ),
        *_descriptions(cited, root),
        *_bounded(items),
    ]


def snapshot_links(root: str, name: str, page_id: str | None) -> list[str]:
    """For a memento: its citation, and the page of its article."""
    described = f'<{root}/cite/{name}.json>; rel="describedby"; type="{FORMS["json"].media_type}"'
    about = f"page/{page_id}" if page_id else f"cite/{name}"
    return [described, f'<{root}/{about}>; rel="describedby"; type="text/html"']


def _descriptions(cited: Citation, root: str) -> list[str]:
    return [
        f'<{root}/cite/{cited.name}.{form.ending}>; rel="describedby"; type="{form.media_type}"'
        for form in FORMS.values()
    ]


def _bounded(items: Iterable[tuple[str, str]]) -> list[str]:
    links: list[str] = []
    for url, mime in items:
        links.append(f'<{url}>; rel="item"; type="{mime}"')
        if sum(map(len, links)) > MOST_BYTES:
            return links[:-1]
    return links
