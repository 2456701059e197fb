"""PDF: by what it carries, by its structure, by its lines, by the places of its words; else a sentence."""

from __future__ import annotations

import io
import json
import re
import zlib

import pikepdf
import pytest
import typst

from preau.core.document.blocks import Cell, Column, Document, Heading, Table
from preau.core.refusal import Refusal
from preau.formats.readers.pdf import read
from preau.formats.readers.pdf.page import pages
from preau.formats.writers import pdf as writer

HEADINGS = ["N°", "Porteur", "Intitulé", "Montant"]
ROWS = [
    ["1", "Centre social", "Collectif parents-école", "20 000 €"],
    ["2", "ENSIM", "Cordées de la réussite", "3 000 €"],
    ["3", "JSA", "", "10 000 €"],
    ["4", "Ville d’Allonnes", "Micro-Folie", "5 000 €"],
]


def printed(body, *, width=440, height=400, tags=False):
    """The pages that Typst makes of this text; without tags unless asked for."""
    page = f"#set page(width: {width}pt, height: {height}pt, margin: 30pt)\n"
    page += '#set text(size: 10pt, lang: "fr", hyphenate: false)\n'
    return typst.compile((page + body).encode(), ignore_system_fonts=True, pdf_tags=tags)


def table(rows=ROWS, *, head="table.header", options=""):
    """The text of a table for Typst."""
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    names = ", ".join(f"[{name}]" for name in HEADINGS)
    return f"#table(columns: (30pt, 100pt, 1fr, 60pt), {options} {head}({names}), {cells})\n"


def edited(data, change):
    """The same PDF after `change` has had its way with it."""
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def without_structure(document):
    del document.Root["/StructTreeRoot"]


def squeezed(grid):
    return [[" ".join((cell or "").split()) for cell in row] for row in grid.rows]


class TestTheAnnex:
    @pytest.mark.parametrize("form", ["annexe_writer.pdf", "annexe_typst.pdf"])
    def test_every_cell_is_read_from_the_structure(self, seed_forms, seed_rows, actions_of, form):
        grids = read((seed_forms / form).read_bytes()).grids

        assert len(grids) == 1
        assert actions_of(grids[0]) == seed_rows
        assert squeezed(grids[0])[-1][-2:] == ["594 268 €", "250 000 €"]
        assert grids[0].page == 1

    def test_every_cell_is_read_from_the_lines(self, seed_forms, seed_rows, actions_of):
        """Twelve pages, no heading repeated, ten rows cut in two by the end of a page, words cut by narrow columns."""
        data = edited((seed_forms / "annexe_writer.pdf").read_bytes(), without_structure)

        grids = read(data).grids

        assert len(grids) == 1
        assert actions_of(grids[0]) == seed_rows

    @pytest.mark.parametrize("turned", [90, 180, 270])
    def test_pages_lying_on_their_side_are_read_all_the_same(self, seed_forms, seed_rows, actions_of, turned):
        def turn(document):
            without_structure(document)
            for page in document.pages:
                page.Rotate = turned

        data = edited((seed_forms / "annexe_writer.pdf").read_bytes(), turn)

        assert actions_of(read(data).grids[0]) == seed_rows

    def test_a_print_of_a_spreadsheet_whose_cells_overlap_is_refused_with_advice(self, seed_forms):
        with pytest.raises(Refusal, match=r"Envoyez le fichier du tableur \(XLSX, XLS ou ODS\)"):
            read((seed_forms / "annexe_calc.pdf").read_bytes())


def test_a_list_of_279_projects_over_13_pages_is_one_table(shared_examples):
    """STAFE 2019: the heading on the first page only, on three lines; the total in two cells of their own, below."""
    folder = shared_examples / "kin"
    text = (folder / "stafe_2019_projets.tsv").read_text(encoding="utf-8")
    # The example was taken from the page with a space for each line end; a hyphen there belongs to its word.
    expected = [[" ".join(cell.replace("- ", "-").split()) for cell in row.split("\t")] for row in text.splitlines()]

    grids = read((folder / "stafe_2019_projets.pdf").read_bytes()).grids
    rows = [[cell.replace("- ", "-") for cell in row] for row in squeezed(grids[0])]

    assert len(grids) == 1
    assert rows[1:] == expected
    assert sum(int(re.sub(r"\D", "", row[3])) for row in rows[2:]) == 1_978_783
    assert grids[0].after == ["Nombre de projets retenus: 279", "Montant des projets retenus: 1 978 782 €"]


class TestTheCopyItCarries:
    @pytest.fixture
    def ours(self):
        rows = tuple(tuple(Cell(text) for text in row) for row in ROWS)
        head = (tuple(Cell(name, role="column") for name in HEADINGS),)
        columns = (Column(1), Column(3), Column(4), Column(2, "right"))
        return writer.write(Document("Programme", (Heading("Programme"), Table(columns, head, rows))))

    @staticmethod
    def copy_of(data):
        with pikepdf.open(io.BytesIO(data)) as document:
            return json.loads(document.attachments["annexe.json"].get_file().read_bytes())

    @staticmethod
    def with_copy(data, content):
        def change(document):
            document.attachments["annexe.json"] = pikepdf.AttachedFileSpec(document, content, filename="annexe.json")

        return edited(data, change)

    def test_it_is_read_exactly(self, ours):
        grid = read(ours).grids[0]

        assert [list(row) for row in grid.rows] == self.copy_of(ours)["grids"][0]["rows"]
        assert [list(row) for row in grid.rows][-4:] == [[cell or "" for cell in row] for row in ROWS]

    def test_what_the_pages_show_wins_over_a_stale_amount(self, ours):
        copy = json.dumps(self.copy_of(ours), ensure_ascii=False).replace("20 000 €", "29 500 €")

        assert squeezed(read(self.with_copy(ours, copy.encode())).grids[0])[-4:] == ROWS

    def test_what_the_pages_show_wins_over_stale_names(self, ours):
        copy = json.dumps(self.copy_of(ours), ensure_ascii=False).replace("ENSIM", "Lycée Malraux du Mans")

        assert squeezed(read(self.with_copy(ours, copy.encode())).grids[0])[-4:] == ROWS

    @pytest.mark.parametrize("content", [b"", b"[]", b'{"preau": 9}', b"\xff" * 1000])
    def test_a_copy_of_another_form_is_as_none(self, ours, content):
        assert squeezed(read(self.with_copy(ours, content)).grids[0])[-4:] == ROWS

    def test_a_copy_that_unpacks_without_end_is_refused_before_it_does(self, ours):
        def swell(document):
            stream = document.attachments["annexe.json"].obj.EF.F
            stream.write(zlib.compress(bytes(300 << 20), 1), filter=pikepdf.Name.FlateDecode)

        with pytest.raises(Refusal, match=r"dépasserait 256 Mo une fois déplié"):
            read(edited(ours, swell))


class TestStructure:
    def test_paragraphs_and_tables_come_in_the_order_of_the_document(self):
        first, second = read(printed("Un\n\n" + table() + "Deux\n\n" + table() + "Trois", tags=True)).grids

        assert (first.before, squeezed(first)[1:]) == (["Un"], ROWS)
        assert (second.before, second.after) == (["Deux"], ["Trois"])

    def test_cells_that_a_browser_leaves_out_leave_their_column_empty(self):
        """Chromium writes no cell where a table has an empty one: the next must not slide into its place."""

        def leave_out_empty_cells(document):
            for thing in document.objects:
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TR":
                    kept = [cell for cell in thing.K if "/K" in cell and len(cell.K)]
                    thing.K = pikepdf.Array(kept)

        data = edited(printed(table(), tags=True), leave_out_empty_cells)

        assert squeezed(read(data).grids[0])[1:] == ROWS

    def test_a_structure_that_leaves_text_out_is_not_believed(self):
        def forget_a_row(document):
            rows = [t for t in document.objects if isinstance(t, pikepdf.Dictionary) and t.get("/S") == "/TR"]
            for cell in rows[2].K:
                del cell["/K"]

        data = edited(printed(table(), tags=True), forget_a_row)

        assert squeezed(read(data).grids[0])[1:] == ROWS

    def test_a_structure_in_circles_is_refused(self):
        def bite_its_tail(document):
            row = next(t for t in document.objects if isinstance(t, pikepdf.Dictionary) and t.get("/S") == "/TR")
            row.K[0].K = pikepdf.Array([row.K[0]])

        with pytest.raises(Refusal, match=r"^La structure de ce PDF est trop longue"):
            read(edited(printed(table(), tags=True), bite_its_tail))


class TestDrawnLines:
    def test_text_above_and_below_is_kept(self):
        grid = read(printed("Annexe 1\n\n" + table() + "Fait à Allonnes")).grids[0]

        assert (grid.before, squeezed(grid), grid.after) == (["Annexe 1"], [HEADINGS, *ROWS], ["Fait à Allonnes"])

    def test_a_heading_repeated_on_each_page_is_said_once(self):
        rows = [[str(number), "Ville", f"Action {number}", "1 000 €"] for number in range(1, 31)]

        grids = read(printed(table(rows), height=200)).grids

        assert [squeezed(grid) for grid in grids] == [[HEADINGS, *rows]]

    def test_a_heading_that_is_not_repeated_is_not_missed(self):
        rows = [[str(number), "Ville", f"Action {number}", "1 000 €"] for number in range(1, 31)]
        names = ", ".join(f"[{name}]" for name in HEADINGS)
        cells = ", ".join(f"[{cell}]" for row in rows for cell in row)

        grids = read(printed(f"#table(columns: (30pt, 100pt, 1fr, 60pt), {names}, {cells})", height=200)).grids

        assert [squeezed(grid) for grid in grids] == [[HEADINGS, *rows]]

    def test_a_row_cut_by_the_end_of_a_page_is_one_row(self):
        long = " ".join(f"mot{number}" for number in range(150))
        rows = [["1", "Ville", "court", "1 000 €"], ["2", "ENSIM", long, "2 000 €"], ["3", "JSA", "court", "3 000 €"]]

        grids = read(printed(table(rows), height=200)).grids

        assert [squeezed(grid) for grid in grids] == [[HEADINGS, *rows]]

    def test_a_total_at_the_top_of_a_page_is_no_rest_of_a_row(self):
        rows = [*ROWS, ["TOTAL", "", "", "38 000 €"]]
        for height in range(130, 190, 10):
            assert squeezed(read(printed(table(rows), height=height)).grids[0]) == [HEADINGS, *rows]

    def test_merged_cells_are_told_by_the_missing_lines(self):
        hat = "table.cell(rowspan: 2)[Axe], table.cell(colspan: 2)[Année]"

        grid = read(printed(f"#table(columns: 3 * (90pt,), {hat}, [Coût], [Part], [a], [b], [c])")).grids[0]

        assert squeezed(grid) == [["Axe", "Année", ""], ["", "Coût", "Part"], ["a", "b", "c"]]
        assert grid.merged == [(0, 0, 1, 0), (0, 1, 0, 2)]

    def test_two_tables_stay_two(self):
        other = "#table(columns: 2, [Bâtiment], [Surface], [École], [200])"

        grids = read(printed(table() + "#pagebreak()" + other)).grids

        assert [squeezed(grid) for grid in grids] == [[HEADINGS, *ROWS], [["Bâtiment", "Surface"], ["École", "200"]]]

    def test_what_pages_repeat_parts_no_table_and_is_kept_once(self):
        foot = 'footer: context [Page #counter(page).display("1 / 1", both: true)]'
        page = f"#set page(header: [Préfecture de la Sarthe], {foot})\n"
        rows = [[str(number), "Ville", f"Action {number}", "1 000 €"] for number in range(1, 31)]

        grids = read(printed(page + table(rows), height=220)).grids

        assert [(grid.before, squeezed(grid), grid.after) for grid in grids] == [
            (["Préfecture de la Sarthe"], [HEADINGS, *rows], [])
        ]


class TestPlacesOfWords:
    @staticmethod
    def sheet(rows, *, align="top", gap=8):
        cells = ", ".join(f"[{cell}]" for row in [HEADINGS, *rows] for cell in row)
        options = f"columns: (30pt, 90pt, 150pt, 60pt), column-gutter: 6pt, row-gutter: {gap}pt, align: {align}"
        return printed(f"ANNEXE 1 - PROGRAMME PREVISIONNEL\n\n#grid({options}, {cells})")

    ROWS = (
        ["1", "Centre social des Quartiers nord", "Collectif parents-école et bien d’autres choses encore", "20 000 €"],
        ["2", "ENSIM", "Cordées de la réussite pour les lycéens et les étudiants de la ville", "3 000 €"],
        ["3", "Jeunesse sportive", "Court", "10 000 €"],
        ["4", "Ville d’Allonnes", "Micro-Folie dans la maison des arts, avec un espace de vie", "5 000 €"],
    )

    @pytest.mark.parametrize("align", ["top", "horizon", "bottom"])
    def test_rows_gather_round_their_amounts_however_they_are_aligned(self, align):
        reading = read(self.sheet(self.ROWS, align=align))

        assert [squeezed(grid) for grid in reading.grids] == [[HEADINGS, *self.ROWS]]
        assert reading.grids[0].before == ["ANNEXE 1 - PROGRAMME PREVISIONNEL"]
        assert [finding.code for finding in reading.findings] == ["columns-unsure"]

    def test_a_text_with_amounts_is_no_table(self):
        text = "\n\n".join(
            f"La subvention de l’action {number} est de {number} 000 € pour l’année." for number in range(9)
        )

        grid = read(printed(text)).grids[0]

        assert squeezed(grid)[0] == ["La subvention de l’action 0 est de 0 000 € pour l’année."]
        assert len(grid.rows) == 9

    def test_text_over_text_is_refused_with_advice(self):
        lines = "".join(f"#place(dy: {4 * row}pt)[Centre social et Ville d’Allonnes {row}]" for row in range(20))

        with pytest.raises(Refusal, match=r"Envoyez le fichier du tableur"):
            read(printed(lines))


class TestWhatIsRefused:
    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"not a pdf" * 100, b"%PDF-1.7\n" + bytes(5000)])
    def test_what_is_no_pdf(self, data):
        with pytest.raises(Refusal, match=r"^Ce PDF est abîmé ou incomplet"):
            read(data)

    def test_a_page_without_text(self):
        with pytest.raises(Refusal, match=r"^Ce PDF ne contient pas de texte"):
            read(printed("#rect(width: 100pt, height: 100pt)"))

    def test_a_locked_file(self):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(printed("x"))) as document:
            document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))

        with pytest.raises(Refusal, match=r"^Ce PDF est protégé par un mot de passe"):
            read(out.getvalue())

    def test_a_file_that_anybody_may_open_is_read_though_it_may_not_be_changed(self):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(printed(table()))) as document:
            document.save(out, encryption=pikepdf.Encryption(owner="a", user=""))

        assert squeezed(read(out.getvalue()).grids[0])[1:] == ROWS

    def test_more_pages_than_a_programme_has(self):
        with pytest.raises(Refusal, match=r"^Ce PDF a 501 pages"):
            read(printed("x" + "#pagebreak()x" * 500))

    def test_a_reading_that_takes_too_long(self):
        with pytest.raises(Refusal, match=r"elle s’est arrêtée à la page 1"):
            pages(printed("x"), deadline=0.0)

    @pytest.mark.parametrize("damage", [lambda raw: raw[:60] + bytes(20) + raw[80:], lambda raw: raw[:-30]])
    def test_a_page_whose_text_does_not_unpack(self, damage):
        def spoil(document):
            text = document.pages[0].Contents
            text.write(damage(zlib.compress(text.read_bytes())), filter=pikepdf.Name.FlateDecode)

        data = edited(printed(table()), spoil)

        with pytest.raises(Refusal, match=r"^Ce PDF est abîmé ou incomplet"):
            read(data)

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
    def test_a_file_cut_short(self, seed_forms, kept):
        data = (seed_forms / "annexe_writer.pdf").read_bytes()

        with pytest.raises(Refusal, match=r"^Ce PDF est abîmé ou incomplet"):
            read(data[: int(len(data) * kept)])
