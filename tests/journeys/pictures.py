"""Pictures of pages that are kept in the project and stay true: taken in few colours, compared with what is kept.

`PREAU_PICTURE=1` in the environment takes them anew.
"""

from __future__ import annotations

import os
import struct
import zlib
from base64 import b64decode, b64encode

from playwright.sync_api import Error

FARTHEST = 3
"""Mean difference of two colours, of 255, that fonts drawn by another version of the browser may make."""

FEWER_COLOURS = """async ([picture, most]) => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const parts = pixel => [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255];
  const gap = (a, b) => parts(a).reduce((sum, part, i) => sum + (part - parts(b)[i]) ** 2, 0);
  const palette = [];  // the most frequent, save those that look like one already taken: a rare red stays red
  for (const pixel of [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)))
    if (palette.length < most && palette.every(one => gap(one, pixel) > 200)) palette.push(pixel);
  const places = new Map([...counts.keys()].map(
    pixel => [pixel, palette.reduce((best, one, i) => gap(pixel, one) < gap(pixel, palette[best]) ? i : best, 0)]));
  const bytes = Uint8Array.from(pixels, pixel => places.get(pixel)), chunks = [];
  for (let at = 0; at < bytes.length; at += 3e4) chunks.push(String.fromCharCode(...bytes.subarray(at, at + 3e4)));
  return [image.width, image.height, palette.map(parts), btoa(chunks.join(''))];
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


def difference(page, kept, colours=160):
    """How far what the page shows is from the picture kept of it, of 255; nothing where it is taken anew.

    The page is left blank: its content policy would let no picture in.
    """
    page.evaluate("document.fonts.ready")
    taken = b64encode(shot(page)).decode()
    page.goto("about:blank")
    if os.environ.get("PREAU_PICTURE"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(png(*page.evaluate(FEWER_COLOURS, [taken, colours])))
    return page.evaluate(DIFFERENCE, [taken, b64encode(kept.read_bytes()).decode()])


def shot(page):
    """The window as a PNG. The browser of a busy machine may fail to draw it once: it is asked again."""
    try:
        return page.screenshot()
    except Error:
        page.wait_for_timeout(1_000)
        return page.screenshot()


def png(width, height, palette, places):
    """The picture as a PNG of few colours, a third of what a browser writes."""
    pixels = b64decode(places)
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, width * height, width))
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
