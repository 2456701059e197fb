"""The rule that every envelope of an annex has, and the n° 0 of what was voted before revisions were kept."""

from django.db import migrations


def say_what_was_kept_before(apps, schema_editor):
    """An envelope warns when more is programmed than notified; a voted programme is its own first revision."""
    Envelope, EnvelopeRule, Revision = (
        apps.get_model("budgets", name) for name in ("Envelope", "EnvelopeRule", "Revision")
    )
    EnvelopeRule.objects.bulk_create(
        EnvelopeRule(envelope=envelope, kind="notified", level="warn") for envelope in Envelope.objects.all()
    )
    Line = apps.get_model("journal", "Line")
    for programme in apps.get_model("programmes", "Programme").objects.filter(state="voted"):
        line = (
            Line.objects.filter(kind="programme", object_id=programme.pk, operation__verb="vote")
            .order_by("-operation__number")
            .first()
        )
        if line is not None:
            Revision.objects.create(
                programme=programme, serial=1, number=0, state="adopted",
                decided_on=programme.voted_on, operation_id=line.operation_id,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("budgets", "0003_links"), ("journal", "0003_money"), ("programmes", "0004_money")]

    operations = [migrations.RunPython(say_what_was_kept_before, migrations.RunPython.noop)]
