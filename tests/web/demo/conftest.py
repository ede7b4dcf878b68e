"""A running world and somebody who visits it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.demo.visitor import Visitor
from web.demo.world import World


@pytest.fixture
def world() -> Iterator[World]:
    with World() as running:
        yield running


@pytest.fixture
def visit(world: World) -> Visitor:
    return Visitor(world)
