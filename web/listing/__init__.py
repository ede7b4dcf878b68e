"""Lists of articles to take away: whole results of a search as files, feeds, and the map of the site."""

ENDINGS = ("csv", "bib", "ris")
"""Of the forms of whole lists (``forms.py``)."""
