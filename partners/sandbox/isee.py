"""INPS's ISEE services as the sandbox plays them: ConsultazioneISEE v2, SOAP 1.1, one address for each operation."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email.message import Message
from xml.etree import ElementTree as ET  # of what has a DOCTYPE nothing is read
from xml.sax.saxutils import escape

from partners.sandbox import gateway, isee_paper, reserved, tax_code
from partners.sandbox.gateway import RawReply, Security
from partners.sandbox.invention import between
from partners.sandbox.isee_people import Household, household_of
from partners.sandbox.pdnd import Pdnd
from partners.sandbox.replies import Fate

SERVICE = "http://inps.it/ConsultazioneISEE"
PATH = "/inps/isee/v2/"
OPERATIONS = (
    "ConsultazioneAttestazioneResidenti",
    "ConsultazioneAttestazione",
    "ConsultazioneIndicatore",
    "ConsultazioneSogliaIndicatore",
)
# The form that INPS's schema wants: of a code with omocodia only digits of year and day.
CODE = re.compile(r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z][A-Z0-9]{3}[A-Z]|\d{11}")
BENEFITS = {
    *(f"A1.{number:02}" for number in range(1, 21)),
    *(f"A2.{number:02}" for number in range(1, 13)),
    *(f"A3.{number:02}" for number in range(1, 4)),
    "Z9.99",
}
STATES = ("Da Erogare", "Erogata")
KINDS = ("Ordinario", "Minorenne", "Universitario", "SocioSanitario", "Dottorato", "Residenziale")
FIELDS = (
    "CodiceFiscale",
    "DataValidita",
    "PrestazioneDaErogare",
    "ProtocolloDomandaEnteErogatore",
    "StatodomandaPrestazione",
)
# The thresholds agreed with the Comune, in euro.
THRESHOLDS = {"MENS01": 15_000, "MENS02": 8_000, "BUON01": 6_000}


class Invalid(Exception):
    """The question is not as INPS wants it; the text is INPS's description."""


def answer(
    pdnd: Pdnd,
    security: Security,
    operation: str,
    headers: Message,
    content: bytes,
    on: date,
    trips: Callable[[], bool],
) -> RawReply:
    """The gateway's answer, or that of the service behind it."""
    try:
        gateway.check(pdnd, security, operation, headers, content)
    except gateway.Refused as refused:
        return gateway.refusal(refused)
    if headers.get("SOAPAction") != f'"{SERVICE}/ISvcConsultazione/{operation}"':
        return gateway.fault(500, "Client", "ActionMismatch")
    try:
        request = _request(operation, headers, content)
        code, fields = _fields(operation, request)
    except Invalid as invalid:
        return _result(operation, "RICHIESTA_INVALIDA", str(invalid))
    return _outcome(operation, code, fields, on, trips)


def _outcome(
    operation: str, code: str, fields: dict[str, str], on: date, trips: Callable[[], bool]
) -> RawReply:
    """The outcome reserved for a tax code, or the ordinary answer."""
    ordinary: Callable[[], RawReply] = lambda: _ordinary(operation, code, fields, on)  # noqa: E731
    match code:
        case reserved.NOT_FOUND:
            return _nothing(operation)
        case reserved.REFUSED:
            return gateway.refusal(gateway.Refused(403, "AuthorizationDeny"))
        case reserved.QUOTA:
            return gateway.quota()
        case reserved.UNAVAILABLE:
            return gateway.unavailable()
        case reserved.NONSENSE:
            return RawReply(200, b"<Envelope><Body>")
        case reserved.SLOW:
            return replace(ordinary(), fate=Fate.LATE)
        case reserved.DOWN:
            return replace(ordinary(), fate=Fate.DROPPED)
        case reserved.DOWN_ONCE if trips():
            return replace(ordinary(), fate=Fate.DROPPED)
        case reserved.ISEE_INVALID:
            return _result(operation, "RICHIESTA_INVALIDA", "La prestazione non è ammessa per l'ente")
        case reserved.ISEE_MISMATCH:
            return _result(operation, "RISCONTRO_NON_VALIDO", "I dati non corrispondono")
        case reserved.ISEE_OFFLINE_ONCE if trips():
            return _result(operation, "DATABASE_OFFLINE", "Base dati non disponibile", junk=True)
        case reserved.ISEE_INTERNAL:
            return _result(operation, "ERRORE_INTERNO", "Errore interno", junk=True)
        case reserved.ISEE_BROKEN_BASE64:
            return _enveloped(operation, _head("OK") + "<XmlEsitoAttestazione>PD94*</XmlEsitoAttestazione>")
        case reserved.ISEE_DOCTYPE:
            reply = ordinary()
            return replace(reply, content=b'<!DOCTYPE x [<!ENTITY e "E">]>' + reply.content)
        case reserved.ISEE_FAULT_200:
            return replace(gateway.fault(403, "Client.Authorization", "AuthorizationDeny"), status=200)
        case reserved.ISEE_SOMEBODY_ELSE:
            return _ordinary(operation, reserved.FOUND, {**fields, "CodiceFiscale": reserved.FOUND}, on)
        case _:
            return ordinary()


def _ordinary(operation: str, code: str, fields: dict[str, str], on: date) -> RawReply:
    household = household_of(code, on)
    if not household.has_dsu:
        return _nothing(operation)
    if operation == "ConsultazioneSogliaIndicatore":
        return _threshold(operation, household, fields, on)
    if operation == "ConsultazioneIndicatore":
        kind = fields.pop("TipoIndicatore")
        return _document(operation, "Indicatore", isee_paper.indicator(household, kind, fields, on))
    return _document(operation, "Attestazione", isee_paper.attestation(household, fields, on))


def _threshold(operation: str, household: Household, fields: dict[str, str], on: date) -> RawReply:
    figures = isee_paper.Figures(household.key, len(household.people), household.particular)
    is_under = figures.isee <= THRESHOLDS[fields["CodiceSoglia"]]
    members = "".join(
        f'<Componente CodiceFiscale="{person.tax_code}" Cognome="{escape(person.surname)}" '
        f'Nome="{escape(person.given_name)}"/>'
        for person in household.people
        if fields["FornituraNucleo"] == "SI"
    )
    data = (
        f'<DatiIndicatore TipoIndicatore="ISEE Ordinario" SottoSoglia="{"SI" if is_under else "NO"}" '
        f'ProtocolloDSU="{isee_paper.protocol(household.key, on)}" '
        f'DataPresentazioneDSU="{isee_paper.presented_on(household.key, on)}" '
        f'PresenzaDifformita="{"SI" if household.particular == "omissions" else "NO"}">{members}</DatiIndicatore>'
    )
    return _enveloped(operation, _head("OK") + data)


def _request(operation: str, headers: Message, content: bytes) -> ET.Element:
    """The element request of an envelope whose identity agrees with the headers; raises Invalid."""
    if b"<!DOCTYPE" in content:
        raise Invalid("DOCTYPE non ammesso")
    try:
        envelope = ET.fromstring(content)  # noqa: S314  # without a DOCTYPE there is no entity
    except ET.ParseError:
        raise Invalid("XML non valido") from None
    identity = envelope.find(f"{{{gateway.SOAP}}}Header/{{http://inps.it/}}Identity")
    if identity is None:
        raise Invalid("Identity mancante")
    for name in ("UserId", "CodiceUfficio"):
        told = identity.findtext(name)
        if not told or told != headers.get(f"INPS-Identity-{name}"):
            raise Invalid(f"{name} non valido")
    request = envelope.find(f"{{{gateway.SOAP}}}Body/{{{SERVICE}}}{operation}/{{{SERVICE}}}request")
    if request is None:
        raise Invalid("Operazione non valida")
    return request


def _fields(operation: str, request: ET.Element) -> tuple[str, dict[str, str]]:
    """The tax code and all the fields of a question; raises Invalid."""
    if operation == "ConsultazioneSogliaIndicatore":
        fields = dict(request.attrib)
        if fields.keys() != {"CodiceFiscale", "CodiceSoglia", "FornituraNucleo", "DataValidita"}:
            raise Invalid("Attributi non validi")
        if fields["CodiceSoglia"] not in THRESHOLDS or fields["FornituraNucleo"] not in ("SI", "NO"):
            raise Invalid("Codice soglia non valido")
    else:
        fields = _search(operation, request)
    _check_values(fields)
    return fields["CodiceFiscale"], fields


def _search(operation: str, request: ET.Element) -> dict[str, str]:
    names = [child.tag.removeprefix(f"{{{SERVICE}}}") for child in request]
    expected = ["TipoIndicatore", "RicercaCF"] if operation == "ConsultazioneIndicatore" else ["RicercaCF"]
    if names != expected:
        raise Invalid("Elementi non validi")
    search = request[-1]
    if tuple(child.tag for child in search) != tuple(f"{{{SERVICE}}}{name}" for name in FIELDS):
        raise Invalid("I campi della richiesta sono tutti necessari, in quest'ordine")
    fields = {name: child.text or "" for name, child in zip(FIELDS, search, strict=True)}
    if fields["PrestazioneDaErogare"] not in BENEFITS or fields["StatodomandaPrestazione"] not in STATES:
        raise Invalid("Prestazione non valida")
    if not 1 <= len(fields["ProtocolloDomandaEnteErogatore"]) <= 256:
        raise Invalid("Protocollo non valido")
    if len(expected) == 2:
        fields["TipoIndicatore"] = request[0].text or ""
        if fields["TipoIndicatore"] not in KINDS:
            raise Invalid("Tipo di indicatore non valido")
    return fields


def _check_values(fields: dict[str, str]) -> None:
    code = fields["CodiceFiscale"]
    if not CODE.fullmatch(code) or not tax_code.is_right(code):
        raise Invalid("Codice fiscale non valido")
    try:
        date.fromisoformat(fields["DataValidita"])
    except ValueError:
        raise Invalid("Data di validità non valida") from None


# What INPS writes


def _document(operation: str, kind: str, content: bytes) -> RawReply:
    encoded = base64.encodebytes(content).decode()
    return _enveloped(operation, f"{_head('OK')}<XmlEsito{kind}>{encoded}</XmlEsito{kind}>")


def _nothing(operation: str) -> RawReply:
    return _result(operation, "DATI_NON_TROVATI", "Nessuna DSU valida per il codice fiscale")


def _result(operation: str, outcome: str, description: str, *, junk: bool = False) -> RawReply:
    """An outcome without document; `junk`: what INPS leaves in its place at times."""
    rest = "<XmlEsitoAttestazione>???</XmlEsitoAttestazione>" if junk else ""
    return _enveloped(
        operation, f"{_head(outcome)}<DescrizioneErrore>{escape(description)}</DescrizioneErrore>{rest}"
    )


def _head(outcome: str) -> str:
    number = between(1, 9_999_999, outcome, next(COUNT))
    return f"<IdRichiesta>{number}</IdRichiesta><Esito>{outcome}</Esito>"


def _enveloped(operation: str, result: str) -> RawReply:
    content = (
        f'<s:Envelope xmlns:s="{gateway.SOAP}"><s:Body><{operation}Response xmlns="{SERVICE}">'
        f"<{operation}Result>{result}</{operation}Result></{operation}Response></s:Body></s:Envelope>"
    )
    return RawReply(200, content.encode())


COUNT = iter(range(1, 10**9))
