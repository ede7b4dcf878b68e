"""What a page says of itself in JSON-LD (schema.org): its article, that article's people, dates and words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

Node = dict[str, Any]

MAX_SCRIPT = 1_000_000
MAX_NODES = 4_000

_ARTICLES = (
    "BlogPosting", "NewsArticle", "Article", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle",
    "SatiricalArticle", "ScholarlyArticle", "TechArticle", "Report", "LiveBlogPosting", "SocialMediaPosting",
    "DiscussionForumPosting", "CreativeWork", "Recipe", "PodcastEpisode", "Review",
)  # fmt: skip
_PAGES = ("WebPage", "ItemPage", "AboutPage", "FAQPage", "ContactPage", "MedicalWebPage")
_LISTS = frozenset(("blogPost", "blogPosts", "itemListElement", "hasPart", "isPartOf", "comment", "review"))
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(slots=True)
class LinkedData:
    """The nodes of all JSON-LD scripts of a page. ``article`` describes the page's own article, else None."""

    nodes: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)
    article: Node | None = None
    page: Node | None = None
    site_names: list[str] = field(default_factory=list)

    def text(self, *keys: str) -> str:
        """The first of these properties that is a text, asked of the article and then of the page."""
        for node in (self.article, self.page):
            for key in keys:
                if node and (value := _string(node.get(key))):
                    return value
        return ""

    def names(self, key: str) -> list[str]:
        """The names of the people or bodies under a property of the article (of the page, if it has none)."""
        for node in (self.article, self.page):
            if node and (found := [name for value in _each(node.get(key)) if (name := self._name(value))]):
                return list(dict.fromkeys(found))
        return []

    def words(self, key: str) -> list[str]:
        """A property of the article that is a list of words, or one text with commas."""
        values = _each(self.article.get(key)) if self.article else []
        texts = [part for value in values for part in _string(value).split(",")]
        return [text.strip() for text in texts if text.strip()]

    def _name(self, value: Any) -> str:
        if isinstance(value, dict):
            # A graph states the person once and refers to it: the full node is the one to believe.
            full = self.by_id.get(str(value.get("@id")), value)
            return _string(full.get("name")) or _string(value.get("name"))
        text = _string(value)
        return _string(self.by_id[text].get("name")) if text in self.by_id else text


def read(scripts: Iterable[str], urls: Iterable[str | None]) -> LinkedData:
    """Read the scripts; ``urls`` are the page's own addresses, which choose among several articles.

    Broken JSON is mended where that is safe (comment marks, trailing commas, raw line ends), else passed over.
    """
    data = LinkedData()
    listed: list[Node] = []
    for script in scripts:
        for node, in_list in _walk(_load(script)):
            if len(data.nodes) >= MAX_NODES:
                break
            (listed if in_list else data.nodes).append(node)
            if isinstance(node.get("@id"), str) and len(node) > len(data.by_id.get(node["@id"], ())):
                data.by_id[node["@id"]] = node
    own = {_bare(url) for url in urls if url}
    data.article = _choose(data.nodes, _ARTICLES, own) or _choose_same(listed, own)
    data.page = _choose(data.nodes, _PAGES, own)
    data.site_names = _site_names(data)
    return data


def _load(script: str) -> Any:
    script = script[:MAX_SCRIPT].strip()
    for attempt in (script, _mended(script)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _mended(script: str) -> str:
    """The script without the comment marks of old templates, a last semicolon, commas before a bracket."""
    for mark in ("//", "<!--", "<![CDATA[", "/*<![CDATA[*/"):
        script = script.removeprefix(mark).lstrip()
    for mark in (";", "-->", "]]>", "/*]]>*/", "//"):
        script = script.removesuffix(mark).rstrip()
    return _TRAILING_COMMA.sub(r"\1", script)


def _walk(top: Any) -> Iterator[tuple[Node, bool]]:
    """Every object with whether it is an entry of a list (related posts, comments), breadth first."""
    queue: list[tuple[Any, bool]] = [(top, False)]
    for value, in_list in queue:
        if len(queue) > MAX_NODES:
            return
        if isinstance(value, list):
            queue.extend((entry, in_list) for entry in value)
        elif isinstance(value, dict):
            yield value, in_list
            for key, inner in value.items():
                if isinstance(inner, (dict, list)):
                    queue.append((inner, in_list or key in _LISTS))


def types(node: Node) -> list[str]:
    """The node's types without the vocabulary's address."""
    return [str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in _each(node.get("@type"))]


def _choose(nodes: list[Node], wanted: tuple[str, ...], own: set[str]) -> Node | None:
    """The node of a wanted type that names the page's own address, else the richest by what it states."""
    found = [node for node in nodes if any(kind in wanted for kind in types(node))]
    found = [
        node for node in found if any(key in node for key in ("headline", "name", "datePublished", "author"))
    ]
    if not found:
        return None

    def worth(node: Node) -> tuple[bool, int]:
        stated = sum(key in node for key in ("headline", "datePublished", "author", "articleBody"))
        return bool(own & _addresses(node)), stated

    return max(found, key=worth)


def _choose_same(nodes: list[Node], own: set[str]) -> Node | None:
    """An entry of a list counts only if it names the page's own address: a listing is no article."""
    same = [
        node for node in nodes if any(kind in _ARTICLES for kind in types(node)) and own & _addresses(node)
    ]
    return same[0] if same else None


def _addresses(node: Node) -> set[str]:
    values = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    texts = [value.get("@id") or value.get("url") if isinstance(value, dict) else value for value in values]
    return {_bare(text) for text in texts if isinstance(text, str) and text}


def _bare(url: str) -> str:
    """An address without scheme, ``www.``, query, fragment and last slash, for comparing."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url.strip().lower()).rstrip("/")


def _site_names(data: LinkedData) -> list[str]:
    names = [_string(node.get("name")) for node in data.nodes if {"WebSite", "Blog"} & set(types(node))]
    names += [
        data._name(value)
        for node in (data.article, data.page)
        if node
        for value in _each(node.get("publisher"))
    ]
    names += [
        _string(n.get("name"))
        for n in data.nodes
        if {"Organization", "NewsMediaOrganization"} & set(types(n))
    ]
    return list(dict.fromkeys(name for name in names if name))


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _string(value: Any) -> str:
    if isinstance(value, list):
        value = next((entry for entry in value if isinstance(entry, str) and entry.strip()), None)
    if isinstance(value, dict):
        value = value.get("@value")
    # Many plugins write entities into the JSON text a second time.
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""
