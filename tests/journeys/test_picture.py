"""The picture of the README is true. `PREAU_PICTURE=1 make journeys ARGS="-k picture"` takes it and the others anew."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.pictures import FARTHEST, difference

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "programme.png"
HEAVIEST = 150_000


def test_the_picture_of_the_readme_is_true(known_day, page, allonnes):
    page.goto(allonnes)

    assert difference(page, PICTURE) < FARTHEST
    assert PICTURE.stat().st_size < HEAVIEST
