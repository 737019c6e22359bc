"""Enel: requests for contracts, and the contracts of a person. It speaks docs/openapi/enel-contracts.yaml."""

from decimal import Decimal
from uuid import UUID

from partners.adapters.base import (
    Address,
    Answer,
    DocumentKind,
    EarlierContract,
    EarlierContractsQuestion,
    Grounds,
    Holder,
    HousingTitle,
    MeterReading,
    Progress,
    Receipt,
    RequestState,
    SupplyUse,
    Voltura,
)
from partners.adapters.http import PartnerClient
from partners.adapters.reading import Json, code, day, moment, text, word

USES = {
    SupplyUse.RESIDENT: "domestico_residente",
    SupplyUse.NON_RESIDENT: "domestico_non_residente",
    SupplyUse.OTHER: "altri_usi",
}
TITLES = {
    HousingTitle.PROPERTY: "proprieta",
    HousingTitle.USUFRUCT: "usufrutto",
    HousingTitle.RENT: "locazione",
    HousingTitle.COMODATO: "comodato",
    HousingTitle.OTHER: "altro",
}
DOCUMENTS = {
    DocumentKind.IDENTITY_CARD: "carta_identita",
    DocumentKind.PASSPORT: "passaporto",
    DocumentKind.DRIVING_LICENCE: "patente",
    DocumentKind.OTHER: "altro",
}
STATES = {
    RequestState.RECEIVED: "ricevuta",
    RequestState.ADMITTED: "ammessa",
    RequestState.NOT_ADMITTED: "non_ammessa",
    RequestState.DONE: "eseguita",
    RequestState.FAILED: "fallita",
}


class Enel:
    """Takes contracts (base.TakesContracts)."""

    def __init__(self, *, base_url: str, token: str, timeout: tuple[float, float]) -> None:
        """`base_url` ends before `/richieste`; `timeout`: seconds to connect and to wait."""
        self._client = PartnerClient(partner="enel", base_url=base_url, token=token, timeout=timeout)

    def submit(self, request: Voltura, *, key: UUID) -> Receipt:
        """Send a voltura under its key; raises Unreachable, OutcomeUnknown, Refused or Unintelligible."""
        return self._client.write(
            f"/richieste/{key}",
            lambda body: _receipt(body, key),
            correlation_id=request.grounds.correlation_id,
            body=_voltura(request),
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

    def earlier_contracts(self, question: EarlierContractsQuestion) -> Answer[tuple[EarlierContract, ...]]:
        """The contracts of a person, the newest first; raises Unreachable, Refused or Unintelligible."""
        return self._client.look_up(
            "POST",
            "/contratti/ricerca",
            _contracts,
            correlation_id=question.grounds.correlation_id,
            body={"codiceFiscale": question.tax_code, "richiedente": _asker(question.grounds)},
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


def _voltura(request: Voltura) -> Json:
    return {
        "operazione": "voltura",
        "richiedente": _asker(request.grounds),
        "cliente": _client_of(request.holder),
        "fornitura": {
            "pod": request.pod,
            "indirizzo": _address(request.supply_address),
            "uso": USES[request.use],
            "potenzaKw": _kilowatts(request.power_kw),
            **_reading(request.reading),
        },
        "titolo": TITLES[request.title],
        "firmataIl": request.signed_on.isoformat(),
    }


def _client_of(holder: Holder) -> Json:
    contacts = {"telefono": holder.phone, "email": holder.email}
    return {
        "codiceFiscale": holder.tax_code,
        "cognome": holder.surname,
        "nome": holder.given_name,
        "indirizzo": _address(holder.address),
        **{name: value for name, value in contacts.items() if value},
        "documento": {
            "tipo": DOCUMENTS[holder.document.kind],
            "numero": holder.document.number,
            "scadenza": holder.document.expires_on.isoformat(),
        },
    }


def _address(address: Address) -> Json:
    postal_code = {"cap": address.postal_code} if address.postal_code else {}
    return {"via": address.street, "comune": address.town, **postal_code}


def _reading(reading: MeterReading | None) -> Json:
    return {"lettura": {"kwh": reading.kwh, "data": reading.read_on.isoformat()}} if reading else {}


def _kilowatts(power: Decimal) -> str:
    """Without idle zeros: 3, 4.5."""
    return f"{power.normalize():f}"


def _asker(grounds: Grounds) -> Json:
    return {
        "pratica": grounds.case_number,
        "finalita": grounds.purpose,
        "operatore": grounds.operator,
        "postazione": grounds.workstation,
    }
