"""An upload as the annex it holds, with the choices of the person; and where it would go. Nothing here writes."""

from __future__ import annotations

from typing import cast

from preau.annexes.models import Upload
from preau.annexes.operations import Target
from preau.core.annex.checks import check
from preau.core.annex.contract import Source
from preau.core.annex.parse import Overrides, parse
from preau.core.annex.rows import Annex
from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.annex import AnnexFile
from preau.formats.kept import from_json
from preau.programmes.states import FIRST_YEAR, LAST_YEAR

NO_YEAR = "Le fichier ne dit pas l’année du programme. Écrivez-la au-dessus des colonnes, puis relisez."


def reading_of(upload: Upload) -> Reading:
    """What was read of the file, whole."""
    return from_json(cast("dict[str, object]", upload.grids))


def annex_of(upload: Upload, reading: Reading | None = None) -> AnnexFile:
    """The annex that the parts chosen hold, its columns as the person chose them.

    Raises Refusal when a chosen column does not exist, and NoTable when nothing looks like a table of actions.
    """
    whole = reading or reading_of(upload)
    parts = [whole.grids[at] for at in upload.parts if at < len(whole.grids)] or whole.grids
    chosen = Reading(parts, whole.encoding, whole.findings)
    annex = parse(chosen, overrides=cast("Overrides", upload.columns))
    source = upload.source
    return AnnexFile(Source(source.name, source.format, source.sha256, source.encoding or None), annex, check(annex))


def year_of(upload: Upload, annex: Annex) -> int | None:
    """The year that the person chose, else that of the file; None where neither says one that a programme may have."""
    said = upload.year or annex.year
    return said if said is not None and FIRST_YEAR <= said <= LAST_YEAR else None


def target_of_upload(upload: Upload, file: AnnexFile) -> Target:
    """Where the annex goes. Raises Refusal where it holds no action or no year is known."""
    if not file.annex.actions:
        raise Refusal("Aucune action n’est lue dans ce fichier : il n’y a rien à appliquer. Vérifiez les colonnes.")
    year = year_of(upload, file.annex)
    if year is None:
        raise Refusal(NO_YEAR)
    return Target(upload.cite.slug, upload.cite.name, year)
