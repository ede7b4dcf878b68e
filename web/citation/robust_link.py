"""A link that still leads somewhere when the page is gone (Robust Links 1.0, robustlinks.mementoweb.org/spec). Pure."""

from __future__ import annotations

from markupsafe import escape

from web.citation.citation import Citation


def robust_link(cited: Citation) -> str:
    """``<a href>`` to the snapshot, with what leads to the original, and to other archives' captures of that day."""
    attributes = {
        "href": cited.permalink,
        "data-originalurl": cited.original,
        "data-versionurl": cited.permalink,
        "data-versiondate": f"{cited.captured:%Y-%m-%d}",
    }
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<a {written}>{escape(cited.heading)}</a>"
