"""The conventions that matter, each as a test. An exception carries its reason."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.core.management import call_command

from preau.core.findings import LEVELS
from tools import sizes

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "preau"

LONGER = {}
"""Files and functions that may pass the limits: {"src/preau/…/name.py": "why it is better in one piece"}."""

OTHER_TESTS = {
    "journeys": "the product in a browser, whatever package answers",
}
"""Folders of tests that mirror no package, and what they are for."""

# Written so that this file does not name what it forbids.
ELSEWHERE = re.compile(
    r"\b(pyp[i]|pythonhoste[d]|npmj[s]|yarnpk[g])\.(org|com|io)\b"
    r"|\bdeb\.debia[n]\.|\bcrate[s]\.io\b"
    r"|(^|[^\w.])/(wor[k]|roo[t]|far[m]|hom[e]|User[s])/"
)
VENDORED = re.compile(r"\.(ttf|otf|woff2?)$|\.min\.(css|js)$|(^|/)vendor(ed)?/")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
LICENCE = re.compile(r"^(LICEN[CS]E|OFL|COPYING)", re.IGNORECASE)


@pytest.fixture(scope="session")
def tracked():
    """The paths that git tracks or is about to, from the root of the project."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this copy of the project is not a git clone")
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]


def test_names_no_registry_and_no_machine(tracked):
    found = []
    for path in tracked:
        try:
            lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{path}:{number}" for number, line in enumerate(lines, 1) if ELSEWHERE.search(line)]

    assert found == []


def test_no_module_has_a_name_that_says_nothing():
    names = {"actions", "common", "helpers", "misc", "util", "utils"}

    found = [str(path) for folder in ("src", "tests", "tools") for path in (ROOT / folder).rglob("*.py")]

    assert [path for path in found if names & {Path(path).stem, Path(path).parent.name}] == []


def test_folders_of_tests_mirror_the_source():
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}

    mirrored = [path for path in folders if str(path) not in OTHER_TESTS]

    assert [str(path) for path in mirrored if not (PACKAGE / path).is_dir()] == []


@pytest.mark.parametrize(("kind", "limit"), [("files", 400), ("functions", 50), ("tests", 60)])
def test_nothing_is_too_long(kind, limit):
    measured = {
        "files": [*sizes.files("src"), *sizes.files("tests"), *sizes.files("tools")],
        "functions": [*sizes.functions("src"), *sizes.functions("tools")],
        "tests": list(sizes.functions("tests")),
    }[kind]

    too_long = [size for size in measured if size.lines > limit and size.name.partition(":")[0] not in LONGER]

    assert too_long == [], sizes.summary(kind, measured)


def test_exceptions_to_the_sizes_still_exist():
    assert [path for path in LONGER if not (ROOT / path).is_file()] == []


def test_what_is_not_ours_has_its_licence_beside_it(tracked):
    vendored = [path for path in tracked if VENDORED.search(path) and not LICENCE.match(Path(path).name)]

    def has_licence(path):
        return any(LICENCE.match(near.name) for near in (ROOT / path).parent.iterdir())

    assert [path for path in vendored if not has_licence(path)] == []


def test_what_is_not_ours_stands_in_the_register(tracked):
    vendored = [path for path in tracked if VENDORED.search(path)]
    register = [row[0].strip("`") for row in rows("licences.md")]

    unknown = [path for path in vendored if not any(fnmatch(path, pattern) for pattern in register)]
    gone = [pattern for pattern in register if not any(fnmatch(path, pattern) for path in tracked)]

    assert (unknown, gone) == ([], [])


def test_code_words_of_the_glossary_exist():
    words = code_words("Words of the code")

    assert [(word, package) for word, package in words if word not in names_in(package)] == []


def test_words_to_come_have_not_come_yet():
    words = code_words("To come")

    arrived = [word for word, package in words if word in (classes() if word[0].isupper() else names_in(package))]

    assert arrived == []


def test_findings_are_documented_with_their_level():
    table = rows("reading.md", "Findings")

    documented = {code: level for level, codes in table for code in re.findall(r"`([\w-]+)`", codes)}

    assert documented == LEVELS


def test_layers_in_parentheses_are_still_to_come():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]

    to_come = re.findall(r"\((\w+)\)", " ".join(layers))

    assert [name for name in to_come if (PACKAGE / name).is_dir()] == []


@pytest.mark.parametrize(
    ("folders", "extras"),
    [(["src"], ["postgres"]), (["benchmarks", "tests", "tools"], ["postgres", "test"])],
    ids=["the product", "its tests"],
)
def test_what_is_imported_is_declared(folders, extras):
    ours = {"benchmarks", "preau", "system", "tests", "tools"}
    distributions = packages_distributions()

    modules = {name for folder in folders for name in imports(folder)} - ours - sys.stdlib_module_names

    assert [name for name in modules if declared(extras).isdisjoint(map(canonical, distributions.get(name, [])))] == []


def test_a_tag_of_templates_has_one_meaning():
    """Two libraries with one name, and the one loaded last would win without a word."""
    declared = re.compile(r"@register\.\w+(?:\([^)]*\))?\ndef (\w+)")
    names = Counter(name for path in PACKAGE.rglob("templatetags/*.py") for name in declared.findall(path.read_text()))

    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_decisions_are_numbered_without_a_gap():
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").iterdir())

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_the_readme_is_read_in_a_minute():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 80


def test_links_between_our_papers_lead_somewhere(tracked):
    papers = [ROOT / path for path in tracked if path.endswith(".md")]

    links = [(paper, target) for paper in papers for target in LINK.findall(paper.read_text(encoding="utf-8"))]

    assert [(paper.name, target) for paper, target in links if not (paper.parent / target).exists()] == []


@pytest.mark.parametrize("paper", ["README.md", "docs/architecture.md", "docs/reading.md"])
def test_paths_that_our_papers_name_exist(paper):
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", (ROOT / paper).read_text(encoding="utf-8"))

    assert [path for path in named if not any((folder / path).exists() for folder in (ROOT, PACKAGE))] == []


def rows(paper, title=None):
    """The rows of the first table of a paper of docs/, or of the one under a title, as lists of cells."""
    text = (ROOT / "docs" / paper).read_text(encoding="utf-8")
    section = text if title is None else text.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    assert lines, f"no table in docs/{paper}, {title}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code_words(title):
    """The words of a table of the glossary, each with the package it belongs to."""
    table = rows("glossary.md", title)
    return [(word, package.strip("`")) for _, cell, package, _ in table for word in re.findall(r"`(\w+)`", cell)]


@cache
def classes():
    """The names of all our classes: one word means one thing, wherever it stands."""
    trees = [ast.parse(path.read_bytes()) for path in PACKAGE.rglob("*.py")]
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


@cache
def names_in(package):
    """Every name that the package defines and every short text that it holds (a concept is a text)."""
    folder = PACKAGE.joinpath(*package.split("."))
    paths = [folder.with_suffix(".py")] if folder.with_suffix(".py").is_file() else folder.rglob("*.py")
    names = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                    names.add(name)
                case ast.Constant(value=str(text)):
                    names.add(text)
    return names


def imports(folder):
    """The names at the top of everything that a folder imports, at the start or when needed."""
    for path in sizes.sources(folder):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Import(names=names):
                    yield from (alias.name.partition(".")[0] for alias in names)
                case ast.ImportFrom(module=str(module), level=0):
                    yield module.partition(".")[0]


def declared(extras):
    """The distributions that pyproject.toml asks for, with these extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return {canonical(re.match(r"[\w.-]+", line)[0]) for lines in lists for line in lines}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()
