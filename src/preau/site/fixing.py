"""How a finding is put right where it stands: the field to type in, or the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from preau.annexes.typed import EDITABLE, LONG, shown
from preau.programmes.models import Programme
from preau.programmes.states import ProgrammeState
from preau.site.labels import FIELDS
from preau.site.queries import grant_of
from preau.site.remarks import Remark

OTHER_FIELDS = {"grant-above-cost": ("total_cost",), "grant-above-requested": ("requested",)}
"""Fields beside its own that a finding may be put right by."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A field of an action to type in: its name, its label, its text now, whether it has several lines."""

    field: str
    label: str
    text: str
    long: bool


def fix_of(remark: Remark, programme: Programme) -> list[Fix]:
    """The fields by which the finding is put right on the spot; none where it speaks of several things or of a file."""
    action = remark.action
    if action is None or remark.field not in EDITABLE or remark.field == "theme":
        return []
    names = [remark.field, *OTHER_FIELDS.get(remark.code, ())]
    if programme.state == ProgrammeState.VOTED:
        names = [name for name in names if name != "grant"]
    return [
        Fix(name, FIELDS[name], shown(grant_of(action) if name == "grant" else getattr(action, name)), name in LONG)
        for name in names
    ]
