"""`preau convert`: the annex laid out as prefectures expect, in the format that the name of the file asks for."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from preau.config.files import write_file
from preau.config.sources import source_of
from preau.core.annex.layout import lay_out
from preau.core.refusal import Refusal


def run(options: Namespace) -> int:
    """Read, lay out, write. Raises Refusal for an unknown extension, before anything is read."""
    from preau.formats.writing import FORMATS, write

    output = Path(options.output)
    format_ = output.suffix.lower().lstrip(".")
    if format_ not in FORMATS:
        known = ", ".join(f".{extension}" for extension in FORMATS)
        raise Refusal(f"Le format de {output.name} n’est pas connu. Donnez un nom finissant par {known}.")
    if options.file != "-" and output.exists() and Path(options.file).exists() and output.samefile(options.file):
        raise Refusal(f"{output} est le fichier lu. Choisissez un autre nom : Préau n’écrase pas une annexe reçue.")
    file, _ = source_of(options)
    write_file(options.output, write(lay_out(file.annex), format_))
    print(f"{output} : {len(file.annex.actions)} actions.")
    return 0
