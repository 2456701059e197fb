"""A page as a visitor sees it."""

from __future__ import annotations

from lxml import html


class Seen:
    """A page as it was answered."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        self.body = response.content.decode() if is_page else ""
        self.tree = html.fromstring(self.body) if self.body else None

    def all(self, selector):
        """The elements that a CSS class or a tag names: ".hit", "h1", "tr.sub"."""
        tag, _, css = selector.partition(".")
        found = f"//{tag or '*'}"
        return self.tree.xpath(found + (f"[contains(concat(' ', @class, ' '), ' {css} ')]" if css else ""))

    def texts(self, selector):
        """The text of each of these elements, on one line."""
        return [plain(element) for element in self.all(selector)]

    def rows(self, css=""):
        """The cells of each row of the page's tables, of one class of rows where one is named."""
        return [[plain(cell) for cell in row] for row in self.all(f"tr.{css}" if css else "tr")]

    @property
    def text(self):
        """The text of the main part of the page, on one line."""
        return plain(self.tree.get_element_by_id("contenu"))


def plain(element):
    """The text of an element, on one line, its no-break spaces as plain ones: their right use has its own test."""
    return " ".join(element.text_content().replace("\u202f", " ").split())
