"""The texts of the guides. Each picture has its scene in tests/journeys/test_help.py, which keeps it true."""

from __future__ import annotations

from preau.site.help import Guide, Step

GUIDES: tuple[Guide, ...] = (
    Guide(
        "lecture",
        "Lire les programmes",
        "Pour qui lit sans modifier.",
        (Step("Lisez le programme", "Tout y est.", "lecture-programme", "Le programme."),),
    ),
)
