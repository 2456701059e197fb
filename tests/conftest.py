"""What every test may ask for: the real annex, the examples beside the project, one database run without the other."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
SEED = ROOT / "examples" / "allonnes-2020"
SHARED = ROOT.parent / "shared" / "examples"

# No deadline: a busy machine is no defect. For the machine that judges, the same examples at every run.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("here")


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="leave out the tests that touch no database")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--only-database"):
        return
    chosen = [item for item in items if touches_database(item) and not is_of_the_look(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def touches_database(item):
    """Whether the test says so (`django_db`) or asks for a fixture that needs one."""
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(item.fixturenames)


def is_of_the_look(item):
    """Whether the test is about how pages look on each screen, or takes their pictures: no database changes that."""
    asked = {*item.fixturenames, *(item.callspec.params if hasattr(item, "callspec") else ())}
    return bool({"screen", "scheme", "known_day"} & asked)


@pytest.fixture(scope="session")
def seed():
    """The folder of the real annex 1 of Allonnes, 2020."""
    return SEED


@pytest.fixture(scope="session")
def seed_text(seed):
    """The annex as text with tabs."""
    return seed / "annexe1.txt"


@pytest.fixture(scope="session")
def seed_forms(seed):
    """The folder of the same annex in other containers."""
    return seed / "forms"


@pytest.fixture(scope="session")
def shared_examples():
    """The folder of documents of other places, which are other people's and are not copied into the project."""
    if not SHARED.is_dir():
        pytest.skip("the documents of other places are not beside the project (../shared/examples)")
    return SHARED


@pytest.fixture
def real_database(tmp_path, transactional_db):
    """The environment of a process whose database survives it: a file, or the server's test database."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = inherited | {"PREAU_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    from django.db import connection

    if connection.vendor == "postgresql":
        options = connection.settings_dict
        address = f"{options['USER']}:{options['PASSWORD']}@{options['HOST']}:{options['PORT']}/{options['NAME']}"
        return environment | {"DATABASE_URL": f"postgresql://{address}"}
    environment.pop("DATABASE_URL", None)
    return environment
