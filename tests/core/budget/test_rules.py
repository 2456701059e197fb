"""The rules of an envelope: by how much what is programmed passes each, and in which words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.core.budget.rules import CHECKS, Facts, Given, Rule, passed, worse


def facts(*given_, notified=1000, **more):
    return Facts(Decimal(notified), list(given_), **more)


def gives(key, amount, **more):
    more = {name: Decimal(value) if name == "cost" else value for name, value in more.items()}
    return Given(key, f"Action {key}", Decimal(amount), **more)


def said(rule, looked):
    """What is passed, in words with plain blanks."""
    found = passed(rule, looked)
    return [(one.of, one.excess, one.sentence.replace("\u202f", " ").replace("\u00a0", " ")) for one in found]


@pytest.mark.parametrize(
    ("rule", "looked", "expected"),
    [
        (Rule("notified"), facts(gives(1, 1000)), []),
        (
            Rule("notified"),
            facts(gives(1, 900), gives(2, 300)),
            [(None, 200, "1 200 € programmés pour 1 000 € notifiés : 200 € de trop.")],
        ),
        (Rule("share", Decimal(80)), facts(gives(1, 80, cost=100), gives(2, 900)), []),
        (
            Rule("share", Decimal(80), source="Instruction 2020"),
            facts(gives(1, 81, cost=100)),
            [(1, 1, "Action 1 : 81 € pour 80 € au plus, 80 % de son coût (Instruction 2020).")],
        ),
        (Rule("parity", Decimal(100)), facts(gives(1, 500), other=Decimal(500), other_name="Ville 2020"), []),
        (
            Rule("parity", Decimal(50)),
            facts(gives(1, 500), other=Decimal(200), other_name="Ville 2020"),
            [
                (
                    None,
                    100,
                    "500 € programmés, et 200 € notifiés dans « Ville 2020 », qui doit apporter 50 % de ce montant.",
                )
            ],
        ),
        (Rule("holder", limit=Decimal(100)), facts(gives(1, 60, holder="A"), gives(2, 60, holder="B")), []),
        (
            Rule("holder", limit=Decimal(100)),
            facts(gives(1, 60, holder="A"), gives(2, 60, holder="A"), gives(3, 500)),
            [("holder:A", 20, "A : 120 € pour un plafond de 100 € par porteur.")],
        ),
        (Rule("priority", Decimal(50)), facts(gives(1, 100, priority=100), gives(2, 100, priority=0)), []),
        (
            Rule("priority", Decimal(60)),
            facts(gives(1, 100, priority=50), gives(2, 100)),
            [
                (
                    None,
                    70,
                    "25 % au moins pour les quartiers prioritaires, au lieu de 60 % ; une action ne dit pas sa part.",
                )
            ],
        ),
        (Rule("priority", Decimal(60)), facts(), []),
    ],
)
def test_each_rule_in_words(rule, looked, expected):
    assert said(rule, looked) == [(of, Decimal(excess), words) for of, excess, words in expected]


amounts = st.lists(st.integers(0, 10**7).map(lambda cents: Decimal(cents).scaleb(-2)), min_size=1, max_size=8)
rules = st.sampled_from(
    [
        Rule("notified"),
        Rule("share", Decimal(80)),
        Rule("parity", Decimal(50)),
        Rule("holder", limit=Decimal(100)),
        Rule("priority", Decimal(50)),
    ]
)


def looked_at(found):
    given_ = [
        Given(key, f"Action {key}", amount, Decimal(100), f"H{key % 2}", 10 * key % 100)
        for key, amount in enumerate(found)
    ]
    return Facts(Decimal(500), given_, other=Decimal(200), other_name="Ville")


@given(rules, amounts)
def test_what_does_not_change_is_never_worse(rule, found):
    now = passed(rule, looked_at(found))

    assert worse(now, now) == []


@given(rules.filter(lambda rule: rule.kind != "priority"), amounts)
def test_taking_everything_back_is_never_refused(rule, found):
    """The share of priority districts is apart: taking from the actions that reach them may make it worse."""
    now = passed(rule, looked_at(found))

    assert worse(now, passed(rule, looked_at([Decimal(0)] * len(found)))) == []


@given(rules, amounts)
def test_what_is_passed_is_passed_by_something(rule, found):
    assert all(one.excess >= 0 for one in passed(rule, looked_at(found)))


def test_every_kind_is_checked():
    assert sorted(CHECKS) == ["holder", "notified", "parity", "priority", "share"]
