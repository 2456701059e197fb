"""The command as a person types it: its sentences, its exit codes, what it imports, what it leaves behind."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from preau.config.command import main, parser
from preau.core.refusal import Refusal

COMMANDS = ("check", "convert", "import", "undo", "positions", "diff", "demo", "serve", "createadmin")
PASSWORD = "un préau sous la pluie"  # noqa: S105 - of nobody


def environment(data):
    """The environment of a new user: nothing set but the folder of data."""
    ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PREAU_DEMO", "PREAU_HOSTS", "PREAU_PASSWORD", "PREAU_TLS")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return inherited | {"PREAU_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.fixture
def preau(tmp_path):
    """Run `preau` in a process of its own, with a data folder of its own."""

    def preau(*arguments, settings=None, **options):
        command = [sys.executable, "-c", "import sys; from preau.config.command import main; sys.exit(main())"]
        return subprocess.run(
            [*command, *arguments],
            env=environment(tmp_path / "data") | (settings or {}),
            stdin=None if "input" in options else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )

    return preau


def test_check_says_what_was_read_and_ends_with_1_where_errors_are(preau, seed_text):
    run = preau("check", str(seed_text))

    lines = run.stdout.splitlines()
    assert run.returncode == 1
    assert lines[2] == "24 actions, 11 porteurs, 4 thèmes."
    assert lines[3].split("  ")[-1].strip() == "égal au total imprimé"
    assert run.stderr == ""


def test_check_ends_with_0_where_no_error_is(preau):
    run = preau("check", "-", input="Porteur\tIntitulé\tCoût total\nVille\tKits\t10 €\n")

    assert (run.returncode, run.stdout.splitlines()[0]) == (0, "entrée standard\u00a0: tsv, utf-8")


def test_json_is_one_object_and_nothing_else(preau, seed_text):
    told = json.loads(preau("check", "--json", str(seed_text)).stdout)

    assert list(told) == [
        "source",
        "title",
        "place",
        "year",
        "tables",
        "actions",
        "printed",
        "computed",
        "notes",
        "findings",
    ]
    assert told["computed"] == told["printed"] == {"total_cost": "594268.00", "grant": "250000.00"}
    assert [a["number"] for a in told["actions"]] == list(range(1, 25))
    assert told["actions"][3]["holders"] == [{"name": "JSA", "tentative": True}]


def test_the_text_may_come_from_standard_input(preau, seed_text):
    told = json.loads(preau("check", "--json", "-", input=seed_text.read_text()).stdout)

    assert (len(told["actions"]), told["computed"]["grant"]) == (24, "250000.00")


def test_a_person_may_choose_the_columns(preau):
    text = "Qui\tQuoi\tCombien\nVille\tKits\t10 €\nCAF\tJeux\t20 €\n"

    choices = [word for choice in ("holder=A", "title=2", "grant=Combien") for word in ("--map", choice)]

    told = json.loads(preau("check", "--json", *choices, "-", input=text).stdout)

    assert [(a["holder_written"], a["title"], a["amounts"]["grant"]) for a in told["actions"]] == [
        ("Ville", "Kits", "10.00"),
        ("CAF", "Jeux", "20.00"),
    ]


def test_check_imports_no_web_framework(seed_text):
    code = (
        "import sys; from preau.config.command import main; main(); "
        "print([name for name in ('django', 'granian', 'csp') if name in sys.modules])"
    )

    run = subprocess.run(
        [sys.executable, "-c", code, "check", str(seed_text)], capture_output=True, text=True, check=True,
        env=environment("."),
    )  # fmt: skip

    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_french(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([*command.split(), "--help"])

    said = capsys.readouterr().out
    english = re.findall(r"\b(?:usage|options|positional|show|this|the|error|help message)\b", said)
    assert (end.value.code, english) == (0, [])
    assert said.startswith("Usage : preau")


def test_every_command_is_described():
    helped = parser().format_help()

    assert [command for command in COMMANDS if not re.search(rf"^    {command}\s+\w", helped, re.MULTILINE)] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "preau : Il manque COMMANDE. Aide : preau --help."),
        (("check",), "preau : Il manque FICHIER. Aide : preau check --help."),
        (
            ("chek", "a"),
            f"preau : COMMANDE : chek n’existe pas. Les choix sont {', '.join(COMMANDS)}.",
        ),
        (("check", "--zob", "a"), "preau : Option ou argument inconnu : --zob. Aide : preau --help."),
        (("check", "absent.xlsx"), "preau : Le fichier absent.xlsx n’existe pas. Vérifiez son nom et son dossier."),
        (("check", "."), "preau : . est un dossier. Donnez le chemin d’un fichier."),
        (("check", "--map", "zob=A", "a"), "preau : --map zob=A n’est pas compris."),
        (("convert", "a", "-o", "b.zob"), "preau : Le format de b.zob n’est pas connu."),
        (("import", "a", "--cite", "Le Mans"), "preau : --cite Le Mans : écrivez un nom court en minuscules"),
        (("import", "a", "--cite", "x", "--year", "mille"), "preau : --year : « mille » n’est pas un nombre."),
        (("serve", "--port", "99999"), "preau : --port : « 99999 » n’est pas un port. Donnez un nombre de 1 à 65535."),
        (("serve", "--host", "0.0.0.0"), "preau : 0.0.0.0 est toute adresse de cette machine. Dites sous quels noms"),  # noqa: S104
        (("serve", "--public"), "preau : Option ou argument inconnu : --public."),
        (("createadmin",), "preau : Il manque ADRESSE. Aide : preau createadmin --help."),
        (("createadmin", "a@b.example"), "preau : Dites le nom de la personne"),
        (("createadmin", "a@b.example", "--name", "A"), "preau : Aucun mot de passe n’a été donné."),
        (("createadmin", "zob", "--link"), "preau : Écrivez une adresse complète"),
    ],
)
def test_a_mistake_is_answered_by_a_sentence_and_2(preau, arguments, sentence):
    run = preau(*arguments)

    said = run.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert (run.returncode, run.stdout) == (2, "")
    assert said.startswith(sentence)
    assert len(said.splitlines()) == 1


def test_convert_writes_the_format_that_the_name_asks_for(preau, seed_text, tmp_path):
    output = tmp_path / "annexe.csv"

    run = preau("convert", str(seed_text), "-o", str(output))

    assert (run.returncode, run.stderr) == (0, "")
    assert len(output.read_bytes()) > 10_000
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_convert_never_overwrites_the_annex_it_reads(preau, seed_forms, tmp_path):
    copy = tmp_path / "annexe.xlsx"
    copy.write_bytes((seed_forms / "annexe.xlsx").read_bytes())

    run = preau("convert", str(copy), "-o", str(copy))

    assert run.returncode == 2
    assert copy.read_bytes() == (seed_forms / "annexe.xlsx").read_bytes()


def test_convert_into_a_folder_that_is_not_there_writes_nothing(preau, seed_text, tmp_path):
    run = preau("convert", str(seed_text), "-o", str(tmp_path / "absent" / "annexe.csv"))

    assert (run.returncode, run.stderr.strip().endswith("son dossier n’existe pas.")) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_import_says_what_it_did_and_how_to_go_back(preau, seed_text):
    first = preau("import", str(seed_text), "--cite", "allonnes")
    again = preau("import", str(seed_text), "--cite", "allonnes")
    undone = preau("undo", "--cite", "allonnes", "1")
    missing = preau("undo", "--cite", "allonnes", "7")

    assert [run.returncode for run in (first, again, undone, missing)] == [0, 0, 0, 2]
    assert first.stdout.splitlines()[6:] == [
        "La cité Allonnes (allonnes) est nouvelle\u00a0: elle est créée.",
        "Programme 2020 d’Allonnes\u00a0:",
        "  24 actions créées",
        "Remarques\u00a0: 1 à corriger, 15 à préciser, 25 à savoir. preau check les détaille.",
        "Import n°\u00a01 appliqué. Pour revenir en arrière\u00a0: preau undo --cite allonnes 1",
    ]
    assert again.stdout.splitlines()[-1] == "Le programme 2020 d’Allonnes dit déjà tout cela. Rien n’a changé."
    assert undone.stdout == "Annulation de l’import n°\u00a01\u00a0: 24 actions remises comme avant.\n"


def test_a_rehearsal_in_json_writes_nothing(preau, seed_text):
    told = json.loads(preau("import", str(seed_text), "--cite", "allonnes", "--dry-run", "--json").stdout)
    real = json.loads(preau("import", str(seed_text), "--cite", "allonnes", "--json").stdout)

    assert (told["import"], told["cite"]["created"], real["import"], real["cite"]["created"]) == (None, False, 1, True)
    assert [len(told["plan"][kind]) for kind in ("create", "change", "withdraw", "unchanged")] == [24, 0, 0, 0]
    assert told["plan"] == real["plan"]


def test_a_file_that_changes_while_it_is_read_is_refused(monkeypatch, tmp_path, capsys, seed_text):
    annex = tmp_path / "annexe.txt"
    annex.write_bytes(seed_text.read_bytes())
    real_stat = os.stat

    def stat_of_a_file_being_written(path, *arguments, **options):
        if str(path) == str(annex):
            with annex.open("a") as file:
                file.write("\n")
        return real_stat(path, *arguments, **options)

    monkeypatch.setattr(os, "stat", stat_of_a_file_being_written)
    code = main(["check", str(annex)])

    assert code == 2
    assert capsys.readouterr().err.startswith(f"preau\u00a0: {annex} a changé pendant la lecture.")


def test_the_demo_ends_on_a_page_in_one_click(tmp_path):
    port = free_port()
    with running(tmp_path, "demo", "--port", str(port)) as said:
        visitor = Visitor(f"http://127.0.0.1:{port}")
        asked = visitor.get("/allonnes/2020/")
        page = visitor.post(re.search(r'action="(/demo/coordination/)"', asked)[1], asked, next="/allonnes/2020/")

    assert "Entrer comme <b>Claire Morin</b>" in asked
    assert page.count("594\u202f268\u00a0€") >= 1
    assert f"Ouvrez http://127.0.0.1:{port}/allonnes/2020/ dans un navigateur" in said()
    assert (tmp_path / "demo" / "preau.sqlite3").is_file()


def test_the_pages_are_served_to_who_has_an_account(preau, tmp_path):
    made = preau("createadmin", "thomas@ville.example", "--name", "Thomas", settings={"PREAU_PASSWORD": PASSWORD})
    port = free_port()
    with running(tmp_path / "data", "serve", "--port", str(port), "--workers", "1"):
        visitor = Visitor(f"http://127.0.0.1:{port}")
        asked = visitor.get("/installation/")
        page = visitor.post(
            "/compte/login/", asked, next="/installation/", login="thomas@ville.example", password=PASSWORD
        )

    assert made.returncode == 0
    assert "Les cités" not in asked
    assert "Créer une cité" in page


def test_an_administrator_is_made_once(preau):
    thomas = ("createadmin", "thomas@ville.example", "--name", "Thomas Weber")
    first = preau(*thomas, settings={"PREAU_PASSWORD": PASSWORD})
    again = preau(*thomas, settings={"PREAU_PASSWORD": PASSWORD})
    weak = preau("createadmin", "ines@ville.example", "--name", "Inès", settings={"PREAU_PASSWORD": "court"})

    assert [run.returncode for run in (first, again, weak)] == [0, 2, 2]
    assert first.stdout == "Thomas Weber administre l’installation et se connecte avec thomas@ville.example.\n"
    assert again.stderr == "preau\u00a0: thomas@ville.example administre déjà l’installation.\n"
    assert weak.stderr.startswith("preau\u00a0: Ce mot de passe est trop court.")


def test_an_administrator_may_choose_their_password_by_a_link(preau):
    run = preau("createadmin", "thomas@ville.example", "--link", "--url", "https://preau.ville.example/")

    said, link = run.stdout.splitlines()
    assert said == "Ouvrez ce lien pour choisir le mot de passe. Il sert une fois, pendant 14 jours\u00a0:"
    assert re.fullmatch(r"https://preau\.ville\.example/invitation/[\w-]{43}/", link)


@pytest.mark.parametrize(("typed", "kept"), [((PASSWORD, PASSWORD), True), ((PASSWORD, "autre"), False)])
def test_a_password_is_typed_twice_alike(monkeypatch, typed, kept):
    from preau.config.commands import createadmin

    answers = iter(typed)
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)

    if kept:
        assert createadmin.typed_twice() == PASSWORD
    else:
        with pytest.raises(Refusal, match="Les deux mots de passe diffèrent"):
            createadmin.typed_twice()


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ({"PREAU_DEMO": "1"}, 2, "La démonstration n’est servie qu’à cette machine."),
        ({"PREAU_HOSTS": "preau.ville.example"}, None, "Attention\u00a0: mots de passe et pages voyagent en clair"),
        ({"PREAU_HOSTS": "preau.ville.example", "PREAU_TLS": "1"}, None, ""),
    ],
)
def test_pages_for_others_have_a_name_and_are_said_to_travel_in_clear(monkeypatch, capsys, settings, code, said):
    from preau.config.commands.serve import Address, open_to_others

    for name in ("PREAU_DEMO", "PREAU_HOSTS", "PREAU_TLS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    if code:
        with pytest.raises(Refusal, match=said):
            open_to_others(Address("0.0.0.0", 8000))  # noqa: S104 - nothing is served
    else:
        open_to_others(Address("0.0.0.0", 8000))  # noqa: S104 - nothing is served
        assert capsys.readouterr().err[: len(said) or None] == said


class Visitor:
    """Somebody with a browser that keeps its cookies."""

    def __init__(self, site):
        self.site = site
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def get(self, path):
        """The page, once the server answers."""
        for _ in range(900):
            try:
                return self.open(self.site + path)
            except OSError:
                time.sleep(0.1)
        return pytest.fail(f"{self.site}{path} never answered")

    def post(self, path, page, **sent):
        """The page that a form of another page leads to."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        return self.open(self.site + path, urlencode({"csrfmiddlewaretoken": token, **sent}).encode())

    def open(self, *request):
        with self.browser.open(*request, timeout=20) as answer:
            return answer.read().decode()


@contextmanager
def running(data, *arguments):
    """A server of ours while the pages are read; what it gives says what it printed, once it has stopped."""
    code = "import sys; from preau.config.command import main; sys.exit(main())"
    server = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment(data), stdout=subprocess.PIPE, text=True
    )
    said = []
    try:
        yield lambda: said[0]
    finally:
        server.terminate()
        said.append(server.communicate(timeout=30)[0])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_annex_of_the_demo_is_the_real_one(seed_text):
    from preau.config.commands.demo import demo_annex

    assert Path(demo_annex()).read_bytes() == seed_text.read_bytes()
