from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from isee.dossier import fetching, possessions
from isee.dossier.revisions import Conflict
from isee.forms.helpers import FARMLAND, GiacenzaForm, RenditaForm, StatementForm, ValueForm
from isee.models import Account, Property
from isee.views.answers import back_to_dossier, tell_refusals
from sportello.access import Request, allow
from sportello.views.desk import posted, shown_in_dialog

CHANGED = "Intanto un collega ha cambiato questa riga: guardala, poi riprova. Niente è stato salvato."


@allow("operator")
@require_http_methods(["GET", "POST"])
def account_giacenza(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Read saldo and giacenza of an account from the CSV of its bank; nothing is kept of the file."""
    account = fetching.entry_of(dossier, Account, pk)
    form = StatementForm(posted(request), request.FILES or None, account=account)
    form.is_valid()
    return shown_in_dialog(request, "isee/giacenza.html", {"form": form, "account": account})


@allow("operator")
@require_POST
@tell_refusals
def put_giacenza(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Put what was read into the account."""
    account, form = fetching.entry_of(dossier, Account, pk), GiacenzaForm(request.POST)
    return _put(request, account, form, ("balance", "average"), "accounts")


@allow("operator")
@require_http_methods(["GET", "POST"])
def property_value(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Calculate the IMU value of a property from its rendita, with its article."""
    estate = fetching.entry_of(dossier, Property, pk)
    form = RenditaForm(posted(request), initial=RenditaForm.said_of(estate), on=estate.dossier.dsu_date)
    form.is_valid()
    return shown_in_dialog(request, "isee/imu_value.html", {"form": form, "estate": estate})


@allow("operator")
@require_POST
@tell_refusals
def put_property_value(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Put the calculated value into the property, with rendita, category and share."""
    estate, form = fetching.entry_of(dossier, Property, pk), ValueForm(request.POST)
    names = ["value", "rendita", "share"]
    if form.is_valid() and form.cleaned_data["category"].upper() != FARMLAND:
        names.append("category")
    return _put(request, estate, form, names, "properties")


def _put(request: Request, line: Any, form: Any, names: Any, section: str) -> HttpResponse:
    if not form.is_valid():
        messages.error(
            request, "Questi importi non si leggono più: calcola di nuovo. Niente è stato salvato."
        )
        return back_to_dossier(request, line.dossier.pk, section)
    for name in names:
        setattr(line, name, form.cleaned_data[name])
    try:
        possessions.save_possession(
            possession=line,
            operator=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["version"],
            fields=names,
        )
        messages.success(request, f"Importi messi in «{line}».")
    except Conflict:
        messages.error(request, CHANGED)
    return back_to_dossier(request, line.dossier.pk, section)
