"""Committees and their sittings; the seats whose assent a decision needs. A person is named only where they sat."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.committees.states import Level, Needed, Presence, SittingState
from preau.people.models import Cite
from preau.people.roles import Role


class Seat(models.Model):
    """A seat that gives an assent: the prefect, national education, the mayor, or what the cité chose.

    `role` are the members who answer for it; empty where somebody notes its answers. A seat that is closed asks nothing
    more and keeps what it said.
    """

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="seats")
    name = models.CharField("siège", max_length=120)
    role = models.CharField("rôle", max_length=20, choices=Role, blank=True)
    rank = models.PositiveSmallIntegerField()
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "name"], name="seat_once"),
            models.CheckConstraint(condition=~Q(name=""), name="seat_named"),
        ]

    def __str__(self) -> str:
        return self.name


class AssentRule(models.Model):
    """Which assents an adoption needs in a cité, and the text that says so."""

    cite = models.OneToOneField(Cite, on_delete=models.CASCADE, related_name="assent_rule")
    needed = models.CharField("avis exigés", max_length=10, choices=Needed, default=Needed.ALL)
    source = models.CharField("texte de référence", max_length=300, blank=True)

    def __str__(self) -> str:
        return self.get_needed_display()


class Committee(models.Model):
    """A body that meets: steering committee, technical committee, or what the cité calls it."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="committees")
    name = models.CharField("nom", max_length=120)
    level = models.CharField("rôle", max_length=20, choices=Level, default=Level.STEERING)
    members = models.TextField("membres", blank=True)
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cite", "name"], name="committee_once"),
            models.CheckConstraint(condition=~Q(name=""), name="committee_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Sitting(models.Model):
    """One meeting of a committee. `serial` names it in addresses. `minutes` are drafted from the data, then edited."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="sittings")
    serial = models.PositiveIntegerField()
    on = models.DateField("date")
    time = models.TimeField("heure", null=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=SittingState, default=SittingState.PLANNED)
    minutes = models.TextField("compte rendu", blank=True)

    class Meta:
        ordering = ["-on", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "serial"], name="sitting_serial_once"),
            models.CheckConstraint(condition=Q(state__in=SittingState.values), name="sitting_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.committee} du {self.on:%d/%m/%Y}"


class AgendaItem(models.Model):
    """A point of the agenda and what was decided of it. Its revisions are on it too: those that name the sitting."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("point", max_length=300)
    decision = models.TextField("décision", blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="agenda_position_once"),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_named"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendee(models.Model):
    """Somebody who sat, in what capacity, for which seat."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attendees")
    name = models.CharField("nom", max_length=120)
    capacity = models.CharField("qualité", max_length=160, blank=True)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.PRESENT)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "name"], name="attendee_once"),
            models.CheckConstraint(condition=~Q(name=""), name="attendee_named"),
        ]

    def __str__(self) -> str:
        return self.name
