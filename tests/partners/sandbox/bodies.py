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


def order(operation: str = "voltura", pod: str = "IT001E00012345", tax_code: str = HOLDER) -> dict[str, Any]:
    """With every field that a request may have, whatever the operation."""
    return {
        "operazione": operation,
        "richiedente": asker(),
        "cliente": {
            "codiceFiscale": tax_code,
            "cognome": "Prova",
            "nome": "Trovato",
            "natoIl": "1940-01-01",
            "natoA": "Borgo Inventato",
            "sesso": "M",
            "indirizzo": {"via": "Via dei Tigli 3", "comune": "Borgo Inventato", "cap": "00000"},
            "telefono": "0000 123456",
            "cellulare": "000 1234567",
            "email": "trovato@example.org",
            "pec": "trovato@pec.example.org",
            "documento": {
                "tipo": "carta_identita",
                "numero": "XX00000XX",
                "rilasciatoDa": "Comune di Borgo Inventato",
                "rilasciatoIl": "2021-05-01",
                "scadenza": "2031-05-01",
            },
        },
        "defunto": {
            "cognome": "Prova",
            "nome": "Antico",
            "codiceFiscale": tax_code,
            "residenza": "Via del Mulino 8",
            "mortoIl": "2026-10-01",
            "mortoA": "Borgo Inventato",
            "unicoErede": True,
            "eredeGiaResidente": False,
        },
        "tutela": {"motivi": ["eta", "bonus_sociale"], "diIntestatario": True, "prova": "lettera"},
        "fornitura": {
            "pod": pod,
            "numeroCliente": "123456789",
            "indirizzo": {"via": "Via del Mulino 8", "comune": "Borgo Inventato", "cap": "00000"},
            "interno": "A/-/2/5",
            "codiceIstat": "000000",
            "uso": "domestico_residente",
            "residenteDal": "2026-01-01",
            "potenzaKw": "3",
            "tensione": "230",
            "lettura": {"kwh": 10250, "data": "2026-11-20"},
            "venditore": "Luce Inventata",
            "cessazione": {"dal": "2026-12-31", "togliereContatore": False},
        },
        "immobile": {
            "titolo": "locazione",
            "provato": "documento",
            "locazione": {"estremi": "serie 3T n. 1234", "registrataIl": "2025-01-01"},
            "catasto": {
                "tipo": "urbano",
                "foglio": "12",
                "particella": "345",
                "subalterno": "6",
                "sezione": "A",
                "codiceComune": "X000",
                "comune": "Borgo Inventato",
            },
            "catastoMancante": "dati_non_disponibili",
        },
        "bollette": {
            "recapito": "carta",
            "indirizzo": {"via": "Via Dante 1", "comune": "Borgo Inventato", "cap": "00000"},
            "mandato": {
                "iban": "IT60X0542811101000000123456",
                "intestatario": {"nome": "Prova Trovato", "codiceFiscale": tax_code},
                "firmatario": {"nome": "Prova Figlia", "codiceFiscale": tax_code},
            },
        },
        "consensi": {
            "condizioniRicevute": True,
            "informativaRicevuta": True,
            "commerciali": False,
            "avvioAnticipato": True,
            "documentiVisti": ["copia_documento", "bolletta"],
        },
        "perDelega": False,
        "firmataIl": "2026-11-23",
    }


def voltura(pod: str = "IT001E00012345", tax_code: str = HOLDER) -> dict[str, Any]:
    return order("voltura", pod, tax_code)


def withdrawal(signed_on: str = "2026-11-24") -> dict[str, Any]:
    return {"firmatoIl": signed_on, "richiedente": asker()}
