"""The attestation that INPS issues on a DSU, typed from its paper."""

import re
from datetime import datetime

from django.db import transaction

from isee import dossiers, progress
from isee.dossiers import CannotMove
from isee.models import Attestation, Dossier
from sportello.models import User

PROTOCOL = re.compile(r"INPS-ISEE-(\d{4})-\d{8}[A-Z]-\d{2}")
State = Dossier.State


def protocol_doubts(protocol: str, year: int) -> list[str]:
    """Why a protocol may be mistyped, in sentences: it warns and never forbids, since the paper is INPS's."""
    read = PROTOCOL.fullmatch(protocol)
    if read is None:
        return [
            f"Il protocollo «{protocol}» non ha la forma solita, INPS-ISEE-{year}-12345678X-00: rileggilo dal foglio."
        ]
    if int(read[1]) != year:
        return [
            f"Il protocollo è di una DSU {read[1]}, il fascicolo è per la DSU {year}: controlla il foglio."
        ]
    return []


@transaction.atomic
def save_attestation(*, attestation: Attestation, operator: User, at: datetime) -> None:
    """Keep what the paper of INPS says, or correct what was mistyped; the dossier is then attested.

    Raises CannotMove for a dossier closed or given up, or where a colleague was quicker.
    """
    dossier = attestation.dossier
    progress.lock(dossier)
    if dossier.is_final or not dossier.case.is_open:
        raise CannotMove("Il fascicolo non è più aperto: riaprilo, poi trascrivi l'attestazione.")
    if attestation.pk is None and Attestation.objects.filter(dossier=dossier).exists():
        raise CannotMove(
            "L'attestazione è stata appena trascritta da un collega: guardala, poi correggila se serve."
        )
    kind, what = (
        ("isee.attestation.corrected", "corretta la trascrizione dell'attestazione")
        if attestation.pk
        else ("isee.attestation.typed", "trascritta l'attestazione INPS")
    )
    attestation.typed_by = operator
    attestation.save()
    progress.set_state(dossier, State.ATTESTED)
    dossiers.record(dossier, kind, what, operator=operator, at=at)
