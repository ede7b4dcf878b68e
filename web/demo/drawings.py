"""The demo's pictures, drawn in code from nothing but their names: coasts at some hour of the day, charts, a mark."""

from __future__ import annotations

import struct
import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

from web.demo.content import number

PNG = "image/png"
SVG = "image/svg+xml"
ICON = "image/x-icon"
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)

_Canvas = NDArray[np.uint8]
_Colour = tuple[int, int, int]
_HOURS: tuple[tuple[_Colour, _Colour, _Colour, _Colour], ...] = (  # sky above, sky below, land, sun
    ((92, 130, 170), (242, 214, 178), (58, 84, 92), (255, 240, 205)),
    ((96, 152, 196), (214, 232, 238), (70, 104, 88), (255, 252, 235)),
    ((70, 66, 112), (238, 158, 112), (48, 46, 66), (255, 214, 150)),
    ((22, 34, 62), (74, 104, 134), (16, 26, 40), (232, 236, 214)),
    ((150, 160, 168), (222, 224, 220), (92, 102, 104), (240, 240, 232)),
)
_STEPS = 12  # shades of the sky: few, so that a picture weighs a few kilobytes


@cache
def picture(name: str, width: int = 640) -> tuple[bytes, str]:
    """The picture of that name and its MIME type: a chart when the name ends in ``.svg``, else a coast as PNG."""
    if name.endswith(".svg"):
        return chart(name), SVG
    return _png(_coast(name, width, width * 9 // 16), _palette(name)), PNG


def chart(name: str) -> bytes:
    """A river's level over twelve months, as a line with its treaty mark."""
    seed = int(number(name, 12))
    levels = [
        60 + 38 * np.sin((month + seed % 5) / 12 * 2 * np.pi) + (seed >> month) % 9 for month in range(12)
    ]
    points = " ".join(f"{40 + 50 * month},{170 - level:.0f}" for month, level in enumerate(levels))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" role="img">'
        '<rect width="640" height="200" fill="#f4f1ea"/><path d="M40 20V180H610" fill="none" stroke="#555"/>'
        '<path d="M40 120H610" stroke="#a33" stroke-dasharray="6 4"/>'
        f'<polyline points="{points}" fill="none" stroke="#25607a" stroke-width="3"/></svg>\n'
    ).encode()


@cache
def icon(name: str) -> bytes:
    """A favicon: one 32-pixel PNG in an ICO case."""
    image = _png(_coast(name, 32, 32), _palette(name))
    return struct.pack("<3H4B2H2I", 0, 1, 1, 32, 32, 0, 0, 1, 32, len(image), 22) + image


def _palette(name: str) -> list[_Colour]:
    above, below, land, sun = _HOURS[int(number(name, 8)) % len(_HOURS)]
    sky = [_between(above, below, step / (_STEPS - 1)) for step in range(_STEPS)]
    water = [_between(below, above, 0.35 + 0.08 * step) for step in range(6)]
    return [*sky, *water, land, _between(land, below, 0.5), sun]


def _coast(name: str, width: int, height: int) -> _Canvas:
    """Sky, sun, two rows of hills, water with glints; a tower if a lighthouse is named, piers if a bridge is."""
    draw = np.random.default_rng(int(number(name, 15)))
    row, column = np.mgrid[0:height, 0:width] / height
    horizon = 0.52 + 0.1 * draw.random()
    canvas: _Canvas = np.minimum(row / horizon * _STEPS, _STEPS - 1).astype(np.uint8)
    canvas[(row - 0.28) ** 2 + (column - 0.4 - draw.random()) ** 2 < 0.004] = _STEPS + 8
    canvas[row > horizon - _hills(column, draw, 0.16)] = _STEPS + 7
    canvas[row > horizon - _hills(column, draw, 0.07)] = _STEPS + 6
    ripple = (row * 40 + np.sin(column * 9 + row * 60) * 0.6).astype(int) % 6
    water = row > horizon
    canvas[water] = (_STEPS + ripple)[water]
    canvas[_landmark(name, row, column, horizon)] = _STEPS + 6
    return canvas


def _hills(column: NDArray[np.float64], draw: np.random.Generator, rise: float) -> NDArray[np.float64]:
    waves = sum(np.sin(column * step * 2.1 + draw.random() * 6) / step for step in (1, 2, 3, 5))
    return np.asarray(rise * (0.55 + 0.35 * waves), dtype=np.float64)


def _landmark(
    name: str, row: NDArray[np.float64], column: NDArray[np.float64], horizon: float
) -> NDArray[np.bool_]:
    if "light" in name:
        tower = (np.abs(column - 1.2) < 0.012 + 0.03 * row) & (row > horizon - 0.34) & (row < horizon + 0.02)
        return np.asarray(tower | ((np.abs(column - 1.2) < 0.05) & (np.abs(row - horizon + 0.34) < 0.012)))
    if "bridge" in name:
        deck = np.abs(row - horizon + 0.05) < 0.012
        piers = (column % 0.3 < 0.03) & (row > horizon - 0.05) & (row < horizon + 0.08)
        return np.asarray(deck | piers)
    if "ship" in name or "ferry" in name:
        hull = (
            (np.abs(column - 0.9) < 0.3 - (row - horizon) * 1.5)
            & (row > horizon - 0.02)
            & (row < horizon + 0.06)
        )
        return np.asarray(hull | ((np.abs(column - 0.86) < 0.14) & (row > horizon - 0.1) & (row <= horizon)))
    return np.zeros_like(row, dtype=np.bool_)


def _between(one: _Colour, other: _Colour, share: float) -> _Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _png(canvas: _Canvas, palette: list[_Colour]) -> bytes:
    """A palette PNG (ISO/IEC 15948), eight bits a pixel, no filter."""
    height, width = canvas.shape
    rows = np.hstack([np.zeros((height, 1), dtype=np.uint8), canvas]).tobytes()
    colours = b"".join(bytes(colour) for colour in palette)
    chunks = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
