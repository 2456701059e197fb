"""Files on their way in."""

from __future__ import annotations

from preau.annexes import uploads
from preau.annexes.operations import plan_for
from preau.annexes.reading import annex_of
from preau.annexes.uploads import Choices
from preau.core.annex.plan import marks_of
from preau.people.models import Cite
from preau.programmes.models import Programme
from tests.factories.people import a_user, coordinates
from tests.factories.programmes import CiteFactory

SMALL = """Programme d'actions 2026
N°\tPorteur\tIntitulé\tCoût total\tMontant Cité éducative
1\tVille\tKits\t100 €\t40 €
2\tCAF\tJeux\t200 €\t50 €
3\tJSA\tJudo\t300 €\t60 €
Total\t\t\t600 €\t150 €
"""
"""Three actions of 2026."""


def an_upload(text=SMALL, *, slug="allonnes", name="annexe.txt", year=None, read=True):
    """A text that Claire brings to the cité, read."""
    cite = Cite.objects.filter(slug=slug).first() or CiteFactory(slug=slug)
    data = text if isinstance(text, bytes) else text.encode()
    upload = uploads.receive(cite=cite, name=name, data=data, year=year, by=coordinates(cite))
    if read:
        uploads.read(pk=upload.pk)
    upload.refresh_from_db()
    return upload


def plan_of(upload, year=2026):
    """What the upload would do now."""
    programme = Programme.objects.filter(cite=upload.cite, year=year).first()
    return plan_for(upload.cite, programme, annex_of(upload))


def choosing(upload, *, left=(), withdrawn=(), year=2026):
    """The choices of a person who saw the whole plan, left out some marks and withdraws some absent actions."""
    plan = plan_of(upload, year)
    marks = {mark for at, step in enumerate(plan.steps) for mark in marks_of(step, at)}
    absent = {str(at) for at, step in enumerate(plan.steps) if step.kind == "withdraw"} - set(withdrawn)
    return Choices(plan.digest, frozenset(marks), frozenset(marks - set(left) - absent))


def applied(upload, **choices):
    """Apply the upload as Claire, and answer what came of it."""
    return uploads.apply_upload(upload=upload, choices=choosing(upload, **choices), by=a_user())


def form_of(seen):
    """What the form of the preview would send, as it is shown."""
    form = seen.tree.xpath("//form[@id='apercu']")[0]
    fields = dict(form.form_values())
    fields["accepter"] = [value for name, value in form.form_values() if name == "accepter"]
    fields["partie"] = [value for name, value in form.form_values() if name == "partie"]
    return {name: value for name, value in fields.items() if value != []}
