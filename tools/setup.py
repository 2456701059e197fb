"""Makes `.venv` and installs the project in it: `python tools/setup.py run`, or `test` for the tools of tests as well.

Standard library only, for any Python from 3.11. It chooses no package index: that is pip's configuration.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
PIP = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check"]
REQUIREMENTS = {"run": ["build", "run"], "test": ["test"]}
STAMPS = {"run": ["run"], "test": ["run", "test"]}
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
}
"""What uv calls pip's settings."""


def main(kind: str) -> None:
    """Make or complete the environment of that kind. Doing it again changes nothing."""
    start = time.monotonic()
    make_environment()
    files = [word for name in REQUIREMENTS[kind] for word in ("-r", f"requirements/{name}.txt")]
    steps = [["--require-hashes", *files], ["--no-deps", "--no-build-isolation", "-e", "."]]
    if not (bring_uv() and all(uv_install(step) for step in steps)):
        print("setup: uv cannot do it here, pip does (slower)", flush=True)
        if not all(pip_install(step) for step in steps):
            sys.exit("setup: the packages could not be installed; pip says why above")
    # So that `preau` starts at once, the first time too.
    subprocess.run([PYTHON, "-m", "compileall", "-q", "src"], cwd=ROOT, check=True)
    for name in STAMPS[kind]:
        (VENV / f".installed-{name}").touch()
    print(f"setup: .venv is ready ({kind}, {time.monotonic() - start:.0f} s)")


def make_environment() -> None:
    """A virtual environment whose Python runs and is recent enough; any other is made anew."""
    recent = "import sys; sys.exit(sys.version_info < (3, 11))"
    if Path(PYTHON).exists() and subprocess.run([PYTHON, "-c", recent], check=False).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip") is None and (reason := system.install("python3-venv")):
        sys.exit(f"setup: this Python cannot make a virtual environment (package python3-venv): {reason}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def bring_uv() -> bool:
    """True when uv is in the environment, brought by pip if need be."""
    return (VENV / "bin" / "uv").exists() or pip_install(["--require-hashes", "-r", "requirements/uv.txt"])


def pip_install(arguments: list[str]) -> bool:
    """Install with pip; False when it could not, and pip has said why."""
    return subprocess.run([*PIP, "install", *arguments], cwd=ROOT, check=False).returncode == 0


def uv_install(arguments: list[str]) -> bool:
    """Install with uv, ten times faster; False when it could not, and uv has said why."""
    command = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON]
    environment = {**indexes_of_pip(), **os.environ}
    return subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=False).returncode == 0


def indexes_of_pip() -> dict[str, str]:
    """What pip was told about indexes, in uv's words, for uv does not read pip's configuration.

    All indexes are equal, as they are to pip: the hashes decide what is installed, not the place it comes from.
    """
    listed = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=True)
    told = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        name = UV_NAMES.get(key.rpartition(".")[2])
        if name:
            told[name] = " ".join(str(ast.literal_eval(value)).split())
    return told


if __name__ == "__main__":
    main(sys.argv[1])
