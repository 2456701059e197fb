"""The funding plan of an action: what it costs, line by line, and who brings what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.budgets.models.envelopes import Envelope
from preau.budgets.states import Nature
from preau.programmes.fields import EuroField
from preau.programmes.models import Action


class FundingPlan(models.Model):
    """The plan of one action. `short`: one line of cost, and who brings what; `cents`: its amounts show their cents."""

    action = models.OneToOneField(Action, on_delete=models.CASCADE, related_name="funding_plan")
    short = models.BooleanField(default=False)
    cents = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Plan de financement de l’action {self.action}"


class FundingLine(models.Model):
    """A line of a plan. `account` is one of the official form (`core.budget.chart`): 60 to 68, 86, 70 to 79, 87.

    `label` says which one: the name of the ministry, of the region, of the purchase. A subsidy names its funder and may
    come from an envelope that is kept here. Amounts are positive.
    """

    plan = models.ForeignKey(FundingPlan, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=10)
    label = models.CharField(max_length=200, blank=True)
    nature = models.CharField(max_length=10, choices=Nature, blank=True)
    envelope = models.ForeignKey(Envelope, null=True, on_delete=models.RESTRICT, related_name="funding_lines")
    amount = EuroField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="funding_line_position_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="funding_line_not_negative"),
            models.CheckConstraint(condition=~Q(account=""), name="funding_line_has_its_account"),
            models.CheckConstraint(condition=Q(nature__in=["", *Nature.values]), name="funding_line_nature_known"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.label} {self.amount}"
