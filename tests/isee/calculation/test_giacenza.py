"""Saldo and giacenza media from the CSV that a bank gives."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isee.calculation import NotInForce
from isee.calculation.giacenza import BadStatement, Giacenza, read
from tests.isee.calculation.make import exactly

DSU = date(2026, 6, 30)
many = settings(max_examples=60, deadline=None, database=None, derandomize=True)


def of(text: str | bytes, year: int = 2024, **facts: Any) -> Giacenza:
    content = text if isinstance(text, bytes) else text.encode()
    return read(content, year, DSU, **facts)


def faults(text: str | bytes, year: int = 2024, **facts: Any) -> tuple[str, ...]:
    with pytest.raises(BadStatement) as refusal:
        of(text, year, **facts)
    return refusal.value.sentences


def test_movements_from_an_opening_balance() -> None:
    # To 1 July 182 days at 1,000; from 2 July 183 at 2,000: 548,000 / 365.
    found = of("Data;Importo\n02/07/2023;1.000,00\n", 2023, opening=Decimal(1_000))
    assert (found.saldo, found.average) == exactly(2_000, "1501.37")
    assert found.days == 365


def test_movements_from_a_closing_balance() -> None:
    found = of("Data;Importo\n02/07/2023;1.000,00\n", 2023, closing=Decimal(2_000))
    assert (found.saldo, found.average) == exactly(2_000, "1501.37")


def test_a_leap_year_has_a_day_more_and_the_same_divisor() -> None:
    found = of("Data;Saldo\n31/12/2023;365,00\n31/12/2024;365,00\n")
    assert found.days == found.average == 366


def test_the_divisor_is_that_of_the_day_of_the_dsu() -> None:
    with pytest.raises(NotInForce):
        read(b"Data;Saldo\n01/01/2016;1,00\n", 2016, date(2017, 6, 1))


def test_daily_balances() -> None:
    found = of("Data;Saldo\n31/12/2022;100,00\n10/04/2023;70,00\n31/12/2023;20,00\n", 2023)
    # 99 days at 100, 265 at 70, 1 at 20.
    assert found.average == Decimal("78.00")
    assert found.saldo == 20
    assert found.explanation == (
        "Al 31/12/2023 il saldo è 20,00 euro; la giacenza media è 78,00 euro, su 365 giorni conosciuti."
    )


def test_days_without_a_balance_are_said() -> None:
    found = of("Data;Saldo\n10/01/2023;100,00\n12/01/2023;100,00\n", 2023)
    assert found.days == 356
    assert found.warnings == (
        "Fino al 09/01/2023 il saldo non si sa e vale zero: va bene solo se il conto è nuovo.",
        "Mancano 1 giorni in mezzo: vale il saldo del giorno prima.",
        "L'ultimo saldo è del 12/01/2023: vale fino al 31/12/2023.",
    )


def test_movements_with_the_balance_after_each_say_what_was_before() -> None:
    found = of("Data;Importo;Saldo\n02/07/2023;1.000,00;2.000,00\n20/12/2023;-500,00;1.500,00\n", 2023)
    # 182 days at 1,000, 171 at 2,000, 12 at 1,500.
    assert found.average == Decimal("1484.93")
    assert found.warnings == ()


def test_the_newest_line_may_come_first() -> None:
    old_first = "Data;Importo;Saldo\n01/03/2023;5,00;105,00\n01/03/2023;-100,00;5,00\n20/12/2023;1,00;6,00\n"
    header, *lines = old_first.splitlines()
    new_first = "\n".join([header, *reversed(lines)])
    assert of(old_first, 2023) == of(new_first, 2023)


def test_a_balance_that_does_not_follow_from_the_line_before_is_pointed_out() -> None:
    found = of("Data;Importo;Saldo\n01/03/2023;5,00;105,00\n20/12/2023;1,00;206,00\n", 2023)
    assert found.warnings == ("Riga 3: il saldo non torna con la riga prima, forse manca qualche movimento.",)


def test_a_statement_that_stops_early_is_pointed_out() -> None:
    found = of("Data;Importo\n01/03/2023;5,00\n", 2023, opening=Decimal(0))
    assert found.warnings == ("L'ultima riga è del 01/03/2023: controlla che il file arrivi al 31/12/2023.",)


def test_balances_given_only_now_and_then_among_movements() -> None:
    found = of("Data;Importo;Saldo\n01/03/2023;5,00;\n01/04/2023;10,00;115,00\n20/12/2023;1,00;\n", 2023)
    assert found.saldo == 116
    # 59 days at 100, 31 at 105, 263 at 115, 12 at 116.
    assert found.average == Decimal("111.76")


def test_two_columns_for_what_goes_out_and_what_comes_in() -> None:
    signed = of("Data;Importo\n01/03/2023;-200,00\n01/12/2023;50,00\n", 2023, opening=Decimal(500))
    for outgoing in ("200,00", "-200,00"):
        text = f"Data contabile;Causale;Dare;Avere\n01/03/2023;x;{outgoing};\n01/12/2023;y;;50,00\n"
        assert of(text, 2023, opening=Decimal(500)) == signed


def test_the_lines_of_the_first_and_last_balance_are_understood() -> None:
    text = (
        "Banca di Poggioverde\n\nData;Descrizione;Importo\n;Saldo iniziale;1.000,00\n"
        "02/07/2023;stipendio;1.000,00\n;Saldo finale;2.000,00\n;Totale;1.000,00\n"
    )
    assert of(text, 2023).average == Decimal("1501.37")


def test_what_the_operator_types_wins_over_the_file() -> None:
    text = "Data;Descrizione;Importo\n;Saldo iniziale;7,00\n02/07/2023;stipendio;1.000,00\n"
    assert of(text, 2023, opening=Decimal(1_000)).average == Decimal("1501.37")


def test_first_and_last_balance_must_agree() -> None:
    wrong = faults("Data;Importo\n02/07/2023;5,00\n", 2023, opening=Decimal(10), closing=Decimal(20))
    assert wrong == (
        "Il saldo iniziale con i movimenti fa 15,00 euro, ma quello finale è 20,00 euro: "
        "manca qualche movimento, o uno dei due saldi è sbagliato.",
    )


def test_movements_without_any_balance_are_not_enough() -> None:
    assert faults("Data;Importo\n02/07/2023;5,00\n", 2023) == (
        "Il file ha solo movimenti: scrivi il saldo iniziale o quello finale.",
    )


def test_days_in_the_red_are_worth_zero() -> None:
    found = of("Data;Importo\n02/07/2023;-100,00\n", 2023, opening=Decimal(50))
    # 182 days at 50.
    assert (found.saldo, found.average) == exactly(0, "24.93")
    assert "Il conto è in rosso per 183 giorni: quei giorni valgono zero." in found.warnings


def test_other_years_in_the_file_serve_only_to_begin() -> None:
    found = of("Data;Saldo\n31/12/2022;100,00\n01/07/2023;0,00\n01/02/2024;999,00\n", 2023)
    assert found.average == Decimal("49.59")  # 181 days at 100
    assert found.saldo == 0


def test_a_file_of_another_year_is_refused() -> None:
    assert faults("Data;Saldo\n01/02/2022;1,00\n03/04/2022;1,00\n", 2023) == (
        "Il file va dal 01/02/2022 al 03/04/2022: non ha nessun giorno del 2023.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Data;Saldo\n31/12/2023;1.234,56\n31/12/2024;1.234,56\n",
        "data contabile;saldo contabile (€)\n31-12-2023;1234,56\n31.12.2024;€ 1.234,56\n",
        'date,balance\n2023-12-31,"1,234.56"\n2024-12-31,1234.56\n',
        "Date\tBalance EUR\n2023-12-31\t1,234.56\n2024-12-31\t+1,234.56\n",
        '"Data","Saldo"\n"31/12/2023","1.234,56"\n"31/12/2024","1.234,56"\n',
        "31/12/2023;1.234,56\n31/12/2024;1.234,56\n",
        'Data;Saldo;Note\r\n31/12/2023 00:00;1.234,56;a;\r\n\r\n;;\r\n31/12/2024;1.234,56;"b;c"\r\n',
    ],
)
def test_italian_and_english_ways_of_writing(text: str) -> None:
    found = of(text)
    assert (found.saldo, found.average) == (Decimal("1234.56"), Decimal("1237.94"))


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        (["1.234"], "1234"),
        (["1,234"], "1234"),
        (["1.234", "1.234.567"], "1234"),
        (["12,5"], "12.5"),
        (["1.234", "0,50"], "1234"),
        (["1,234", "0.50"], "1234"),
        (["1'234,00"], "1234"),
        (["1 234,00"], "1234"),
        (["1234"], "1234"),
    ],
)
def test_thousands_and_decimals_are_told_apart_by_the_whole_file(cells: list[str], amount: str) -> None:
    rows = [f"31/12/2024;{cells[0]}", *(f"0{n}/12/2024;{cell}" for n, cell in enumerate(cells[1:], 1))]
    assert of("\n".join(["Data;Saldo", *rows])).saldo == Decimal(amount)


def test_outgoing_amounts_may_have_the_sign_behind_or_brackets() -> None:
    for written in ("-5,00", "5,00-", "(5,00)", "\u22125,00"):
        assert of(f"Data;Importo\n20/12/2024;{written}\n", opening=Decimal(50)).saldo == 45


def test_numbers_written_in_two_ways_are_refused() -> None:
    assert faults("Data;Saldo\n01/01/2024;1.234,50\n02/01/2024;1,234.50\n") == (
        "Nel file i numeri sono scritti in due modi: alcuni con la virgola, altri con il punto.",
    )


def test_every_bad_row_is_named_by_its_line() -> None:
    text = (
        "Banca\nData;Importo;Saldo\n30/02/2024;1,00;1,00\n01/01/2024;abc;\n;5,00;\n01/02/2024;;\n"
        "01/02/2024;1,234;\n01/03/24;1,00;\n02/03/2024;1.2.3,00;\n"
    )
    assert faults(text) == (
        "Riga 3: il giorno «30/02/2024» non esiste.",
        "Riga 4: «abc» non è un importo.",
        "Riga 5: manca la data.",
        "Riga 6: manca l'importo.",
        "Riga 7: «1,234» ha più di due decimali.",
        "Riga 8: «01/03/24» non è una data come 31/12/2024.",
        "Riga 9: «1.2.3,00» non è un importo.",
    )


def test_many_bad_rows_are_counted() -> None:
    found = faults("Data;Saldo\n" + "x;1,00\n" * 15)
    assert len(found) == 11
    assert found[-1] == "Altre 5 righe hanno errori."


def test_italian_numbers_in_a_file_of_commas_are_not_misread() -> None:
    assert faults("Data,Saldo\n01/01/2024,1.000,50\n") == (
        "Riga 2: ha più colonne dell'intestazione. Salva il file con il «;».",
    )


NOT_TEXT = "Il file non è un testo che si riesce a leggere: salvalo come CSV in UTF-8 e caricalo di nuovo."
NO_COLUMNS = (
    "Non si trovano le colonne: servono «data» e «saldo», oppure «data» e «importo» (o «dare» e «avere»)."
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Il file è vuoto."),
        (b" \r\n ", "Il file è vuoto."),
        ("Data;Saldo\n01/01/2024;1,00\n".encode("utf-16"), NOT_TEXT),
        (b"%PDF-1.7\x00\x01\x02", NOT_TEXT),
        (b"PK\x03\x04\x14", NOT_TEXT),
        (b"Data;Saldo\x81\n01/01/2024;1,00\n", NOT_TEXT),
        (b"ciao", NO_COLUMNS),
        (b"Data;Valore\n01/01/2024;1,00\n", NO_COLUMNS),
        (b"Data;Saldo\n", "Il file non ha nessuna riga con una data e un importo."),
        (b"x" * 5_000_001, "Il file è troppo grande per essere l'estratto di un conto."),
        (b"Data;Saldo\n01/01/2024;9999999999999\n", "Riga 2: «9999999999999» è un importo troppo grande."),
        (b"Data;Saldo\n01/01/2024;" + b"1" * 200_000, "Riga 2: non si riesce a leggere come CSV."),
    ],
)
def test_what_is_no_statement_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    assert faults(content) == (sentence,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encodings_of_banks(encoding: str) -> None:
    text = "Data;Descrizione;Saldo €\n31/12/2023;Liquidità;1,00\n31/12/2024;perché no;2,00\n"
    assert of(text.encode(encoding)).saldo == 2


# What holds for every account.

days = st.dates(date(2023, 1, 1), date(2024, 12, 31))
cents = st.integers(-50_000, 100_000).map(lambda number: Decimal(number) / 100)
movements = st.lists(st.tuples(days, cents), min_size=1, max_size=25)


def italian(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def english(amount: Decimal) -> str:
    return f"{amount:.2f}"


def by_hand(moved: list[tuple[date, Decimal]], opening: Decimal, year: int) -> tuple[Decimal, Decimal]:
    """Day by day, with no thought."""
    day, balance, numbers = date(2023, 1, 1), opening, Decimal(0)
    while day <= date(year, 12, 31):
        balance += sum((amount for when, amount in moved if when == day), Decimal(0))
        if day.year == year:
            numbers += max(Decimal(0), balance)
        day += timedelta(days=1)
    return max(Decimal(0), balance), numbers / 365


@many
@given(movements, st.integers(0, 500_000).map(lambda number: Decimal(number) / 100))
def test_movements_are_averaged_as_day_by_day(moved: list[tuple[date, Decimal]], opening: Decimal) -> None:
    moved = [*moved, (date(2023, 6, 1), Decimal(1))]
    lines = [f"{day:%d/%m/%Y};{italian(amount)}" for day, amount in sorted(moved, key=lambda m: m[0])]
    found = of("\n".join(["Data;Importo", *lines]), 2023, opening=opening)
    saldo, average = by_hand(moved, opening, 2023)
    assert found.saldo == saldo
    assert abs(found.average - average) <= Decimal("0.005")
    assert found.days == 365


@many
@given(movements, st.randoms(use_true_random=False))
def test_language_separator_and_direction_change_nothing(
    moved: list[tuple[date, Decimal]], chance: Any
) -> None:
    moved = sorted([*moved, (date(2024, 6, 1), Decimal(1))], key=lambda m: m[0])
    opening = Decimal(1_000)
    closing = opening + sum(amount for _, amount in moved)
    told = [f"{day:%d/%m/%Y};{italian(amount)}" for day, amount in moved]
    english_told = [f"{day},{english(amount)}" for day, amount in moved]
    first = of("\n".join(["Data;Importo", *told]), opening=opening)
    assert of("\n".join(["date,amount", *english_told]), opening=opening) == first
    assert of("\n".join(["Data;Importo", *reversed(told)]), closing=closing).average == first.average


@many
@given(st.binary(max_size=300), st.sampled_from([b"", b"Data;Saldo\n", b"Data;Importo\n"]))
def test_any_bytes_give_a_result_or_a_sentence(content: bytes, header: bytes) -> None:
    told = result_or_sentences(header + content)
    assert told.average >= 0 if isinstance(told, Giacenza) else told[0].endswith(".")


@many
@given(st.text(alphabet="0123456789/.,;- €\n\"'DataSldoImpr", max_size=200))
def test_any_text_gives_a_result_or_a_sentence(text: str) -> None:
    told = result_or_sentences(f"Data;Importo;Saldo\n{text}".encode())
    assert told.average >= 0 if isinstance(told, Giacenza) else told[0].endswith(".")


def result_or_sentences(content: bytes) -> Giacenza | tuple[str, ...]:
    try:
        return of(content)
    except BadStatement as refusal:
        return refusal.sentences
