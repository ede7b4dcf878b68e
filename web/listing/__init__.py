"""Lists of articles to take away: whole results of a search as files, feeds, and the map of the site."""

ENDINGS = ("csv", "bib", "ris", "jsonl")
"""Of the forms of whole lists (``forms.py``)."""

PRINTED = (*ENDINGS, "json", "atom")
"""Those that a command prints: where a page has these two in parts, they are whole (``printed.py``)."""
