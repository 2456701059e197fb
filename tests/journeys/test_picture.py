"""The picture of the README is true. `PREAU_PICTURE=1 make journeys ARGS="-k picture"` takes it anew."""

from __future__ import annotations

import os
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image, ImageChops, ImageStat

from preau.journal.models import Operation

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "programme.png"
HEAVIEST = 150_000
FARTHEST = 3
"""Mean difference of two greys, of 255, that fonts drawn by another version of the browser may make."""


def test_the_picture_of_the_readme_is_true(page, allonnes):
    Operation.objects.update(at=datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Paris")))
    page.goto(allonnes)
    page.evaluate("document.fonts.ready")

    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    if os.environ.get("PREAU_PICTURE"):
        taken.quantize(128, dither=Image.Dither.NONE).save(PICTURE, optimize=True)

    kept = Image.open(PICTURE).convert("RGB")
    difference = ImageChops.difference(*(image.convert("L").resize((360, 225)) for image in (taken, kept)))
    assert kept.size == (1440, 900)
    assert PICTURE.stat().st_size < HEAVIEST
    assert ImageStat.Stat(difference).mean[0] < FARTHEST
