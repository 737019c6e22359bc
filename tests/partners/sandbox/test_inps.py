"""What INPS answers, as the sandbox plays it."""

from datetime import date
from typing import Any

import pytest

from partners.sandbox import inps, reserved
from partners.sandbox.tax_code import check_letter
from tests.partners.sandbox import bodies
from tests.partners.sandbox.conftest import Ask

NEW_YEARS_EVE = date(2026, 12, 31)


def somebody(year_of_birth: int, surname: str = "PRV") -> str:
    first_fifteen = f"{surname}NVN{year_of_birth % 100:02}E10X000"
    return first_fifteen + check_letter(first_fifteen)


def search(tax_code: str, year: int = 2024, on: date = NEW_YEARS_EVE) -> dict[str, Any]:
    reply = inps.certificazione_unica(bodies.certificazione(tax_code, year), on, lambda: False)
    assert reply.status == 200
    return reply.body


def points(paper: dict[str, Any]) -> dict[tuple[str, int], str]:
    return {(point["sezione"], point["punto"]): point["valore"] for point in paper["certificazione"]["punti"]}


def test_the_same_question_has_the_same_answer(ask: Ask) -> None:
    first = ask("POST", bodies.CERTIFICAZIONE, bodies.certificazione()).json()
    again = ask("POST", bodies.CERTIFICAZIONE, bodies.certificazione()).json()

    assert first == again
    assert first["certificazione"]["percettore"] == {"codiceFiscale": reserved.FOUND}
    assert first["certificazione"]["annoImposta"] == 2024
    assert first["certificazione"]["sostituto"]["codiceFiscale"] == "80078750587"


def test_most_old_people_have_a_pension_and_no_young_one() -> None:
    surnames = [f"P{a}{b}" for a in "RSTV" for b in "BCDFGLMNPR"]
    old = [points(search(somebody(1945, surname))) for surname in surnames]
    young = [points(search(somebody(1985, surname))) for surname in surnames]

    pensions = sum(("fiscali", 3) in paper for paper in old)
    assert 30 <= pensions < 40
    assert all((("fiscali", 3) in paper) == (("fiscali", 1) not in paper) for paper in old)
    assert all(("fiscali", 1) in paper and ("fiscali", 6) in paper for paper in young)


def test_a_pension_is_of_the_whole_year_and_rises() -> None:
    before, after = points(search(reserved.FOUND, 2020)), points(search(reserved.FOUND, 2024))

    assert before["fiscali", 7] == after["fiscali", 7] == "365"
    assert float(before["fiscali", 3]) < float(after["fiscali", 3])
    assert 0 < float(after["fiscali", 21]) < float(after["fiscali", 3])


@pytest.mark.parametrize(("year", "found"), [(2025, True), (2026, False), (2027, False)])
def test_the_year_must_be_over(year: int, found: bool) -> None:
    assert search(reserved.FOUND, year)["trovata"] is found


def test_children_have_none() -> None:
    assert search(somebody(2015)) == {"trovata": False}


def test_a_provisional_code_has_one() -> None:
    assert ("fiscali", 1) in points(search("80078750587"))


# On what ground


def test_the_ground_changes_nothing_of_the_paper(ask: Ask) -> None:
    acquired = ask("POST", bodies.CERTIFICAZIONE, bodies.certificazione()).json()
    own = ask("POST", bodies.CERTIFICAZIONE, bodies.own_certificazione()).json()

    assert acquired == own


def refused(ask: Ask, body: dict[str, Any]) -> tuple[int, str, str]:
    response = ask("POST", bodies.CERTIFICAZIONE, body)
    return response.status_code, response.json()["codice"], response.json()["campo"]


@pytest.mark.parametrize("field", ["presupposto", "protocollo", "prestazione"])
def test_ex_officio_the_procedure_is_told_whole(ask: Ask, field: str) -> None:
    body = bodies.certificazione()
    del body[field]

    assert refused(ask, body) == (422, "CAMPO_MANCANTE", field)


@pytest.mark.parametrize(("field", "value"), [("protocollo", "2026/0000123"), ("prestazione", "A2.05")])
def test_who_asks_for_the_own_paper_has_no_procedure(ask: Ask, field: str, value: str) -> None:
    body = {**bodies.own_certificazione(), field: value}

    assert refused(ask, body) == (422, "CAMPO_NON_VALIDO", field)


def test_there_is_no_third_ground(ask: Ask) -> None:
    body = {**bodies.certificazione(), "presupposto": "curiosita"}

    assert refused(ask, body) == (422, "CAMPO_NON_VALIDO", "presupposto")
