"""The question as INPS wants it written: SOAP 1.1, document/literal. The bytes made here are the bytes sent."""

from lxml import etree

from partners.adapters.inps.profile import Operation
from partners.adapters.isee import IseeQuestion, Kind

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICE = "http://inps.it/ConsultazioneISEE"
IDENTITY = "http://inps.it/"
CONTENT_TYPE = "text/xml; charset=utf-8"
KINDS = {
    Kind.ORDINARY: "Ordinario",
    Kind.MINOR: "Minorenne",
    Kind.UNIVERSITY: "Universitario",
    Kind.SOCIO_HEALTH: "SocioSanitario",
    Kind.DOCTORATE: "Dottorato",
    Kind.RESIDENTIAL: "Residenziale",
}


def soap_action(operation: Operation) -> str:
    """The value of the header SOAPAction, quotes included."""
    return f'"{SERVICE}/ISvcConsultazione/{operation.element}"'


def attestation(operation: Operation, question: IseeQuestion, *, user_id: str, office_code: str) -> bytes:
    """Of the two services that give an attestation."""
    envelope, request = _envelope(operation, user_id, office_code)
    _search(request, question)
    return _bytes(envelope)


def indicator(question: IseeQuestion, kind: Kind, *, user_id: str, office_code: str) -> bytes:
    envelope, request = _envelope(Operation.INDICATOR, user_id, office_code)
    _child(request, "TipoIndicatore", KINDS[kind])
    _search(request, question)
    return _bytes(envelope)


def threshold(
    question: IseeQuestion, code: str, with_household: bool, *, user_id: str, office_code: str
) -> bytes:
    """Here everything is an attribute, and nothing is asked about the procedure."""
    envelope, request = _envelope(Operation.THRESHOLD, user_id, office_code)
    request.set("CodiceFiscale", question.tax_code)
    request.set("CodiceSoglia", code)
    request.set("FornituraNucleo", "SI" if with_household else "NO")
    request.set("DataValidita", question.valid_on.isoformat())
    return _bytes(envelope)


def _envelope(operation: Operation, user_id: str, office_code: str) -> tuple[etree._Element, etree._Element]:
    """The envelope with the identity of who asks, and the empty request inside."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "con": SERVICE})
    header = etree.SubElement(envelope, f"{{{SOAP}}}Header")
    identity = etree.SubElement(header, f"{{{IDENTITY}}}Identity", nsmap={"inps": IDENTITY})
    # Without a namespace, unlike what they stand in.
    etree.SubElement(identity, "UserId").text = user_id
    etree.SubElement(identity, "CodiceUfficio").text = office_code
    body = etree.SubElement(envelope, f"{{{SOAP}}}Body")
    return envelope, _child(_child(body, operation.element), "request")


def _search(request: etree._Element, question: IseeQuestion) -> None:
    """By tax code, with all five fields: the schema lets four of them out, INPS refuses a question without them."""
    search = _child(request, "RicercaCF")
    _child(search, "CodiceFiscale", question.tax_code)
    _child(search, "DataValidita", question.valid_on.isoformat())
    _child(search, "PrestazioneDaErogare", question.procedure.benefit_code)
    _child(search, "ProtocolloDomandaEnteErogatore", question.procedure.protocol_number)
    # The small d is INPS's own.
    _child(search, "StatodomandaPrestazione", "Erogata" if question.granted else "Da Erogare")


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{SERVICE}}}{name}")
    element.text = text
    return element


def _bytes(envelope: etree._Element) -> bytes:
    return etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
