"""The names that a page gives its own site: what has to come off a title, and what is no author."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup

_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """A text for comparing: NFKC, lower case, words with single spaces."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def squeeze(text: str) -> str:
    """A text for comparing names with host names: letters and digits alone."""
    return fold(text).replace(" ", "").replace("_", "")


def site_names(markup: Markup, data: LinkedData) -> frozenset[str]:
    """The folded names of the site: Open Graph, JSON-LD, application name, host."""
    names = [*markup.meta.get("og:site_name", ()), *markup.meta.get("application-name", ()), *data.site_names]
    names += [name.lstrip("@") for name in markup.meta.get("twitter:site", ())]
    host = host_of(markup)
    names += [host, host.rsplit(".", 1)[0]]
    return frozenset(folded for name in names if (folded := fold(name)))


def host_of(markup: Markup) -> str:
    """The page's host without ``www.``; empty when no address is known."""
    for url in (markup.canonical, markup.first_meta("og:url"), markup.url):
        try:
            host = urlsplit(url or "").hostname
        except ValueError:
            continue
        if host:
            return host.removeprefix("www.")
    return ""


def is_site_name(text: str, names: frozenset[str]) -> bool:
    """Whether a text is the site's name, in words or run together as in a host name."""
    if not (folded := fold(text)):
        return True
    squeezed = squeeze(text)
    return folded in names or any(squeezed == squeeze(name) for name in names)
