"""The words between the counter and its partners."""

from datetime import date
from decimal import Decimal

import pytest

from partners.adapters.base import (
    Answer,
    CertificazioneUnica,
    OutcomeUnknown,
    PartnerError,
    Point,
    QuotaReached,
    Refused,
    Unintelligible,
    Unit,
    Unreachable,
)
from partners.sandbox import reserved
from tests.partners.adapters import questions


def error(kind: type[PartnerError]) -> PartnerError:
    if kind is Refused:
        return Refused(
            partner="inps", reference="R-1", http_status=403, reason="NO", explanation="Perché no.", field=""
        )
    return kind(partner="inps", reference="R-1", http_status=503)


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [
        (Unreachable, "L'ente non risponde."),
        (OutcomeUnknown, "L'ente non ha confermato: la richiesta può essere arrivata o no. Non inviarla"),
        (QuotaReached, "L'ente per ora non accetta altre domande:"),
        (Refused, "L'ente ha risposto di no."),
        (Unintelligible, "La risposta dell'ente non si capisce."),
    ],
)
def test_each_error_has_a_sentence_for_the_operator(kind: type[PartnerError], beginning: str) -> None:
    assert error(kind).sentence.startswith(beginning)
    assert error(kind).sentence.endswith(".")


def test_the_text_of_an_error_holds_codes_only() -> None:
    assert str(error(Refused)) == "Refused: inps, HTTP 403, ref. R-1"
    assert str(Unreachable(partner="enel", reference="R-2")) == "Unreachable: enel, HTTP -, ref. R-2"


def test_not_found_is_an_answer() -> None:
    assert Answer[str](reference="R-1", content="x").found is True
    assert Answer[str](reference="R-1", content=None).found is False


def point(number: int, value: str, section: str = "fiscali") -> Point:
    is_days = section == "fiscali" and number in (6, 7)
    unit = Unit.DAYS if is_days else Unit.EURO
    return Point(section=section, number=number, label="…", unit=unit, value=Decimal(value))


def paper(*points: Point) -> CertificazioneUnica:
    return CertificazioneUnica(
        tax_year=2024,
        issued_on=date(2025, 3, 16),
        payer_tax_code="80078750587",
        payer_name="INPS",
        recipient_tax_code=reserved.FOUND,
        points=points,
        notes=(),
    )


def test_a_point_is_known_by_section_and_number() -> None:
    found = paper(point(3, "100.00"), point(3, "7.00", section="previdenziali"))

    assert found.value("fiscali", 3) == Decimal("100.00")
    assert found.value("previdenziali", 3) == Decimal("7.00")
    assert found.value("fiscali", 21) is None


def test_what_the_points_mean() -> None:
    found = paper(
        point(1, "9000.10"),
        point(2, "500.05"),
        point(3, "12000.50"),
        point(6, "120"),
        point(7, "245"),
        point(21, "1800.00"),
    )

    assert found.employment_income == Decimal("9500.15")
    assert found.pension_income == Decimal("12000.50")
    assert (found.days, found.tax_withheld) == (365, Decimal("1800.00"))


def test_an_empty_box_is_zero() -> None:
    found = paper()

    assert (found.pension_income, found.employment_income) == (Decimal("0.00"), Decimal("0.00"))
    assert (found.days, found.tax_withheld) == (0, Decimal("0.00"))


def test_the_same_number_of_another_section_means_something_else() -> None:
    assert paper(point(1, "7", section="previdenziali")).employment_income == Decimal("0.00")


def test_what_holds_personal_data_shows_none_of_it() -> None:
    shown = [repr(questions.certificazione()), repr(questions.earlier_contracts()), repr(questions.voltura())]

    for text in shown:
        assert reserved.FOUND not in text
        assert questions.HOLDER not in text
        assert "Prova" not in text
        assert "Tigli" not in text
