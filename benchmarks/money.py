"""Positions of an envelope against the bare sum, and the programme at a past date against today's page."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.annexes import text
from benchmarks.measure import interleaved, tell, title

if TYPE_CHECKING:
    from django.test import Client

    from preau.budgets.models import Envelope
    from preau.people.models import User
    from preau.programmes.models import Programme

ROOT = Path(__file__).parent.parent
MOVEMENTS = {100: 201, 10_000: 101, 1_000_000: 5}
SUM_GOAL, PAST_GOAL = 1.5, 2.0
BARE = "SELECT kind, SUM(amount) FROM budgets_movement WHERE envelope_id = %s{until} GROUP BY kind"
FIRST_DAY = date(2020, 1, 1)
DAYS = {"sqlite": "date('2020-01-01', '+' || d || ' days')", "postgresql": "date '2020-01-01' + d"}
MADE = """
INSERT INTO budgets_movement (envelope_id, action_id, kind, amount, "on", cause_id, note)
WITH RECURSIVE row(n, d) AS (SELECT 0, 0 UNION ALL SELECT n + 1, (n + 1) * 360 / %s FROM row WHERE n + 1 < %s),
of AS (SELECT %s AS envelope, %s AS action, %s AS cause)
SELECT envelope, CASE n %% 7 WHEN 0 THEN NULL ELSE action END,
       CASE n %% 7 WHEN 0 THEN 'notified' WHEN 1 THEN 'programmed' WHEN 2 THEN 'programmed' WHEN 3 THEN 'committed'
                   WHEN 4 THEN 'paid' WHEN 5 THEN 'released' ELSE 'recovered' END,
       100 + n %% 90000, {day}, cause, '' FROM row, of
"""
"""As many movements as one likes, of every kind, as they come: by days, over a year."""


def main() -> None:
    """Each database in a process of its own, for its settings are read once."""
    here = [sys.executable, "-m", "benchmarks.money"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}
    environment.pop("DATABASE_URL", None)
    for command in (here, [sys.executable, str(ROOT / "tools" / "postgres.py"), *here]):
        subprocess.run(command, check=True, cwd=ROOT, env=environment)


def measure() -> None:
    """Fill a database, then ask it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PREAU_DATA": folder, "PREAU_HOSTS": "testserver"}
        from preau.config.database import wake

        wake()
        from django.db import connection

        engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
        _past(engine)
        _sums(engine)
        connection.close()


def _sums(engine: str) -> None:
    title(f"The position of an envelope on {engine}, against the bare SQL sum")
    from django.db import connection

    from preau.budgets.queries import position_of
    from preau.journal.moments import NOW, Moment

    middle = FIRST_DAY + timedelta(days=180)
    for count, rounds in MOVEMENTS.items():
        envelope = _movements(count)
        for until, moment in ((None, NOW), (middle, Moment(on=middle))):
            query = BARE.format(until="" if until is None else ' AND "on" <= %s')
            asked = [envelope.pk] if until is None else [envelope.pk, until]

            def bare(query: str = query, asked: list[object] = asked) -> list[object]:
                with connection.cursor() as cursor:
                    cursor.execute(query, asked)
                    return cursor.fetchall()

            def ours(envelope: Envelope = envelope, moment: Moment = moment) -> object:
                return position_of(envelope, moment)

            bare(), ours()
            found = interleaved({"bare": bare, "ours": ours}, rounds)
            when = "now" if until is None else "at a date"
            name = f"{count:>9} movements, {when} (bare {found['bare'] * 1000:.2f} ms)"
            tell(name, found["ours"], found["bare"], SUM_GOAL)
        print(f"          {_plan(envelope)}", flush=True)


def _movements(count: int) -> Envelope:
    """An envelope of its own with so many movements over a year, as they come: by days, of every kind."""
    from django.db import connection

    from preau.budgets.models import Envelope
    from preau.budgets.states import EnvelopeKind
    from preau.journal.operations import begin
    from preau.programmes.models import Action

    action = Action.objects.select_related("programme__cite").order_by("pk")[0]
    cite = action.programme.cite
    cause = begin(cite=cite, verb="money", label=f"{count}", by=None)  # type: ignore[arg-type] # as text
    envelope = Envelope.objects.create(
        cite=cite, year=2020, last_year=2020, kind=EnvelopeKind.P147, name=f"P147, {count} mouvements"
    )
    day = DAYS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(MADE.replace("{day}", day), [count, count, envelope.pk, action.pk, cause.pk])
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return envelope


def _plan(envelope: Envelope) -> str:
    """How the database reads our query: from the index alone, or not."""
    from django.db import connection
    from django.db.models import Sum

    from preau.budgets.models import Movement

    asked = Movement.objects.filter(envelope=envelope).order_by().values_list("kind").annotate(total=Sum("amount"))
    plan = asked.explain()
    lines = [line.strip() for line in plan.splitlines() if "budgets_movement" in line or "movement_" in line]
    return f"{connection.vendor}: {' | '.join(lines)[:160]}"


def _past(engine: str) -> None:
    """A programme of 100 actions, voted, corrected and revised; its page today, and as it was known in between."""
    title(f"The programme at a past date on {engine}, against its page of today")
    from django.test import Client

    from preau.people.models import Cite, User

    programme = _programme()
    client = Client()
    client.force_login(User.objects.get(email="claire@preau.example"))
    today = f"/{Cite.objects.get().slug}/{programme.year}/"
    for name, day in (("before the revision", 40), ("before the edits", 80)):
        past = f"{today}?au={_ago(day)}"
        if not _differs(client, today, past):
            print(f"{name}: {past} answers today's page, or none: not measured")
            continue
        client.get(past)
        found = interleaved({"today": lambda: client.get(today), "past": lambda past=past: client.get(past)}, 15)
        tell(f"{name} (today {found['today'] * 1000:.1f} ms)", found["past"], found["today"], PAST_GOAL)


def _differs(client: Client, today: str, past: str) -> bool:
    """Whether the past has a page of its own: the one before the edits does not know them."""
    answers = client.get(past), client.get(f"{today}?au={_ago(80)}"), client.get(today)
    known = [b"Texte title 1, " in answer.content for answer in answers[1:]]
    return all(answer.status_code == 200 for answer in answers) and known == [False, True]  # noqa: PLR2004 - a page


def _programme() -> Programme:
    """100 actions imported 90 days ago and voted then, 300 edits 60 days ago, a revision adopted 20 days ago."""
    from preau.annexes.editing import Edit, edit_actions
    from preau.annexes.operations import import_annex, target_of
    from preau.annexes.votes import vote_programme
    from preau.formats.annex import read_annex
    from preau.people.models import Cite, Membership, User
    from preau.people.roles import Role
    from preau.programmes.models import Programme

    claire = User.objects.create_user("claire@preau.example", "Claire")
    cite = Cite.objects.create(slug="cite", name="Cité")
    Membership.objects.create(user=claire, cite=cite, role=Role.COORDINATION)
    data = text(100)
    file = read_annex(data, "annexe.txt")
    import_annex(file=file, data=data, target=target_of(file, slug="cite", year=2020), by=claire)
    programme = Programme.objects.select_related("cite").get()
    vote_programme(programme=programme, on=_ago(90), by=claire)
    for field in ("description", "audience", "title"):
        edits = [Edit(serial, field, None, f"Texte {field} {serial}, corrigé") for serial in range(1, 101)]
        edit_actions(programme=programme, edits=edits, by=claire)
    _ages(60)
    _revise(programme, claire)
    return programme


def _ago(days: int) -> date:
    from django.utils.timezone import localdate

    return localdate() - timedelta(days=days)


def _ages(days: int) -> None:
    """What was done today was done so many days ago: a journal is not rewritten, but this one is nobody's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute('UPDATE journal_operation SET "on" = %s WHERE verb = %s', [_ago(days), "edit"])


def _revise(programme: Programme, claire: User) -> None:
    """Twenty amounts move, adopted 20 days ago."""
    from preau.committees.models import Sitting
    from preau.committees.operations import ensure_committees
    from preau.revisions.operations.adopting import adopt
    from preau.revisions.operations.drafts import Typed, edit_draft, start_revision
    from preau.revisions.operations.proposing import propose

    _no_assent(programme)
    draft = start_revision(programme=programme, title="Automne", by=claire)
    edit_draft(revision=draft, typed=[Typed(serial, "+ 100") for serial in range(1, 21)], by=claire)
    proposed = propose(revision=draft, on=_ago(30), by=claire)
    sitting = Sitting.objects.create(committee=ensure_committees(programme.cite)[0], serial=1, on=_ago(20))
    adopt(revision=proposed, sitting=sitting, by=claire)


def _no_assent(programme: Programme) -> None:
    from preau.committees.models import AssentRule
    from preau.committees.states import Needed

    AssentRule.objects.create(cite=programme.cite, needed=Needed.NONE)


if __name__ == "__main__":
    measure()
