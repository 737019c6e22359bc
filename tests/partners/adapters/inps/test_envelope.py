"""The question as INPS wants it written, compared with envelopes that were written by hand."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from partners.adapters.base import Procedure
from partners.adapters.inps import Inps
from partners.adapters.isee import Kind
from tests.partners.adapters.conftest import ForeignPartner
from tests.partners.adapters.inps.conftest import asked, gives_voucher, question, says

SEARCH = """<con:RicercaCF>
  <con:CodiceFiscale>XXXTRV50A01X000E</con:CodiceFiscale>
  <con:DataValidita>2026-03-04</con:DataValidita>
  <con:PrestazioneDaErogare>A2.12</con:PrestazioneDaErogare>
  <con:ProtocolloDomandaEnteErogatore>0001234</con:ProtocolloDomandaEnteErogatore>
  <con:StatodomandaPrestazione>Da Erogare</con:StatodomandaPrestazione>
</con:RicercaCF>"""


def envelope(operation: str, request: str) -> str:
    return f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
  xmlns:con="http://inps.it/ConsultazioneISEE" xmlns:i="http://inps.it/">
  <s:Header><i:Identity><UserId>operatore-7</UserId><CodiceUfficio>001</CodiceUfficio></i:Identity></s:Header>
  <s:Body><con:{operation}>{request}</con:{operation}></s:Body>
</s:Envelope>"""


def canonical(content: str | bytes) -> str:
    """C14N 2.0 with the prefixes rewritten and white space between elements removed."""
    text = content.decode() if isinstance(content, bytes) else content
    return ET.canonicalize(text, strip_text=True, rewrite_prefixes=True)


def sent(foreign: ForeignPartner, options: dict[str, Any], operation: str, ask: Any) -> tuple[str, bytes]:
    """The address and the bytes of a question."""
    foreign.says(gives_voucher(), says("DATI_NON_TROVATI", operation=operation))
    assert not ask(asked(options)).found
    return foreign.paths[1], foreign.bodies[1]


def attestation(inps: Inps, **fields: Any) -> Any:
    return inps.isee_attestation(question(**fields), of_residents=True)


@pytest.mark.parametrize(
    ("of_residents", "operation"),
    [(True, "ConsultazioneAttestazioneResidenti"), (False, "ConsultazioneAttestazione")],
)
def test_an_attestation(
    foreign: ForeignPartner, foreign_options: dict[str, Any], of_residents: bool, operation: str
) -> None:
    ask = lambda inps: inps.isee_attestation(question(), of_residents=of_residents)  # noqa: E731
    path, body = sent(foreign, foreign_options, operation, ask)
    assert path == f"/partner/ConsultazioneISEE/v2/{operation}"
    assert canonical(body) == canonical(envelope(operation, f"<con:request>{SEARCH}</con:request>"))


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Kind.ORDINARY, "Ordinario"),
        (Kind.MINOR, "Minorenne"),
        (Kind.UNIVERSITY, "Universitario"),
        (Kind.SOCIO_HEALTH, "SocioSanitario"),
        (Kind.DOCTORATE, "Dottorato"),
        (Kind.RESIDENTIAL, "Residenziale"),
    ],
)
def test_an_indicator(
    foreign: ForeignPartner, foreign_options: dict[str, Any], kind: Kind, word: str
) -> None:
    operation = "ConsultazioneIndicatore"
    ask = lambda inps: inps.isee_indicator(question(), kind=kind)  # noqa: E731
    path, body = sent(foreign, foreign_options, operation, ask)
    request = f"<con:request><con:TipoIndicatore>{word}</con:TipoIndicatore>{SEARCH}</con:request>"
    assert path.endswith("/v2/ConsultazioneIndicatore")
    assert canonical(body) == canonical(envelope(operation, request))


@pytest.mark.parametrize(("with_household", "word"), [(True, "SI"), (False, "NO")])
def test_a_threshold(
    foreign: ForeignPartner, foreign_options: dict[str, Any], with_household: bool, word: str
) -> None:
    operation = "ConsultazioneSogliaIndicatore"
    ask = lambda inps: inps.isee_threshold(  # noqa: E731
        question(), code="MENS01", with_household=with_household
    )
    path, body = sent(foreign, foreign_options, operation, ask)
    request = (
        '<con:request CodiceFiscale="XXXTRV50A01X000E" CodiceSoglia="MENS01" '
        f'FornituraNucleo="{word}" DataValidita="2026-03-04"/>'
    )
    assert path.endswith("/v2/ConsultazioneSogliaIndicatore")
    assert canonical(body) == canonical(envelope(operation, request))


def test_a_benefit_that_was_granted(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    operation = "ConsultazioneAttestazioneResidenti"
    _, body = sent(foreign, foreign_options, operation, lambda inps: attestation(inps, granted=True))
    assert b"<con:StatodomandaPrestazione>Erogata</con:StatodomandaPrestazione>" in body


def test_a_service_at_an_address_of_its_own(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    operation = "ConsultazioneAttestazioneResidenti"
    address = f"isee_residents={foreign.url}/altrove/Residenti"
    foreign_options["isee"]["addresses"] = address
    path, _ = sent(foreign, foreign_options, operation, attestation)
    assert path == "/partner/altrove/Residenti"


def test_what_would_break_the_xml_is_written_as_text(
    foreign: ForeignPartner, foreign_options: dict[str, Any]
) -> None:
    procedure = Procedure(protocol_number='1<2&"3"', benefit_code="A2.12")
    operation = "ConsultazioneAttestazioneResidenti"
    _, body = sent(foreign, foreign_options, operation, lambda inps: attestation(inps, procedure=procedure))
    envelope_sent = ET.fromstring(body)  # noqa: S314  # our own bytes
    told = envelope_sent.findtext(".//{http://inps.it/ConsultazioneISEE}ProtocolloDomandaEnteErogatore")
    assert told == '1<2&"3"'
