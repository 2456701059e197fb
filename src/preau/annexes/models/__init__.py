"""What was brought, from which file, what each row of it said; what the checks say of the programme as it stands."""

from preau.annexes.models.findings import Acceptance, Finding, StandingFinding
from preau.annexes.models.imports import Import, ImportedRow, SourceFile
from preau.annexes.models.uploads import Upload

__all__ = ["Acceptance", "Finding", "Import", "ImportedRow", "SourceFile", "StandingFinding", "Upload"]
