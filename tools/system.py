"""Brings programs of the system that tests need, where they are missing: `python tools/system.py postgresql chromium`.

Uses apt-get, as root or through `sudo -n`; elsewhere it says what is missing, and the tests that need it are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path


def postgresql() -> Path | None:
    """The folder of PostgreSQL's own programs, of the newest version; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = found[-1] if found else shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def chromium() -> Path | None:
    """The browser that the journeys drive (`CHROMIUM`, else the system's); None where there is none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


PROGRAMS: dict[str, Callable[[], Path | None]] = {"postgresql": postgresql, "chromium": chromium}
"""Each by the name of its package."""


def install(package: str) -> str | None:
    """Install one package of the system. The answer is why it could not be, or None."""
    apt = shutil.which("apt-get")
    if apt is None:
        return "this system has no apt-get"
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and (not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], check=False).returncode):
        return "installing needs root, or sudo without a password"
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-y"]
    print(f"system: installing {package}", flush=True)
    with no_server(prefix) if package == "postgresql" else nullcontext():
        for lists in ("as they are", "renewed"):
            if lists == "renewed":
                subprocess.run([*command, "update"], check=False)
            words = [*command, "install", "--no-install-recommends", package]
            if subprocess.run(words, check=False, stdout=subprocess.DEVNULL).returncode == 0:
                return None
    return f"apt-get could not install {package}"


@contextmanager
def no_server(prefix: list[str]) -> Iterator[None]:
    """Debian starts a database server with its package; ours is private to a run of the tests, so none is wanted."""
    setting = Path("/etc/postgresql-common/createcluster.d/preau.conf")
    write = f"mkdir -p {setting.parent} && echo 'create_main_cluster = false' > {setting}"
    subprocess.run([*prefix, "sh", "-c", write], check=False)
    try:
        yield
    finally:
        subprocess.run([*prefix, "rm", "-f", setting], check=False)


def main(packages: list[str]) -> None:
    """Install what is missing of these, and say in a line what each has become."""
    for package in packages:
        reason = None if PROGRAMS[package]() else install(package)
        program = PROGRAMS[package]()
        print(f"system: {package}: {program or f'absent, its tests will be skipped: {reason}'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
