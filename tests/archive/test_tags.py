"""Tags with thousands of attributes are bounded wherever they hide; nothing else is touched."""

# ruff: noqa: E501 -- markup stands in the lines in which it comes

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.tags import MOST_ATTRIBUTES, bounded

MANY = "<p " + " ".join(f"a{number}='>'" for number in range(MOST_ATTRIBUTES + 1))


@pytest.mark.parametrize(
    "before",
    ["", "text < ", "<!-- <b c=\" -->", "<script>if (a<b && c==\"</script>", "<title><b c=\"</title>", "<![CDATA[ <b c=' >", "<a \">", "<!x \">"],
)  # fmt: skip
def test_a_tag_of_many_attributes_loses_them(before: str) -> None:
    assert bounded(f"{before}{MANY}>after") == f"{before}<p>after"


def test_in_xml_a_script_is_an_element_like_another() -> None:
    assert bounded(f"<a><script>{MANY}/></a>", xml=True) == "<a><script><p/></a>"
    kept = f"<a><![CDATA[{MANY}>]]></a>"
    assert bounded(kept, xml=True) == kept


def test_long_values_and_a_fair_number_of_attributes_stay() -> None:
    long = f"<img src='data:image/png;base64,{'A' * 100_000}' style=\"{'a b ' * 5000}\" class={'x' * 9000}>"
    some = "<p " + " ".join(f"data-{number}={number}" for number in range(MOST_ATTRIBUTES)) + ">"
    assert bounded(long + some) == long + some


@given(st.text(alphabet="<>'\"=/ ab!-[]?", max_size=300), st.booleans())
def test_short_markup_is_never_changed(text: str, xml: bool) -> None:
    assert bounded(text, xml=xml) == text
