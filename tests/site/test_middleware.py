"""What every request goes through: how much it may send, and the signs that no database keeps."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from preau.site.middleware import FORM, LARGER, Storable
from tests.factories.people import coordinates
from tests.factories.programmes import a_programme
from tests.site.seen import Seen

pytestmark = pytest.mark.django_db

SIGN_IN = "/compte/login/"
IMPORT = "/allonnes/importer/"
CELLS = "/allonnes/2020/cases/"
ATTACH = "/allonnes/2020/actions/1/pieces/"


class Unread:
    """A body that must not be read."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = read


@pytest.fixture
def claire():
    return coordinates(a_programme(actions=1).cite)


def send(client, path, size, **more):
    """Send so many bytes there, or say so: they are not read where that is refused."""
    headers = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    return client.generic("POST", path, **{**headers, "wsgi.input": Unread(), **more})


@pytest.mark.parametrize("path", [SIGN_IN, IMPORT, ATTACH, "/nulle/part/"])
def test_whoever_is_signed_out_sends_a_form_at_most(path):
    assert send(Client(), path, FORM + 1).status_code == 413


@pytest.mark.parametrize(
    ("path", "most"),
    [(IMPORT, LARGER["upload"]), (ATTACH, LARGER["attach"]), (CELLS, LARGER["cells"]), ("/compte/", FORM)],
)
def test_whoever_is_signed_in_sends_what_the_page_takes_and_no_more(claire, client, path, most):
    client.force_login(claire)

    assert send(client, path, most + 1).status_code == 413


def test_a_file_that_the_page_takes_is_read(claire, client):
    client.force_login(claire)

    with pytest.raises(AssertionError, match="the body was read"):
        send(client, IMPORT, LARGER["upload"])


def test_a_body_that_does_not_say_its_length_is_refused(client):
    assert send(client, SIGN_IN, 0, HTTP_TRANSFER_ENCODING="chunked").status_code == 411


@pytest.mark.parametrize("said", ["-1", "beaucoup", "9" * 5000])
def test_a_length_that_is_none_is_refused(client, said):
    assert send(client, SIGN_IN, said).status_code == 413


def test_the_page_says_how_much_one_may_send(client):
    seen = Seen(send(client, SIGN_IN, FORM + 1))

    assert seen.texts("h1") == ["Cet envoi est trop lourd"]
    assert "Une annexe pèse 50 Mo au plus, une pièce 20 Mo, un formulaire 1 Mo." in seen.text.replace("\u00a0", " ")


def test_the_zero_is_marked_wherever_a_request_says_it():
    request = RequestFactory().post("/a%00b/?q=c%00d", {"e": "f\0g"}, HTTP_COOKIE='h="i\\000j"; k=l')

    told = []
    through = Storable(lambda request: told.append((request.path_info, request.GET["q"], dict(request.COOKIES))))
    through(request)
    through.process_view(request, test_the_zero_is_marked_wherever_a_request_says_it)

    assert told == [("/a\ufffdb/", "c\ufffdd", {"k": "l"})]
    assert request.POST["e"] == "f\ufffdg"
