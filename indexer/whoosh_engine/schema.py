"""The fields of the index. Everything here is pickled into it: these names stay, or ``FORM`` changes.

text       what is ranked: title, author, labels, source and body in one, titles counted TITLE_WEIGHT times
added removed    words that an edit put in or took out (and unstemmed ones beside them); added_among removed_among: the same,
           in the same places, with all words of their sentences, for phrases
words      every unstemmed word of ``text``: what prefix* and fuzzy~ look through
title author label source url    words of one field, for ``field:word``
rules      whose language's rules made the words (``language.stemming``); none: those of each script
site lang kind status id    exact terms;  source_is author_is label_is: exact facet values
links links_site    what it links to: the keys of pages, and their hosts with the domains above them
published changed    columns of seconds since 1970, MISSING where unknown;  news: of microseconds
sketch     what tells copies of a text (``wording.sketch``), as bytes of one length
document   the whole Document as bytes (``record.py``);  key: its id
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from whoosh import columns, fields, formats

FORM = 6
"""The form of the index: raised with any change to schema, analysis or stored bytes that needs a rebuild."""

MISSING = -(2**62)
"""A date that is not known, as a column holds it: before every date that is."""

TITLE_WEIGHT = 3

Posting = tuple[str, float, bytes]
"""A term of a field of one document: the term, its weight, its positions encoded."""


class PackedPositions(formats.Positions):
    """Positions as an array of 16-bit integers, or (after one zero byte, which makes the length odd) of 32-bit
    ones, in the machine's order; they are decoded without a loop."""

    WIDE = 65536

    def encode(self, positions: Sequence[int]) -> bytes:
        if not positions or positions[-1] < self.WIDE:
            return array("H", positions).tobytes()
        return b"\0" + array("I", positions).tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        return array("I", value[1:]).tolist() if len(value) % 2 else array("H", value).tolist()

    def decode_frequency(self, value: bytes) -> int:
        return (len(value) - 1) // 4 if len(value) % 2 else len(value) // 2


NOWHERE = PackedPositions().encode([PackedPositions.WIDE - 1])
"""The value of a word that a field has in no place: Whoosh drops empty values, and with them the alignment of all others."""


class Ready(fields.FieldType):
    """A field whose postings are made by ``record.py``, and put into the index by ``writer.py`` as they are."""

    def clean(self) -> None:
        """Nothing to forget before it is pickled."""


class Words(Ready):
    """Analysed words with positions."""

    def __init__(self) -> None:
        super().__init__(PackedPositions(), None, scorable=True)


class Terms(Ready):
    """Terms as they are: whether a document has them is all that is kept."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)


def is_valued(field: fields.FieldType) -> bool:
    """Whether the postings of a field have values."""
    size: int | None = field.format.fixed_value_size()
    return size is None or size < 0


class CheckpointedSchema(fields.Schema):
    """The schema, and in it the archive's last change that the index holds: Whoosh writes the schema into the
    very file whose renaming is the commit, so the two can't part."""

    checkpoint: int = 0

    def copy(self) -> CheckpointedSchema:
        copied = CheckpointedSchema(**self._fields)
        copied.checkpoint = self.checkpoint
        return copied


CHANGE_FIELDS = ("added", "removed")
WORD_FIELDS = ("text", "title", "author", "label", "source", "url", *CHANGE_FIELDS)
DATE_FIELDS = ("published", "changed", "news")
FACET_FIELDS = {
    "source": "source_is",
    "author": "author_is",
    "label": "label_is",
    "lang": "lang",
    "kind": "kind",
    "status": "status",
}
"""The fields with the exact values of facets, but for dates, which are columns."""

TERM_FIELDS = ("words", "rules", "id", "site", *FACET_FIELDS.values(), "links", "links_site")


def among(name: str) -> str:
    """The field with the words of ``added`` or ``removed`` among those that stayed."""
    return f"{name}_among"


def new_schema() -> CheckpointedSchema:
    """The schema of a new index."""
    parts: dict[str, fields.FieldType] = {name: Words() for name in WORD_FIELDS}
    parts |= {among(name): Words() for name in CHANGE_FIELDS}
    parts |= {name: Terms() for name in TERM_FIELDS}
    parts |= {name: fields.COLUMN(columns.NumericColumn("q", MISSING)) for name in DATE_FIELDS}
    parts |= {name: fields.COLUMN(columns.VarBytesColumn()) for name in ("key", "sketch", "document")}
    return CheckpointedSchema(**parts)
