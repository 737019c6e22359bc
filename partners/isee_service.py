"""For which documents of the ISEE the Comune has a purpose at PDND, as the settings say."""

from django.conf import settings

from partners.adapters.inps.profile import Operation, Options, offered
from partners.models import LookUp
from sportello.permission import NotAllowed


def require_purpose(document: LookUp.Document, channel: LookUp.Channel) -> None:
    """Raises NotAllowed where INPS's service would be asked for an ISEE for which the Comune has no purpose at PDND."""
    is_isee = document in [operation.value for operation in Operation]
    if channel == LookUp.Channel.SERVICE and is_isee and Operation(document) not in offered(_options()):
        raise NotAllowed(
            f"Per «{document.label}» il Comune non ha una finalità su PDND: chiedi a chi amministra, o usa il portale."
        )


def _options() -> Options:
    return Options(**settings.PARTNERS.get("inps", {}).get("OPTIONS", {}).get("isee", {}))
