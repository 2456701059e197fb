"""The settings of the product, over a folder of data that goes away with the tests."""

import atexit
import os
import shutil
import tempfile

os.environ["PREAU_DATA"] = tempfile.mkdtemp(prefix="preau-tests-")
atexit.register(shutil.rmtree, os.environ["PREAU_DATA"], ignore_errors=True)

from preau.config.settings import *  # noqa: E402, F403  the folder must be said before they are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast: no password of the tests guards anything
MIDDLEWARE = ["tests.turns.Turns", *MIDDLEWARE]  # noqa: F405
