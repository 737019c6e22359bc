"""Lists as other bodies write them: letters, columns, lines, and what is wrong by its number."""

from datetime import date
from decimal import Decimal

import pytest

from isee.procedures.list_reading import Line, Table, Unreadable, decode, guess, parse, read

TEXT = "Codice Fiscale;Cognome;Nome;Importo\r\nNRELNE48E57H501T;Neri;Elena;45,30\r\n"
ALL = {"tax_code": 0, "surname": 1, "given_name": 2, "amount": 3}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_letters_of_today_and_of_older_programs(encoding: str) -> None:
    assert decode("Città;Niccolò".encode(encoding)) == "Città;Niccolò"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a;b".encode("utf-16"), "Il file è in UTF-16"),
        (b"PK\x03\x04...", "Questo è un foglio di calcolo"),
        (b"\xd0\xcf\x11\xe0", "Questo è un foglio di calcolo"),
        (b"a;b\x00\x01", "Non si capisce con quali lettere"),
        (b"a;\x81\x8d", "Non si capisce con quali lettere"),
    ],
)
def test_what_no_letters_can_read(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        decode(content)


@pytest.mark.parametrize("text", [TEXT, TEXT.replace(";", ",").replace("45,30", '"45,30"')])
def test_cells_are_parted_by_a_semicolon_or_a_comma(text: str) -> None:
    table = read(text)
    assert table.header == ["Codice Fiscale", "Cognome", "Nome", "Importo"]
    assert table.lines == [(2, ["NRELNE48E57H501T", "Neri", "Elena", "45,30"])]


def test_empty_lines_count_and_are_left_out() -> None:
    assert read("a;b\n\n1;2\n;\n3;4\n").lines == [(3, ["1", "2"]), (5, ["3", "4"])]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Il file è vuoto"),
        ("\n\n", "Il file è vuoto"),
        ("a;b\n", "mancano le righe da lavorare"),
        ("a\n1\n", "C'è una sola colonna"),
        ('a;b\n"1;2\n', "La riga 2 ha virgolette non chiuse"),
        ("a;b\n" + "1;2\n" * 20_001, "Le righe sono 20001, al massimo 20000"),
    ],
)
def test_what_is_no_list(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(text)


def test_columns_are_recognised_by_their_names() -> None:
    header = ["COD. FISCALE", "cognome", "Nome", "Data di nascita", "PROTOCOLLO_INPS_ISEE", "altro"]
    assert guess(header) == {"tax_code": 0, "surname": 1, "given_name": 2, "birth_date": 3, "reference": 4}


def test_a_line_as_the_work_needs_it() -> None:
    lines, problems = parse(read(TEXT), ALL)
    assert problems == []
    assert lines == [
        Line(
            number=2,
            tax_code="NRELNE48E57H501T",
            surname="Neri",
            given_name="Elena",
            amount=Decimal("45.30"),
        )
    ]


def test_a_birth_is_read_as_it_is_written() -> None:
    table = Table(["Cognome", "Nome", "Nascita"], [(2, ["Neri", "Elena", "17/05/1948"])])
    lines, _ = parse(table, {"surname": 0, "given_name": 1, "birth_date": 2})
    assert lines[0].birth_date == date(1948, 5, 17)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["NRELNE48E57H501T", "Neri", "Elena"], "ha 3 celle, i titoli sono 4."),
        (["NRELNE", "Neri", "Elena", ""], "«NRELNE» non è un codice fiscale: i caratteri sono 6."),
        (["", "Neri", "", ""], "manca sia il codice fiscale sia cognome e nome."),
        (["NRELNE48E57H501T", "N" * 81, "Elena", ""], "cognome più lungo di 80 caratteri."),
        (["NRELNE48E57H501T", "Neri", "Elena", "molti"], "«molti» non è un importo: serve come 1.234,56."),
        (["NRELNE48E57H501T", "Neri", "Elena", "-3"], "«-3» non è un importo: serve come 1.234,56."),
    ],
)
def test_what_is_wrong_in_a_line(cells: list[str], sentence: str) -> None:
    lines, problems = parse(Table(["CF", "Cognome", "Nome", "Importo"], [(7, cells)]), ALL)
    assert lines == []
    assert [(problem.number, problem.sentence) for problem in problems] == [(7, sentence)]


def test_the_same_person_twice_is_told() -> None:
    row = ["NRELNE48E57H501T", "Neri", "Elena", ""]
    lines, problems = parse(Table(["CF", "Cognome", "Nome", "Importo"], [(2, row), (3, row)]), ALL)
    assert [line.number for line in lines] == [2]
    assert problems[0].sentence == "ha lo stesso codice fiscale della riga 2."


def test_a_code_with_a_wrong_end_is_taken_and_looked_at_later() -> None:
    row = ["NRELNE48E57H501X", "Neri", "Elena", ""]
    lines, problems = parse(Table(["CF", "Cognome", "Nome", "Importo"], [(2, row)]), ALL)
    assert problems == []
    assert lines[0].tax_code == "NRELNE48E57H501X"
