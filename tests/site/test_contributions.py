"""What people bring to an action from its page, and what the page then shows to whom."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from preau.annexes.acceptance import accept_finding
from preau.annexes.checking import refresh_findings
from preau.annexes.models import StandingFinding
from preau.journal.models import Operation
from preau.people.models import User
from preau.people.roles import Role
from preau.programmes import attachments, receiving
from preau.programmes.attachments import attach, detach
from preau.programmes.comments import comment_on
from preau.programmes.models import Action, Attachment, Comment, Mention, Target
from preau.programmes.targets import add_target
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory
from tests.programmes.papers import PDF
from tests.site.bringing import PAGE, an_action, file
from tests.site.seen import Seen, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(claire):
    """Action 1 of Allonnes, whose text gives a number of people."""
    return an_action()


@pytest.fixture
def send(client, action):
    """Post a form of the page as Claire; what is seen after its redirections."""

    def send(path, **data):
        return Seen(client.post(PAGE + path, data, follow=True))

    return send


def landed(seen):
    return seen.response.redirect_chain[-1][0]


def notes(seen):
    return seen.texts("p.note")


def errors(seen):
    return seen.texts("p.err")


def items(seen, heading):
    return [plain(item) for item in seen.tree.get_element_by_id(heading).getparent().xpath("./*/li")]


def test_a_file_is_joined_and_shown(send, action):
    seen = send("pieces/", file=file())

    assert (landed(seen), notes(seen)) == (f"{PAGE}#piece-1", ["Pièce « Devis.pdf » jointe."])
    assert re.match(r"Devis.pdf PDF, \d+ octets.*, Claire", items(seen, "pieces")[0])


def test_several_files_at_once_some_of_them_refused(send, action):
    seen = send("pieces/", file=[file(), file("Page.html", b"<html></html>"), file("Plan.pdf", PDF + b"%")])

    assert seen.status == 409
    assert errors(seen)[0].startswith("Page.html : Ce fichier est une page web")
    assert [one.split()[0] for one in items(seen, "pieces")] == ["Devis.pdf", "Plan.pdf"]


def test_the_same_file_twice_is_told_and_not_doubled(send, action):
    send("pieces/", file=file())

    seen = send("pieces/", file=file("Autre nom.pdf"))

    assert (landed(seen), Attachment.objects.count()) == (f"{PAGE}#piece-1", 1)
    assert notes(seen) == ["Cette pièce est déjà là : « Devis.pdf ». Rien n’est doublé."]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choisissez d’abord un fichier."),
        ({"file": [file("vide.pdf", b"")]}, "Ce fichier est vide."),
        ({"file": [file(f"{n}.pdf") for n in range(11)]}, "Joignez 10 fichiers au plus à la fois."),
    ],
)
def test_a_form_without_a_good_file(send, action, sent, said):
    seen = send("pieces/", **sent)

    assert (seen.status, errors(seen)[0].startswith(said), Attachment.objects.count()) == (409, True, 0)


def test_a_file_too_large_is_told_so(send, action, monkeypatch):
    """A file of ten times the limit, of which little more than the limit was received."""
    for module in (receiving, attachments):
        monkeypatch.setattr(module, "LARGEST", 1 << 16)

    seen = send("pieces/", file=file(data=PDF.ljust(10 << 16, b"%")))

    assert (seen.status, errors(seen)[0].startswith("« Devis.pdf » pèse plus de")) == (409, True)


def test_a_form_of_another_site_joins_nothing(action):
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user())

    response = client.post(f"{PAGE}pieces/", {"file": file()})

    assert (response.status_code, Attachment.objects.count()) == (403, 0)


def test_a_file_is_served_as_a_download_and_once(client, action):
    attach(action=action, name="Plan « été ».pdf", data=PDF, by=a_user())

    first = client.get(f"{PAGE}pieces/1/")
    again = client.get(f"{PAGE}pieces/1/", headers={"If-None-Match": first["ETag"]})

    assert (first.content, again.status_code, again.content) == (PDF, 304, b"")
    assert {name: first[name] for name in (
        "Content-Type", "Content-Length", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control",
        "Content-Disposition",
    )} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": "attachment; filename*=utf-8''Plan%20%C2%AB%20%C3%A9t%C3%A9%20%C2%BB.pdf",
    }  # fmt: skip


def test_a_file_taken_away_is_told_to_be_so(send, client, action):
    send("pieces/", file=file())

    seen = send("pieces/1/retirer")
    again = send("pieces/1/retirer")
    gone = Seen(client.get(f"{PAGE}pieces/1/"))

    assert (notes(seen), notes(again), items(again, "pieces")) == (["Pièce « Devis.pdf » retirée."], [], [])
    assert (gone.status, "a été retirée le" in gone.text) == (409, True)


def test_a_comment_calls_on_somebody_who_sees_it_once(send, action):
    paul = a_member(Role.PREFECTURE, action.programme.cite)
    reader = Client()
    reader.force_login(paul)

    seen = send("commentaires/", text="@Prefecture@Allonnes.Example\r\nle devis ?", people=[paul.pk])
    first, again = Seen(reader.get(PAGE)), Seen(reader.get(PAGE))

    assert landed(seen) == f"{PAGE}#commentaire-1"
    assert notes(seen) == [f"Commentaire ajouté. Il est adressé à {paul.name}."]
    assert Comment.objects.get().text == "@Prefecture@Allonnes.Example\nle devis ?"
    assert ["pour vous" in items(one, "commentaires")[0] for one in (first, again)] == [True, False]


def test_looking_at_the_head_of_a_page_is_not_seeing_it(send, action):
    paul = a_member(Role.PREFECTURE, action.programme.cite)
    reader = Client()
    reader.force_login(paul)
    send("commentaires/", text="Vu ?", people=[paul.pk])

    reader.head(PAGE)

    assert Mention.objects.get().seen_at is None


def test_a_text_is_shown_as_it_was_typed(send, action):
    paul = a_member(Role.PREFECTURE, action.programme.cite)
    User.objects.filter(pk=paul.pk).update(name="Paul <b>")

    seen = send("commentaires/", text="<script>1</script> @paul <b>, voir https://exemple.fr", people=[])

    (text,) = seen.tree.get_element_by_id("commentaire-1").xpath("p")
    assert plain(text) == "<script>1</script> @paul <b>, voir https://exemple.fr"
    assert [plain(call) for call in text.xpath("b")] == ["@paul <b>"]
    assert text.xpath(".//a | .//script") == []


@pytest.mark.parametrize(
    ("text", "said"), [("  \r\n ", "Écrivez d’abord"), ("é" * 4001, "Ce commentaire a 4001 signes")]
)
def test_a_comment_refused_keeps_what_was_typed(send, action, text, said):
    paul = a_member(Role.PREFECTURE, action.programme.cite)

    seen = send("commentaires/", text=text, people=[paul.pk])

    assert (seen.status, Comment.objects.count()) == (409, 0)
    assert errors(seen)[0].startswith(said)
    assert seen.tree.get_element_by_id("comment_text").text_content().strip() == text.strip()
    assert seen.tree.xpath("//input[@name='people'][@checked]/@value") == [str(paul.pk)]


def test_line_breaks_count_as_browsers_count_them(send, action):
    seen = send("commentaires/", text="a\r\n" * 2000)

    assert (seen.status, len(Comment.objects.get().text)) == (200, 3999)


def test_a_comment_taken_back(send, action):
    send("commentaires/", text="Secret")

    seen = send("commentaires/1/retirer")

    assert notes(seen) == ["Commentaire retiré."]
    assert items(seen, "commentaires")[0].endswith("Commentaire retiré.")
    assert [send(f"commentaires/{number}/retirer").status for number in (0, 2, 10**20)] == [404, 404, 404]


def test_a_number_of_the_text_is_offered_until_it_is_a_target(send, visit, action):
    before = visit(PAGE)
    after = send("objectifs/", number="985", whom="enfants")

    assert items(before, "objectifs") == [
        "985enfantsLe texte dit : « 985 enfants scolarisés » En faire un objectif : 985 enfants"
    ]
    assert items(after, "objectifs") == [
        "985enfantsLu dans le texte : « 985 enfants scolarisés »Retirer l’objectif 985 enfants"
    ]
    assert ["Le texte annonce 985 enfants" in seen.text for seen in (before, after)] == [True, False]


@pytest.mark.parametrize(
    ("number", "whom", "said"),
    [
        ("beaucoup", "enfants", "Écrivez un nombre entier de personnes."),
        ("0", "enfants", "Écrivez un nombre entier de personnes."),
        ("12,5", "enfants", "Écrivez un nombre entier de personnes."),
        ("", "enfants", "Dites combien de personnes."),
        ("12", " ", "Dites de qui il s’agit"),
        ("40", "Enfants", "Cette action a déjà un objectif « enfants », de 985."),
    ],
)
def test_a_target_refused_keeps_what_was_typed(send, action, number, whom, said):
    add_target(action=action, number=985, whom="enfants", by=a_user(), then=refresh_findings)

    seen = send("objectifs/", number=number, whom=whom)

    assert (seen.status, Target.objects.count(), errors(seen)[0].startswith(said)) == (409, 1, True)
    assert seen.tree.get_element_by_id("target_number").get("value", "") == number


def test_thousands_may_be_set_apart(send, action):
    for number in ("1 200", "1\u202f201", "1.202"):
        send("objectifs/", number=number, whom=f"personnes {number[-1]}")

    assert list(Target.objects.values_list("number", flat=True)) == [1200, 1201, 1202]


def test_a_target_taken_away_is_offered_again(send, action):
    send("objectifs/", number="985", whom="enfants")

    seen, again = send("objectifs/retirer", whom="enfants"), send("objectifs/retirer", whom="enfants")

    assert (notes(seen), notes(again), Target.objects.count()) == (["Objectif retiré."], [], 0)
    assert "En faire un objectif" in again.text


@pytest.mark.parametrize(
    ("path", "place"), [("pieces/", "pieces"), ("commentaires/", "commentaires"), ("objectifs/", "objectifs")]
)
def test_an_address_asked_for_without_its_form_leads_back(client, action, path, place):
    response = client.get(PAGE + path)

    assert (response.status_code, response["Location"]) == (302, f"{PAGE}#{place}")


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_whatever_it_holds(visit, action, many, django_assert_num_queries):
    other = a_member(Role.PREFECTURE, action.programme.cite)
    for n in range(many):
        ActionFactory(programme=action.programme, serial=20 + n, renewed_from=action)
        detach(attachment=attach(action=action, name="a.pdf", data=PDF + b"%" * n, by=other).attachment, by=other)
        attach(action=action, name="a.pdf", data=PDF + b"%" * n, by=other)
        comment_on(action=action, text=f"{n}", by=other, chosen=[a_user().pk])
        add_target(action=action, number=n + 1, whom=f"familles {n}", by=a_user(), then=refresh_findings)
    visit(PAGE)

    with django_assert_num_queries(22):
        visit(PAGE)


def test_every_operation_is_told(send, visit, action):
    send("pieces/", file=file())
    send("pieces/1/retirer")
    send("objectifs/", number="985", whom="enfants")
    send("objectifs/retirer", whom="enfants")

    journal = visit(PAGE).tree.get_element_by_id("t-journal").getparent()
    told = [re.sub(r"^.*? h \d\d", "", plain(item)) for item in journal.xpath("./ol/li")]
    assert told == [
        "Objectif retiré, Claire.Quoi985 enfants",
        "Objectif ajouté, Claire.Quoi985 enfants",
        "Pièce retirée, Claire.QuoiDevis.pdf",
        "Pièce jointe, Claire.QuoiDevis.pdf",
        "Action créée par l’import n° 1, en ligne de commande.",
    ]


def test_a_finding_kept_is_told_with_its_reason(visit, action):
    finding = StandingFinding.objects.get(action=action, code="headcount-in-text")
    accept_finding(finding=finding, reason="Vu avec la ville", by=a_user())

    seen = visit(PAGE)

    journal = seen.tree.get_element_by_id("t-journal").getparent()
    assert [plain(value) for value in journal.xpath("./ol/li[1]//dd")] == [
        "le texte annonce 985 enfants. Ce nombre peut devenir un objectif.",
        "Vu avec la ville",
    ]
    assert "1 constat gardé tel quel" in seen.text


def test_a_long_journal_is_folded(send, visit, action):
    for n in range(5):
        send("objectifs/", number=str(n + 1), whom="enfants")
        send("objectifs/retirer", whom="enfants")

    seen = visit(PAGE)

    assert Operation.objects.count() == 11
    assert [len(ol.xpath("li")) for ol in seen.tree.xpath("//ol[contains(@class, 'journal')]")] == [8, 3]
    assert "3 lignes plus anciennes" in seen.text


def test_an_action_withdrawn_takes_no_target(client, visit, action):
    Action.objects.filter(pk=action.pk).update(withdrawn=True)

    assert "En faire un objectif" not in visit(PAGE).text
