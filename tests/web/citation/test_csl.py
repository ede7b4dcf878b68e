"""CSL-JSON: what its schema allows, and what citeproc-py makes of it."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings

from tests.web.citation.made_up import ADA, ANY_TEXT, HOSTILE, JAN, ORIGINAL, PERMALINK, SHA256, UUID, cited
from web.citation import csl
from web.citation.citation import InManifest, Kind
from web.citation.key import key
from web.citation.names import Name, read_names
from web.citation.plain_text import plain

TEXTS = {"id", "title", "container-title", "URL", "archive", "language", "keyword", "note"}
DATES = {"issued", "accessed"}
NAME_PARTS = {"family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal"}


def conforms(item: dict[str, object]) -> bool:
    """Whether an item is one of the schema's: its names, and the types of what they hold."""
    for name, value in item.items():
        if name in DATES:
            assert isinstance(value, dict)
            (parts,) = value["date-parts"]
            fits = len(parts) == 3 and all(isinstance(part, int) for part in parts)
        elif name == "author":
            assert isinstance(value, list)
            fits = all(
                set(each) <= NAME_PARTS and all(isinstance(part, str) for part in each.values())
                for each in value
            )
        elif name == "custom":
            fits = isinstance(value, dict)
        elif name == "type":
            fits = value in {"post-weblog", "webpage"}
        else:
            fits = name in TEXTS and isinstance(value, str)
        if not fits:
            return False
    return {"id", "type"} <= set(item)


def test_an_item() -> None:
    at = datetime(2026, 4, 2, 3, 4, 5, tzinfo=UTC)
    told = cited(authors=(ADA, JAN, Name(literal="نورس")))
    checked = replace(told, proof=replace(told.proof, checked_at=at))
    assert json.loads("".join(csl.write([checked]))) == [
        {
            "id": key(told),
            "type": "post-weblog",
            "title": "Ferries in the fog",
            "author": [
                {"family": "Quill", "given": "Ada"},
                {"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"},
                {"literal": "نورس"},
            ],
            "container-title": "Quay",
            "issued": {"date-parts": [[2026, 2, 9]]},
            "accessed": {"date-parts": [[2026, 3, 1]]},
            "URL": PERMALINK,
            "archive": "Harbour Archive",
            "language": "en",
            "keyword": "Fog, Boats",
            "note": f"Original URL: {ORIGINAL}\nCaptured: 2026-03-01T12:00:00Z\nPayload SHA-256: {SHA256}\n"
            f"WARC record: <urn:uuid:{UUID}>\nFixity: intact at the check of 2026-04-02T03:04:05Z",
            "custom": {
                "original-url": ORIGINAL,
                "captured": "2026-03-01T12:00:00Z",
                "payload-sha256": SHA256,
                "warc-record-id": f"urn:uuid:{UUID}",
                "checked": "2026-04-02T03:04:05Z",
                "fault": None,
                "manifest": None,
                "manifest-sha256": None,
            },
        }
    ]


def test_a_fault_is_said() -> None:
    proof = replace(
        cited().proof, checked_at=datetime(2026, 4, 2, tzinfo=UTC), fault="the block digest is another"
    )
    assert proof.check == "damaged (the block digest is another) at the check of 2026-04-02T00:00:00Z"
    assert proof.check in str(csl.item(cited(proof=proof))["note"])


def test_a_citation_points_into_the_manifest_that_names_its_capture() -> None:
    manifest = InManifest("https://archive.example/manifests/2026-03-01", "ab" * 32)
    told = cited(proof=replace(cited().proof, manifest=manifest))
    assert told.proof.lines()[-1] == f"Manifest: {manifest.url} SHA-256: {manifest.sha256}"
    custom = csl.item(told)["custom"]
    assert isinstance(custom, dict)
    assert (custom["manifest"], custom["manifest-sha256"]) == (manifest.url, manifest.sha256)


@pytest.mark.parametrize("kind", list(Kind))
def test_items_conform_whatever_is_missing(kind: Kind) -> None:
    for bare in (
        cited(kind=kind),
        cited(kind=kind, title="", authors=(), published=None, lang=None, labels=()),
    ):
        assert conforms(csl.item(bare))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_come_out_as_they_went_in(text: str) -> None:
    title = plain(text)
    (item,) = json.loads("".join(csl.write([cited(title=title, site=title, authors=read_names(text))])))
    assert item["title"] == item["container-title"] == title
    assert conforms(item)


@settings(max_examples=40)
@given(ANY_TEXT, ANY_TEXT)
def test_citeproc_reads_it(title: str, byline: str) -> None:
    told = cited(title=plain(title), authors=read_names(byline))
    items = json.loads("".join(csl.write([told])))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know every field of the schema, and says so
        read = CiteProcJSON(items)
    reference = read[key(told)]
    assert reference.type == "post-weblog"
    assert str(reference["URL"]) == PERMALINK
    assert len(reference.get("author", ())) == len(told.authors)
    assert reference["issued"].year == 2026
