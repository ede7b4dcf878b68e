"""An archive with something of everything, to be exported: revisits, redirects, failures, walls, told texts, requisites of
several times."""

from __future__ import annotations

from datetime import timedelta

from archive.model import Capture, Facts, Link, LinkKind, PageKind, WallKind
from archive.store.conversion import conversion_id
from archive.store.conversions import Made
from tests.web.library import MARCH, Library

BLOG = "https://quay.example"
POST = f"{BLOG}/2026/02/ferries.html"
OTHER = f"{BLOG}/2026/01/tides.html"
TOLD = f"{BLOG}/2025/12/lamps.html"
WALLED = f"{BLOG}/2025/11/locks.html"
AWAY = "https://away.example/report"
MIRROR = "https://mirror.example/ferries"
PICTURE = f"{BLOG}/boat.png"
SHORT = "https://short.example/f"

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63d0300d0200012800b5"
    "23286c830000000049454e44ae426082"
)


def post(title: str, text: str) -> str:
    """A blog's page with a style sheet and a picture."""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><link rel="stylesheet" href="/quay.css"></head><body>'
        f'<h1>{title}</h1><div class="post-body entry-content"><p>{text}</p><img src="/boat.png" alt="a boat">'
        f'<a href="{AWAY}">a report</a></div></body></html>'
    )


FERRIES = post("Ferries in the fog", "The ferry waits for the fog to lift over the quay. " * 30)


def fill(library: Library) -> dict[str, Capture]:
    """The archive's content, by what it is an example of."""
    source = library.follow(f"{BLOG}/", "Quay & <Co>")
    other = library.follow("https://away.example/", "Away")
    day = timedelta(days=1)
    found: dict[str, Capture] = {}
    facts = Facts(title="Ferries in the fog", author="Ada Quill", published=MARCH - 20 * day, labels=("Fog", "Boats"),
                  platform_id="tag:blogger.com,1999:blog-1.post-2")  # fmt: skip
    links = [Link(OTHER, LinkKind.POPULAR, "ليل"), Link(AWAY, LinkKind.BODY, "<b>away</b>")]
    found["mirror"] = library.keep(
        MIRROR, FERRIES, at=MARCH - 30 * day, page=True, kind=PageKind.RELATED, source=other
    )
    for days in (0, 10):  # the mirror's bytes twice: revisits
        found[f"post {days}"] = library.keep(
            POST, FERRIES, at=MARCH + days * day, page=True, source=source, facts=facts, links=links,
            headers=[("ETag", '"one"')],
        )  # fmt: skip
    found["not modified"] = library.keep(
        POST, b"", at=MARCH + 12 * day, status=304, mime=None, page=True, source=source, asked_with='"one"'
    )
    found["changed"] = library.keep(
        POST, FERRIES.replace("waits", "no longer waits"), at=MARCH + 20 * day, page=True, source=source, links=links
    )  # fmt: skip
    found["gone"] = library.keep(POST, "<h1>Not found</h1>", at=MARCH - 2 * day, status=404)
    found["bare"] = library.keep(
        POST.replace("https://", "http://"),
        b"",
        at=MARCH,
        status=301,
        mime=None,
        headers=[("Location", POST)],
    )
    found["short"] = library.keep(SHORT, b"", at=MARCH, status=302, mime=None, headers=[("Location", POST)])
    found["other"] = library.keep(
        OTHER, post("Tides", "High water at the quay came early, and the boats knew. " * 20), at=MARCH, page=True,
        source=source, facts=Facts(title="Tides", published=MARCH - 40 * day),
    )  # fmt: skip
    found["away"] = library.keep(
        AWAY, post("A report", "The report says that the crossing will close. " * 20), at=MARCH + day, page=True,
        kind=PageKind.RELATED, source=source, via=POST,
    )  # fmt: skip
    found["walled"] = library.keep(
        WALLED, "<h1>Are you human?</h1>", at=MARCH, page=True, source=source, wall=WallKind.CHALLENGE
    )
    for days in (1, 19, 300):  # the picture of several times; the page's captures want the nearest
        found[f"picture {days}"] = library.keep(
            PICTURE, PNG + b"%d" % days, at=MARCH + days * day, mime="image/png"
        )
    found["style"] = library.keep(
        f"{BLOG}/quay.css", "body { background: url(back.png) }", at=MARCH + day, mime="text/css"
    )
    found["background"] = library.keep(f"{BLOG}/back.png", PNG, at=MARCH + 2 * day, mime="image/png")
    found["unrelated"] = library.keep(f"{BLOG}/robots.txt", "User-agent: *", mime="text/plain")
    feed = library.keep(f"{BLOG}/feed", "<feed/>", at=MARCH, mime="application/atom+xml")
    found["feed"] = feed
    body = post("Lamps", "The feed alone tells of the lamps along the quay. " * 20).encode()
    made = Made(
        TOLD,
        conversion_id(feed.record_id, TOLD),
        body,
        PageKind.POST,
        Facts(title="Lamps", author="Ben Rook"),
    )
    library.conversions.keep(feed, [made], source_id=source.id)
    library.index()
    return found
