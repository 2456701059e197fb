"""Organisations: one a name in a cité, with its other writings."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from preau.people.models import Cite, Organisation, User, name_key
from preau.people.operations import ensure_organisations
from preau.people.queries import organisations_by_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def cite():
    return Cite.objects.create(slug="allonnes", name="Allonnes")


def test_a_name_is_created_once_and_found_by_its_other_writings(cite):
    known, new = ensure_organisations(cite=cite, names=["Mission locale", "Mission Locale", "CAF"])
    again, newer = ensure_organisations(cite=cite, names=["MISSION LOCALE"])

    assert [organisation.name for organisation in new] == ["Mission locale", "CAF"]
    assert newer == []
    assert again["mission locale"] == known["mission locale"]
    assert [alias.written for alias in known["mission locale"].aliases.all()] == ["MISSION LOCALE", "Mission Locale"]


def test_two_queries_find_all_of_them(cite, django_assert_num_queries):
    ensure_organisations(cite=cite, names=["Mission locale", "Mission Locale", "CAF", "ENSIM"])

    with django_assert_num_queries(2):
        found = organisations_by_key(cite)

    assert sorted(found) == ["caf", "ensim", "mission locale"]


def test_the_same_name_in_another_cite_is_another_organisation(cite):
    other = Cite.objects.create(slug="alonnes", name="Alonnes")

    ensure_organisations(cite=cite, names=["CAF"])
    _, new = ensure_organisations(cite=other, names=["CAF"])

    assert len(new) == 1


def test_the_database_refuses_two_of_one_name(cite):
    Organisation.objects.create(cite=cite, name="CAF", key="caf")

    with pytest.raises(IntegrityError):
        Organisation.objects.create(cite=cite, name="Caf", key="caf")


def test_a_name_of_signs_alone_still_has_a_key():
    assert (name_key("Éducation  Nationale"), name_key("« ? »")) == ("education nationale", "« ? »")


def test_an_address_is_one_person_whatever_its_capitals():
    User.objects.create(email="claire@ville.example", name="Claire")

    with pytest.raises(IntegrityError):
        User.objects.create(email="Claire@Ville.example", name="Claire")


def test_a_person_is_found_by_an_address_whatever_its_capitals():
    user = User.objects.create(email="claire@ville.example", name="Claire")

    assert User.objects.get_by_natural_key("CLAIRE@ville.example") == user
