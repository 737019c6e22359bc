"""What Enel is sent, as docs/openapi/enel-contracts.yaml names it."""

from datetime import date
from decimal import Decimal

from partners.adapters.base import (
    Address,
    DocumentKind,
    Grounds,
    Holder,
    HousingTitle,
    MeterReading,
    SupplyUse,
)
from partners.adapters.contract_order import (
    Billing,
    Cadastre,
    Consents,
    ContractOrder,
    Deceased,
    Home,
    Mandate,
    SupplyPoint,
    Vulnerability,
)
from partners.adapters.reading import Json
from partners.supply.operations import Operation
from partners.supply.protected_market import Ground

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
OPERATIONS = {
    Operation.NEW_CONNECTION: "allaccio",
    Operation.FIRST_ACTIVATION: "prima_attivazione",
    Operation.SUBENTRO: "subentro",
    Operation.VOLTURA: "voltura",
    Operation.MORTIS_CAUSA: "voltura_mortis_causa",
    Operation.RETURN: "rientro_tutela",
    Operation.POWER_CHANGE: "cambio_potenza",
    Operation.USE_CHANGE: "cambio_uso",
    Operation.DISDETTA: "disdetta",
}
GROUNDS = {
    Ground.AGE: "eta",
    Ground.BONUS: "bonus_sociale",
    Ground.DEVICES: "apparecchi_salvavita",
    Ground.DISABILITY: "disabilita",
    Ground.EMERGENCY: "emergenza_abitativa",
    Ground.ISLAND: "isola_minore",
}
NO_CADASTRE = {"not_registered": "non_accatastato", "not_known": "dati_non_disponibili"}
PAPERS = {
    "document_copy": "copia_documento",
    "bill": "bolletta",
    "title": "titolo_immobile",
    "death": "certificato_morte",
    "heirs": "autorizzazione_eredi",
    "vulnerable": "prova_vulnerabilita",
    "delegation": "delega",
}


def order_body(order: ContractOrder) -> Json:
    """The body of a request, with what is known and nothing else."""
    parts = {
        "defunto": _deceased(order.deceased) if order.deceased else None,
        "tutela": _vulnerability(order.vulnerability) if order.vulnerability else None,
        "immobile": _home(order.home) if order.home else None,
        "bollette": _billing(order.billing) if order.billing else None,
    }
    return {
        "operazione": OPERATIONS[order.operation],
        "richiedente": asker(order.grounds),
        "cliente": _client_of(order.holder),
        "fornitura": _supply(order.supply),
        "consensi": _consents(order.consents),
        "firmataIl": order.signed_on.isoformat(),
        "perDelega": order.signed_by_delegate,
        **_said(parts),
    }


def _client_of(holder: Holder) -> Json:
    return {
        "codiceFiscale": holder.tax_code,
        "cognome": holder.surname,
        "nome": holder.given_name,
        "indirizzo": _address(holder.address),
        "documento": {
            "tipo": DOCUMENTS[holder.document.kind],
            "numero": holder.document.number,
            "scadenza": holder.document.expires_on.isoformat(),
            **_said(
                {"rilasciatoDa": holder.document.issuer, "rilasciatoIl": _iso(holder.document.issued_on)}
            ),
        },
        **_said(
            {
                "natoIl": _iso(holder.birth_date),
                "natoA": holder.birth_place,
                "sesso": holder.sex,
                "telefono": holder.phone,
                "cellulare": holder.mobile,
                "email": holder.email,
                "pec": holder.pec,
            }
        ),
    }


def _deceased(dead: Deceased) -> Json:
    return {
        "cognome": dead.surname,
        "nome": dead.given_name,
        "mortoIl": dead.died_on.isoformat(),
        "mortoA": dead.died_in,
        "unicoErede": dead.is_sole_heir,
        "eredeGiaResidente": dead.heir_lives_there,
        **_said({"codiceFiscale": dead.tax_code, "residenza": dead.residence}),
    }


def _vulnerability(vulnerability: Vulnerability) -> Json:
    return {
        "motivi": [GROUNDS[ground] for ground in vulnerability.grounds],
        "diIntestatario": vulnerability.of_holder,
        **_said({"prova": vulnerability.paper}),
    }


def _supply(supply: SupplyPoint) -> Json:
    closing = {"dal": _iso(supply.close_on), "togliereContatore": supply.remove_meter}
    return {
        "indirizzo": _address(supply.address),
        **_said(
            {
                "pod": supply.pod,
                "numeroCliente": supply.customer_code,
                "interno": supply.within,
                "codiceIstat": supply.istat_code,
                "uso": USES[supply.use] if supply.use else None,
                "residenteDal": _iso(supply.resident_since),
                "potenzaKw": _kilowatts(supply.power_kw) if supply.power_kw is not None else None,
                "tensione": str(supply.voltage) if supply.voltage else None,
                "lettura": _reading(supply.reading) if supply.reading else None,
                "venditore": supply.seller_now,
                "cessazione": closing if supply.close_on else None,
            }
        ),
    }


def _home(home: Home) -> Json:
    lease = {"estremi": home.lease_registration, "registrataIl": _iso(home.lease_registered_on)}
    return {
        "titolo": TITLES[home.title],
        "provato": "documento" if home.shown else "dichiarazione",
        **_said(
            {
                "locazione": lease if home.lease_registration and home.lease_registered_on else None,
                "catasto": _cadastre(home.cadastre) if home.cadastre else None,
                "catastoMancante": NO_CADASTRE[home.no_cadastre] if home.no_cadastre else None,
            }
        ),
    }


def _cadastre(cadastre: Cadastre) -> Json:
    return {
        "tipo": "terreni" if cadastre.land else "urbano",
        "foglio": cadastre.sheet,
        "particella": cadastre.parcel,
        **_said(
            {
                "subalterno": cadastre.subunit,
                "sezione": cadastre.section,
                "codiceComune": cadastre.town_code,
                "comune": cadastre.town,
            }
        ),
    }


def _billing(billing: Billing) -> Json:
    delivery = {True: "email", False: "carta", None: None}[billing.by_email]
    return _said(
        {
            "recapito": delivery,
            "indirizzo": _address(billing.other_address) if billing.other_address else None,
            "mandato": _mandate(billing.mandate) if billing.mandate else None,
        }
    )


def _mandate(mandate: Mandate) -> Json:
    signer = {"nome": mandate.signer, "codiceFiscale": mandate.signer_tax_code}
    return {
        "iban": mandate.iban,
        "intestatario": {"nome": mandate.holder, "codiceFiscale": mandate.holder_tax_code},
        **_said({"firmatario": signer if mandate.signer else None}),
    }


def _consents(consents: Consents) -> Json:
    return {
        "condizioniRicevute": consents.conditions,
        "informativaRicevuta": consents.privacy,
        "commerciali": consents.marketing,
        "avvioAnticipato": consents.early_start,
        "documentiVisti": [PAPERS[paper] for paper in consents.papers],
    }


def _said(parts: Json) -> Json:
    """Only what is known: what lacks is left out, never sent as an empty text."""
    return {name: value for name, value in parts.items() if value not in (None, "", {})}


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _address(address: Address) -> Json:
    postal_code = {"cap": address.postal_code} if address.postal_code else {}
    return {"via": address.street, "comune": address.town, **postal_code}


def _reading(reading: MeterReading) -> Json:
    return {"kwh": reading.kwh, "data": reading.read_on.isoformat()}


def _kilowatts(power: Decimal) -> str:
    """Without idle zeros: 3, 4.5."""
    return f"{power.normalize():f}"


def asker(grounds: Grounds) -> Json:
    """Who asks, for which case and why."""
    return {
        "pratica": grounds.case_number,
        "finalita": grounds.purpose,
        "operatore": grounds.operator,
        "postazione": grounds.workstation,
    }
