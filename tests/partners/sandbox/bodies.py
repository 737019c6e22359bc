"""Bodies of requests, complete and right, of invented people."""

from typing import Any

from partners.sandbox import reserved

# The person in whose name contracts are asked: nobody whose look-ups have an outcome of their own.
HOLDER = "XXXVLT60A01X000C"
CERTIFICAZIONE = "/inps/v1/certificazioni-uniche/ricerca"
STATEMENT = "/inps/v1/estratti-contributivi/ricerca"
REGISTRATIONS = "/inps/v1/iscrizioni/ricerca"
PENSIONS = "/inps/v1/pensioni/ricerca"
CONTRACTS = "/enel/v1/contratti/ricerca"


def asker() -> dict[str, Any]:
    return {
        "pratica": "12/2026",
        "finalita": "Domanda di bonus",
        "operatore": "7",
        "postazione": "Sportello 2",
    }


def certificazione(tax_code: str = reserved.FOUND, year: int = 2024) -> dict[str, Any]:
    """Acquired ex officio, for a procedure."""
    procedure = {"protocollo": "2026/0000123", "prestazione": "A2.05"}
    return {**own_certificazione(tax_code, year), "presupposto": "acquisizione_ufficio", **procedure}


def own_certificazione(tax_code: str = reserved.FOUND, year: int = 2024) -> dict[str, Any]:
    """Asked for by the person whom it is about."""
    return {
        "codiceFiscale": tax_code,
        "annoImposta": year,
        "presupposto": "richiesta_interessato",
        "richiedente": asker(),
    }


def paper(tax_code: str = reserved.FOUND) -> dict[str, Any]:
    """Acquired ex officio, a paper that has no year."""
    return {name: value for name, value in certificazione(tax_code).items() if name != "annoImposta"}


def pensions(tax_code: str = reserved.FOUND, year: int = 2024) -> dict[str, Any]:
    return {**paper(tax_code), "anno": year}


def contracts(tax_code: str = reserved.FOUND) -> dict[str, Any]:
    return {"codiceFiscale": tax_code, "richiedente": asker()}


def voltura(pod: str = "IT001E00012345", tax_code: str = HOLDER) -> dict[str, Any]:
    """With every field that a voltura may have."""
    return {
        "operazione": "voltura",
        "richiedente": asker(),
        "cliente": {
            "codiceFiscale": tax_code,
            "cognome": "Prova",
            "nome": "Trovato",
            "indirizzo": {"via": "Via dei Tigli 3", "comune": "Borgo Inventato", "cap": "00000"},
            "telefono": "0000 123456",
            "email": "trovato@example.org",
            "documento": {"tipo": "carta_identita", "numero": "XX00000XX", "scadenza": "2031-05-01"},
        },
        "fornitura": {
            "pod": pod,
            "indirizzo": {"via": "Via del Mulino 8", "comune": "Borgo Inventato", "cap": "00000"},
            "uso": "domestico_residente",
            "potenzaKw": "3",
            "lettura": {"kwh": 10250, "data": "2026-11-20"},
        },
        "titolo": "locazione",
        "firmataIl": "2026-11-23",
    }
