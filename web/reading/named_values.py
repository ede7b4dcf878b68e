"""Facets whose values readers know by names of ours ("de" is German): sorted and looked through by these names. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.language.folding import fold_in_place
from indexer.model import DATES, FacetValue, ValueOrder, Values
from web.wording import value_name

NAMED = ("lang", "kind", "status", *DATES)


def by_names(whole: Values, *, containing: str, order: ValueOrder, skip: int, most: int) -> Values:
    """A stretch of a whole list (in its own order): what has these words in its name or is so written."""
    wanted = [fold_in_place(word) for word in containing.split()]
    fitting: Sequence[FacetValue] = [
        value
        for value in whole.values
        if (said := fold_in_place(f"{value_name(value.value, whole.facet)} {value.value}"))
        and all(word in said for word in wanted)
    ]
    if order is ValueOrder.NAME and whole.facet not in DATES:
        fitting = sorted(fitting, key=lambda value: fold_in_place(value_name(value.value, whole.facet)))
    return replace(whole, values=tuple(fitting[skip : skip + most]), total=len(fitting))
