"""``/cite/<capture>``: a capture's citation as a page, as formatted text, and in the forms that reference managers take.

``<capture>`` is the UUID of the capture's WARC record, or its number in this catalogue.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive.model import Capture
from web.citation.citation import Citation, InManifest
from web.citation.forms import FORMS
from web.citation.key import key
from web.citation.robust_link import robust_link
from web.citation.signposting import landing_links
from web.citation.styles import STYLES, USUAL
from web.citation.styles.run import text_of
from web.citation.work import Work, cite, work_of
from web.current import backfile, site_root
from web.statuses import BadParameter, NoSuchPage

citation = Blueprint("citation", __name__)

_LONGEST_NUMBER = 18


@citation.get("/cite/<name>")
def page(name: str) -> AnyResponse:
    """The citation in all styles and forms, as a page."""
    capture, cited = _found(name)
    response = make_response(render_template("citation/page.html", capture=capture, **cite_part(cited)))
    items = [(cited.permalink, capture.mime)] if capture.mime else []
    response.headers["Link"] = ", ".join(landing_links(cited, site_root(), items))
    return _fresh(response)


@citation.get("/cite/<name>.txt")
def formatted(name: str) -> AnyResponse:
    """The citation as text, in the style that ``?style=`` names. Raises BadParameter, which lists the styles."""
    style = request.args.get("style", "").strip().lower() or USUAL
    if style not in STYLES:
        raise BadParameter("style", style, f"it is one of {', '.join(STYLES)}")
    _, cited = _found(name)
    return _fresh(Response(f"{text_of(STYLES[style][1](cited))}\n", content_type="text/plain; charset=utf-8"))


@citation.get("/cite/<name>.<any(bib, ris, json):ending>")
def export(name: str, ending: str) -> AnyResponse:
    """The citation as BibTeX, RIS or CSL-JSON, to be saved."""
    _, cited = _found(name)
    form = FORMS[ending]
    response = Response(form.write([cited]), content_type=form.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{key(cited)}.{ending}"'
    return _fresh(response)


def cite_part(cited: Citation) -> dict[str, Any]:
    """What ``citation/_cite.html`` shows."""
    return {
        "cited": cited,
        "formatted": [(word, label, style(cited)) for word, (label, style) in STYLES.items()],
        "forms": FORMS.values(),
        "robust_link": robust_link(cited),
    }


def citation_of(capture: Capture, work: Work | None) -> Citation:
    """A Capture as a Citation; ``work`` is the article of its Page, if it has one."""
    joined = backfile()
    root = site_root()
    day = joined.catalogue.manifests.naming(capture.id)
    manifest = InManifest(f"{root}/manifests/{day.day}", day.sha256) if day else None
    return cite(capture, work, root, joined.settings.title, manifest)


def _work(page_id: str | None) -> Work | None:
    joined = backfile()
    known = joined.catalogue.pages.get(page_id) if page_id is not None else None
    return work_of(known, joined.engine.get(known.id)) if known else None


def _found(name: str) -> tuple[Capture, Citation]:
    captures = backfile().catalogue.captures
    if name.isascii() and name.isdigit() and len(name) <= _LONGEST_NUMBER:
        capture = captures.get(int(name))
    else:
        capture = captures.by_record_id(f"urn:uuid:{name}") or captures.by_record_id(
            f"urn:uuid:{name.lower()}"
        )
    if capture is None:
        raise NoSuchPage("capture", name)
    return capture, citation_of(capture, _work(capture.page_id))


def _fresh(response: AnyResponse) -> AnyResponse:
    """Asked for again each time: a capture may be checked, or taken down."""
    response.headers["Cache-Control"] = "private, no-cache"
    return response
