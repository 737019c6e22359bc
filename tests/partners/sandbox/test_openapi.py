"""The contracts are whole, and the sandbox keeps to them in every answer that they foresee."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
import requests

from partners.sandbox import reserved
from tests.partners.sandbox import bodies
from tests.partners.sandbox.conftest import Ask
from tests.partners.sandbox.openapi import contract
from tests.partners.sandbox_process import SandboxProcess

Call = tuple[str, str, Any]


def certificazione(body: Any = None) -> Call:
    return "POST", bodies.CERTIFICAZIONE, body or bodies.certificazione()


def statement(body: Any = None) -> Call:
    return "POST", bodies.STATEMENT, body or bodies.paper()


def registrations(body: Any = None) -> Call:
    return "POST", bodies.REGISTRATIONS, body or bodies.paper()


def pensions(body: Any = None) -> Call:
    return "POST", bodies.PENSIONS, body or bodies.pensions()


def contracts(body: Any = None) -> Call:
    return "POST", bodies.CONTRACTS, body or bodies.contracts()


def submission(body: Any = None, key: str = "") -> Call:
    return "PUT", f"/enel/v1/richieste/{key or uuid4()}", body or bodies.voltura()


def progress(key: str = "") -> Call:
    return "GET", f"/enel/v1/richieste/{key or uuid4()}", None


def withdrawal(body: Any = None, key: str = "") -> Call:
    return "PUT", f"/enel/v1/richieste/{key or uuid4()}/ripensamento", body or bodies.withdrawal()


def kept(ask: Ask) -> str:
    """The key of a request that the sandbox has."""
    key = str(uuid4())
    ask(*submission(key=key))
    return key


OPERATIONS: dict[str, tuple[str, Callable[..., Call]]] = {
    "cercaCertificazioneUnica": ("inps", certificazione),
    "cercaEstrattoContributivo": ("inps", statement),
    "cercaIscrizioni": ("inps", registrations),
    "cercaPensioni": ("inps", pensions),
    "cercaContratti": ("enel", contracts),
    "inviaRichiesta": ("enel", submission),
    "leggiStato": ("enel", progress),
    "inviaRipensamento": ("enel", withdrawal),
}


def answer(ask: Ask, sandbox: SandboxProcess, operation: str, status: int) -> requests.Response:
    """Bring an operation to answer with a status."""
    partner, call = OPERATIONS[operation]
    match operation, status:
        case _, 400:
            return ask(*call(), correlation_id="no-uuid")
        case _, 401:
            return ask(*call(), token="somebody-else")
        case _, 429 | 503:
            sandbox.set_fault(partner, {429: "quota", 503: "unavailable"}[status])
            return ask(*call())
        case "cercaCertificazioneUnica", 403:
            return ask(*certificazione(bodies.certificazione(reserved.REFUSED)))
        case "cercaEstrattoContributivo" | "cercaIscrizioni", 403:
            return ask(*call(bodies.paper(reserved.REFUSED)))
        case "cercaPensioni", 403:
            return ask(*call(bodies.pensions(reserved.REFUSED)))
        case "cercaEstrattoContributivo" | "cercaIscrizioni", 422:
            return ask(*call({**bodies.paper(), "presupposto": "curiosita"}))
        case "cercaPensioni", 422:
            return ask(*call(bodies.pensions(year=1990)))
        case "cercaContratti", 403:
            return ask(*contracts(bodies.contracts(reserved.REFUSED)))
        case "cercaCertificazioneUnica", 422:
            return ask(*certificazione(bodies.certificazione(year=1990)))
        case "cercaContratti", 422:
            return ask(*contracts(bodies.contracts("RSSMRA80A01H501A")))
        case "inviaRichiesta", 409:
            key = str(uuid4())
            ask(*submission(bodies.voltura("IT001E00000001"), key))
            return ask(*submission(bodies.voltura("IT001E00000002"), key))
        case "inviaRichiesta", 422:
            return ask(*submission(bodies.voltura(reserved.POD_REFUSED)))
        case "leggiStato", 200:
            return ask(*progress(kept(ask)))
        case "inviaRipensamento", 200:
            return ask(*withdrawal(key=kept(ask)))
        case "inviaRipensamento", 409:
            return ask(*withdrawal(bodies.withdrawal("2099-01-01"), kept(ask)))
        case "inviaRipensamento", 422:
            return ask(*withdrawal(bodies.withdrawal("ieri"), kept(ask)))
        case _:
            return ask(*call())


def foreseen() -> Iterator[tuple[str, int]]:
    for partner in ("inps", "enel"):
        for operation in contract(partner).operations():
            for status in operation["responses"]:
                yield operation["operationId"], int(status)


@pytest.mark.parametrize(("operation", "status"), list(foreseen()))
def test_every_answer_is_as_the_contract_says(
    ask: Ask, sandbox: SandboxProcess, operation: str, status: int
) -> None:
    response = answer(ask, sandbox, operation, status)

    document = contract(OPERATIONS[operation][0])
    assert response.status_code == status
    check_answer(document.response(operation, status), response, OPERATIONS[operation][0])


def check_answer(expected: dict[str, Any], response: requests.Response, partner: str) -> None:
    media_type = response.headers["Content-Type"]
    faults = contract(partner).faults(expected["content"][media_type]["schema"], response.json())
    assert list(faults) == []
    for name, header in expected["headers"].items():
        pattern = contract(partner).resolved(header)["schema"]["pattern"]
        assert re.search(pattern, response.headers[name]), name


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (bodies.CERTIFICAZIONE, bodies.certificazione(reserved.NOT_FOUND)),
        (bodies.STATEMENT, bodies.paper(reserved.NOT_FOUND)),
        (bodies.REGISTRATIONS, bodies.paper(reserved.NOT_FOUND)),
        (bodies.PENSIONS, bodies.pensions(reserved.NOT_FOUND)),
        (bodies.CONTRACTS, bodies.contracts(reserved.NOT_FOUND)),
    ],
)
def test_nothing_found_is_an_answer_of_the_contract(ask: Ask, path: str, body: dict[str, Any]) -> None:
    partner = path.split("/")[1]
    operation = {
        bodies.CERTIFICAZIONE: "cercaCertificazioneUnica",
        bodies.STATEMENT: "cercaEstrattoContributivo",
        bodies.REGISTRATIONS: "cercaIscrizioni",
        bodies.PENSIONS: "cercaPensioni",
        bodies.CONTRACTS: "cercaContratti",
    }[path]

    response = ask("POST", path, body)

    check_answer(contract(partner).response(operation, 200), response, partner)


def test_each_operation_of_the_contracts_is_tried_here() -> None:
    assert {operation for operation, _ in foreseen()} == set(OPERATIONS)


TAKEN = [
    ("cercaCertificazioneUnica", bodies.certificazione()),
    ("cercaCertificazioneUnica", bodies.own_certificazione()),
    ("cercaContratti", bodies.contracts()),
    *(("inviaRichiesta", bodies.order(name)) for name in ("voltura", "disdetta")),
    ("inviaRipensamento", bodies.withdrawal()),
    ("cercaEstrattoContributivo", bodies.paper()),
    ("cercaIscrizioni", bodies.paper()),
    ("cercaPensioni", bodies.pensions()),
]


@pytest.mark.parametrize(("operation", "taken"), TAKEN)
def test_the_examples_of_these_tests_are_as_the_contract_says(operation: str, taken: dict[str, Any]) -> None:
    document = contract(OPERATIONS[operation][0])

    assert list(document.faults(document.request_schema(operation), taken)) == []


def leaves(body: dict[str, Any], inside: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in body.items():
        yield (*inside, name)
        if isinstance(value, dict):
            yield from leaves(value, (*inside, name))


def spoiled(body: dict[str, Any], path: tuple[str, ...], spoil: Callable[[dict[str, Any], str], None]) -> Any:
    body = deepcopy(body)
    inner = body
    for name in path[:-1]:
        inner = inner[name]
    spoil(inner, path[-1])
    return body


def drop(body: dict[str, Any], name: str) -> None:
    del body[name]


def wrong_text(body: dict[str, Any], name: str) -> None:
    body[name] = "\n"


def too_long(body: dict[str, Any], name: str) -> None:
    body[name] = "x" * 500


def nothing(body: dict[str, Any], name: str) -> None:
    body[name] = None


def yes(body: dict[str, Any], name: str) -> None:
    body[name] = True


def huge(body: dict[str, Any], name: str) -> None:
    body[name] = 10**9


def unknown(body: dict[str, Any], name: str) -> None:
    body["altro"] = "x"


@pytest.mark.parametrize("spoil", [drop, wrong_text, too_long, nothing, yes, huge, unknown])
@pytest.mark.parametrize(("operation", "taken"), TAKEN)
def test_the_sandbox_refuses_exactly_what_the_contract_does_not_allow(
    ask: Ask, operation: str, taken: dict[str, Any], spoil: Callable[[dict[str, Any], str], None]
) -> None:
    document = contract(OPERATIONS[operation][0])
    schema = document.request_schema(operation)
    method, path, _ = OPERATIONS[operation][1]()

    for field in leaves(taken):
        body = spoiled(taken, field, spoil)
        if method == "PUT":
            path = OPERATIONS[operation][1]()[1]
        status = ask(method, path, body).status_code
        assert (status == 422) == bool(list(document.faults(schema, body))), (field, body)


PROTOCOL, BENEFIT = {"protocollo": "2026/0000123"}, {"prestazione": "A2.05"}


@pytest.mark.parametrize(
    ("ground", "allowed"),
    [
        ({"presupposto": "acquisizione_ufficio"}, PROTOCOL | BENEFIT),
        ({"presupposto": "richiesta_interessato"}, {}),
        ({"presupposto": "altro"}, None),
        ({}, None),
    ],
)
def test_each_ground_has_its_own_fields(
    ask: Ask, ground: dict[str, str], allowed: dict[str, str] | None
) -> None:
    document = contract("inps")
    schema = document.request_schema("cercaCertificazioneUnica")
    for procedure in ({}, PROTOCOL, BENEFIT, PROTOCOL | BENEFIT):
        body = bodies.own_certificazione()
        del body["presupposto"]
        body |= ground | procedure

        assert (list(document.faults(schema, body)) == []) == (procedure == allowed), body
        assert ask(*certificazione(body)).status_code == (200 if procedure == allowed else 422), body


NAMED = [
    (call, body, ".".join(path))
    for call, body in [(submission, bodies.voltura()), (certificazione, bodies.certificazione())]
    for path in leaves(body)
]


@pytest.mark.parametrize(("call", "body", "field"), NAMED)
def test_a_wrong_field_is_named(
    ask: Ask, call: Callable[[Any], Call], body: dict[str, Any], field: str
) -> None:
    response = ask(*call(spoiled(body, tuple(field.split(".")), nothing)))

    assert response.json()["campo"] == field


NAMES = contract("enel").document["components"]["schemas"]["Richiesta"]["properties"]["operazione"]["enum"]


@pytest.mark.parametrize("name", NAMES)
def test_each_operation_wants_its_own_parts(ask: Ask, name: str) -> None:
    """Taken away one by one, a part is missed by the contract exactly where the sandbox misses it."""
    document = contract("enel")
    schema = document.request_schema("inviaRichiesta")
    whole = bodies.order(name)
    parts = [(part,) for part in ("defunto", "tutela", "immobile", "bollette")]
    for path in [*parts, *(("fornitura", part) for part in whole["fornitura"])]:
        body = spoiled(whole, path, drop)
        status = ask(*submission(body)).status_code
        assert (status == 422) == bool(list(document.faults(schema, body))), (name, path)
