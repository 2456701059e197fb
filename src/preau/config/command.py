"""The command `preau`: its words, its options, its exit codes. What a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from preau.config.words import french_words
from preau.core.days import past_day
from preau.core.refusal import Refusal
from preau.core.typography import french

QUOTE = "'"
"""What argparse puts around words; French has « »."""
DONE, ERRORS_FOUND, REFUSED, DEFECT, INTERRUPTED = 0, 1, 2, 70, 130


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Parser"]  # noqa: SLF001 - its only name


class Parser(argparse.ArgumentParser):
    """A parser that speaks French and refuses with a sentence."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False)  # type: ignore[arg-type]
        self.add_argument("-h", "--help", action="help", help="montre cette aide")
        self._positionals.title, self._optionals.title = "Arguments\u00a0", "Options\u00a0"  # before the colon

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and where help is."""
        raise Refusal(f"{message.replace(QUOTE, '')} Aide : {self.prog} --help.")


def parser() -> Parser:
    """Every command with its options. Nothing heavy is imported to describe them."""
    top = Parser(
        prog="preau",
        description="Le programme d’actions d’une cité éducative : lire l’annexe, la vérifier, la garder, la montrer, "
        "la rendre.",
    )
    top.add_argument("--version", action="version", version=_version(), help="montre la version")
    commands = top.add_subparsers(title="Commandes\u00a0", metavar="COMMANDE", dest="command", required=True)
    for describe in (_check, _convert, _import, _undo, _positions, _diff, _demo, _serve, _createadmin):
        describe(commands)
    return top


def _check(commands: Commands) -> None:
    command = commands.add_parser(
        "check",
        help="lit une annexe et dit ce qui ne va pas",
        description="Lit un tableau d’actions de n’importe quel format et dit ce qui a été compris et ce qui ne va "
        "pas. Code de sortie : 0 lu, 1 des erreurs y ont été trouvées, 2 illisible.",
    )
    _source(command)
    command.add_argument("--json", action="store_true", help="écrit un objet JSON et rien d’autre")
    command.add_argument("--all", action="store_true", help="montre toutes les remarques, même nombreuses")


def _convert(commands: Commands) -> None:
    command = commands.add_parser(
        "convert",
        help="rend l’annexe dans un autre format",
        description="Lit une annexe et l’écrit dans le format que dit l’extension : pdf, docx, odt, xlsx, ods, csv, "
        "tsv ou html.",
    )
    _source(command)
    command.add_argument("-o", "--output", required=True, metavar="SORTIE", help="le fichier à écrire, annexe.pdf")


def _import(commands: Commands) -> None:
    command = commands.add_parser(
        "import",
        help="met une annexe au programme d’une cité",
        description="Compare l’annexe au programme de la cité, montre ce qui change, et l’applique en une fois. "
        "Importer deux fois le même fichier ne change rien.",
    )
    _source(command)
    _cite(command, "la cité, par exemple allonnes ; créée si elle est nouvelle")
    command.add_argument("--year", type=int, metavar="ANNÉE", help="l’année du programme, si le fichier ne la dit pas")
    command.add_argument(
        "--on", type=_day, metavar="DATE", help="le jour où cette annexe a pris effet, 2020-03-10 (aujourd’hui)"
    )
    command.add_argument("--dry-run", action="store_true", help="montre ce qui changerait, sans rien écrire")
    command.add_argument("--json", action="store_true", help="écrit un objet JSON et rien d’autre")


def _undo(commands: Commands) -> None:
    command = commands.add_parser(
        "undo",
        help="annule un import",
        description="Remet le programme comme il était avant un import, tant que rien n’a été bâti dessus. Rien n’est "
        "effacé : l’annulation s’ajoute au journal.",
    )
    _cite(command, "la cité")
    command.add_argument("number", type=int, metavar="NUMÉRO", help="le numéro de l’import, celui de son adresse")


def _positions(commands: Commands) -> None:
    command = commands.add_parser(
        "positions",
        help="dit où en est chaque enveloppe",
        description="Pour chaque enveloppe d’une cité : notifié, programmé, engagé, versé, disponible, aujourd’hui ou "
        "à une date. Le total est celui des enveloppes en argent ; ce qui est donné en nature est à part.",
    )
    _cite(command, "la cité")
    command.add_argument("--year", type=int, metavar="ANNÉE", help="ne montre que les enveloppes de cette année")
    command.add_argument("--at", type=_day, metavar="DATE", help="à la fin de ce jour, 2020-10-15 (aujourd’hui)")
    command.add_argument("--json", action="store_true", help="écrit une liste JSON et rien d’autre")


def _diff(commands: Commands) -> None:
    command = commands.add_parser(
        "diff",
        help="compare deux réactualisations adoptées",
        description="Montre ce qui a changé au programme d’une réactualisation adoptée à une autre, action par action, "
        "avec les motifs et les totaux. La réactualisation 0 est le programme initial.",
    )
    _cite(command, "la cité")
    command.add_argument("--year", type=int, required=True, metavar="ANNÉE", help="l’année du programme")
    command.add_argument("before", metavar="DE", help="le numéro de la première, 0 pour le programme initial")
    command.add_argument("after", metavar="À", help="le numéro de la seconde")
    command.add_argument("--json", action="store_true", help="écrit un objet JSON et rien d’autre")


def _demo(commands: Commands) -> None:
    command = commands.add_parser(
        "demo",
        help="montre le programme d’Allonnes dans un navigateur",
        description="Lit la vraie annexe d’Allonnes (2020), la met dans une base à part et sert les pages sur cette "
        "machine. On y entre sans mot de passe, dans le rôle de son choix.",
    )
    command.add_argument("--port", type=_port, metavar="PORT", help="le port (8000, ou le premier libre après lui)")
    command.add_argument("--open", action="store_true", help="ouvre le navigateur")


def _serve(commands: Commands) -> None:
    command = commands.add_parser(
        "serve",
        help="sert les pages",
        description="Sert les pages à qui a un compte. Le premier se crée avec preau createadmin.",
    )
    command.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="l’adresse d’écoute (cette machine)")
    command.add_argument("--port", type=_port, default=8000, metavar="PORT", help="le port (8000)")
    command.add_argument("--workers", type=int, default=2, metavar="N", help="le nombre de processus (2)")


def _createadmin(commands: Commands) -> None:
    command = commands.add_parser(
        "createadmin",
        help="crée une administration de l’installation",
        description="Crée le compte d’une personne qui administre l’installation : elle crée les cités et invite leur "
        "coordination. Le mot de passe est demandé deux fois, ou lu dans PREAU_PASSWORD.",
    )
    command.add_argument("email", metavar="ADRESSE", help="son adresse électronique")
    command.add_argument("--name", metavar="NOM", help="son prénom et son nom")
    command.add_argument("--link", action="store_true", help="donne un lien où elle choisit son mot de passe elle-même")
    command.add_argument(
        "--url", default="http://127.0.0.1:8000", metavar="URL", help="ce que le lien a devant (http://127.0.0.1:8000)"
    )


def _port(text: str) -> int:
    """A number of port, for argparse."""
    if not text.isdecimal() or not 0 < int(text) < 1 << 16:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un port. Donnez un nombre de 1 à 65535.")
    return int(text)


def _day(text: str) -> date:
    """A day that has come, for argparse."""
    return past_day(text, date.today())  # noqa: DTZ011 - the day of the person at the terminal


def _cite(command: argparse.ArgumentParser, words: str) -> None:
    command.add_argument("--cite", required=True, metavar="NOM-COURT", help=words)


def _source(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FICHIER", help="le fichier, ou - pour lire l’entrée standard (texte collé)")
    command.add_argument("--sheet", metavar="FEUILLE", help="ne lit que cette feuille du classeur")
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="NOTION=COLONNE",
        dest="columns",
        help="choisit une colonne, par sa lettre, son rang ou son titre : --map total_cost=H",
    )


def _version() -> str:
    from preau import __version__

    return f"preau {__version__}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 errors found in what was read, 2 refused with a sentence."""
    french_words()
    try:
        options = parser().parse_args(arguments)
        code: int = import_module(f"preau.config.commands.{MODULES[options.command]}").run(options)
        sys.stdout.flush()
    except Refusal as refusal:
        print(french(f"preau : {refusal}"), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nInterrompu. Rien n’a été écrit à moitié.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has enough
        return DONE
    except Exception:
        if os.environ.get("PREAU_DEBUG"):
            raise
        print(french(_DEFECT), file=sys.stderr)
        return DEFECT
    return code


MODULES = {
    "check": "check",
    "convert": "convert",
    "import": "bring",
    "undo": "undo",
    "positions": "positions",
    "diff": "diff",
    "demo": "demo",
    "serve": "serve",
    "createadmin": "createadmin",
}
"""The module of each command (`import` is a word of Python)."""

_DEFECT = (
    "preau : un défaut du logiciel a arrêté la commande. Rien n’a été écrit à moitié. "
    "Relancez-la avec PREAU_DEBUG=1 devant, et envoyez ce qui s’affiche à ceux qui tiennent Préau."
)
