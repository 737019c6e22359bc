"""What is said of the dossier itself: the home, which ISEE is asked for, and what some kinds ask besides."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from isee.dossier import dossiers, fetching, previous
from isee.dossier.revisions import Conflict
from isee.dossier.sections import page_of
from isee.forms.base import VersionedForm
from isee.forms.dwelling import DwellingForm
from isee.forms.kinds import ComponentForm, KindsForm, ResidenceForm
from isee.models import Dossier
from isee.views.answers import back_to_dossier, form_page, tell_refusals
from sportello.access import Request, allow
from sportello.views.drafts import keeps_draft, open_form


class Panel(NamedTuple):
    """A form of fields of the dossier: where it stands, and which act takes it."""

    form_class: type[VersionedForm[Dossier]]
    section: str
    title: str
    is_dwelling: bool = False


DWELLING = Panel(DwellingForm, "dwelling", "Abitazione", is_dwelling=True)
KINDS = Panel(KindsForm, "kinds", "Quale ISEE serve")
COMPONENT = Panel(ComponentForm, "component", "Componente aggiuntiva")
RESIDENCE = Panel(ResidenceForm, "residence", "Richiesta di ricovero")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def answers(request: Request, dossier: int, panel: Panel) -> HttpResponse:
    """Write what a panel asks of the dossier itself."""
    whole = fetching.dossier_of_form(dossier)

    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> VersionedForm[Dossier]:
        return panel.form_class(data, instance=whole, initial=initial)

    form = open_form(request, build)
    if form.is_valid():
        act = dossiers.save_dwelling if panel.is_dwelling else dossiers.save_kinds
        try:
            act(
                dossier=fetching.dossier_of_form(dossier),
                answers=form.answers,
                operator=request.user,
                at=timezone.now(),
                seen=form.seen,
            )
            return back_to_dossier(request, dossier, panel.section)
        except Conflict as conflict:
            form.show_conflict(conflict)
    return form_page(request, form, dossier=dossier, title=panel.title, back=page_of(panel.section))


@allow("operator")
@require_POST
@tell_refusals
def confirm_dwelling(request: Request, dossier: int) -> HttpResponse:
    """Say that the household still lives where the dossier of the year before said."""
    whole = fetching.dossier_of_form(dossier)
    dossiers.confirm_dwelling(dossier=whole, operator=request.user, at=timezone.now())
    return back_to_dossier(request, dossier, "dwelling")


@allow("operator")
@require_POST
@tell_refusals
def copy_previous(request: Request, dossier: int) -> HttpResponse:
    """Begin from the dossier of the year before: its lines come, marked to be confirmed."""
    whole = fetching.whole_dossier(dossier)
    copied = previous.copy_previous(dossier=whole, operator=request.user, at=timezone.now())
    messages.success(
        request,
        f"Ripreso dal fascicolo {copied.year}: conferma le righe una per una, e scrivi gli importi nuovi.",
    )
    for sentence in copied.left_out:
        messages.warning(request, sentence)
    return back_to_dossier(request, dossier, "members")
