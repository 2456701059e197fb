"""Give to the themes and actions that were there what the workspace reads of them: a look, the words of a search."""

from django.db import migrations

from preau.core.text import fold

TEXTS = ("number", "title", "holder_written", "audience", "partners_written", "description")


def fill(apps, schema_editor):
    themes = apps.get_model("programmes", "Theme").objects.all()
    for theme in themes:
        theme.look = (theme.rank - 1) % 16 + 1
    themes.model.objects.bulk_update(themes, ["look"], batch_size=500)
    actions = apps.get_model("programmes", "Action").objects.all()
    for action in actions:
        action.search = fold(" ".join(getattr(action, name) for name in TEXTS))
    actions.model.objects.bulk_update(actions, ["search"], batch_size=100)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_workspace")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
