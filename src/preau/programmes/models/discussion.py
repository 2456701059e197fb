"""What people say of an action, whom they call on, and how many people it wants to reach."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.people.models import User
from preau.programmes.models.programmes import Action


class Comment(models.Model):
    """A text about an action, by a person. Taken away, it leaves its place and no word."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & Q(removed_at=None) | Q(text="", removed_at__isnull=False),
                name="comment_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Mention(models.Model):
    """A person whom a comment calls on; `seen_at` is when they opened the action since."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="mention_waiting")]

    def __str__(self) -> str:
        return f"@{self.user}"


class Target(models.Model):
    """How many of whom an action wants to reach: "985 enfants". `source` is the passage of the text it came from."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="targets")
    number = models.PositiveIntegerField()
    whom = models.CharField(max_length=120)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "whom"], name="target_once"),
            models.CheckConstraint(condition=Q(number__gt=0) & ~Q(whom=""), name="target_says_how_many_of_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.whom}"
