"""Commenting an action, and calling on people: whom one may, how they are named, how they are told."""

from __future__ import annotations

import pytest
from django.core import mail

from preau.journal.models import Operation
from preau.people.access import Forbidden
from preau.people.models import User
from preau.people.roles import Role
from preau.programmes.comments import callable_by, called_in, comment_on, mark_seen, take_back
from preau.programmes.models import ActionHolder, Comment, Mention
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, CiteFactory, OrganisationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    """An action of the Centre social, in a programme that Claire coordinates."""
    return ActionFactory(serial=11, title="Observatoire du\npaysage")


@pytest.fixture
def member(action):
    """Somebody with a role in the cité of the action, for an organisation where it is named."""

    def member(role, name, organisation=None):
        cite = action.programme.cite
        of = OrganisationFactory(cite=cite, name=organisation) if organisation else None
        user = a_member(role, cite, email=f"{name}@allonnes.example".lower().replace(" ", "."), organisation=of)
        user.name = name
        user.save()
        return user

    return member


@pytest.fixture
def everybody(action, member):
    """One person for each way of being in the cité, or nearly in it."""
    gone = member(Role.TOWN, "Gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    elsewhere = ProgrammeFactory(cite=CiteFactory(slug="le-mans", coordinated=False)).cite
    a_member(Role.TOWN, elsewhere, email="mans@le-mans.example")
    return {
        "Paul": member(Role.PREFECTURE, "Paul"),
        "Hélène": member(Role.HOLDER, "Hélène", "Centre social"),
        "Inès": member(Role.HOLDER, "Inès", "Centre social"),
        "Omar": member(Role.HOLDER, "Omar", "Autre association"),
        "Fanny": member(Role.FACILITATOR, "Fanny", "Centre social"),
        "Luc": member(Role.READER, "Luc"),
    }


def names(people):
    return [person.user.name for person in people]


def test_who_reads_everything_calls_on_whoever_reads_the_action(action, everybody):
    assert names(callable_by(a_user(), action)) == ["Hélène", "Inès", "Paul"]


def test_nobody_calls_on_a_holder_that_is_only_expected(action, everybody):
    ActionHolder.objects.update(tentative=True)

    assert names(callable_by(a_user(), action)) == ["Paul"]


def test_a_holder_calls_on_the_coordination_and_their_own(action, everybody):
    assert names(callable_by(everybody["Hélène"], action)) == ["Claire", "Inès"]


def test_a_holder_calls_on_whoever_spoke_here(action, everybody):
    comment_on(action=action, text="Où en est-on ?", by=everybody["Paul"])

    assert names(callable_by(everybody["Hélène"], action)) == ["Claire", "Inès", "Paul"]


def test_people_are_told_apart_by_what_they_are(action, member):
    member(Role.HOLDER, "Hélène", "Centre social")
    member(Role.TOWN, "Hélène")

    (person,) = callable_by(a_user(), action)

    assert (person.user.name, person.what) == ("Hélène", "Porteur, Centre social\u202f; Ville")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Claire Morin, le devis ?", ["Claire Morin"]),
        ("Vu avec @claire morin et @JEAN-PIERRE LE GOFF.", ["Claire Morin", "Jean-Pierre Le Goff"]),
        ("@Claire est-elle d’accord ?", []),
        ("@Jean-Pierre, merci", ["Jean-Pierre Le Goff"]),
        ("@Claire Morinet", []),
        ("Écrire à paul@claire.morin.example", []),
        ("@Émilie @emilie", ["Emilie Durand"]),
        ("(@Claire Moreau)", ["Claire Moreau"]),
        ("@ @@ personne", []),
    ],
)
def test_names_in_a_text(text, called):
    people = [User(pk=pk, name=name) for pk, name in enumerate(
        ["Claire Morin", "Claire Moreau", "Jean-Pierre Le Goff", "Emilie Durand"], start=1
    )]  # fmt: skip

    assert [user.name for user in called_in(text, people)] == called


def test_a_comment_calls_on_those_it_names_and_those_chosen(action, everybody):
    outside = [everybody["Omar"].pk, everybody["Luc"].pk]

    comment = comment_on(action=action, text="@Hélène ?", by=a_user(), chosen=[everybody["Paul"].pk, *outside])

    assert set(comment.mentions.values_list("user__name", flat=True)) == {"Hélène", "Paul"}


def test_a_double_click_says_it_once(action, everybody):
    first = comment_on(action=action, text="@Paul ?", by=a_user())
    again = comment_on(action=action, text="@Paul ?", by=a_user())
    comment_on(action=action, text="Oui.", by=everybody["Paul"])
    later = comment_on(action=action, text="@Paul ?", by=a_user())

    assert (first == again, first == later, Comment.objects.count()) == (True, False, 3)


@pytest.mark.parametrize("role", [Role.READER, Role.NATIONAL])
def test_who_may_not_comment(action, role):
    somebody = a_member(role, None if role == Role.NATIONAL else action.programme.cite)

    with pytest.raises(Forbidden):
        comment_on(action=action, text="Bonjour", by=somebody)


def test_taken_back_it_leaves_its_place(action, everybody):
    comment = comment_on(action=action, text="@Claire ?", by=everybody["Paul"])
    with pytest.raises(Forbidden):
        take_back(comment=comment, by=everybody["Hélène"])

    first, again = take_back(comment=comment, by=everybody["Paul"]), take_back(comment=comment, by=a_user())

    assert (first, again) == (True, False)
    assert [(one.text, one.removed_at is None) for one in Comment.objects.all()] == [("", False)]
    assert Mention.objects.count() == 0


def test_comments_are_no_operations(action, everybody):
    comment_on(action=action, text="Bonjour", by=a_user())

    assert Operation.objects.count() == 0


def test_a_letter_leaves_once_everything_is_written(action, everybody, settings, django_capture_on_commit_callbacks):
    settings.PREAU_MAILS = True

    with django_capture_on_commit_callbacks(execute=True):
        comment_on(action=action, text="@Paul, @Hélène, un secret", by=a_user(), link="https://preau.example/11/")

    assert sorted(letter.to for letter in mail.outbox) == [["hélène@allonnes.example"], ["paul@allonnes.example"]]
    assert {letter.subject for letter in mail.outbox} == {"Un commentaire vous attend dans Préau"}
    assert mail.outbox[0].body == (
        "Bonjour,\n\nUn commentaire vous attend sur l’action «\u00a0Observatoire du paysage\u00a0» "
        "(programme 2020 de la cité éducative d’Allonnes).\n\nhttps://preau.example/11/\n\n"
        "Ce message vient de Préau. Personne n’y lit les réponses\u00a0: répondez sur la page de l’action.\n"
    )


def test_no_letter_where_the_installation_sends_none(action, everybody, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        comment_on(action=action, text="@Paul ?", by=a_user())

    assert mail.outbox == []


def test_a_letter_that_does_not_leave_stops_nothing(action, everybody, settings, django_capture_on_commit_callbacks):
    """A server of mail that is not there."""
    settings.PREAU_MAILS = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1

    with django_capture_on_commit_callbacks(execute=True):
        comment_on(action=action, text="@Paul ?", by=a_user())

    assert Comment.objects.count() == 1


def test_what_is_seen_is_marked_once(action, everybody, django_assert_num_queries):
    comment_on(action=action, text="@Paul ?", by=a_user())
    comments = list(Comment.objects.prefetch_related("mentions"))
    paul = everybody["Paul"]

    with django_assert_num_queries(0):
        of_another = mark_seen(everybody["Hélène"], comments)
    with django_assert_num_queries(1):
        first = mark_seen(paul, comments)
    comments = list(Comment.objects.prefetch_related("mentions"))
    with django_assert_num_queries(0):
        again = mark_seen(paul, comments)

    assert (of_another, first, again) == (set(), {comments[0].pk}, set())
    assert Mention.objects.get().seen_at is not None
