"""From the bytes of a file to the annex it holds, with everything that reading and checking have to say."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from preau.core.annex.checks import check
from preau.core.annex.contract import Source
from preau.core.annex.parse import Overrides, parse
from preau.core.annex.rows import Annex
from preau.core.findings import Finding
from preau.formats.reading import read_grids


class AnnexFile(NamedTuple):
    """An annex with the file it comes from and its findings."""

    source: Source
    annex: Annex
    findings: list[Finding]


def read_annex(
    data: bytes, name: str = "", *, sheet: str | None = None, overrides: Overrides | None = None
) -> AnnexFile:
    """Read and check the annex of a file; `name` only helps to guess its format.

    Raises Refusal, with a sentence, for what cannot be read or holds no table of actions.
    """
    format_, reading = read_grids(data, name)
    annex = parse(reading, sheet=sheet, overrides=overrides)
    source = Source(name, format_, hashlib.sha256(data).hexdigest(), reading.encoding)
    return AnnexFile(source, annex, check(annex))
