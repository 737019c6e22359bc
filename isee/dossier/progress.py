"""How far a dossier is, and whether it may still be changed."""

from django.db.models import Model

from isee.models import Dossier
from sportello.permission import NotAllowed

State = Dossier.State


class NotEditable(NotAllowed):
    """The dossier may not be changed any more."""


def lock(dossier: Dossier) -> None:
    """Read the dossier again and hold it until the transaction ends."""
    # Without its case: rows joined to one that was waited for may be those from before the wait.
    dossier.refresh_from_db(from_queryset=Dossier.objects.select_for_update())


def lock_for_change(dossier: Dossier, *, for_corrente: bool = False) -> None:
    """Read the dossier again and hold it until the transaction ends.

    Raises NotEditable from the presentation of the DSU on: what was declared is no longer ours to change. The form MS
    of an ISEE corrente is another matter: it comes over an attested one.
    """
    lock(dossier)
    if not (dossier.takes_variations if for_corrente else dossier.is_editable):
        raise NotEditable(why_not_editable(dossier))


def why_not_editable(dossier: Dossier) -> str:
    """The sentence for whoever wants to change a dossier that may not be changed."""
    if dossier.state in (State.PRESENTED, State.ATTESTED):
        return "La DSU è già presentata: i dati non si cambiano più. Per dati diversi serve una nuova DSU."
    return "Il fascicolo non è più aperto: riaprilo per cambiare i dati."


def require_kept(*parts: Model) -> None:
    """Raise NotEditable where a part of a dossier held by lock was taken away meanwhile; new ones are none."""
    for part in parts:
        if part.pk and not type(part)._default_manager.filter(pk=part.pk).exists():
            raise NotEditable("Intanto è stato tolto dal fascicolo: niente è stato salvato.")


def settle(dossier: Dossier, *, data_changed: bool) -> None:
    """Bring the state of a dossier still in work to what its papers say.

    A simulation printed before its data changed counts no more: the work goes back to where it was before.
    """
    if dossier.state == State.SIMULATED and not data_changed:
        return
    settled = all(item.is_settled or not item.is_required for item in dossier.checklist.all())
    set_state(dossier, State.READY if settled else State.COLLECTING)


def set_state(dossier: Dossier, state: Dossier.State) -> None:
    """Write the state; nothing else decides it."""
    dossier.state = state
    dossier.save(update_fields=["state"])
