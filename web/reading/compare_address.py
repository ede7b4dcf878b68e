"""A comparison as its address: two captures, one column or two, folded or whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from archive.model import Capture


@dataclass(frozen=True, slots=True)
class CompareAddress:
    """Numbers of the two captures, and how they are shown."""

    earlier: int
    later: int
    one_column: bool = False
    everything: bool = False

    @classmethod
    def of(cls, two: tuple[Capture, Capture], args: Mapping[str, str]) -> CompareAddress:
        return cls(two[0].id, two[1].id, args.get("view") == "one", args.get("show") == "all")

    def __str__(self) -> str:
        args = {"from": str(self.earlier), "to": str(self.later)}
        if self.one_column:
            args["view"] = "one"
        if self.everything:
            args["show"] = "all"
        return "?" + urlencode(args)

    @property
    def bare(self) -> str:
        """The two captures alone."""
        return str(CompareAddress(self.earlier, self.later))

    @property
    def turned(self) -> str:
        """Side by side as one column, and back."""
        return str(replace(self, one_column=not self.one_column))

    @property
    def unfolded(self) -> str:
        return str(replace(self, everything=True))

    @property
    def folded(self) -> str:
        return str(replace(self, everything=False))

    def between(self, pair: tuple[int, int]) -> str:
        """Two other captures, shown in the same way."""
        return str(replace(self, earlier=pair[0], later=pair[1]))
