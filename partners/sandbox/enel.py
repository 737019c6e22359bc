"""Enel as the sandbox plays it: docs/openapi/enel-contracts.yaml."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from partners.sandbox import enel_rules, reserved
from partners.sandbox.invention import between
from partners.sandbox.replies import Fate, Json, Reply, look_up, problem
from partners.sandbox.shapes import (
    ASKER,
    TAX_CODE,
    Shape,
    day,
    fault,
    matching,
    one_of,
    some_of,
    tax_code_fault,
    whole,
    yes_or_no,
)
from partners.sandbox.store import Kept, Store

MAIL = "[^@ ]{1,120}@[^@ ]{1,120}"
ADDRESS: Shape = {"via": matching(".{1,160}"), "comune": matching(".{1,80}"), "cap?": matching("[0-9]{5}")}
USES = ("domestico_residente", "domestico_non_residente", "altri_usi")
HOLDER_OF_ACCOUNT: Shape = {"nome": matching(".{1,160}"), "codiceFiscale": TAX_CODE}
ORDER: Shape = {
    "operazione": one_of(*enel_rules.OPERATIONS),
    "richiedente": ASKER,
    "cliente": {
        "codiceFiscale": TAX_CODE,
        "cognome": matching(".{1,80}"),
        "nome": matching(".{1,80}"),
        "natoIl?": day,
        "natoA?": matching(".{1,80}"),
        "sesso?": one_of("F", "M"),
        "indirizzo": ADDRESS,
        "telefono?": matching(".{1,40}"),
        "cellulare?": matching(".{1,40}"),
        "email?": matching(MAIL),
        "pec?": matching(MAIL),
        "documento": {
            "tipo": one_of("carta_identita", "passaporto", "patente", "altro"),
            "numero": matching(".{1,40}"),
            "rilasciatoDa?": matching(".{1,80}"),
            "rilasciatoIl?": day,
            "scadenza": day,
        },
    },
    "defunto?": {
        "cognome": matching(".{1,80}"),
        "nome": matching(".{1,80}"),
        "codiceFiscale?": TAX_CODE,
        "residenza?": matching(".{1,160}"),
        "mortoIl": day,
        "mortoA": matching(".{1,80}"),
        "unicoErede": yes_or_no,
        "eredeGiaResidente": yes_or_no,
    },
    "tutela?": {
        "motivi": some_of(
            "eta",
            "bonus_sociale",
            "apparecchi_salvavita",
            "disabilita",
            "emergenza_abitativa",
            "isola_minore",
        ),
        "diIntestatario": yes_or_no,
        "prova?": matching(".{1,120}"),
    },
    "fornitura": {
        "pod?": matching("IT[0-9]{3}E[0-9]{8}[A-Z0-9]?"),
        "numeroCliente?": matching(".{1,20}"),
        "indirizzo": ADDRESS,
        "interno?": matching(".{1,60}"),
        "codiceIstat?": matching("[0-9]{6}"),
        "uso?": one_of(*USES),
        "residenteDal?": day,
        "potenzaKw?": matching(r"0\.5|[1-5](\.5)?|[6-9]|10|15|20|25|30"),
        "tensione?": one_of("230", "400"),
        "lettura?": {"kwh": whole(0, 9_999_999), "data": day},
        "venditore?": matching(".{1,80}"),
        "cessazione?": {"dal": day, "togliereContatore": yes_or_no},
    },
    "immobile?": {
        "titolo": one_of("proprieta", "usufrutto", "locazione", "comodato", "altro"),
        "provato": one_of("documento", "dichiarazione"),
        "locazione?": {"estremi": matching(".{1,60}"), "registrataIl": day},
        "catasto?": {
            "tipo": one_of("urbano", "terreni"),
            "foglio": matching("[0-9]{1,4}"),
            "particella": matching("[0-9]{1,5}(/[0-9]{1,4})?"),
            "subalterno?": matching("[0-9]{1,4}"),
            "sezione?": matching("[A-Z0-9]{1,3}"),
            "codiceComune?": matching("[A-Z0-9]{4,5}"),
            "comune?": matching(".{1,80}"),
        },
        "catastoMancante?": one_of("non_accatastato", "dati_non_disponibili"),
    },
    "bollette?": {
        "recapito?": one_of("email", "carta"),
        "indirizzo?": ADDRESS,
        "mandato?": {
            "iban": matching("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"),
            "intestatario": HOLDER_OF_ACCOUNT,
            "firmatario?": HOLDER_OF_ACCOUNT,
        },
    },
    "consensi": {
        "condizioniRicevute": yes_or_no,
        "informativaRicevuta": yes_or_no,
        "commerciali": yes_or_no,
        "avvioAnticipato": yes_or_no,
        "documentiVisti": some_of(
            "copia_documento",
            "bolletta",
            "titolo_immobile",
            "certificato_morte",
            "autorizzazione_eredi",
            "prova_vulnerabilita",
            "delega",
        ),
    },
    "perDelega": yes_or_no,
    "firmataIl": day,
}
WITHDRAWAL: Shape = {"firmatoIl": day, "richiedente": ASKER}
SEARCH: Shape = {"codiceFiscale": TAX_CODE, "richiedente": ASKER}
NOTHING = Reply(200, {"contratti": []})
# After one step a request is admitted or not; after this many steps it is done, or has failed.
STEPS_TO_THE_END = 4
STREETS = ("Via dei Tigli", "Via del Mulino", "Piazza della Fontana", "Vicolo Stretto", "Via delle Rondini")


def submit(key: str, body: Json, store: Store, now: float) -> Reply:
    """The answer to a request for a contract, which is kept unless it is refused."""
    if refusal := (
        fault(body, ORDER)
        or tax_code_fault(body["cliente"]["codiceFiscale"], "cliente.codiceFiscale")
        or enel_rules.lacking(body)
    ):
        return refusal
    pod = _key_of(body["fornitura"].get("pod", ""))
    match pod:
        case reserved.POD_REFUSED:
            return problem(422, "POD_NON_SERVITO", field="fornitura.pod")
        case reserved.POD_DROPPED_BEFORE:
            return Reply(503, {}, fate=Fate.DROPPED)
    kept = store.keep(key, body, now)
    if kept.body != body:
        return problem(409, "CHIAVE_GIA_USATA")
    received = {"stato": "ricevuta", "ricevutaIl": _instant(kept.received_at)}
    fates = {reserved.POD_DROPPED_AFTER: Fate.DROPPED, reserved.POD_SLOW: Fate.LATE}
    return Reply(202, {"chiave": key, "numero": _number(kept), **received}, fate=fates.get(pod, Fate.SENT))


def progress(key: str, store: Store, now: float, step: float) -> Reply:
    """How far a request is; it moves on by itself with time."""
    kept = store.kept(key)
    if kept is None:
        return problem(404, "RICHIESTA_SCONOSCIUTA")
    state, since, reason = _state(kept, now, step)
    body = {"chiave": key, "numero": _number(kept), "stato": state, "aggiornataIl": _instant(since)}
    return Reply(200, body | ({"motivo": reason} if reason else {}))


def withdraw(key: str, body: Json, store: Store, now: float, step: float) -> Reply:
    """Take a contract back, within the days for it; again changes nothing."""
    if refusal := fault(body, WITHDRAWAL):
        return refusal
    kept = store.kept(key)
    if kept is None:
        return problem(404, "RICHIESTA_SCONOSCIUTA")
    if date.fromisoformat(body["firmatoIl"]) > enel_rules.last_day_to_withdraw(kept.body):
        return problem(409, "TERMINE_SCADUTO")
    if kept.withdrawn_at is None and _state(kept, now, step)[0] in ("non_ammessa", "fallita"):
        return problem(409, "NIENTE_DA_RITIRARE")
    store.withdraw(key, now)
    return progress(key, store, now, step)


def contracts(body: Json, store: Store, now: float, step: float, trips: Callable[[], bool]) -> Reply:
    """The contracts of a person: the invented ones, and those that came of a request."""
    if refusal := fault(body, SEARCH) or tax_code_fault(body["codiceFiscale"], "codiceFiscale"):
        return refusal
    code = body["codiceFiscale"]
    made = [
        kept
        for kept in store.of_client(code)
        if _state(kept, now, step)[0] == "eseguita" and kept.body["operazione"] in enel_rules.MAKE_A_CONTRACT
    ]

    def ordinary() -> Reply:
        return Reply(200, {"contratti": [*map(_made, made), *_invented(code)]})

    return look_up(code, ordinary, NOTHING, trips)


def _state(kept: Kept, now: float, step: float) -> tuple[str, float, Json | None]:
    """State of a request, since when, and the reason where it was not admitted or failed."""
    if kept.withdrawn_at is not None:
        return "ritirata", kept.withdrawn_at, None
    pod = _key_of(kept.body["fornitura"].get("pod", ""))
    admitted, ended = kept.received_at + step, kept.received_at + STEPS_TO_THE_END * step
    if now < admitted:
        return "ricevuta", kept.received_at, None
    if pod == reserved.POD_NOT_ADMITTED:
        text = "L'intestatario della fornitura non corrisponde."
        return "non_ammessa", admitted, {"codice": "INTESTATARIO_NON_CORRISPONDE", "testo": text}
    if now < ended:
        return "ammessa", admitted, None
    if pod == reserved.POD_FAILED:
        text = "Il tecnico non ha potuto raggiungere il contatore."
        return "fallita", ended, {"codice": "CONTATORE_NON_ACCESSIBILE", "testo": text}
    return "eseguita", ended, None


def _made(kept: Kept) -> Json:
    supply = kept.body["fornitura"]
    started = datetime.fromtimestamp(kept.received_at, UTC).date()
    return _contract(supply.get("pod", _new_pod(kept)), supply["indirizzo"], supply["uso"], started)


def _new_pod(kept: Kept) -> str:
    """A new connection is given its POD when it is made."""
    return f"IT001E9{kept.number:07}"


def _invented(code: str) -> list[Json]:
    """Up to three contracts, one after the other; one person in five has none."""
    if code != reserved.FOUND and between(1, 5, code, "none") == 1:
        return []
    number = between(1, 3, code, "number")
    starts = [date(2022 - 6 * turn, between(1, 12, code, turn), 1) for turn in range(number)]
    ends = [None, *starts]
    return [
        _contract(
            f"IT001E{between(0, 89_999_999, code, turn, 'pod'):08}",
            {
                "via": f"{STREETS[between(0, 4, code, turn, 'street')]} {between(1, 60, code, turn, 'door')}",
                "comune": "Borgo Inventato",
            },
            USES[0] if turn == 0 else USES[between(0, 1, code, turn, "use")],
            start,
            end,
        )
        for turn, (start, end) in enumerate(zip(starts, ends, strict=False))
    ]


def _contract(pod: str, address: Json, use: str, start: date, end: date | None = None) -> Json:
    contract = {"pod": pod, "indirizzo": address, "uso": use, "stato": "cessato" if end else "attivo"}
    contract["dal"] = start.isoformat()
    return contract | ({"al": end.isoformat()} if end else {})


def _key_of(pod: str) -> str:
    """The first fourteen characters: the fifteenth is a control."""
    return pod[:14]


def _number(kept: Kept) -> str:
    return f"ENL-{kept.number:07}"


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
