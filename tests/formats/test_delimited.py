from __future__ import annotations

import pytest

from preau.formats.delimited import read, shape, tokenise
from preau.formats.quotes import Shape

HEADING = "N°;Porteur;Intitulé;Public;Coût\n"


def row(number, title="Titre"):
    return f"{number};CAF;{title};jeunes;{number}00 €\n"


def table_of(text):
    return tokenise(text, shape(text))


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("a;b;c\n1;2;3\n", ";", 3),
        ("a\tb\n1,5\t2,5\n3,5\t4,5\n", "\t", 2),
        ("a|b|c\n1|2|3\n", "|", 3),
        ("nom,ville\nAjaccio,Corse\n", ",", 2),
        ('nom,montant\nCAF,"1,500 €"\nPRE,"2,300 €"\n', ",", 2),
        ("un;deux", ";", 2),
        ("titre\n\na;b,c\n1;2,5\n3;4,5\n", ";", 2),
        ("lib\nAlès, Anduze\nAjaccio\n", None, 1),
        ("Bonjour,\nvoici, comme promis, la liste.\nBien à vous,\nMarie\n", None, 1),
        ("un seul mot", None, 1),
        ("", None, 1),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_lines_alike(text, delimiter, width):
    assert shape(text) == Shape(delimiter, width)


def test_rows_keep_the_number_of_their_line():
    """ANNEXE 1

    N°;Coût
    1;10

    2;20
    """
    table = table_of("ANNEXE 1\n\nN°;Coût\n1;10\n;\n2;20\n")

    assert (table.rows, table.lines) == ([["ANNEXE 1"], ["N°", "Coût"], ["1", "10"], ["2", "20"]], [1, 3, 4, 6])


def test_a_quoted_cell_may_hold_lines_delimiters_and_quotes():
    text = HEADING + row(1, '"Ateliers ;\n""Classes d\'eau""\n\nfin"') + row(2)

    table = table_of(text)

    assert table.rows[1] == ["1", "CAF", 'Ateliers ;\n"Classes d\'eau"\n\nfin', "jeunes", "100 €"]
    assert (table.lines, table.findings) == ([1, 2, 6], [])


def test_a_cell_pasted_from_a_sheet_keeps_its_lines_in_tab_separated_text():
    table = table_of('N°\tIntitulé\tCoût\n1\t"Ateliers\nStages"\t10\n2\tSéjour\t20\n')

    assert (table.rows[1], table.lines) == (["1", "Ateliers\nStages", "10"], [1, 2, 4])


@pytest.mark.parametrize(
    "title", ['Des "Classes d\'eau" et', '"Classes d\'eau" et plus', 'L\'école "Jules Ferry"', 'tube de 5" en cuivre']
)
def test_a_quote_in_mid_cell_is_text(title):
    table = table_of(HEADING + row(1, title) + row(2))

    assert (table.rows[1][2], table.lines, table.findings) == (title, [1, 2, 3], [])


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('""', ""),
        ('""""', '"'),
        ('"""q"""', '"q"'),
        ('"A "B" c; d"', 'A "B" c; d'),
        ('"ah ""bon"" ; x"', 'ah "bon" ; x'),
    ],
)
def test_quotes_close_before_a_delimiter_only(written, cell):
    table = table_of(HEADING + row(1, written) + row(2, '"Classes" ouvertes'))

    assert ([len(cells) for cells in table.rows], table.rows[1][2]) == ([5, 5, 5], cell)


def test_a_quote_never_closed_swallows_nothing():
    """Row 6 opens a quote that the title of row 30 seems to close: an ordinary reader loses 24 rows."""
    rows = [row(number) for number in range(1, 33)]
    rows[5], rows[29] = row(6, '"Ateliers divers'), row(30, 'parcours "Excellence"')

    table = table_of(HEADING + "".join(rows))

    assert ([len(cells) for cells in table.rows], table.lines) == ([5] * 33, list(range(1, 34)))
    assert [(found.code, found.line, found.column, found.raw) for found in table.findings] == [
        ("quote-unclosed", 7, 3, '"Ateliers divers')
    ]


def test_a_quote_never_closed_at_all_is_text():
    table = table_of(HEADING + row(1) + row(2, '"Ateliers') + row(3))

    assert ([cells[2] for cells in table.rows], len(table.findings)) == (["Intitulé", "Titre", '"Ateliers', "Titre"], 1)


def test_a_quote_never_closed_does_not_swallow_the_next_row():
    table = table_of(HEADING + row(1) + row(2, '"Ateliers') + row(3, 'Stage "vert"') + row(4))

    assert ([len(cells) for cells in table.rows], [found.line for found in table.findings]) == ([5] * 5, [3])


def test_a_quote_never_closed_does_not_swallow_the_next_cell():
    table = table_of(HEADING + '1;CAF;"Ateliers;"jeunes; parents";100 €\n' + row(2))

    assert table.rows[1] == ["1", "CAF", '"Ateliers', "jeunes; parents", "100 €"]
    assert [(found.line, found.column) for found in table.findings] == [(2, 3)]


def test_a_quote_never_closed_does_not_take_the_end_of_another_cell():
    table = table_of('N°;"Porteur;Intitulé;Public;Coût\n' + row(1, '"un\ndeux"') + row(2))

    assert ([cells[2] for cells in table.rows], table.rows[0][1]) == (["Intitulé", "un\ndeux", "Titre"], '"Porteur')
    assert [(found.line, found.column) for found in table.findings] == [(1, 2)]


def test_a_quote_that_should_be_doubled_does_not_cut_its_cell():
    rows = row(1, '"un "deux\ntrois; "quatre" et\ncinq"') + row(2, '"un "deux; trois"') + row(3) + row(4)

    table = table_of(HEADING + rows)

    assert [cells[2] for cells in table.rows[1:3]] == ['un "deux\ntrois; "quatre" et\ncinq', 'un "deux; trois']
    assert (table.lines, table.findings) == ([1, 2, 5, 6, 7], [])


def test_many_quotes_left_open_are_counted_and_not_listed():
    table = table_of(HEADING + "".join(row(number, '"Ateliers') for number in range(200)))

    assert ([len(cells) for cells in table.rows], len(table.findings)) == ([5] * 201, 51)
    assert table.findings[-1].message == "150 autres guillemets ouverts ne sont jamais refermés."


def test_sentences_with_commas_are_no_rows():
    """Two columns, commas everywhere: the cell of three lines is one cell."""
    table = table_of('a,b\n"x, y","un, deux\ntrois, quatre\ncinq"\nc,d\n')

    assert table.rows == [["a", "b"], ["x, y", "un, deux\ntrois, quatre\ncinq"], ["c", "d"]]


def test_the_guard_against_formulas_is_taken_off_once():
    table = table_of("a\tb\n'=SUM(A1)\t'-5\nl'été\t''=x\n'+33\t'@\n'bis\t'a'\n")

    assert table.rows[1:] == [["=SUM(A1)", "-5"], ["l'été", "'=x"], ["+33", "@"], ["'bis", "'a'"]]


def test_a_vertical_tab_is_a_line_break_in_its_cell():
    assert table_of("a\tb\n1\tun\vdeux\n").rows == [["a", "b"], ["1", "un\ndeux"]]


def test_text_without_a_delimiter_is_a_cell_a_line():
    reading = read("Centre social\n\nMission locale, Inalta\n".encode("cp1252"))

    assert [(grid.rows, grid.lines) for grid in reading.grids] == [
        ([["Centre social"], ["Mission locale, Inalta"]], [1, 3])
    ]
    assert reading.encoding == "utf-8"


def test_a_table_of_ten_thousand_columns_is_read():
    text = "\n".join(";".join(f"c{column}" for column in range(10_000)) for _ in range(3))

    assert [len(cells) for cells in table_of(text).rows] == [10_000] * 3


def test_a_cell_longer_than_the_standard_reader_takes_is_read():
    long = "x" * 200_000

    assert table_of(f'a;b\n"{long}";2\n3;4\n').rows == [["a", "b"], [long, "2"], ["3", "4"]]


def test_the_rule_of_a_table_in_markdown_is_no_row():
    text = "| N° | Porteur | Intitulé | Montant |\n|----|:-------:|---|--:|\n| 1 | Ville | Kits | 10 € |\n"

    grid = read(text.encode()).grids[0]

    assert [[cell.strip() for cell in row] for row in grid.rows] == [
        ["", "N°", "Porteur", "Intitulé", "Montant", ""],
        ["", "1", "Ville", "Kits", "10 €", ""],
    ]
    assert grid.lines == [1, 3]
