"""Papers to write: the real annex of Allonnes, a small one that can be read at a glance, and one that means harm."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from preau.core.document.blocks import Cell, Column, Document, Heading, Paragraph, Table

HOSTILE = [
    '<script>alert("x")</script> & ]]> <!--',
    "<r></worksheet></r>",
    '#panic("x") $x$ *b* _i_ @ref <lab> `raw` \\ [ ] {',
    "=1+1",
    "'=1+1",
    "+3",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "fête 🎉 👨‍👩‍👧 中文 \ue000",
    "العربية עברית Привет ŵ",
    "x" * 400,
    "https://exemple.fr/une/adresse/tres/longue?avec=des&parametres=et&encore=d-autres",
    "a\nb\n\nc",
    "« deux  espaces »",
    "\x00\x0b\ud800\ufffe",
    "L’HAŸ-LES-ROSES, œuvre, 5\u202f000\u00a0€, −3",
    "_x0041_",
    "mot " * 1_000 + "fin",
]


@pytest.fixture(scope="session")
def hostile_texts():
    return HOSTILE


@pytest.fixture(scope="session")
def hostile():
    """Each hostile text wherever a paper has text."""
    columns = (Column(1), Column(2), Column(3, "center"), Column(1, "right"))
    head = (tuple(Cell(text, role="column") for text in HOSTILE[:4]),)
    body = tuple(
        (Cell(number), Cell(text, role="row"), Cell(text), Cell(Decimal("-12.50")))
        for number, text in enumerate(HOSTILE)
    )
    foot = ((Cell("TOTAL", colspan=3, role="row"), Cell(Decimal("1234567.89"))),)
    blocks = [block for text in HOSTILE[:-1] for block in (Heading(text, 1), Paragraph(text))]
    return Document(HOSTILE[0], (*blocks, Table(columns, head, body, foot, HOSTILE[0])), HOSTILE[9], author=HOSTILE[0])


@pytest.fixture(scope="session")
def small():
    """Two actions under a theme, one row of two rows' height, an amount with cents, a note."""
    columns = (Column(8), Column(30), Column(40), Column(20, "right"), Column(20, "right"))
    head = (
        (
            Cell("N°", rowspan=2, role="column"),
            Cell("Porteur", rowspan=2, role="column"),
            Cell("Action", rowspan=2, role="column"),
            Cell("ANNEE 2020", colspan=2, role="column"),
        ),
        (Cell("Coût total", role="column"), Cell("Part", role="column")),
    )
    body = (
        (Cell("Santé et citoyenneté", colspan=5, role="row"),),
        (
            Cell(1),
            Cell("Ville d'Allonnes", rowspan=2),
            Cell("Aide au permis", role="row"),
            Cell(Decimal("8000.00")),
            Cell(Decimal("5000.00")),
        ),
        (Cell(2), Cell("Kits\nd’urgence", role="row"), Cell(Decimal("4874.10")), Cell(None)),
    )
    foot = ((Cell("TOTAL", colspan=3, role="row"), Cell(Decimal("12874.10")), Cell(Decimal("5000.00"))),)
    return Document(
        "Annexe 1",
        (
            Heading("ANNEXE 1"),
            Paragraph("Montants votés\nle 7 juillet 2020."),
            Table(columns, head, body, foot, caption="Les actions"),
            Paragraph("=note"),
        ),
        footer="Version 1",
        author="Cité éducative d’Allonnes",
    )


@pytest.fixture(scope="session")
def bare():
    """A paper without a table."""
    return Document("Lettre", (Heading("Lettre"), Paragraph("Rien à dire.")))


@pytest.fixture(scope="session")
def hollow():
    """A paper with a table of a head alone, and one of nothing."""
    columns = (Column(1), Column(1, "right"))
    head = ((Cell("Action", role="column"), Cell("Coût", role="column")),)
    return Document("Vide", (Heading("Vide"), Table(columns, head, ()), Table(columns, (), ())))


@pytest.fixture(scope="session")
def allonnes(seed_text):
    """The annex of Allonnes as a paper, cell by cell as it was written."""
    lines = [line.split("\t") for line in seed_text.read_text(encoding="utf-8").split("\n")]
    upper, lower = next((line, lines[at + 1]) for at, line in enumerate(lines) if line[0] == "N°")
    head = (
        (
            *(Cell(text, rowspan=2, role="column") for text in upper[:7]),
            Cell(upper[7], colspan=2, role="column"),
        ),
        tuple(Cell(text, role="column") for text in lower[7:]),
    )
    body = tuple(action(line) for line in lines if line[0].isdigit())
    total = next(line for line in lines if line[0] == "TOTAL")
    foot = ((Cell("TOTAL", colspan=7, role="row"), Cell(euros(total[7])), Cell(euros(total[8]))),)
    texts = (Column(width) for width in (7, 25, 26, 32, 84, 26, 42))
    columns = (*texts, Column(21, "right"), Column(22, "right"))
    titles = [line[0] for line in lines[: lines.index(upper)] if line[0]]
    return Document(
        "Annexe 1 – Programme d’actions 2020 – Cité éducative d’Allonnes",
        (Heading(titles[0]), Heading(titles[1], 2), Table(columns, head, body, foot)),
        footer="Cité éducative d’Allonnes – Annexe 1 – Programme 2020, réactualisé n°\u00a01",
    )


def action(line):
    description = re.sub(r"</p>\s*<p>", "\n", line[4]).removeprefix("<p>").removesuffix("</p>")
    texts = [line[1], line[2], description, line[5], line[6]]
    holder, theme, described, audience, partners = (Cell(text or None) for text in texts)
    title = Cell(line[3], role="row")
    number, cost, grant = Cell(int(line[0])), Cell(euros(line[7])), Cell(euros(line[8]))
    return number, holder, theme, title, described, audience, partners, cost, grant


def euros(text):
    return Decimal(re.sub(r"\D", "", text)).quantize(Decimal("0.01"))


@pytest.fixture(scope="session")
def cells():
    """What a sheet of a paper should hold, worked out without the code that is tested: a list a row, "" for nothing."""
    return cells_of


def cells_of(document):
    width = max((len(block.columns) for block in document.blocks if isinstance(block, Table)), default=1)
    rows = []
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            rows.append([block.text])
            continue
        rows += [[block.caption]] if block.caption else []
        taken = {}
        for at, row in enumerate((*block.head, *block.body, *block.foot)):
            for cell in row:
                column = next(free for free in range(width) if (at, free) not in taken)
                under = [(at + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)]
                taken |= dict.fromkeys(under, "") | {(at, column): "" if cell.value is None else cell.value}
            rows.append([taken[at, column] for column in range(len(block.columns))])
        rows += [[]] if taken and number + 1 < len(document.blocks) else []
    return [row + [""] * (width - len(row)) for row in rows]
