"""Home, search, an article, and what browsers and operators look for."""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.linked import links_question
from indexer.model import DATES, Query, Results, Sort
from indexer.paging import last_page
from indexer.parameters import parse_query
from indexer.querylang import BOUNDS, FIELDS, OPERATORS
from web.citation import dublin_core, open_graph
from web.citation.plain_text import plain
from web.citation.signposting import landing_links
from web.citation.views import citation_of, cite_part
from web.citation.work import work_of
from web.citing.links import memento_url
from web.current import backfile, site_root
from web.listing.forms import LIST_FORMS
from web.listing.source_views import articles_of
from web.reading.answer import answer_json, compare_path, marked, snapshot_path
from web.reading.article import Article, article_of
from web.reading.date_steps import date_steps
from web.reading.freshness import fresh
from web.reading.histogram import bars
from web.reading.history import history_of
from web.reading.proof import proof_of
from web.reading.search_urls import SearchUrls
from web.reading.suggested import suggested_json
from web.reading.turns import in_turn
from web.wacz.views import MEDIA_TYPE as PACKAGE

reading = Blueprint("reading", __name__)

_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)

_ADDRESS = re.compile(r"https?://[^\s\"]+", re.IGNORECASE)

NEWEST = 8
RECENT_CAPTURES = 12
LINKS_SHOWN = 100
ABSTRACT = 200  # letters
COPIES_NAMED = 5  # of a hit
FACET_VALUES = 8  # before the way to all of them


@reading.get("/")
def home() -> str:
    """The search box, what is new, the Sources."""
    joined = backfile()
    newest = joined.engine.search(Query(sort=Sort.NEWEST, per_page=NEWEST, with_facets=False))
    known = joined.catalogue.sources.all()
    return render_template(
        "reading/home.html",
        newest=[hit.document for hit in newest.hits],
        total=newest.total,
        sources=known,
        by_source=articles_of(known),
        counts=joined.catalogue.counts(),
    )


@reading.get("/search")
def search() -> AnyResponse:
    """Results with facets, as a page."""
    query, notices = parse_query(request.args.to_dict(flat=False))
    with in_turn(query):
        results = backfile().engine.search(query)
    page = render_template("reading/search.html", **_search_parts(results, notices))
    return fresh(make_response(page))


@reading.get("/search.json")
def search_json() -> AnyResponse:
    """The same list as JSON (INTERFACE: ``search.json``)."""
    query, notices = parse_query(request.args.to_dict(flat=False))
    with in_turn(query):
        results = backfile().engine.search(query)
    return fresh(jsonify(answer_json(results, notices=notices)))


@reading.get("/suggest")
def suggest() -> AnyResponse:
    """What somebody who has typed ``q`` so far may mean, as JSON; each has results."""
    typed = request.args.get("q", "")[: BOUNDS["length"].limit]
    return fresh(jsonify(suggested_json(typed, backfile().engine.suggest(typed))))


def _search_parts(results: Results, notices: tuple[str, ...]) -> dict[str, object]:
    urls = SearchUrls(results.query)
    per_page = results.query.per_page
    return {
        "query": results.query,
        "results": results,
        "urls": urls,
        "notices": [*notices, *results.notices],
        "bars": bars(results.histogram, results.histogram_by, urls, _years(results)),
        "steps": date_steps(results, urls),
        "dates": DATES,
        "pages": last_page(results.total, per_page),
        "first": (results.query.page - 1) * per_page + 1,
        "marked": marked,
        "snapshot_path": snapshot_path,
        "compare_path": compare_path,
        "facet_values": FACET_VALUES,
        "copies_named": COPIES_NAMED,
        "operators": OPERATORS,
        "fields": FIELDS.values(),
        "json_url": urls.here("/search.json"),
        "linking": links_question(results.query.text) if _ADDRESS.fullmatch(results.query.text) else None,
        "wider_url": lambda query: SearchUrls(query).here(),
        "feed_url": urls.feed(results.as_of, path="/search.atom"),
        "downloads": [(form.label, urls.listed(f"/search.{form.ending}")) for form in LIST_FORMS.values()],
    }


def _years(results: Results) -> dict[str, int]:
    return {
        value.value: value.count for facet in results.facets if facet.name == "year" for value in facet.values
    }


@reading.get("/page/<id>")
def article(id: str) -> AnyResponse:  # noqa: A002 - the word in the address
    """An article: clean text, facts, captures, links in and out, and its citation."""
    found = article_of(id)
    root = site_root()
    shown = found.shown
    cited = citation_of(shown, work_of(found.page, found.document)) if shown else None
    page = render_template(
        "reading/article.html",
        article=found,
        permalink=f"{root}/page/{found.id}",
        abstract=_abstract(found),
        schemas=dublin_core.SCHEMAS,
        dublin_core=dublin_core.tags(cited) if cited else (),
        open_graph=open_graph.tags(cited, _abstract(found)) if cited else (),
        recent=list(reversed(found.captures))[:RECENT_CAPTURES],
        history=history_of(found.captures, found.document, found.page.status),
        most=LINKS_SHOWN,
        linking=links_question(found.url),
        related=backfile().engine.related(id),
        copies=backfile().engine.copies(id),
        proof=proof_of(shown, backfile().catalogue.manifests.naming(shown.id), root) if shown else None,
        **(cite_part(cited) if cited else {}),
    )
    response = make_response(page)
    if cited:
        response.headers["Link"] = ", ".join(landing_links(cited, root, _items(found, root)))
    return response


def _abstract(found: Article) -> str:
    """How the text begins, cut between words."""
    text = plain(" ".join(found.paragraphs)[: 2 * ABSTRACT])
    if len(text) <= ABSTRACT:
        return text
    at = text.rfind(" ", ABSTRACT // 2, ABSTRACT)
    return f"{text[: at if at > 0 else ABSTRACT]}…"


def _items(found: Article, root: str) -> list[tuple[str, str]]:
    """What can be had of an article: the snapshot that is shown, the package of all, then the newest snapshots."""
    ordered = dict.fromkeys([found.shown, *reversed(found.captures)])
    snapshots = [(memento_url(root, one), one.mime) for one in ordered if one and _MIME.fullmatch(one.mime)]
    return [*snapshots[:1], (f"{root}/wacz/page/{found.id}.wacz", PACKAGE), *snapshots[1:]]


@reading.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser adds this search (OpenSearch 1.1)."""
    body = render_template("reading/opensearch.xml", root=site_root())
    return Response(body, mimetype="application/opensearchdescription+xml")


@reading.get("/robots.txt")
def robots() -> Response:
    """Search engines may list articles; snapshots, result lists and the desk are not for them."""
    closed = (
        "/web/",
        "/search",
        "/suggest",
        "/page/*/compare",
        "/timegate/",
        "/timemap/",
        "/cdx",
        "/cite/",
        "/wacz/page/",
        "/admin",
        "/api/",
    )
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {site_root()}/sitemap.xml",
        "",
    ]
    return Response("\n".join(lines), mimetype="text/plain")


@reading.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return _unkept(Response("ok\n", mimetype="text/plain"))


@reading.get("/readyz")
def readyz() -> Response:
    """Catalogue and index can be read; how far the index is behind."""
    joined = backfile()
    behind = max(0, joined.catalogue.changes.last() - joined.engine.checkpoint())
    short = joined.room.short()
    return _unkept(
        jsonify(
            {
                "ready": True,
                "articles": joined.engine.count(),
                "changes_to_index": behind,
                "short_of_room": str(short) if short is not None else None,
            }
        )
    )


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
