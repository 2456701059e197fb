"""Memberships, the invitations that lead to them, and when each member last came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.people.models.cites import Cite
from preau.people.models.organisations import Organisation
from preau.people.models.users import User
from preau.people.roles import INSTALLATION, OF_AN_ORGANISATION, Role

_INSTALLATION = [role.value for role in INSTALLATION]
_OF_AN_ORGANISATION = [role.value for role in OF_AN_ORGANISATION]


def _placed(prefix: str) -> list[models.BaseConstraint]:
    """A role of the installation has no cité, any other has one; those of an organisation name it, others do not."""
    return [
        models.CheckConstraint(
            condition=Q(role__in=_INSTALLATION, cite=None) | ~Q(role__in=_INSTALLATION) & ~Q(cite=None),
            name=f"{prefix}_has_its_cite",
        ),
        models.CheckConstraint(
            condition=Q(role__in=_OF_AN_ORGANISATION, organisation__isnull=False)
            | ~Q(role__in=_OF_AN_ORGANISATION) & Q(organisation=None),
            name=f"{prefix}_has_its_organisation",
        ),
        models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name=f"{prefix}_role_known"),
    ]


def _role_said(one: Membership | Invitation) -> str:
    label: str = one.get_role_display()
    return f"{label}, {one.organisation}" if one.organisation else label


class Membership(models.Model):
    """A role that a person has: in a cité, there for an organisation, or in the whole installation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    cite = models.ForeignKey(Cite, null=True, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(cite=None), name="membership_once_in_the_installation"
            ),
            models.UniqueConstraint(
                fields=["user", "cite", "role"], condition=Q(organisation=None), name="membership_once_in_a_cite"
            ),
            models.UniqueConstraint(
                fields=["user", "cite", "role", "organisation"],
                condition=Q(organisation__isnull=False),
                name="membership_once_for_an_organisation",
            ),
            *_placed("membership"),
        ]

    def __str__(self) -> str:
        return _role_said(self)


class Invitation(models.Model):
    """An address that was asked to join with a role. The link holds a secret of which only the digest is kept."""

    email = models.EmailField("adresse électronique")
    cite = models.ForeignKey(Cite, null=True, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    link_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who made the link of today: who invited, or who sent it again."""
    link_shown = models.BooleanField(default=False, editable=False)
    """Whether that link was shown to them to copy: then whoever opens it may not be who reads the address."""
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            *_placed("invitation"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        """Without the address: the journal keeps this for ever."""
        return f"Invitation, {self.role_said}"

    @property
    def role_said(self) -> str:
        """The role in words, with the organisation it is for."""
        return _role_said(self)


class Visit(models.Model):
    """When a person last looked at what others did in a cité, and which operation was the last they were told of."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    seen = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "cite"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.cite}"
