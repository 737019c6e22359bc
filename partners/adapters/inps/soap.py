"""What came back over SOAP: a fault, or a result with its outcome and, inside it, a document in base64."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from partners.adapters.base import (
    Invalid,
    Mismatch,
    NotEntitled,
    PartnerError,
    QuotaReached,
    Refused,
    Unintelligible,
    Unreachable,
)
from partners.adapters.http import sentence_of
from partners.adapters.inps import xml
from partners.adapters.inps.profile import Operation
from partners.adapters.wire import Response, code_of, retry_after


@dataclass(frozen=True, repr=False)
class Result:
    """The result of an operation that went well; `payload` is None where INPS holds no data."""

    request_id: str
    element: xml.Element
    found: bool


def read(response: Response, operation: Operation, partner: str, reference: str) -> Result:
    """The result that a response holds; raises the error that anything else amounts to.

    A fault may come under any status, 200 included; and an error of INPS's application comes under 200 too.
    """
    about: dict[str, Any] = {"partner": partner, "reference": reference, "http_status": response.status}
    try:
        root = xml.root_of(response.content)
    except ValueError:
        root = None
    if root is None:
        raise _unread(response, about)
    if (fault := xml.descendant(root, "Fault")) is not None:
        raise _fault(fault, response, about)
    result = xml.descendant(root, f"{operation.element}Result")
    if result is None:
        raise _unread(response, about)
    return _result(result, about)


def payload_of(result: Result) -> bytes:
    """The document inside a result; raises ValueError where there is none or its base64 is broken."""
    for element in xml.children(result.element):
        if xml.name_of(element).startswith("XmlEsito"):
            try:
                return base64.b64decode("".join(xml.text_of(element).split()), validate=True)
            except binascii.Error:
                break
    raise ValueError("base64")


def _result(result: xml.Element, about: dict[str, Any]) -> Result:
    outcome = xml.text_of(result, "Esito")
    request_id = code_of(xml.text_of(result, "IdRichiesta"))
    # From here on INPS's own number is what its help desk wants.
    about = {**about, "reference": request_id or about["reference"]}
    explanation = sentence_of(xml.text_of(result, "DescrizioneErrore"))
    match outcome:
        case "OK":
            return Result(request_id, result, found=True)
        case "DATI_NON_TROVATI":
            return Result(request_id, result, found=False)
        case "RICHIESTA_INVALIDA":
            raise Invalid(**about, reason=outcome, explanation=explanation, field="")
        case "RISCONTRO_NON_VALIDO":
            raise Mismatch(**about, reason=outcome, explanation=explanation, field="")
        case "DATABASE_OFFLINE" | "ERRORE_INTERNO":
            raise Unreachable(**about)
        case _:
            raise Unintelligible(**about)


def _fault(fault: xml.Element, response: Response, about: dict[str, Any]) -> PartnerError:
    """INPS's gateway explains a fault with a problem (RFC 7807) in its detail."""
    code = xml.text_of(fault, "faultcode").rpartition(":")[2]
    problem = xml.descendant(fault, "problem")
    status = xml.text_of(problem, "status")
    title = code_of(xml.text_of(problem, "title"))
    about = {
        **about,
        "reference": code_of(xml.text_of(problem, "govway_id")) or about["reference"],
        "http_status": int(status) if status.isdigit() and len(status) == 3 else response.status,
    }
    if code.endswith(("Client.Authorization", "Client.Authentication")):
        return _not_entitled(about, title or "Authorization")
    if code.endswith("Server.APIUnavailable"):
        return Unreachable(**{**about, "http_status": 503}, retry_after=retry_after(response))
    if about["http_status"] < 400:
        # A fault without a problem: only its code says whose it is.
        if code.startswith(("Client", "Sender")):
            return Refused(**about, reason=code_of(code) or "Fault", explanation="", field="")
        return Unreachable(**{**about, "http_status": 500})
    return _of_status(response, about, title or code_of(code))


def _unread(response: Response, about: dict[str, Any]) -> PartnerError:
    """What is no SOAP: a page of a proxy, a problem in JSON, or nonsense."""
    if response.status < 400:
        return Unintelligible(**about)
    problem = _json(response.content)
    about = {**about, "reference": code_of(problem.get("govway_id")) or about["reference"]}
    return _of_status(response, about, code_of(problem.get("title")))


def _of_status(response: Response, about: dict[str, Any], title: str) -> PartnerError:
    match about["http_status"]:
        case 401 | 403:
            return _not_entitled(about, title)
        # A token, a digest or a claim of ours was not accepted: the gateway says no more than this.
        case 400 if title.startswith("Interoperability"):
            return _not_entitled(about, title)
        case 429:
            return QuotaReached(**about, retry_after=retry_after(response))
        case status if 400 <= status < 500:
            return Refused(**about, reason=title or f"HTTP_{status}", explanation="", field="")
        case status if status >= 500:
            return Unreachable(**about, retry_after=retry_after(response))
        case _:
            return Unintelligible(**about)


def _not_entitled(about: dict[str, Any], title: str) -> NotEntitled:
    return NotEntitled(
        **about,
        reason=title or f"HTTP_{about['http_status']}",
        explanation=f"INPS non riconosce il Comune per questa domanda (codice {about['reference']}). "
        "Non dipende da te: avvisa chi amministra Sportello.",
        field="",
    )


def _json(content: bytes) -> dict[str, Any]:
    try:
        problem = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return problem if isinstance(problem, dict) else {}
