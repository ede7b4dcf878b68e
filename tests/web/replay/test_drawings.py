"""SVG and MathML documents made inert: XML in, XML out."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from tests.web.library import Library
from tests.web.replay.test_snapshots import FIRST, assert_inert
from web.replay.drawing import inert

URL = "https://quay.example/d/a.svg"
STAMP = "20260301120000"
AT = f"/web/{STAMP}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@pytest.mark.parametrize(
    ("inner", "made"),
    [
        ('<image href="i.png"/>', f'<image href="{AT}im_/https://quay.example/d/i.png"/>'),
        ('<image xlink:href="/i.png"/>', f'<image xlink:href="{AT}im_/https://quay.example/i.png"/>'),
        ('<use href="s.svg#part"/>', f'<use href="{AT}im_/https://quay.example/d/s.svg#part"/>'),
        ('<use xlink:href="#part"/>', '<use xlink:href="#part"/>'),
        ('<a xlink:href="/p" target="_blank"/>', f'<a xlink:href="{AT}/https://quay.example/p" target="_top"/>'),
        ('<style><![CDATA[a > b { fill: url(f.svg#x) }]]></style>',
         f'<style>a &gt; b {{ fill: url("{AT}im_/https://quay.example/d/f.svg#x") }}</style>'),
        ('<rect style="fill:url(#g)" filter="url(#f)"/>',
         '<rect style="fill:url(&quot;#g&quot;)" filter="url(&quot;#f&quot;)"/>'),
        ('<script>x()</script><handler>x()</handler><g onclick="x()"/>', "<g/>"),
        ('<a xlink:href="javascript:x()"/>', "<a/>"),
        ('<animate attributeName="href" to="javascript:x()"/><animate attributeName="x" to="9"/>',
         '<animate attributeName="x" to="9"/>'),
        ("<text>a<!-- no --><?php x ?>b</text>", "<text>ab</text>"),
    ],
)  # fmt: skip
def test_a_drawing_reaches_into_the_replay_and_runs_nothing(inner: str, made: str) -> None:
    assert inert(f"{SVG}>{inner}</svg>", URL, STAMP) == f"{SVG}>{made}</svg>"


def test_entities_of_its_own_are_resolved_and_no_others() -> None:
    text = inert(
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY w "words">'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]><svg xmlns="&ns;"><text>&w;&file;&none;</text></svg>',
        URL,
        STAMP,
    )
    assert text == '<svg xmlns="http://www.w3.org/2000/svg"><text>words</text></svg>'


def test_a_sheet_before_the_root_stays_and_a_transformation_goes() -> None:
    made = inert(
        f'<?xml-stylesheet href="a.css?b=1&amp;c" type="text/css"?><?xml-stylesheet type="text/xsl" href="a.xsl"?>{SVG}/>',
        URL,
        STAMP,
    )
    assert made == (
        f'<?xml-stylesheet type="text/css" href="{AT}cs_/https://quay.example/d/a.css?b=1&amp;c"?>\n{SVG}/>'
    )


@pytest.mark.parametrize(
    "xml",
    [
        "<svg>" * 5_000, "<svg " + " ".join(f'a{n}="1"' for n in range(60_000)) + "/>", "<svg>" + "<g a='&lt;'/>" * 100_000,
        "<!DOCTYPE s [" + "".join(f'<!ENTITY a{n + 1} "' + f"&a{n};" * 10 + '">' for n in range(12))
        + '<!ENTITY a0 "lol">]><svg><text>&a12;</text></svg>',
        '<!DOCTYPE s [<!ENTITY a "' + "x" * 50_000 + '">]><svg>' + "&a;" * 50_000 + "</svg>",
        "<svg><g>un<closed", "words", "",
    ],
)  # fmt: skip
def test_hostile_xml_takes_little_time(xml: str) -> None:
    begun = time.process_time()
    made = inert(xml, URL, STAMP)
    assert time.process_time() - begun < 5
    assert len(made or "") < 5_000_000
    if made is not None:
        etree.fromstring(made)


def test_a_drawing_is_served_as_one_in_any_alphabet(library: Library) -> None:
    body = f'<?xml version="1.0" encoding="koi8-r"?>{SVG}><text>Причал</text><image href="i.png"/></svg>'
    library.keep(URL, body.encode("koi8-r"), mime="image/svg+xml")
    for form in ("", "mp_", "if_", "im_"):
        response = library.client().get(f"/web/{FIRST}{form}/{URL}")
        assert response.content_type == "image/svg+xml; charset=utf-8"
        assert "Причал" in response.text
        assert f"{AT}im_/https://quay.example/d/i.png" in response.text
        assert_inert(response)
    library.keep("https://quay.example/none.svg", "no drawing", mime="image/svg+xml")
    response = library.client().get(f"/web/{FIRST}/https://quay.example/none.svg")
    assert (response.mimetype, response.text) == ("text/plain", "no drawing")
