"""Small drawings: what they say, and that they need no style attribute."""

from __future__ import annotations

import pytest

from preau.ui.templatetags import shapes


def test_a_sign_speaks_only_where_no_word_stands_beside_it():
    assert shapes.icon("check") == '<svg class="i" aria-hidden="true"><use href="#i-check"/></svg>'
    assert shapes.icon("ask", "À préciser", "warn") == (
        '<svg class="i k warn" role="img" aria-label="À préciser"><use href="#i-ask"/></svg>'
    )


@pytest.mark.parametrize(("percent", "width"), [(36.234, "36.2"), (211, "100"), (-3, "0"), (0, "0")])
def test_a_bar_never_leaves_its_frame(percent, width):
    assert f'<rect width="{width}%"' in shapes.thin_bar(percent, 1)


def test_a_bar_has_its_pattern():
    assert shapes.pattern_bar(50, 2, 4).count('width="50%"') == 2
    assert 'fill="url(#p4)" width="50%"' in shapes.pattern_bar(50, 2, 4)


def test_the_letter_of_a_theme_is_text():
    assert shapes.badge("<", 1) == '<span class="th k1" aria-hidden="true">&lt;</span>'
