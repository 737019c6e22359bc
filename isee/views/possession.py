"""What a dossier holds line by line: the address says which, by the form it brings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST

from isee.dossier import fetching, possessions
from isee.dossier.revisions import Conflict
from isee.dossier.sections import page_of
from isee.forms.kinds import PanelForm
from isee.forms.possession import PossessionForm
from isee.models import Dossier, Income
from isee.views.answers import back_to_dossier, confirmation, form_page, seen_version, tell_refusals
from sportello.access import Request, allow
from sportello.views.drafts import keeps_draft, open_form

EntryForm = PossessionForm[Any] | PanelForm
FormClass = type[EntryForm]


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def new_possession(
    request: Request, dossier: int, form_class: FormClass, updated: bool = False
) -> HttpResponse:
    """Write what a member earns or owns, or a line of a panel; an updated one counts for the ISEE corrente."""
    whole = fetching.dossier_of_form(dossier)
    row = _new_row(form_class, whole, updated)
    first = {"member": request.GET.get("di")} if issubclass(form_class, PossessionForm) else {}
    form = open_form(request, _build(form_class, whole, row, first))
    return _saved(request, form, dossier) or form_page(
        request, form, dossier=dossier, title=f"Aggiungi {_name(form_class)}", back=_back(form)
    )


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def edit_possession(request: Request, dossier: int, pk: int, form_class: FormClass) -> HttpResponse:
    """Change a line; what a partner certified is taken away, never changed."""
    thing = fetching.entry_of(dossier, form_class._meta.model, pk)
    if isinstance(thing, Income) and thing.look_up_id:
        raise Http404
    form = open_form(request, _build(form_class, thing.dossier, thing, {}))
    return _saved(request, form, dossier) or form_page(
        request, form, dossier=dossier, title=f"Modifica {_name(form_class)}", back=_back(form)
    )


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def panel(request: Request, dossier: int, form_class: type[PanelForm]) -> HttpResponse:
    """Write a panel of which a dossier has one at most."""
    whole = fetching.dossier_of_form(dossier)
    model = form_class._meta.model
    row = getattr(whole, model._meta.model_name, None) or model(dossier=whole)
    form = open_form(request, _build(form_class, whole, row, {}))
    return _saved(request, form, dossier) or form_page(
        request, form, dossier=dossier, title=capfirst(possessions.NAMES[model][1].partition(" ")[2])
    )


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def remove_possession(request: Request, dossier: int, pk: int, form_class: FormClass) -> HttpResponse:
    """Ask whether to take away a line, then do it."""
    thing, conflict = fetching.entry_of(dossier, form_class._meta.model, pk), None
    if request.method == "POST":
        try:
            possessions.remove_possession(
                possession=thing, operator=request.user, at=timezone.now(), seen=seen_version(request)
            )
            messages.success(request, f"Tolto {_name(form_class)}.")
            return back_to_dossier(request, dossier, _section(form_class, thing))
        except Conflict as told:
            conflict = told
    whose = f", di {thing.member}" if hasattr(thing, "member") else ""
    return confirmation(
        request,
        dossier,
        title=f"Togliere {_name(form_class)}?",
        text=f"{thing}{whose}.",
        button="Togli",
        version=thing.version,
        conflict=conflict,
    )


@allow("operator")
@require_POST
@tell_refusals
def confirm_possession(request: Request, dossier: int, pk: int, form_class: FormClass) -> HttpResponse:
    """Say that a line copied from the dossier of the year before is still so."""
    line = fetching.entry_of(dossier, form_class._meta.model, pk)
    possessions.confirm(line=line, operator=request.user, at=timezone.now())
    return back_to_dossier(request, dossier, form_class.section)


def _new_row(form_class: FormClass, dossier: Dossier, updated: bool) -> Any:
    model = form_class._meta.model
    if not issubclass(form_class, PossessionForm):
        return model(dossier=dossier)
    return model(updated=True) if updated else model()


def _build(form_class: FormClass, dossier: Dossier, row: Any, first: dict[str, Any]) -> Any:
    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> EntryForm:
        return form_class(data, instance=row, initial=initial or first, dossier=dossier)

    return build


def _saved(request: Request, form: EntryForm, dossier: int) -> HttpResponse | None:
    """The way back once a form was taken; None where it must be shown again."""
    if not form.is_valid():
        return None
    try:
        possessions.save_possession(
            possession=form.instance,
            operator=request.user,
            at=timezone.now(),
            seen=form.seen,
            fields=form.row_fields,
        )
    except Conflict as conflict:
        form.show_conflict(conflict)
        return None
    messages.success(request, f"Salvato {_name(type(form))}.")
    return back_to_dossier(request, dossier, _section(type(form), form.instance))


def _section(form_class: FormClass, row: Any) -> str:
    return "updates" if getattr(row, "updated", False) else form_class.section


def _back(form: EntryForm) -> str:
    return page_of(_section(type(form), form.instance))


def _name(form_class: FormClass) -> str:
    return possessions.NAMES[form_class._meta.model][1]
