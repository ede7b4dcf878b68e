"""The styles in which a citation is formatted, and their names.

Written here and not by a CSL processor: of those for Python, citeproc-py 0.11 abbreviates MLA's and Chicago's given
names, sets the title of a work without an author twice and full stops outside the quotes; and the styles come as
10,800 files, 89 MB. The reference processor, citeproc-js, and the styles' own CSL files are the oracle of the tests
(``tests/peers/test_citation_styles.py``).
"""

from __future__ import annotations

from collections.abc import Callable

from web.citation.citation import Citation
from web.citation.styles.apa import apa
from web.citation.styles.chicago import author_date, notes
from web.citation.styles.harvard import harvard
from web.citation.styles.ieee import ieee
from web.citation.styles.mla import mla
from web.citation.styles.run import Line
from web.citation.styles.wikipedia import wikipedia

STYLES: dict[str, tuple[str, Callable[[Citation], Line]]] = {
    "apa": ("APA", apa),
    "chicago": ("Chicago", notes),
    "chicago-author-date": ("Chicago, author-date", author_date),
    "mla": ("MLA", mla),
    "harvard": ("Harvard", harvard),
    "ieee": ("IEEE", ieee),
    "wikipedia": ("Wikipedia", wikipedia),
}
"""By the word in an address: what people call the style, and what writes it. The first is the usual one."""

USUAL = next(iter(STYLES))
