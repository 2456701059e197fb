"""50 threads of 8 processes write movements of one envelope at once; says what came. Run by test_writing_at_once.py."""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, get_native_id

from preau.config.database import wake

wake()

from django.db import connection, transaction  # noqa: E402 - models exist once Django is awake
from django.utils.timezone import localdate  # noqa: E402

from preau.budgets.models import Envelope, Movement  # noqa: E402
from preau.budgets.operations import Noted, ensure_cite_envelope, note_movement, program_action  # noqa: E402
from preau.budgets.states import MovementKind  # noqa: E402
from preau.core.refusal import Refusal  # noqa: E402
from preau.journal.models import Operation  # noqa: E402
from preau.people.models import Cite, Membership, User  # noqa: E402
from preau.people.roles import Role  # noqa: E402
from preau.programmes.models import Action, Programme  # noqa: E402

PROCESSES, THREADS, ROUNDS, ACTIONS = 8, 50, 12, 20
MOVES = ["program"] * 4 + ["notified", "committed", "committed", "paid", "released", "recovered"]


def fill() -> None:
    """A draft of twenty actions, and an envelope of 10 000 € that refuses to program more."""
    cite = Cite.objects.create(slug="allonnes", name="Allonnes")
    claire = User.objects.create_user(email="claire@ville.example", name="Claire")
    Membership.objects.create(user=claire, cite=cite, role=Role.COORDINATION)
    programme = Programme.objects.create(cite=cite, year=2020, title="Programme 2020")
    Action.objects.bulk_create(
        Action(programme=programme, serial=n, rank=n, number=str(n), title=f"Action {n}") for n in range(1, ACTIONS + 1)
    )
    with transaction.atomic():
        envelope, _ = ensure_cite_envelope(cite=cite, year=2020)
    envelope.rules.update(level="block")
    note_movement(envelope=envelope, noted=Noted(MovementKind.NOTIFIED, Decimal(10_000), localdate()), by=claire)


def one(chance: random.Random) -> list[object]:
    """One movement at random: what it was, for which action, the cents asked for, and the operation that did it."""
    claire, envelope = User.objects.get(), Envelope.objects.select_related("cite").get()
    action = Action.objects.select_related("programme__cite").get(serial=chance.randint(1, ACTIONS))
    move = chance.choice(MOVES)
    if move == "program":
        amount = Decimal(chance.randrange(120_000)).scaleb(-2)
        operation = program_action(envelope=envelope, action=action, amount=amount, by=claire)
        return [move, action.pk, int(amount * 100), operation and operation.number]
    least, most = (-60_000, 50_000) if move == "notified" else (1, 40_000)
    amount = Decimal(chance.randrange(least, most) or 1).scaleb(-2)
    of = None if move == "notified" else action
    noted = Noted(MovementKind(move), amount, localdate(), of)
    movement = note_movement(envelope=envelope, noted=noted, by=claire)
    return [move, of and of.pk, int(amount * 100), movement.cause.number]


def several(share: tuple[int, int]) -> list[list[object]]:
    """Each thread of a process does its rounds; a refusal is an answer, anything else that is raised is told."""
    seed, threads = share
    together = Barrier(threads)

    def work(n: int) -> list[list[object]]:
        chance, told = random.Random(f"{seed} {n}"), []  # noqa: S311 - the same amounts at every run
        together.wait()
        for _ in range(ROUNDS):
            try:
                told.append(one(chance))
            except Refusal as refused:
                told.append(["refused", None, 0, str(refused)])
            except Exception as error:  # noqa: BLE001 - whatever reaches the user is what the test looks for
                told.append(["failed", None, get_native_id(), f"{type(error).__name__}: {error}"])
        connection.close()
        return told

    with ThreadPoolExecutor(threads) as pool:
        return [line for told in pool.map(work, range(threads)) for line in told]


def main() -> None:
    fill()
    connection.close()
    shares = [(seed, THREADS // PROCESSES + (seed < THREADS % PROCESSES)) for seed in range(PROCESSES)]
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        told = [line for lines in pool.map(several, shares, chunksize=1) for line in lines]
    movements = Movement.objects.order_by("pk").values_list("kind", "action_id", "amount", "cause__number")
    kept = [[kind, action, int(amount * 100), number] for kind, action, amount, number in movements]
    numbers = list(Operation.objects.order_by("pk").values_list("number", flat=True))
    sys.stdout.write(json.dumps({"told": told, "kept": kept, "numbers": numbers}))


main()
