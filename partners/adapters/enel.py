"""Enel: requests for contracts, and the contracts of a person. It speaks docs/openapi/enel-contracts.yaml."""

from datetime import date
from uuid import UUID

from partners.adapters.base import (
    Address,
    Answer,
    EarlierContract,
    EarlierContractsQuestion,
    Grounds,
    Progress,
    Receipt,
    RequestState,
)
from partners.adapters.contract_order import ContractOrder
from partners.adapters.enel_bodies import USES, asker, order_body
from partners.adapters.http import PartnerClient
from partners.adapters.reading import Json, code, day, moment, text, word

STATES = {
    RequestState.RECEIVED: "ricevuta",
    RequestState.ADMITTED: "ammessa",
    RequestState.NOT_ADMITTED: "non_ammessa",
    RequestState.DONE: "eseguita",
    RequestState.FAILED: "fallita",
    RequestState.WITHDRAWN: "ritirata",
}


class Enel:
    """Takes contracts (base.TakesContracts)."""

    def __init__(self, *, base_url: str, token: str, timeout: tuple[float, float]) -> None:
        """`base_url` ends before `/richieste`; `timeout`: seconds to connect and to wait."""
        self._client = PartnerClient(partner="enel", base_url=base_url, token=token, timeout=timeout)

    def submit(self, request: ContractOrder, *, key: UUID) -> Receipt:
        """Send a request under its key; raises Unreachable, OutcomeUnknown, Refused or Unintelligible."""
        return self._client.write(
            f"/richieste/{key}",
            lambda body: _receipt(body, key),
            correlation_id=request.grounds.correlation_id,
            body=order_body(request),
        )

    def progress(self, key: UUID, *, correlation_id: UUID) -> Answer[Progress]:
        """How far a request is; not found: it never arrived. Raises as `earlier_contracts` does."""
        return self._client.look_up(
            "GET",
            f"/richieste/{key}",
            lambda body: _progress(body, key),
            correlation_id=correlation_id,
            absent="RICHIESTA_SCONOSCIUTA",
        )

    def withdraw(self, key: UUID, *, signed_on: date, grounds: Grounds) -> Progress:
        """Take a contract back; raises as `submit` does."""
        return self._client.write(
            f"/richieste/{key}/ripensamento",
            lambda body: _progress(body, key),
            correlation_id=grounds.correlation_id,
            body={"firmatoIl": signed_on.isoformat(), "richiedente": asker(grounds)},
        )

    def earlier_contracts(self, question: EarlierContractsQuestion) -> Answer[tuple[EarlierContract, ...]]:
        """The contracts of a person, the newest first; raises Unreachable, Refused or Unintelligible."""
        return self._client.look_up(
            "POST",
            "/contratti/ricerca",
            _contracts,
            correlation_id=question.grounds.correlation_id,
            body={"codiceFiscale": question.tax_code, "richiedente": asker(question.grounds)},
        )


def _receipt(body: Json, key: UUID) -> Receipt:
    _same_key(body, key)
    return Receipt(key=key, partner_number=code(body["numero"]), received_at=moment(body["ricevutaIl"]))


def _progress(body: Json, key: UUID) -> Progress:
    _same_key(body, key)
    state = word(STATES, body["stato"])
    reason = body["motivo"] if state in (RequestState.NOT_ADMITTED, RequestState.FAILED) else None
    return Progress(
        partner_number=code(body["numero"]),
        state=state,
        updated_at=moment(body["aggiornataIl"]),
        reason=text(reason["codice"]) if reason else "",
        explanation=text(reason["testo"]) if reason else "",
    )


def _same_key(body: Json, key: UUID) -> None:
    if body["chiave"] != str(key):
        raise ValueError


def _contracts(body: Json) -> tuple[EarlierContract, ...] | None:
    contracts = [_contract(contract) for contract in body["contratti"]]
    return tuple(sorted(contracts, key=lambda contract: contract.starts_on, reverse=True)) or None


def _contract(contract: Json) -> EarlierContract:
    address = contract["indirizzo"]
    is_active = {"attivo": True, "cessato": False}[contract["stato"]]
    return EarlierContract(
        pod=text(contract["pod"]),
        address=Address(
            street=text(address["via"]),
            town=text(address["comune"]),
            postal_code=text(address["cap"]) if "cap" in address else "",
        ),
        use=word(USES, contract["uso"]),
        is_active=is_active,
        starts_on=day(contract["dal"]),
        ends_on=None if is_active else day(contract["al"]),
    )
