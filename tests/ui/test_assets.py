"""Styles and fonts: an address that changes with them, a weight that stays small, colours that can be read."""

from __future__ import annotations

import re

import pytest

from preau.ui import assets

CSS = (assets.STATIC / "preau.css").read_text()
TOKENS = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", CSS)}
READ = [
    (ink, ground, 4.5)
    for ground, inks in {
        "paper": ("ink", "soft", "accent", "stop", "warn", "good"),
        "sheet": ("ink", "soft", "accent", "stop", "warn", "good"),
        "sunk": ("ink", "soft", "accent"),
        "tint": ("ink", "soft", "accent", "stop", "warn", "good"),
        "hit": ("ink", "soft", "accent", "stop", "warn"),
        "accent": ("on",),
        "hue-1": ("sheet",),
        "hue-2": ("sheet",),
        "hue-3": ("sheet",),
        "hue-4": ("sheet",),
    }.items()
    for ink in inks
]
SEEN = [("edge", "paper", 3), ("edge", "sheet", 3), ("accent", "paper", 3)]


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "ground", "least"), READ + SEEN)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_that_reading_needs(ink, ground, least, scheme):
    one, other = sorted((luminance(TOKENS[ink][scheme]), luminance(TOKENS[ground][scheme])))

    assert (other + 0.05) / (one + 0.05) >= least


def test_no_rule_names_a_colour_that_is_no_token():
    own = [path.read_text() for path in sorted(assets.STATIC.glob("*.css")) if path.name != "preau.css"]
    rules = CSS[CSS.index("/* Ground */") :] + "".join(own)

    shadows, papers = {"#0003"}, {"#fff"}  # under menus; what is printed, or read by another machine
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rules)) == shadows | papers


def test_styles_are_light():
    assert len(CSS.encode()) < 25_000


def test_everything_the_styles_ask_for_is_there():
    asked = re.findall(r"url\(([^)\"]+)\)", CSS)

    assert [path for path in asked if not (assets.STATIC / path).is_file()] == []
    assert asked == ["fonts/bricolage.woff2"]


def test_every_class_of_the_styles_is_used_by_a_page():
    package = assets.STATIC.parent.parent
    sources = (path for ending in ("html", "py", "js") for path in package.rglob(f"*.{ending}"))
    written = "".join(path.read_text() for path in sources)
    styles = "".join(path.read_text() for path in assets.STATIC.glob("*.css"))
    rules = re.sub(r'/\*.*?\*/|"[^"]*"|url\([^)]*\)', "", styles, flags=re.DOTALL)
    ruled = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", rules)) - {f"k{colour}" for colour in range(1, 5)}

    assert {name for name in ruled if not re.search(rf"[\"' ]{name}[\"' ]", written)} == set()


def test_the_address_changes_with_the_content(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "one.css").write_text("a{}")
    before = assets.static_url()

    (tmp_path / "one.css").write_text("b{}")

    assert re.fullmatch(r"/static/[0-9a-f]{12}/", before)
    assert assets.static_url() != before


def test_the_address_leads_to_the_styles(client, settings):
    response = client.get(f"{settings.STATIC_URL}preau.css")

    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == CSS.encode()
