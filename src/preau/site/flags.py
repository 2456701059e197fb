"""Findings as words in a cell, each leading to its place on the page of findings; paths are from a programme’s page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from preau.site.remarks import Remark
from preau.ui.templatetags.french import share
from preau.ui.templatetags.shapes import GRAVITY, gravity


def flags(remarks: Sequence[Remark]) -> SafeString:
    """The findings of a cell, each a word or two, under the sign of the gravest."""
    level = "error" if any(remark.level == "error" for remark in remarks) else "warning"
    words = format_html_join(
        ", ", '<a href="a-verifier/#{}">{}</a>', ((remark.anchor, remark.flag) for remark in remarks)
    )
    return format_html('<span class="flag block {}">{} {}</span>', GRAVITY[level][1], gravity(level), words)


def flagged_share(remark: Remark, part: Decimal | None, whole: Decimal | None) -> SafeString:
    """A share that cannot be right: the figure itself leads to the finding."""
    figure = share(part, whole)
    return format_html(
        '<span class="flag stop">{} <a href="a-verifier/#{}">{}</a></span>',
        gravity("error"),
        remark.anchor,
        figure,
    )
