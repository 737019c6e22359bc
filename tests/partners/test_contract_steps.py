"""The pages on which a request is written: what each operation asks, bad input, doubts, what the Comune holds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import contract_fields, contract_requests
from partners.models import ContractRequest, GivenDatum
from partners.supply.operations import Operation
from sportello.models import Citizen, LogEntry, Service, User, Visit
from tests.partners import contracts
from tests.partners.contracts import now_of


@pytest.fixture
def opened(operator: User, elena_visit: Visit, voltura_service: Service) -> Callable[..., ContractRequest]:
    """Open a request of Elena in which nothing is written yet."""

    def begin(operation: Operation = Operation.VOLTURA) -> ContractRequest:
        return contracts.opened(elena_visit, voltura_service, operator, operation)

    return begin


def page_of(request: ContractRequest, step: str) -> str:
    return reverse(f"contract_{step}", args=[request.pk])


def typed(request: ContractRequest, step: str, **fields: Any) -> dict[str, Any]:
    """What an operator types on a page, all of it right, but for the fields of the test."""
    page = next(one for one in contract_fields.STEPS if one.name == step)
    asked = contract_fields.fields_of(page, request.kind)
    values = {name: value for name, value in contracts.whole(request.kind).items() if name in asked}
    values = {**values, **fields}
    return {name: "on" if value is True else value for name, value in values.items() if value is not False}


@pytest.mark.parametrize("operation", list(Operation))
def test_every_operation_is_written_page_by_page(
    operation: Operation, operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    request = opened(operation)
    steps = contract_fields.steps_of(operation)
    for step in steps:
        assert operator_client.get(page_of(request, step.name)).status_code == 200
        response = operator_client.post(page_of(request, step.name), typed(request, step.name))
        assert response.status_code == 302, (step.name, response.context["form"].errors)
    assert contract_fields.missing(now_of(request)) == []
    assert response.headers["Location"] == reverse("contract_request", args=[request.pk])


def test_what_an_operation_does_not_ask_is_not_there(
    operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    page = operator_client.get(page_of(opened(Operation.NEW_CONNECTION), "supply")).content.decode()
    assert 'name="pod"' not in page
    assert 'name="meter_reading"' not in page
    request = opened(Operation.DISDETTA)
    assert operator_client.get(page_of(request, "market")).status_code == 302
    assert 'name="iban"' not in operator_client.get(page_of(request, "bills")).content.decode()


BAD = [
    ("supply", {"pod": ""}, "Scrivi il POD."),
    ("supply", {"pod": "12345"}, "Il POD comincia con IT, poi tre cifre, la lettera E e otto cifre"),
    ("supply", {"pod": "IT001E1234567O"}, "Se sulla bolletta è uno zero, scrivi IT001E12345670."),
    ("supply", {"pod": "IT0O1E12345I78"}, "scrivi IT001E12345178."),
    (
        "supply",
        {"pod": "IT001EI2345678"},
        "C&#x27;è una lettera I dove va una cifra. Se sulla bolletta è un uno",
    ),
    ("supply", {"power": "3.7"}, "Questa potenza non esiste: scegli una di quelle dell&#x27;elenco."),
    ("supply", {"meter_reading": "1.234,5x"}, "La lettura ha solo cifre, senza virgola"),
    ("supply", {"meter_reading": "-5"}, "La lettura non è mai sotto zero"),
    ("supply", {"meter_reading": "12345678"}, "Un contatore ha al massimo sette cifre"),
    ("supply", {"read_on": "2999-01-01"}, "Questo giorno deve ancora venire"),
    ("supply", {"read_on": ""}, "Scrivi in che giorno è stato letto il contatore."),
    ("supply", {"read_on": "2026-02-30"}, "Questo giorno non esiste"),
    ("supply", {"supply_address": "v" * 161}, "160 caratteri"),
    (
        "client",
        {"document_expires_on": "2020-01-31"},
        "Il documento è scaduto il 31/01/2020: chiedine uno valido.",
    ),
    ("client", {"postal_code": "4782"}, "Il CAP ha cinque cifre."),
    ("client", {"email": "elena"}, "manca qualcosa intorno alla @"),
    (
        "home",
        {"title": ""},
        "Scegli a che titolo ha la casa: senza, il contratto è nullo (DL 47/2014, art. 5).",
    ),
    ("home", {"title": "rent"}, "Per l&#x27;affitto servono gli estremi della registrazione."),
    ("home", {"sheet": "12A"}, "Il foglio catastale ha solo cifre"),
    ("home", {"sheet": ""}, "Scrivi il foglio, o di&#x27; perché i dati mancano."),
    ("home", {"parcel": "34B"}, "La particella ha solo cifre"),
    ("bills", {"payment": "debit"}, "Per l&#x27;addebito serve l&#x27;IBAN."),
    (
        "bills",
        {"iban": "IT61X0542811101000000123456"},
        "Le due cifre di controllo dell&#x27;IBAN non tornano",
    ),
    ("bills", {"iban": "IT64Y0542811101000000123456"}, "il CIN) non torna"),
    ("bills", {"iban": "IT60X05428111010000001"}, "Un IBAN italiano ha 27 caratteri."),
    (
        "bills",
        {"iban": "BR1800360305000010009795493C1"},
        "Con questo Paese non c&#x27;è l&#x27;addebito SEPA",
    ),
    ("signature", {"papers_seen": ["bill"]}, "La copia del documento, fronte e retro, serve sempre."),
    ("signature", {"conditions_received": False}, "Prima di firmare deve avere le condizioni di contratto."),
    ("market", {"grounds": ["bonus"]}, "Senza la dichiarazione firmata il motivo non vale."),
]


@pytest.mark.parametrize(("step", "fields", "sentence"), BAD)
def test_malformed(
    step: str,
    fields: dict[str, Any],
    sentence: str,
    operator_client: Client,
    opened: Callable[..., ContractRequest],
) -> None:
    """The sentence stands at its field, what was typed is still there, and nothing of it was kept."""
    request = opened()
    response = operator_client.post(page_of(request, step), typed(request, step, **fields))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    name, value = next(iter(fields.items()))
    assert not isinstance(value, str) or value in page or name in ("title", "power", "payment")
    assert not LogEntry.objects.filter(kind="partners.contract.changed").exists()


def test_the_heir_is_not_the_dead(operator_client: Client, opened: Callable[..., ContractRequest]) -> None:
    request = opened(Operation.MORTIS_CAUSA)
    response = operator_client.post(
        page_of(request, "heir"), typed(request, "heir", dead_tax_code="NRELNE48E57H501T")
    )
    assert "È il codice di chi chiede: chi è morto ne ha un altro." in response.content.decode()


def test_among_heirs_the_others_have_signed(
    operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    request = opened(Operation.MORTIS_CAUSA)
    told = typed(request, "heir", heirs="among_others")
    assert (
        "serve la loro autorizzazione"
        in operator_client.post(page_of(request, "heir"), told).content.decode()
    )
    assert operator_client.post(page_of(request, "heir"), {**told, "heirs_agree": "on"}).status_code == 302


# What may be right


DOUBTS = [
    ("supply", {"pod": "123456780"}, "Dalle nove cifre del contatore il POD sarebbe IT001E12345678"),
    ("supply", {"pod": "IT002E12345678"}, "non è nella zona di Enel: lì c&#x27;è Areti, Roma"),
    ("supply", {"pod": "IT777E12345678"}, "un distributore che non conosciamo"),
    ("supply", {"power": "15.0"}, "Sopra 10 kW di solito serve la trifase"),
    (
        "bills",
        {"payment": "debit", "iban": "DE89370400440532013000", "iban_holder": "E", "iban_holder_code": "NRELNE48E57H501T"},
        "L&#x27;IBAN è di un altro Paese (DE)",
    ),
    (
        "bills",
        {
            "payment": "debit",
            "iban": contracts.IBAN,
            "iban_holder": "Neri Elena",
            "iban_holder_code": "NRELNE48E57H501T",
            "mandate_signer": "Neri Luca",
            "mandate_signer_code": "NRELNE48E57H501T",
        },
        "Il mandato lo firma Neri Luca, che non è l&#x27;intestatario del conto",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("step", "fields", "sentence"), DOUBTS)
def test_doubts_are_shown_once_and_then_believed(
    step: str,
    fields: dict[str, Any],
    sentence: str,
    operator_client: Client,
    opened: Callable[..., ContractRequest],
) -> None:
    request = opened()
    told = typed(request, step, **fields)
    response = operator_client.post(page_of(request, step), told)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "Salva lo stesso" in response.content.decode()
    again = operator_client.post(page_of(request, step), {**told, "seen": response.context["doubts"]})
    assert again.status_code == 302


def test_a_birth_date_that_is_not_of_the_code_is_a_doubt(
    operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    Citizen.objects.update(birth_date=date(1948, 5, 18))
    request = opened()
    response = operator_client.post(page_of(request, "client"), typed(request, "client"))
    assert response.status_code == 200
    assert "17" in response.context["warnings"][0]
    assert "Una cosa non torna" in response.content.decode()


def test_the_same_supply_twice_this_week_is_a_doubt(
    operator_client: Client, draft: Callable[..., ContractRequest], opened: Callable[..., ContractRequest]
) -> None:
    first = draft()
    first.case.opened_at = timezone.now() - timedelta(days=2)
    first.case.save()
    request = opened()
    # The fifteenth character names no other supply.
    response = operator_client.post(
        page_of(request, "supply"), typed(request, "supply", pod="IT001E12345678K")
    )
    assert response.context["warnings"] == [
        f"Per questa fornitura c'è già la pratica {first.case} di questi giorni: voltura, bozza."
    ]
    first.case.opened_at = timezone.now() - timedelta(days=8)
    first.case.save()
    assert operator_client.post(page_of(request, "supply"), typed(request, "supply")).status_code == 302


@pytest.mark.parametrize("written", ["it001e12345678", " IT 001 E 12345678 ", "IT.001.E-12345678"])
def test_a_pod_is_copied_as_the_bill_has_it(
    written: str, operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    request = opened()
    operator_client.post(page_of(request, "supply"), typed(request, "supply", pod=written))
    assert now_of(request).pod == "IT001E12345678"


@pytest.mark.parametrize("pod", ["IT001E12345678O", "IT001E123456781"])
def test_the_fifteenth_character_is_never_judged(
    pod: str, operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    request = opened()
    operator_client.post(page_of(request, "supply"), typed(request, "supply", pod=pod))
    assert now_of(request).pod == pod


# The protected market


@pytest.mark.parametrize(
    ("birth", "fields", "taken"),
    [
        (timezone.localdate().replace(year=1940), {}, True),
        (date(1990, 1, 1), {}, False),
        (date(1990, 1, 1), {"grounds": ["bonus"], "ground_paper": "lettera", "grounds_declared": "on"}, True),
        (
            date(1990, 1, 1),
            {"grounds": ["bonus"], "grounds_of_other": "on", "ground_paper": "x", "grounds_declared": "on"},
            False,
        ),
        (
            date(1990, 1, 1),
            {"grounds": ["devices"], "grounds_of_other": "on", "ground_paper": "x", "grounds_declared": "on"},
            True,
        ),
    ],
)
def test_only_the_vulnerable_go_on(
    birth: date,
    fields: dict[str, Any],
    taken: bool,
    operator_client: Client,
    opened: Callable[..., ContractRequest],
) -> None:
    Citizen.objects.update(birth_date=birth)
    request = opened()
    response = operator_client.post(page_of(request, "market"), fields)
    assert response.status_code == (302 if taken else 422)
    assert taken or "Sportello per il consumatore, 800 166 654" in response.content.decode()


# Drafts


def test_a_draft_may_lack_what_is_not_at_hand_but_what_is_there_is_right(
    operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    request = opened()
    lacking = typed(request, "supply", pod="", meter_reading="", read_on="", draft="yes")
    response = operator_client.post(page_of(request, "supply"), lacking)
    assert response.headers["Location"] == reverse("contract_request", args=[request.pk])
    assert now_of(request).supply_town == "Poggioverde"
    wrong = operator_client.post(page_of(request, "supply"), {**lacking, "pod": "12345"})
    assert wrong.status_code == 422


def test_what_was_queued_is_changed_no_more(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    contracts.queue(request)
    response = operator_client.post(
        page_of(request, "supply"), typed(request, "supply", pod="IT001E00000000"), follow=True
    )
    assert "non si cambia più" in response.content.decode()
    assert now_of(request).pod == contracts.POD


# What the Comune holds


def test_what_is_held_is_put_in_only_when_asked_and_recorded(
    operator_client: Client, opened: Callable[..., ContractRequest]
) -> None:
    request = opened()
    url = page_of(request, "supply")
    assert 'name="supply_address" value="Via Garibaldi 12"' not in operator_client.get(url).content.decode()
    page = operator_client.post(url, typed(request, "supply", supply_address="", give="residence"))
    assert page.context["form"]["supply_address"].value() == "Via Garibaldi 12"
    assert page.context["form"]["pod"].value() == contracts.POD
    assert not GivenDatum.objects.exists()
    told = typed(request, "supply", supply_address="Via Garibaldi 12", given="residence")
    response = operator_client.post(url, told)
    assert response.status_code == 302, response.context["form"].errors
    given = set(GivenDatum.objects.values_list("field", "source"))
    assert ("supply_address", "scheda del cittadino") in given
    operator_client.post(url, told)
    assert GivenDatum.objects.filter(field="supply_address").count() == 1


def test_an_earlier_request_lends_what_the_person_wants(
    operator_client: Client, draft: Callable[..., ContractRequest], opened: Callable[..., ContractRequest]
) -> None:
    earlier = draft(sheet="77")
    contracts.queue(earlier)
    request = opened(Operation.RETURN)
    page = operator_client.get(page_of(request, "home"))
    assert [one.name for one in page.context["held"]] == ["earlier_title", "earlier_cadastre"]
    assert 'value="77"' not in page.content.decode()
    page = operator_client.post(page_of(request, "home"), {"give": "earlier_cadastre"})
    assert page.context["form"]["sheet"].value() == "77"
    assert "Dati catastali" not in [one.label for one in page.context["held"]]


def test_no_health_and_no_isee_is_ever_offered() -> None:
    from partners import held_data

    lent = {name for rows in held_data.LENT.values() for _, _, fields in rows for name in fields}
    assert not lent & {"grounds", "ground_paper", "grounds_of_other", "grounds_declared"}


def test_only_a_change_of_its_own_fields(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    """Two pages open at once: each keeps what it shows, and nothing else."""
    request = draft()
    stale = now_of(request)
    operator_client.post(page_of(request, "supply"), typed(request, "supply", pod="IT001E00000009"))
    stale.town = "Altrove"
    contract_requests.change(request=stale, fields=["town"], operator=stale.operator, at=timezone.now())
    assert (now_of(request).pod, now_of(request).town) == ("IT001E00000009", "Altrove")
