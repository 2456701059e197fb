"""The pages of revisions without a script: typed in, shared, proposed, answered to, adopted, undone, compared."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from preau.budgets.models import Assent, Revision
from preau.budgets.states import RevisionState
from preau.committees.models import Seat
from preau.people.roles import Role
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import Typed, edit_draft
from preau.revisions.operations.proposing import propose, take_back
from preau.revisions.sheet import sheet_of
from tests.factories.people import a_member
from tests.factories.revisions import a_draft, a_sitting, a_voted_programme, all_say_yes, another_envelope

pytestmark = pytest.mark.django_db

DAY = "%d/%m/%Y"


def amounts(draft):
    """What the draft proposes, by action."""
    return {row.number: row.amount for row in sheet_of(draft).rows}


def fields(page):
    """The fields of the form of amounts, as a browser without script sends them."""
    form = page.tree.get_element_by_id("montants")
    return {name: value or "" for name, value in form.fields.items() if name and name != "csrfmiddlewaretoken"}


def seen_in(page):
    """The digest of what a page shows, as its form sends it back."""
    (value,) = page.tree.xpath('//input[@name="seen"]/@value')
    return value


def test_a_draft_is_opened_typed_in_and_read_again(programme, visit, send, client):
    page = send("preparer", title="Rentrée", reason="Moins d’élèves")
    draft = Revision.objects.get(title="Rentrée")
    sent = fields(page)
    name = next(one for one in sent if one.startswith("m-1-"))

    page = send(f"{draft.serial}/montants", **(sent | {name: "+ 50"}))

    assert "1 case enregistrée" in page.text
    assert amounts(draft) == {"1": 450, "2": 400, "3": 400}
    sent = fields(visit(f"{draft.serial}/"))
    assert [one for one in sent if one.startswith(("m-", "r-"))] == ["r-1", name]
    send(f"{draft.serial}/montants", **(sent | {"r-1": "Deux classes de plus"}))
    assert draft.lines.get().reason == "Deux classes de plus"
    assert amounts(draft) == {"1": 450, "2": 400, "3": 400}


def test_what_is_refused_comes_back_beside_its_cell_and_nothing_is_written(programme, visit, send):
    draft = a_draft(programme, {3: "1"})
    sent = fields(visit(f"{draft.serial}/?lignes=toutes"))
    one, two = sorted(name for name in sent if re.match(r"m-[12]-", name))

    page = send(f"{draft.serial}/montants", **(sent | {one: "500", two: "beaucoup"}))

    assert page.status == 422
    wrong = page.tree.get_element_by_id(two)
    assert (wrong.get("value"), wrong.get("aria-invalid")) == ("beaucoup", "true")
    assert "n’est pas un montant" in page.tree.get_element_by_id(f"e-{two}").text_content()
    assert page.tree.get_element_by_id(one).get("value") == "500"
    assert amounts(draft) == {"1": 400, "2": 400, "3": 1}


def test_two_people_in_one_cell_are_told(programme, claire, visit, send):
    draft = a_draft(programme, {1: "500"})
    sent = fields(visit(f"{draft.serial}/"))
    name = next(one for one in sent if one.startswith("m-1-"))
    edit_draft(revision=draft, typed=[Typed(1, "600", reason="Autre motif")], by=claire)

    page = send(f"{draft.serial}/montants", **(sent | {name: "700", "r-1": "Mon motif"}))

    assert page.status == 422
    assert "quelqu’un a écrit 600 € entre-temps" in page.text
    assert "Quelqu’un a écrit ce motif entre-temps : « Autre motif »" in page.text
    assert amounts(draft)["1"] == 600
    again = fields(page)
    send(f"{draft.serial}/montants", **again)
    assert (amounts(draft)["1"], draft.lines.get().reason) == (700, "Mon motif")


def test_the_script_is_answered_the_parts_that_change(programme, visit, send):
    draft = a_draft(programme, {1: "500"})
    envelope = programme.cite.envelopes.get().pk

    good = send(f"{draft.serial}/cases?lignes=modifiees", **{f"m-2-{envelope}": "300", "was": f"2-{envelope}=400"})
    bad = send(f"{draft.serial}/cases", **{f"m-2-{envelope}": "peu"})
    late = send(f"{draft.serial}/cases", **{f"m-1-{envelope}": "1", "was": f"1-{envelope}=400"})

    answer = good.response.json()
    assert answer["say"] == "Action 2\u00a0: 300\u00a0€. Il reste 0\u00a0€."
    group = next(one.slug for one in sheet_of(draft).groups for row in one.rows if row.number == "2")
    assert set(answer["swap"]) == {"toit", "total", "reste", "lignes", "l-2", f"t-{group}", f"r-{group}"}
    assert (bad.status, list(bad.response.json()["errors"])) == (422, [f"m-2-{envelope}"])
    assert (late.status, late.response.json()["now"]) == (422, {f"m-1-{envelope}": "500"})


def test_a_sum_is_shared_among_chosen_actions(programme, claire, send):
    draft = a_draft(programme)

    send(f"{draft.serial}/repartir", serial=["1", "2", "3"], total="− 100", reason="Baisse")
    nobody = send(f"{draft.serial}/repartir", total="50")
    slip = send(f"{draft.serial}/repartir", serial=["1"], total="un peu")

    assert sum(amounts(draft).values()) == 1100
    assert {line.reason for line in draft.lines.all()} == {"Baisse"}
    assert (nobody.status, slip.status) == (422, 422)
    assert "Cochez d’abord" in nobody.text


def test_an_action_is_postponed_dropped_kept_and_left(programme, claire, send, visit):
    draft = a_draft(programme)

    missing = send(f"{draft.serial}/actions/1/", step="fate", fate="postpone")
    send(f"{draft.serial}/actions/1/", step="fate", fate="postpone", year="2021", reason="Faute de salle")
    send(f"{draft.serial}/actions/2/", step="fate", fate="drop")

    assert "à quelle année" in missing.text
    page = visit(f"{draft.serial}/")
    assert [row for row in page.texts("span.tag") if row.startswith("Action")] == [
        "Action annulée",
        "Action reportée à 2021",
    ]
    assert amounts(draft) == {"1": 0, "2": 0, "3": 400}
    send(f"{draft.serial}/lignes/{draft.lines.get(action__serial=2).pk}/retirer")
    assert amounts(draft) == {"1": 0, "2": 400, "3": 400}


def test_an_action_and_an_envelope_are_added(programme, claire, send, visit):
    town, draft = another_envelope(programme), a_draft(programme)

    empty = send(f"{draft.serial}/ajouter/", amount="50")
    send(f"{draft.serial}/ajouter/", title="Ciné-club", total_cost="300", amount="50 %")
    send(f"{draft.serial}/actions/1/", step="amount", envelope=str(town.pk), amount="120")

    assert "au moins un intitulé ou un porteur" in empty.text
    assert amounts(draft) == {"": 150, "1": 400, "2": 400, "3": 400}
    assert [row.beside for row in sheet_of(draft).changed] == [120, 0]
    page = visit(f"{draft.serial}/")
    assert {"Ciné-club"} <= {text.partition(" Action")[0] for text in page.texts("th.name")}
    line = draft.lines.get(action=None)
    assert "Ciné-club" in visit(f"{draft.serial}/lignes/{line.pk}/").text
    name = next(name for name in fields(page) if name.startswith(f"m-n{line.pk}-"))
    send(f"{draft.serial}/montants", **(fields(page) | {name: "200"}))
    assert amounts(draft)[""] == 200


def test_from_a_draft_to_an_adoption_and_back(programme, claire, send, visit):
    draft, sitting = a_draft(programme, {1: "500", 2: "300"}), a_sitting(programme)
    at, today = f"{draft.serial}/", localdate().strftime(DAY)

    send(f"{at}proposer/", on=today, due_on=(localdate() + timedelta(days=9)).strftime(DAY), sitting=str(sitting.pk))
    waiting = visit(at)
    seen = seen_in(visit(f"{at}avis/"))
    for seat in Seat.objects.all():
        send(f"{at}avis/", seat=str(seat.pk), answer="yes", on=today, person="Mme Hamon", seen=seen)
    ready = visit(at)
    done = send(
        f"{at}adopter/", sitting=str(sitting.pk), decision="À l’unanimité.", seen=seen_in(visit(f"{at}adopter/"))
    )

    assert "Avis manquants : Préfet, Éducation nationale, Maire d’Allonnes" in waiting.text
    assert "Avis de la troïka 0 sur 3" in waiting.text
    assert "L’adoption attend" in waiting.text
    assert "Avis de la troïka 3 sur 3" in ready.text
    assert "La réactualisation est adoptée." in done.text
    assert done.texts("h1") == ["Réactualisation n° 1"]
    page = visit(f"{at}annuler/")
    assert "− 100 €, de 500 € à 400 €" in page.text
    assert "Reçoit + 100 €, de 300 € à 400 €" in page.text
    undone = send(f"{at}annuler/")
    assert undone.texts("h1") == ["Projet « Annulation de la n° 1 »"]
    assert "déjà annulée" in visit(f"{at}annuler/").text


def test_a_button_that_cannot_act_says_why(programme, claire, visit):
    draft = a_draft(programme)
    proposed = propose(revision=a_draft(programme, {1: "1"}), by=claire)

    assert "Aucune séance" not in visit(f"{proposed.serial}/adopter/").text
    assert "Avis manquants" in visit(f"{proposed.serial}/adopter/").text
    all_say_yes(proposed)
    assert "Aucune séance tenue depuis la proposition" in visit(f"{proposed.serial}/adopter/").text
    assert "Une réactualisation brouillon ne devient pas adoptée" in visit(f"{draft.serial}/adopter/").text
    assert "Un avis se donne sur une réactualisation proposée" in visit(f"{draft.serial}/avis/").text


def test_an_empty_draft_is_not_proposed(programme, send):
    draft = a_draft(programme)

    page = send(f"{draft.serial}/proposer/", on=localdate().strftime(DAY))

    assert (page.status, "Ce projet ne change rien" in page.text) == (409, True)


def test_a_seat_gives_its_own_assent_alone(programme, claire, client):
    proposed = propose(revision=a_draft(programme, {1: "1"}), by=claire)
    client.force_login(a_member(Role.TOWN, programme.cite))
    page = f"/allonnes/2020/reactualisations/{proposed.serial}/avis/"
    form = client.get(page).context["form"]
    prefect = Seat.objects.get(role=Role.PREFECTURE)
    said = {"answer": "yes", "on": localdate().strftime(DAY), "person": "Le maire", "seen": proposed.digest}

    refused = client.post(page, {**said, "seat": prefect.pk})
    silent = client.post(page, {**said, "seat": Seat.objects.get(role=Role.TOWN).pk, "answer": "no"})
    unnamed = client.post(page, {**said, "seat": Seat.objects.get(role=Role.TOWN).pk, "delegated": "on"})
    client.post(page, {**said, "seat": Seat.objects.get(role=Role.TOWN).pk})

    assert [str(seat) for seat in form.fields["seat"].queryset] == ["Maire d’Allonnes"]
    assert form.initial["person"] == "Town"
    assert (refused.status_code, silent.status_code, unnamed.status_code) == (409, 409, 409)
    assert "Nommez l’acte" in unnamed.content.decode()
    assert [assent.person for assent in Assent.objects.all()] == ["Le maire"]


def test_an_assent_on_other_amounts_is_kept_and_asked_again(programme, claire, send, visit):
    proposed = propose(revision=a_draft(programme, {1: "1"}), by=claire)
    all_say_yes(proposed)

    send(f"{proposed.serial}/reprendre")
    edit_draft(revision=proposed, typed=[Typed(1, "2")], by=claire)
    send(f"{proposed.serial}/proposer/", on=localdate().strftime(DAY))

    page = visit(f"{proposed.serial}/")
    assert "Avis de la troïka 0 sur 3" in page.text
    assert page.text.count("A répondu sur d’autres montants.") == 3
    assert page.text.count("Il portait sur d’autres montants") == 3


def test_set_aside_named_copied_and_taken_up_again(programme, claire, send, visit):
    draft = a_draft(programme, {1: "500"})

    send(f"{draft.serial}/nommer/", title="Plan B", reason="Au cas où")
    copied = send(f"{draft.serial}/copier")
    send(f"{draft.serial}/retirer/", reason="Plus utile")

    assert copied.texts("h1") == ["Projet « Plan B (copie) »"]
    page = visit()
    assert "Plus utile" in page.text
    draft.refresh_from_db()
    assert draft.state == RevisionState.WITHDRAWN
    send(f"{draft.serial}/reprendre")
    draft.refresh_from_db()
    assert draft.state == RevisionState.DRAFT


def test_a_rejection_is_noted(programme, claire, send):
    proposed, sitting = propose(revision=a_draft(programme, {1: "1"}), by=claire), a_sitting(programme)

    page = send(f"{proposed.serial}/rejeter/", sitting=str(sitting.pk), decision="Trop tard.")

    assert "Trop tard." in page.text
    assert amounts(programme.revisions.get(number=0))["1"] == 400


def test_a_draft_that_is_late_is_brought_up_to_date(programme, claire, send, visit):
    late, first = a_draft(programme, {1: "500", 2: "1"}), propose(revision=a_draft(programme, {1: "300"}), by=claire)
    all_say_yes(first)
    adopt(revision=first, sitting=a_sitting(programme), by=claire)

    page = visit(f"{late.serial}/")
    assert "se compare à d’anciens montants" in page.text
    assert "Comparé à 400 € ; 300 € aujourd’hui." in page.text
    assert "À mettre à jour" in visit().text
    done = send(f"{late.serial}/mettre-a-jour")

    assert "1 montant avait changé" in done.text
    assert "anciens montants" not in done.text
    assert amounts(late) == {"1": 500, "2": 1, "3": 400}


def test_two_versions_are_compared(programme, claire, visit):
    one, other = a_draft(programme, {1: "500"}, "Un"), a_draft(programme, {2: "100"}, "Deux")

    page = visit(f"comparer/?un={one.serial}&autre={other.serial}")

    assert "2 actions diffèrent." in page.text
    assert ["Total en euros", "1 200", "1 300", "900", "− 400"] in [row[1:] for row in page.rows()]
    assert visit("comparer/").status == 200
    assert visit("comparer/?un=99&autre=1").status == 404


def test_who_reads_figures_reads_what_was_adopted_alone(programme, claire, visit_as):
    draft = a_draft(programme, {1: "500"}, "Secret")

    for role in (Role.READER, Role.NATIONAL):
        page = visit_as(role)
        assert (page.status, "Secret" in page.body) == (200, False)
        assert visit_as(role, "1/").status == 200
        assert (visit_as(role, f"{draft.serial}/").status, visit_as(role, "99/").status) == (403, 403)
        assert visit_as(role, f"comparer/?un=1&autre={draft.serial}").status == 404
    assert visit_as(Role.PREFECTURE, f"{draft.serial}/").status == 200
    assert "data-cells" not in visit_as(Role.PREFECTURE, f"{draft.serial}/").body


def test_a_draft_of_another_cite_is_not_reached(programme, claire):
    elsewhere = a_voted_programme("le-mans", number=50)
    a_draft(elsewhere, {1: "1"})
    draft = a_draft(elsewhere, {1: "1"}, "Ailleurs")
    client = Client()
    client.force_login(a_member(Role.COORDINATION, programme.cite, email="autre@ville.example"))

    here = client.get(f"/allonnes/2020/reactualisations/{draft.serial}/")
    there = client.get(f"/le-mans/2020/reactualisations/{draft.serial}/")
    line = draft.lines.get().pk
    mine = a_draft(programme, {1: "500"})
    client.post(f"/allonnes/2020/reactualisations/{mine.serial}/lignes/{line}/retirer")
    envelope = elsewhere.cite.envelopes.get().pk
    spent = client.post(f"/allonnes/2020/reactualisations/{mine.serial}/cases", {f"m-1-{envelope}": "7"})

    assert (here.status_code, there.status_code, spent.status_code) == (404, 404, 422)
    assert draft.lines.count() == 1


def test_a_day_says_what_is_awaited(programme, claire, visit, visit_as):
    proposed = propose(
        revision=a_draft(programme, {1: "1"}, "Rentrée"), due_on=localdate() + timedelta(days=9), by=claire
    )

    assert "avis manquent" in visit("/allonnes/").text
    assert "Votre avis est attendu avant le" in visit_as(Role.TOWN, "/allonnes/").text
    assert "avis" not in visit_as(Role.READER, "/allonnes/").text
    all_say_yes(proposed)
    assert "tous les avis sont donnés" in visit_as(Role.COORDINATION, "/allonnes/").text


@pytest.mark.parametrize("actions", [5, 100])
def test_a_page_asks_as_much_and_weighs_little_whatever_it_shows(actions, client, django_assert_max_num_queries):
    programme = a_voted_programme("le-mans", actions=actions, number=50)
    draft = a_draft(programme, dict.fromkeys(range(1, actions + 1), "+ 1"))
    client.force_login(draft.created_by)
    page = f"/le-mans/2020/reactualisations/{draft.serial}/?lignes=toutes"
    client.get(page)

    with django_assert_max_num_queries(42):
        answer = client.get(page)

    assert len(answer.content) < 150_000


def test_what_a_page_showed_is_what_is_answered_to(programme, claire, send, visit):
    draft, sitting = a_draft(programme, {1: "500"}), a_sitting(programme)
    at = f"{draft.serial}/"
    proposed = propose(revision=draft, by=claire)
    opened = seen_in(visit(f"{at}avis/"))
    seat, today = str(Seat.objects.order_by("rank")[0].pk), localdate().strftime(DAY)
    taken = take_back(revision=proposed, by=claire)
    edit_draft(revision=taken, typed=[Typed(1, "9 000")], by=claire)
    again = propose(revision=taken, by=claire)

    refused = send(f"{at}avis/", seat=seat, answer="yes", on=today, person="Mme Hamon", seen=opened)
    all_say_yes(again)
    undecided = send(f"{at}adopter/", sitting=str(sitting.pk), seen=opened)
    unseen = send(f"{at}adopter/", sitting=str(sitting.pk))

    assert [page.status for page in (refused, undecided, unseen)] == [409, 409, 409]
    assert "Ce projet a changé depuis que vous avez ouvert cette page" in refused.text
    assert seen_in(refused) == again.digest
    assert Assent.objects.count() == 3
