"""Reading in the background: by a real worker, on the database alone; and when that worker is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from preau.annexes import tasks
from preau.annexes.models import Upload
from tests.factories.uploads import an_upload

State = Upload.State


@pytest.fixture
def run(real_database):
    """Bring a file to a worker that is killed so many times, and answer what is told of it."""

    def run(path, *, kills=0):
        script = Path(__file__).with_name("queue_run.py")
        command = [sys.executable, str(script), str(path), str(kills)]
        ended = subprocess.run(command, env=real_database, capture_output=True, text=True, check=False)
        assert ended.stderr == ""
        return json.loads(ended.stdout)

    return run


@pytest.fixture
def long_file(tmp_path):
    """A file that takes a second or more to read."""
    path = tmp_path / "long.csv"
    rows = "".join(f"{n};Ville;Action {n};100;50\n" for n in range(1, 60_001))
    path.write_text(f"N°;Porteur;Intitulé;Coût total;Montant\n{rows}")
    return path


def test_a_worker_beside_reads_what_waits_and_ends_with_the_server(run, seed_forms):
    told = run(seed_forms / "annexe_writer.pdf")

    assert (told["state"], told["workers"], told["task"], told["gone"]) == ("read", 1, "SUCCESSFUL", [True])
    assert told["grids"] > 0


def test_what_a_killed_worker_read_is_read_by_the_next(run, long_file):
    told = run(long_file, kills=1)

    assert (told["state"], told["workers"], told["task"]) == ("read", 2, "SUCCESSFUL")


def test_a_file_that_costs_three_workers_is_refused_with_a_sentence(run, long_file):
    told = run(long_file, kills=3)

    assert (told["state"], told["workers"], told["task"]) == ("refused", 3, "FAILED")
    assert told["refusal"].startswith("La lecture de ce fichier s’est arrêtée 3 fois avant la fin")


def running(*workers, ago=timedelta(0)):
    """A task that the last of these workers took, so long ago."""
    upload = an_upload(read=False)
    Upload.objects.filter(pk=upload.pk).update(state=State.READING)
    tasks.read_upload.enqueue(upload.pk)
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now() - ago, worker_ids=list(workers)
    )
    return upload


def status():
    return DBTaskResult.objects.get().status


@pytest.mark.django_db
def test_a_task_whose_worker_lives_is_left_to_it():
    running(tasks.worker_name(os.getpid()))

    assert (tasks.requeue_lost(), status()) == (0, "RUNNING")


@pytest.mark.django_db
def test_a_task_of_another_machine_is_left_for_a_while():
    running("elsewhere:12")

    assert (tasks.requeue_lost(), status()) == (0, "RUNNING")


@pytest.mark.django_db
def test_a_task_that_never_ends_goes_back_to_the_queue():
    running("elsewhere:12", ago=tasks.LONGEST + timedelta(seconds=1))

    assert (tasks.requeue_lost(), status()) == (1, "READY")


@pytest.mark.django_db
def test_a_task_of_a_dead_process_goes_back_to_the_queue_and_is_read():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    upload = running(tasks.worker_name(ended.pid))

    found = tasks.requeue_lost()
    tasks.read_upload.func(upload.pk)

    upload.refresh_from_db()
    assert (found, status(), upload.state) == (1, "READY", State.READ)


@pytest.mark.django_db
def test_a_task_is_given_up_after_three_workers():
    upload = running("a:1", "b:2", "c:3", ago=tasks.LONGEST + timedelta(seconds=1))

    tasks.requeue_lost()

    upload.refresh_from_db()
    assert (status(), upload.state, upload.refusal[:40]) == (
        "FAILED",
        State.REFUSED,
        "La lecture de ce fichier s’est arrêtée 3",
    )
