"""Revisions of a programme: numbered versions of its amounts, how they are proposed, answered to and adopted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.budgets.models.envelopes import Envelope
from preau.budgets.states import Answer, Fate, RevisionState
from preau.committees.models import Seat, Sitting
from preau.journal.models import AppendOnly, Operation
from preau.journal.moments import NOW, Moment
from preau.people.models import User
from preau.programmes.fields import EuroField
from preau.programmes.models import Action, Programme


class Revision(models.Model):
    """A version of the amounts of a programme. `serial` names it in addresses; `number` is given at its adoption.

    N° 0 is the initial programme, as it was voted. Several drafts live side by side, as scenarios. Once proposed its
    lines are frozen, and `digest` is what the seats answer to. `based_on` is the revision in force that its amounts
    were compared with; `operation` the adoption that wrote its movements; `undoes` the adopted one that it takes back.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="revisions")
    serial = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=RevisionState, default=RevisionState.DRAFT)
    based_on = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="+")
    undoes = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="undone_by")
    sitting = models.ForeignKey(Sitting, null=True, on_delete=models.RESTRICT, related_name="revisions")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    proposed_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    decided_on = models.DateField(null=True)
    decision = models.TextField(blank=True)
    operation = models.OneToOneField(Operation, null=True, on_delete=models.RESTRICT, related_name="revision")

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "serial"], name="revision_serial_once"),
            models.UniqueConstraint(fields=["programme", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=Q(state=RevisionState.ADOPTED, number__isnull=False, decided_on__isnull=False)
                & Q(operation__isnull=False)
                | ~Q(state=RevisionState.ADOPTED) & Q(number=None, operation=None),
                name="revision_adopted_by_an_operation",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.PROPOSED) | Q(proposed_on__isnull=False) & ~Q(digest=""),
                name="revision_proposed_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.REJECTED) | Q(decided_on__isnull=False),
                name="revision_rejected_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.DRAFT) | Q(decided_on=None, proposed_on=None, digest=""),
                name="revision_draft_is_not_decided",
            ),
            models.CheckConstraint(condition=Q(state__in=RevisionState.values), name="revision_state_known"),
        ]

    def __str__(self) -> str:
        if self.number == 0:
            return "Programme initial"
        if self.number is not None:
            return f"Réactualisation n°\u00a0{self.number}"
        return f"Projet «\u00a0{self.title}\u00a0»" if self.title else f"Projet {self.serial}"

    @property
    def moment(self) -> Moment:
        """Just after its adoption; now, for one that was not adopted."""
        return Moment(number=self.operation.number) if self.operation else NOW

    @property
    def called(self) -> str:
        """Its name within a sentence: "réactualisation n° 1"."""
        name = str(self)
        return name[:1].lower() + name[1:]


class RevisionLine(models.Model):
    """What a revision does to one action; or the action that it adds, which exists only once it is adopted.

    `fields` are the values of an action to add, as texts; `year` the programme that a postponed one goes to.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="lines")
    action = models.ForeignKey(Action, null=True, on_delete=models.RESTRICT, related_name="revision_lines")
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.KEEP)
    year = models.PositiveSmallIntegerField(null=True)
    fields = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "action"], name="revision_line_once_an_action"),
            models.CheckConstraint(
                condition=Q(fate=Fate.ADD) | ~Q(fate=Fate.ADD) & Q(action__isnull=False, fields={}),
                name="revision_line_has_its_action_unless_added",
            ),
            models.CheckConstraint(
                condition=Q(fate=Fate.POSTPONE, year__isnull=False) | ~Q(fate=Fate.POSTPONE) & Q(year=None),
                name="revision_line_postponed_to_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fate_display()} {self.action or self.fields.get('title', '')}"


class RevisionAmount(models.Model):
    """What a revision programs for the action of its line from one envelope. `before` is what was programmed then."""

    line = models.ForeignKey(RevisionLine, on_delete=models.CASCADE, related_name="amounts")
    envelope = models.ForeignKey(Envelope, on_delete=models.RESTRICT, related_name="revision_amounts")
    before = EuroField()
    amount = EuroField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "envelope"], name="revision_amount_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="revision_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.envelope} {self.before} {self.amount}"


class Assent(AppendOnly):
    """The answer of a seat to a proposed revision; the last one of a seat counts, on the amounts of its `digest` alone.

    `person` answered, in such a `capacity`; who answers for somebody else names the `mandate` that allows it.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="assents")
    seat = models.ForeignKey(Seat, on_delete=models.RESTRICT, related_name="assents")
    answer = models.CharField(max_length=10, choices=Answer)
    text = models.TextField(blank=True)
    on = models.DateField()
    person = models.CharField(max_length=120)
    capacity = models.CharField(max_length=120, blank=True)
    mandate = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    cause = models.ForeignKey(Operation, on_delete=models.RESTRICT, related_name="assents")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="assent_answer_known"),
            models.CheckConstraint(condition=~Q(person="") & ~Q(digest=""), name="assent_of_somebody_on_something"),
            models.CheckConstraint(
                condition=~Q(answer__in=[Answer.RESERVE, Answer.NO]) | ~Q(text=""), name="assent_withheld_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} : {self.get_answer_display()}"
