"""The papers of a request: what is signed, and what is taken home."""

from collections.abc import Callable
from io import BytesIO

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from partners.models import ContractRequest
from partners.supply.operations import Operation
from tests.partners import contracts
from tests.partners.contracts import queue


def words(client: Client, name: str, request: ContractRequest) -> str:
    pdf = client.get(reverse(name, args=[request.pk])).content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_summary_has_what_is_signed_and_the_mandate(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft(
        payment="debit", iban=contracts.IBAN, iban_holder="Neri Elena", iban_holder_code="NRELNE48E57H501T"
    )
    text = words(operator_client, "print_contract", request)
    for part in (
        "Voltura",
        "IT001E12345678",
        "IT60 X054 2811",
        "Mandato di addebito SEPA",
        "Può ripensarci",
        "Firma di Neri Elena",
    ):
        assert part in text, part
    assert "Manca ancora" not in text


def test_what_lacks_is_printed_in_front(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    text = words(operator_client, "print_contract", draft(pod=""))
    assert "Manca ancora: POD. Così non si firma." in text


def test_the_receipt_says_by_when_whom_to_call_and_who_pays(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    queue(request)
    text = words(operator_client, "contract_receipt", request)
    for part in (
        "cioè 5 giorni lavorativi (termine da verificare)",
        "35, 70 o 105 euro",
        "Importi da verificare",
        "800 900 800, tutti i giorni 7-22",
        "Enel paga il Comune per questo sportello",
        "Portale Offerte",
    ):
        assert part in text, part


def test_without_a_known_term_nothing_is_promised(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft(Operation.USE_CHANGE)
    queue(request)
    assert "Dovrebbe essere fatta entro" not in words(operator_client, "contract_receipt", request)


def test_before_the_signature_there_is_no_receipt(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    response = operator_client.get(reverse("contract_receipt", args=[request.pk]), follow=True)
    assert "La richiesta non è ancora firmata" in response.content.decode()
