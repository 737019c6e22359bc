"""The page «Agevolazioni» of a household and a day."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Dossier
from sportello.models import Citizen, LogEntry, Office, User
from tests import make
from tests.isee.make import attest

pytestmark = pytest.mark.django_db
PAPER = {
    "isee": "8.912,40",
    "issued_on": "2026-02-01",
    "valid_to": "2026-12-31",
    "omissions": "no",
    "adults": "1",
    "children": "0",
}
SUPPLY = {
    "benefit": "bonus_elettrico",
    "supplies.electricity.holder_is_member": "yes",
    "supplies.electricity.domestic": "yes",
    "supplies.electricity.second": "no",
}


def page(client: Client, citizen: Citizen, query: str = "") -> str:
    response = client.get(reverse("benefits", args=[citizen.pk]) + query)
    assert response.status_code == 200
    return text_of(response)


def send(client: Client, name: str, citizen: Citizen, **data: str) -> Any:
    return client.post(reverse(name, args=[citizen.pk]), data)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def line_of(html: str, name: str) -> str:
    """What the page says of one benefit."""
    found = re.search(rf'<details class="benefit[^>]*>(?:(?!</details>).)*>{name}</span>.*?</details>', html)
    assert found, name
    return found[0]


def headline(html: str, name: str) -> str:
    found = re.search(r'<span class="benefit-outcome">([^<]*)', line_of(html, name))
    assert found
    return found[1]


BONUS = "Bonus sociale elettrico per disagio economico"


def test_a_person_without_a_dossier_has_everything_open(operator_client: Client, elena: Citizen) -> None:
    html = page(operator_client, elena)
    assert "e nessun fascicolo" in html
    assert headline(html, BONUS) == "manca un dato"


def test_an_attestation_shown_at_the_counter_answers(operator_client: Client, elena: Citizen) -> None:
    assert send(operator_client, "show_attestation", elena, **PAPER).status_code == 302
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    bonus = line_of(page(operator_client, elena), BONUS)
    assert "146,00 euro all&#x27;anno" in bonus
    assert 'benefit-outcome">spetta<' in bonus
    assert "9.796,00" in bonus
    assert "883,60 euro sotto la soglia" in bonus
    assert "attestazione INPS" in bonus
    assert "in bolletta dal 01/03/2026 circa" in bonus


def test_what_is_due_comes_first(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator)
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    titles = re.findall(r'<h2 id="group-[^"]*">([^<]*)', page(operator_client, elena))
    assert titles[:2] == ["Spetta", "Manca un dato"]


@pytest.mark.parametrize(
    ("isee", "outcome"), [("9796.00", "spetta"), ("9796.01", "non spetta"), ("9795.99", "spetta")]
)
def test_at_the_threshold_and_a_cent_beside_it(
    isee: str, outcome: str, operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator, isee)
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    assert headline(page(operator_client, elena), BONUS) == outcome


def test_over_the_threshold_it_says_what_would_change_the_answer(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator, "10000")
    bonus = line_of(page(operator_client, elena), BONUS)
    assert "204,00 euro sopra la soglia" in bonus
    assert "un ISEE fino a 9.796,00 euro" in bonus


def test_an_answer_opens_its_benefit_again(operator_client: Client, elena: Citizen) -> None:
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    assert re.search(r'<details class="benefit[^>]* open>', line_of(page(operator_client, elena), BONUS))
    assert not re.search(r'<details class="benefit[^>]* open>', line_of(page(operator_client, elena), BONUS))


def test_no_answer_at_all_is_told_in_its_place(operator_client: Client, elena: Citizen) -> None:
    response = send(operator_client, "answer_benefit", elena, benefit="bonus_elettrico")
    assert response.status_code == 422
    assert "Rispondi almeno a una domanda" in line_of(text_of(response), BONUS)


def test_a_paper_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    operator_client: Client, elena: Citizen
) -> None:
    wrong = {**PAPER, "valid_to": "2026-01-01", "isee": "ottomila"}
    response = send(operator_client, "show_attestation", elena, **wrong)
    assert response.status_code == 422
    html = text_of(response)
    assert "«ottomila» non è un importo" in html
    assert "La scadenza viene prima del rilascio" in html
    assert 'value="ottomila"' in html


def test_answers_are_gone_with_another_visit(operator_client: Client, elena: Citizen, operator: User) -> None:
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    assert "Risposte date" in page(operator_client, elena)
    make.visit("A001", operator=operator, citizen=elena)
    assert "Risposte date" not in page(operator_client, elena)


def test_answers_of_one_person_are_not_shown_for_another(operator_client: Client, elena: Citizen) -> None:
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    other = make.citizen("Gallo", "Ines")
    assert "Risposte date" not in page(operator_client, other)
    send(operator_client, "answer_benefit", other, **SUPPLY)
    assert "Risposte date" not in page(operator_client, elena)


def test_answers_are_taken_back(operator_client: Client, elena: Citizen) -> None:
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    send(operator_client, "forget_answers", elena)
    assert "Risposte date" not in page(operator_client, elena)


def test_nothing_said_gets_into_an_address(operator_client: Client, elena: Citizen) -> None:
    response = send(operator_client, "answer_benefit", elena, **SUPPLY)
    assert response["Location"] == reverse("benefits", args=[elena.pk])


def test_another_day_has_its_own_threshold(
    operator_client: Client, elena: Citizen, operator: User, dossier: Dossier
) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(dsu_date=date(2025, 3, 4))
    attest(dossier, operator, "9600", issued_on=date(2025, 3, 4), valid_to=date(2025, 12, 31))
    html = page(operator_client, elena, "?giorno=2025-06-01")
    assert headline(html, BONUS) == "non spetta"
    assert "9.530,00" in line_of(html, BONUS)


def test_a_day_that_cannot_be_read_is_told(operator_client: Client, elena: Citizen) -> None:
    assert "Questo giorno non esiste" in page(operator_client, elena, "?giorno=2026-02-31")


def test_what_if_says_what_it_was_and_keeps_nothing(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    attest(dossier, operator, "10000")
    response = send(operator_client, "suppose", elena, isee="9.000", adults="2", children="1")
    html = text_of(response)
    assert "Ipotesi: niente è stato salvato" in html
    assert headline(html, BONUS) == "probabilmente spetta"
    assert "prima: non spetta" in line_of(html, BONUS)
    assert "186,15 euro all&#x27;anno" in line_of(html, BONUS)
    assert headline(page(operator_client, elena), BONUS) == "non spetta"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Scrivi un ISEE, o quante persone"),
        ({"children": "2"}, "Scrivi anche gli adulti"),
        ({"isee": "-3"}, "non può essere negativo"),
    ],
)
def test_a_supposition_that_says_nothing_is_refused(
    data: dict[str, str], sentence: str, operator_client: Client, elena: Citizen
) -> None:
    response = send(operator_client, "suppose", elena, **data)
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_the_sheet_is_one_page_and_is_noted(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    Office.objects.create(name="Comune di Poggioverde", town="Poggioverde")
    attest(dossier, operator)
    send(operator_client, "answer_benefit", elena, **SUPPLY)
    for service in ("gas", "water", "waste"):
        said = {key.replace("electricity", service): value for key, value in SUPPLY.items()}
        code = {"gas": "bonus_gas", "water": "bonus_idrico", "waste": "bonus_rifiuti"}[service]
        send(operator_client, "answer_benefit", elena, **{**said, "benefit": code})
    response = send(operator_client, "print_benefits", elena)
    assert response["Content-Type"] == "application/pdf"
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", response.content)) == 1
    entry = LogEntry.objects.get(kind="isee.benefits.printed")
    assert entry.text == "Stampato il foglio delle agevolazioni."
    assert entry.case == dossier.case
