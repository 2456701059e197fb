"""The picture of the README is true. `PREAU_PICTURE=1 make journeys ARGS="-k picture"` takes it anew."""

from __future__ import annotations

import os
import struct
import zlib
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "programme.png"
HEAVIEST = 150_000
FARTHEST = 3
"""Mean difference of two colours, of 255, that fonts drawn by another version of the browser may make."""

FEWER_COLOURS = """async picture => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const palette = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 160);
  const parts = pixel => [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255];
  const gap = (a, b) => parts(a).reduce((sum, part, i) => sum + (part - parts(b)[i]) ** 2, 0);
  const places = new Map([...counts.keys()].map(
    pixel => [pixel, palette.reduce((best, one, i) => gap(pixel, one) < gap(pixel, palette[best]) ? i : best, 0)]));
  return [palette.map(parts), Array.from(pixels, pixel => places.get(pixel))];
}"""

DIFFERENCE = """async pictures => {
  const [one, other] = await Promise.all(pictures.map(async picture => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob());
    const canvas = new OffscreenCanvas(360, 225), pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0, 360, 225);
    return pen.getImageData(0, 0, 360, 225).data;
  }));
  return one.reduce((sum, part, i) => sum + Math.abs(part - other[i]), 0) / one.length;
}"""


@pytest.fixture
def known_day(monkeypatch):
    """The day that the picture shows."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 22, 10, tzinfo=UTC))


def test_the_picture_of_the_readme_is_true(known_day, page, allonnes):
    page.goto(allonnes)
    page.evaluate("document.fonts.ready")

    taken = b64encode(page.screenshot()).decode()
    page.goto("about:blank")  # away from the content policy of the page
    if os.environ.get("PREAU_PICTURE"):
        PICTURE.write_bytes(png(*page.evaluate(FEWER_COLOURS, taken)))

    kept = PICTURE.read_bytes()
    assert page.evaluate(DIFFERENCE, [taken, b64encode(kept).decode()]) < FARTHEST
    assert len(kept) < HEAVIEST


def png(palette, places):
    """The picture as a PNG of few colours, a third of what a browser writes."""
    width, height = 1440, 900
    rows = b"".join(b"\0" + bytes(places[start : start + width]) for start in range(0, width * height, width))
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": bytes(part for colour in palette for part in colour),
        b"IDAT": zlib.compress(rows, 9),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
