"""French for what the standard library says on a command line."""

from __future__ import annotations

import argparse
import sys

_WORDS = {
    "usage: ": "Usage : ",
    "the following arguments are required: %s": "Il manque %s.",
    "unrecognized arguments: %s": "Option ou argument inconnu : %s.",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)s n’existe pas. Les choix sont %(choices)s.",
    "invalid %(type)s value: %(value)r": "« %(value)s » n’est pas un nombre.",
    "expected one argument": "il manque une valeur.",
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
}


def french_words() -> None:
    """Make argparse speak French, whatever the language of the machine, and let the terminal take our signs.

    argparse asks a module-level `_` for its words; replacing it is the only way in that does not depend on the locale.
    """
    argparse._ = lambda words: _WORDS.get(words, words)  # type: ignore[attr-defined]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")
