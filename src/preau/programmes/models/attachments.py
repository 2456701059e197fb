"""Files joined to an action. Their bytes stand apart, so that a list of them weighs nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.people.models import User
from preau.programmes.models.programmes import Action


class Attachment(models.Model):
    """A file that somebody joined to an action; `number` counts those of the action from 1.

    One that was taken away keeps its line (who, when, which digest) and loses its bytes.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="attachments")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="attachment_number_once"),
            models.CheckConstraint(condition=~Q(name="") & Q(size__gt=0), name="attachment_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class AttachmentContent(models.Model):
    """The bytes of an attachment."""

    attachment = models.OneToOneField(Attachment, primary_key=True, on_delete=models.CASCADE, related_name="content")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.attachment)
