"""Starting the provider as a process of its own, and telling it how to behave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.postbox import a_free_port

ROOT = Path(__file__).parents[3]
CLIENT = "preau"
SECRET = "shared by the two, known to nobody else"  # noqa: S105 - a secret of the tests
PEOPLE = {
    "claire": ("claire@ville.example", True),
    "inconnue": ("personne@ailleurs.example", True),
    "imposteur": ("claire@ville.example", False),
}
"""Each with the address that the provider knows, and whether it checked it."""


class Provider:
    """The running provider: its address, what it was asked, how it behaves."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self.behave()

    def behave(self, **manner):
        """Behave so from now on; well, without a word."""
        (self.folder / "manner.json").write_text(json.dumps(manner))

    def asked(self, what="authorize"):
        """With what the last authorization, or the last departure, was asked."""
        return json.loads((self.folder / f"{what}.json").read_text())

    def as_setting(self, **more):
        """The provider, as PREAU_OIDC describes it."""
        about = {"id": "etat", "name": "Service de l’État", "server": self.url, "client_id": CLIENT, "secret": SECRET}
        return json.dumps([about | more])


@contextmanager
def a_provider(origin):
    """A provider for the Préau served at the origin."""
    with tempfile.TemporaryDirectory(prefix="preau-provider-") as folder:
        port = a_free_port()
        provider = Provider(Path(folder), f"http://127.0.0.1:{port}")
        environment = os.environ | {"PROVIDER_FOLDER": folder, "PROVIDER_URL": provider.url}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        command = [sys.executable, "-m", "tests.people.provider", str(port), origin]
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            wait_for(f"{provider.url}/.well-known/openid-configuration", process)
            yield provider
        finally:
            process.terminate()
            process.wait()


def wait_for(address, process):
    """Until it answers, for half a minute at most."""
    for _ in range(300):
        try:
            urlopen(address).close()  # noqa: S310 - an address of ours
        except URLError:
            assert process.poll() is None, "the provider stopped"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider does not answer")
