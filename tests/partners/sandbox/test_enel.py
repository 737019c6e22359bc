"""What Enel answers, as the sandbox plays it. The clock of these tests starts at 1000, a step is 10 seconds."""

from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from partners.sandbox import enel, reserved
from partners.sandbox.replies import Fate, Reply
from partners.sandbox.store import Store
from tests.partners.sandbox import bodies

STEP = 10


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sandbox.sqlite3")


def submitted(store: Store, pod: str = "IT001E00012345") -> str:
    key = str(uuid4())
    assert enel.submit(key, bodies.voltura(pod), store, 1000).status == 202
    return key


def state(store: Store, key: str, now: float) -> tuple[Any, Any]:
    body = enel.progress(key, store, now, STEP).body
    return body["stato"], body.get("motivo", {}).get("codice")


def contracts(store: Store, tax_code: str, now: float = 1000) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = enel.contracts(
        bodies.contracts(tax_code), store, now, STEP, lambda: False
    ).body["contratti"]
    return found


@pytest.mark.parametrize(
    ("now", "expected"),
    [(1000, "ricevuta"), (1009.9, "ricevuta"), (1010, "ammessa"), (1039.9, "ammessa"), (1040, "eseguita")],
)
def test_a_request_moves_on_by_itself(store: Store, now: float, expected: str) -> None:
    assert state(store, submitted(store), now) == (expected, None)


def test_a_request_that_is_not_admitted(store: Store) -> None:
    key = submitted(store, reserved.POD_NOT_ADMITTED)

    assert state(store, key, 1009) == ("ricevuta", None)
    assert state(store, key, 1010) == ("non_ammessa", "INTESTATARIO_NON_CORRISPONDE")
    assert state(store, key, 9999) == ("non_ammessa", "INTESTATARIO_NON_CORRISPONDE")


def test_a_request_that_fails(store: Store) -> None:
    key = submitted(store, reserved.POD_FAILED)

    assert state(store, key, 1010) == ("ammessa", None)
    assert state(store, key, 1040) == ("fallita", "CONTATORE_NON_ACCESSIBILE")


def test_the_control_character_of_a_pod_changes_nothing(store: Store) -> None:
    assert state(store, submitted(store, reserved.POD_NOT_ADMITTED + "K"), 1010)[0] == "non_ammessa"


def test_the_same_request_under_the_same_key_is_one_request(store: Store) -> None:
    key = str(uuid4())

    first = enel.submit(key, bodies.voltura(), store, 1000)
    again = enel.submit(key, bodies.voltura(), store, 2000)
    other = enel.submit(str(uuid4()), bodies.voltura(), store, 1000)

    assert again == first
    assert other.body["numero"] != first.body["numero"]


def test_another_request_under_the_same_key_is_refused_and_not_kept(store: Store) -> None:
    key = submitted(store)

    refused = enel.submit(key, bodies.voltura("IT001E00099999"), store, 1000)

    assert (refused.status, refused.body["codice"]) == (409, "CHIAVE_GIA_USATA")
    kept = store.kept(key)
    assert kept is not None
    assert kept.body == bodies.voltura()


def test_a_refused_request_leaves_its_key_free(store: Store) -> None:
    key = str(uuid4())

    refused = enel.submit(key, bodies.voltura(reserved.POD_REFUSED), store, 1000)
    corrected = enel.submit(key, bodies.voltura(), store, 1000)

    assert (refused.status, refused.body["codice"]) == (422, "POD_NON_SERVITO")
    assert refused.body["campo"] == "fornitura.pod"
    assert corrected.status == 202


def test_a_tax_code_with_a_wrong_letter_is_refused(store: Store) -> None:
    refused = enel.submit(str(uuid4()), bodies.voltura(tax_code="RSSMRA80A01H501A"), store, 1000)

    assert (refused.body["codice"], refused.body["campo"]) == (
        "CODICE_FISCALE_ERRATO",
        "cliente.codiceFiscale",
    )


@pytest.mark.parametrize(
    ("pod", "fate", "is_kept"),
    [
        (reserved.POD_DROPPED_BEFORE, Fate.DROPPED, False),
        (reserved.POD_DROPPED_AFTER, Fate.DROPPED, True),
        (reserved.POD_SLOW, Fate.LATE, True),
    ],
)
def test_what_is_kept_when_the_answer_does_not_arrive(
    store: Store, pod: str, fate: Fate, is_kept: bool
) -> None:
    key = str(uuid4())

    reply: Reply = enel.submit(key, bodies.voltura(pod), store, 1000)

    assert reply.fate is fate
    assert (store.kept(key) is not None) is is_kept


def test_an_unknown_key(store: Store) -> None:
    reply = enel.progress(str(uuid4()), store, 1000, STEP)

    assert (reply.status, reply.body["codice"]) == (404, "RICHIESTA_SCONOSCIUTA")


def test_contracts_are_always_the_same_and_follow_one_another(store: Store) -> None:
    found = contracts(store, reserved.FOUND)

    assert found == contracts(store, reserved.FOUND)
    assert [contract["stato"] for contract in found] == ["attivo"] + ["cessato"] * (len(found) - 1)
    for newer, older in pairwise(found):
        assert older["dal"] < older["al"] == newer["dal"]


def test_a_request_that_is_done_is_a_contract(store: Store) -> None:
    submitted(store, "IT001E00012345")

    before = [contract["pod"] for contract in contracts(store, bodies.HOLDER, now=1039)]
    after = [contract["pod"] for contract in contracts(store, bodies.HOLDER, now=1040)]

    assert after == ["IT001E00012345", *before]
