"""What holds on every page that a visitor can reach by following links from the first one."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest

from tests.site.seen import Seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("claire")]

VOID = {"meta", "link", "input", "br", "path", "circle", "rect", "use", "hr", "img", "wbr"}
"""Elements without an end, or that our templates close at once."""

PHRASING = {"p", "span", "b", "a", "summary", "h1", "h2", "h3", "label", "dt"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "details", "h1", "h2", "h3", "nav", "form", "aside"}
UNBREAKABLE = re.compile(r" [:;?!%€»]|« |n° |\d \d{3}(?!\d)")
HEAVIEST = 150_000
LOST = "/nulle/part"
FILE = re.compile(
    r"/(annexe|avenant|etat|plan)\.\w+(\?.*)?$|/fichier$|/(ordre-du-jour|compte-rendu|notifications)\.\w+$"
)
ORDER = re.compile(r"\b(tri|montant)=")
"""The orders of a table are one page, and so are the figures of movements: following them all would be endless."""
ACTIVE = "//@style | //style | //script[not(@nonce) or not(@src) or text()] | //@*[starts-with(name(), 'on')]"
POLICY = {
    "default-src 'none'",
    "base-uri 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "style-src 'self'",
    "connect-src 'self'",
}
SCRIPTS = {"script-src", "script-src 'nonce'"}
"""A page with scripts names its nonce; in one without, none may run."""


class Nesting(HTMLParser):
    """What is opened and not closed, or stands where it may not."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.faults = []

    def handle_starttag(self, tag, attributes):
        inside = set(self.open) & PHRASING
        if tag in BLOCKS and inside and not (tag in {"h2", "h3"} and inside == {"summary"}):
            self.faults.append(f"<{tag}> in <{'>, <'.join(sorted(inside))}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        """Closed at once."""

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()


@pytest.fixture
def crawl(client, history):
    """Every page that links lead to from the first, by address; and every link, as (its page, page, fragment)."""
    found, links, waiting = {}, set(), ["/", "/allonnes/2020/?q=rien+du+tout", LOST]
    while waiting:
        address = waiting.pop()
        found[address] = seen = Seen(client.get(address, follow=True))
        here = seen.response.redirect_chain[-1][0] if seen.response.redirect_chain else address
        for target in seen.tree.xpath("//a/@href | //form[not(@method='post')]/@action"):
            page, fragment = urldefrag(urljoin(here, target))
            if page.startswith("/compte/") or ORDER.search(page):
                continue
            links.add((address, page, fragment))
            if page not in found and page not in waiting and not FILE.search(page):
                waiting.append(page)
    return found, links


def test_every_page(crawl, client):
    """One long test: the pages are fetched once."""
    found, links = crawl
    ids = {address: Counter(seen.tree.xpath("//@id")) for address, seen in found.items()}

    faults = {
        "leads nowhere": {address for address, seen in found.items() if seen.status != 200} - {LOST},
        "leads to no place": {link for link in links if link[2] and not ids[link[1]][link[2]]},
        "names two places alike": {(a, name) for a, names in ids.items() for name, n in names.items() if n > 1},
        "badly nested": {(address, fault) for address, seen in found.items() for fault in nesting(seen.body)},
        "refused by the policy": {a for a, seen in found.items() if seen.tree.xpath(ACTIVE)},
        "without the policy": {address for address, seen in found.items() if policy(seen) - SCRIPTS != POLICY},
        "reaches outside": {a for a, seen in found.items() if re.search(r'(href|src|action)="(\w+:|//)', seen.body)},
        "not French print": {fault for seen in found.values() for fault in misprints(seen)},
        "without one title": {a for a, seen in found.items() if len(seen.all("h1")) != 1},
        "too heavy": {address for address, seen in found.items() if len(seen.body.encode()) > HEAVIEST},
    }

    assert [(name, sorted(places)[:5]) for name, places in faults.items() if places] == []
    assert len(found) > 100
    assert {client.head(page).status_code for _, page, _ in links if FILE.search(page)} == {200}


def policy(seen):
    """The content policy that a page came with, whatever its nonce."""
    return set(re.sub("'nonce-[^']{20,}'", "'nonce'", seen.response["Content-Security-Policy"]).split("; "))


def nesting(body):
    """What is not well formed in a page."""
    parser = Nesting()
    parser.feed(body)
    return parser.faults + parser.open


def misprints(seen):
    """Texts with a space that may break where French print has none, or with a typewriter's apostrophe.

    Save in what a file says, which is shown as it is.
    """
    texts = seen.tree.xpath(
        "//title//text() | //body//text()[not(ancestor::textarea or ancestor::*[contains(@class, 'raw')])]"
    )
    texts = [text for text in texts if text.getparent().tag != "code"]
    return {
        f"{text.strip()[:80]} in {text.getparent().tag}" for text in texts if UNBREAKABLE.search(text) or "'" in text
    }
