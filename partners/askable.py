"""What can be known before INPS is asked by its service: that it would refuse the code, or that we have no purpose there."""

from django.conf import settings

from partners.adapters.inps.profile import Operation, Options, offered
from partners.adapters.isee import may_be_asked
from partners.models import LookUp
from sportello.models import TaxCode
from sportello.permission import NotAllowed

ISEE = {operation.value for operation in Operation}


# The service under which all documents of the ISEE are asked for.
ISEE_SERVICE = "inps-isee"


def isee_by_service() -> bool:
    """Whether the settings say where INPS's ISEE services are."""
    return _options().is_used


def require_askable(document: LookUp.Document, code: TaxCode) -> None:
    """Raises NotAllowed where INPS's ISEE service cannot be asked for a document under a code."""
    if document not in ISEE:
        return
    if Operation(document) not in offered(_options()):
        raise NotAllowed(
            f"Per «{LookUp.Document(document).label}» il Comune non ha una finalità su PDND: chiedi a chi amministra, o "
            "usa il portale."
        )
    if not may_be_asked(code.code):
        raise NotAllowed(
            f"INPS non accetta il codice {code.code} in questo servizio: ha lettere al posto delle cifre di anno e giorno "
            "(omocodia). Chiedi con un altro codice della persona, o usa il portale."
        )


def _options() -> Options:
    return Options(**settings.PARTNERS.get("inps", {}).get("OPTIONS", {}).get("isee", {}))
