"""What only a process of its own shows: attempts counted by all of them, and the settings of an installation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRY = """
from preau.config.database import wake
wake()
from django.test import Client
client = Client()
page = lambda: client.post("/compte/login/", {"login": "claire@ville.example", "password": "une mauvaise porte"})
print([("Trop" in page().content.decode()) for _ in range(3)])
"""
LOOK = """
import json
from preau.config.database import wake
wake()
from django.test import Client
from preau.people.accounts import make_account
make_account(email="claire@ville.example", name="Claire", password="une porte bleue 47")
client = Client(headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.66, 203.0.113.4"})
data = {"login": "claire@ville.example", "password": "une porte bleue 47"}
answer = client.post("/compte/login/", data, HTTP_REFERER="https://testserver/compte/login/")
from allauth.usersessions.models import UserSession
print(json.dumps({
    "hsts": answer.get("Strict-Transport-Security"),
    "cookies": {name: [bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]]
                for name, cookie in answer.cookies.items()},
    "plain": Client().get("/compte/login/").status_code,
    "from": [one.ip for one in UserSession.objects.all()],
}))
"""


@pytest.fixture
def run(tmp_path):
    """Run a program over a folder of data of its own; what it printed."""

    def run(program, **environment):
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PREAU", "DATABASE", "DJANGO"))
        }
        environment = kept | {"PYTHONPATH": str(ROOT / "src"), "PREAU_DATA": str(tmp_path)} | environment
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    return run


def test_attempts_are_counted_by_every_process(run):
    first, second = run(TRY, PREAU_HOSTS="testserver"), run(TRY, PREAU_HOSTS="testserver")

    assert (first, second) == ("[False, False, False]\n", "[False, False, True]\n")


def test_behind_a_proxy_that_speaks_tls(run):
    seen = json.loads(run(LOOK, PREAU_TLS="1", PREAU_HOSTS="testserver"))

    assert seen == {
        "hsts": "max-age=31536000",
        "cookies": {"sessionid": [True, True, "Lax"], "csrftoken": [True, True, "Lax"]},
        "plain": 301,
        "from": ["203.0.113.4"],
    }


def test_without_a_proxy_nobody_says_where_they_come_from(run):
    seen = json.loads(run(LOOK, PREAU_HOSTS="testserver"))

    assert (seen["hsts"], seen["cookies"]["sessionid"], seen["from"]) == (None, [False, True, "Lax"], ["127.0.0.1"])
