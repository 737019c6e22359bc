from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from isee.dossier import checklist, fetching
from isee.forms.dossier import ChoiceOfItem
from isee.models import ChecklistItem, Dossier
from isee.needs import HELD_BY_COMUNE
from isee.views.answers import back_to_dossier, tell_refusals
from sportello.access import Request, allow

State = ChecklistItem.State


@allow("operator")
@require_POST
@tell_refusals
def checklist_item(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Keep the state chosen for a document, and say so in its line; the radios stay where they are."""
    item = fetching.item_of(dossier, pk)
    form = ChoiceOfItem(request.POST, item=item)
    if not form.is_valid():
        return _refused(request, item, "Questa scelta non c'è: niente è stato salvato.", status=422)
    chosen = State(form.cleaned_data["state"])
    try:
        checklist.choose(
            item=item,
            state=chosen,
            version=form.cleaned_data["version"],
            operator=request.user,
            at=timezone.now(),
        )
    except checklist.Conflict as conflict:
        return _refused(request, conflict.item, _conflict(conflict.item, chosen), status=409)
    if not request.htmx:
        return redirect("dossier", dossier)
    return render(
        request, "isee/checklist.html#saved_item", {"item": item, **summary(item.dossier), "oob": True}
    )


def summary(dossier: Dossier) -> dict[str, Any]:
    """What the page says of the checklist as a whole, and the step that follows."""
    items = checklist.items_of(dossier)
    return {
        "dossier": dossier,
        "items": items,
        "settled": sum(item.is_settled for item in items),
        "to_check": sum(item.state in (State.BROUGHT, State.ACQUIRED) for item in items),
        "missing": sum(item.state == State.MISSING and item.is_required for item in items),
        "asked": sum(item.state == State.ASKED for item in items),
        "held_by_comune": HELD_BY_COMUNE,
    }


def _conflict(item: ChecklistItem, wanted: ChecklistItem.State) -> str:
    if item.changed_by and item.changed_at:
        moment = f"{timezone.localtime(item.changed_at):%H:%M}"
        what = f"{item.changed_by.display_name} l'ha cambiata alle {moment}: vedi il suo valore."
    else:
        what = "È cambiata insieme alle risposte del fascicolo: vedi il valore di adesso."
    return f"{what} La tua scelta «{wanted.label}» non è stata salvata."


def _refused(request: Request, item: ChecklistItem, sentence: str, *, status: int) -> HttpResponse:
    """The line as it stands now, with why nothing was saved: in its place for htmx, else above the page."""
    if not request.htmx:
        messages.error(request, sentence)
        return back_to_dossier(request, item.dossier_id)
    context = {"item": item, "dossier": item.dossier, "conflict": sentence}
    response = render(request, "isee/checklist.html#row", context, status=status)
    return reswap(retarget(response, f"#item-{item.pk}"), "outerHTML")
