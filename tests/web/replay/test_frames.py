"""Frames, objects and embeds: documents within a document."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from tests.web.library import Library
from tests.web.replay.test_snapshots import FIRST, assert_inert, policy
from web.replay.document import inert

URL = "https://quay.example/2026/post.html"
STAMP = "20260301120000"
AT = f"/web/{STAMP}"
SANDBOX = "allow-top-navigation-by-user-activation"


def element(html: str, *, framed: bool = False) -> Tag:
    soup = BeautifulSoup(inert(html, URL, STAMP, framed=framed), "html.parser", multi_valued_attributes=None)
    found = soup.frameset or (soup.body or soup).find(True)
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<iframe src="a.html#x" width="9" onload="x()" allow="camera">old</iframe>',
         ("iframe", {"src": f"{AT}if_/https://quay.example/2026/a.html#x", "width": "9"})),
        ('<iframe data-src="late.html" src="about:blank"></iframe>',
         ("iframe", {"src": f"{AT}if_/https://quay.example/2026/late.html"})),
        ('<iframe src="javascript:x()"></iframe>', ("iframe", {})),
        ('<iframe src="data:text/html,x"></iframe>', ("iframe", {})),
        ('<iframe name="left" src="a"></iframe>',
         ("iframe", {"name": "left", "src": f"{AT}if_/https://quay.example/2026/a"})),
        ('<iframe name="_top" src="a"></iframe>', ("iframe", {"src": f"{AT}if_/https://quay.example/2026/a"})),
        ('<object data="m.svg" width="9" height="8" type="image/svg+xml">fall</object>',
         ("iframe", {"src": f"{AT}if_/https://quay.example/2026/m.svg", "width": "9", "height": "8"})),
        ('<embed src="page.html" type="text/html">',
         ("iframe", {"src": f"{AT}if_/https://quay.example/2026/page.html"})),
    ],
)  # fmt: skip
def test_a_framed_document_is_one_of_the_replay_in_a_sandbox(
    html: str, made: tuple[str, dict[str, str]]
) -> None:
    found = element(html)
    name, attributes = made
    assert found.name == name
    assert found.attrs == {**attributes, "sandbox": SANDBOX, "referrerpolicy": "no-referrer"}
    assert found.get_text() == ""


@pytest.mark.parametrize(
    ("html", "name", "attributes"),
    [
        ('<object data="m.svg">x</object>', "img", {"src": f"{AT}im_/https://quay.example/2026/m.svg", "alt": ""}),
        ('<embed src="m.png" id="p">', "img",
         {"src": f"{AT}im_/https://quay.example/2026/m.png", "alt": "", "id": "p"}),
        ('<object data="m.swf" type="application/x-shockwave-flash">x</object>', "object",
         {"type": "application/x-shockwave-flash"}),
        ('<embed src="m.pdf">', "a", {"href": f"{AT}/https://quay.example/2026/m.pdf", "target": "_top"}),
        ('<object data="javascript:x()" type="text/html">x</object>', "object", {"type": "text/html"}),
        ('<embed src="javascript:x()">', "span", {}),
    ],
)  # fmt: skip
def test_an_object_is_shown_as_a_picture_or_a_link_or_what_it_has_instead(
    html: str, name: str, attributes: dict[str, str]
) -> None:
    found = element(html)
    assert (found.name, found.attrs) == (name, attributes)


def test_a_frameset_keeps_its_shape() -> None:
    frameset = element(
        '<frameset cols="1,2" onload="x()"><frame src="a" name="n" noresize><frame src="b"></frameset>'
    )
    assert frameset.attrs == {"cols": "1,2"}
    assert [frame.get("src") for frame in frameset.find_all("frame")] == [
        f"{AT}if_/https://quay.example/2026/a", f"{AT}if_/https://quay.example/2026/b"
    ]  # fmt: skip


def test_a_document_that_stands_in_the_page_is_made_inert_too() -> None:
    found = element(
        '<iframe srcdoc="<script>x()</script><img src=/a.png onerror=x()><a href=b>b</a>"></iframe>'
    )
    inner = str(found["srcdoc"])
    assert "script" not in inner
    assert "onerror" not in inner
    assert f'src="{AT}im_/https://quay.example/a.png"' in inner
    assert f'href="{AT}if_/https://quay.example/2026/b"' in inner
    nested = "x"
    for _ in range(5):
        nested = f'<iframe srcdoc="{nested.replace("&", "&amp;").replace(chr(34), "&quot;")}"></iframe>'
    assert inert(nested, URL, STAMP).count("srcdoc") == 3


@pytest.mark.parametrize(
    ("link", "framed", "href", "target"),
    [
        ('<a href="b">', False, f"{AT}/https://quay.example/2026/b", "_top"),
        ('<a href="b">', True, f"{AT}if_/https://quay.example/2026/b", None),
        ('<a href="b" target="_SELF">', True, f"{AT}if_/https://quay.example/2026/b", None),
        ('<a href="b" target="_parent">', True, f"{AT}/https://quay.example/2026/b", "_top"),
        ('<a href="b" target="beside">', True, f"{AT}/https://quay.example/2026/b", "_top"),
        ('<a href="b" target="own"></a><iframe name="own"></iframe>', False,
         f"{AT}if_/https://quay.example/2026/b", "own"),
        ('<base target="_top"><a href="b">', True, f"{AT}/https://quay.example/2026/b", "_top"),
        ('<a href="#c" target="own">', True, "#c", None),
    ],
)  # fmt: skip
def test_where_a_link_opens(link: str, framed: bool, href: str, target: str | None) -> None:
    soup = BeautifulSoup(inert(link, URL, STAMP, framed=framed), "html.parser")
    assert soup.a is not None
    assert (soup.a["href"], soup.a.get("target")) == (href, target)


def test_frames_without_end_become_links() -> None:
    soup = BeautifulSoup(inert('<iframe src="a"></iframe>' * 200, URL, STAMP), "html.parser")
    assert len(soup.find_all("iframe")) == 60
    assert len(soup.find_all("a")) == 140


@given(
       st.sampled_from(["iframe", "frame", "object", "embed"]),
       st.dictionaries(st.sampled_from(["src", "data", "type", "name", "srcdoc", "code", "style", "width", "height"]),
                       st.sampled_from(["javascript:x()", "//away.example/a.svg", "data:text/html,<script>x</script>",
                                        "image/svg+xml", "text/html", "<script>x</script>", "a.html", "_top", "1"])),
)  # fmt: skip
def test_no_frame_leads_out(tag: str, attributes: dict[str, str]) -> None:
    written = " ".join(f"{name}='{value}'" for name, value in attributes.items())
    for found in BeautifulSoup(inert(f"<{tag} {written}>x", URL, STAMP), "html.parser").find_all(True):
        assert found.name != "embed"
        assert str(found.get("src", AT)).startswith(AT)
        assert str(found.get("href", AT)).startswith(AT)
        assert not found.get("data")
        assert "<script" not in str(found.get("srcdoc", ""))
        if found.name == "iframe":
            assert found["sandbox"] == [SANDBOX]


def test_a_framed_document_may_be_framed_and_nothing_more(library: Library) -> None:
    library.keep(URL, "<p>inner <a href='b'>b</a>")
    response = library.client().get(f"/web/{FIRST}if_/{URL}")
    assert_inert(response)
    assert policy(response)["sandbox"] == SANDBOX
    assert policy(response)["frame-src"] == "localhost/web/"
    assert "X-Frame-Options" not in response.headers
    assert "frame-ancestors" not in policy(response)
    assert f"{AT}if_/https://quay.example/2026/b" in response.text
    alone = library.client().get(f"/web/{FIRST}if_/{URL}", headers={"Sec-Fetch-Dest": "document"})
    assert alone.headers["Location"] == f"/web/{FIRST}/{URL}"


def test_a_frame_that_is_not_held_says_so_in_its_place(library: Library) -> None:
    response = library.client().get(
        f"/web/{FIRST}if_/https://none.example/x", headers={"Sec-Fetch-Dest": "iframe"}
    )
    assert response.status_code == 404
    assert_inert(response)
    assert "frame-ancestors" not in policy(response)
    assert "X-Frame-Options" not in response.headers
    live = BeautifulSoup(response.text, "html.parser").select_one("a[rel~=external]")
    assert live is not None
    assert (live["href"], live["target"]) == ("https://none.example/x", "_top")
    assert "holds no snapshot of https://none.example/x" in response.text
