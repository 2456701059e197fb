"""Funding plans, made in a line."""

from __future__ import annotations

from decimal import Decimal

from preau.budgets.models import FundingLine, FundingPlan


def a_plan(action, *lines, short=True):
    """A plan of the action: each line an account, an amount, a label; a nature and an envelope where there are."""
    plan = FundingPlan.objects.create(action=action, short=short)
    for position, (account, amount, label, *more) in enumerate(lines):
        nature, envelope = (*more, *("", None)[len(more) :])
        FundingLine.objects.create(
            plan=plan, position=position, account=account, amount=Decimal(amount), label=label, nature=nature,
            envelope=envelope,
        )  # fmt: skip
    return plan
