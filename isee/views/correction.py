"""Corrections of our simulation: the address says of which kind of line, by the form of its lines."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from isee.dossier import corrections, fetching
from isee.dossier.sections import page_of
from isee.forms.correction import CorrectionForm
from isee.views.answers import back_to_dossier, form_page, tell_refusals
from isee.views.possession import FormClass
from sportello.access import Request, allow
from sportello.views.drafts import keeps_draft, open_form

# Where a corrected line stands, by the field that names it in a correction.
SECTIONS = {"income": "incomes", "account": "accounts", "instrument": "instruments", "estate": "properties"}


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def correct(request: Request, dossier: int, pk: int, form_class: FormClass, field: str) -> HttpResponse:
    """Take another amount than the declared one in our simulation, and say why."""
    row = fetching.entry_of(dossier, form_class._meta.model, pk)
    if not isinstance(row, corrections.Corrected) or field not in row.AMOUNTS:
        raise Http404
    declared = corrections.declared_amount(row, field)
    section = "updates" if row.updated else form_class.section

    def build(data: QueryDict | None, initial: dict[str, object] | None) -> CorrectionForm:
        return CorrectionForm(data, initial=initial)

    form = open_form(request, build)
    if form.is_valid():
        corrections.correct(
            row=row, field=field, operator=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, "Corretto nella simulazione: il dichiarato resta accanto.")
        return back_to_dossier(request, dossier, section)
    label = str(row._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # a plain field
    return form_page(
        request,
        form,
        dossier=dossier,
        title=f"Correggi {label}",
        template="isee/correction.html",
        row=row,
        declared=declared,
        back=page_of(section),
    )


@allow("operator")
@require_POST
@tell_refusals
def withdraw_correction(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Let the declared amount count again."""
    correction = fetching.correction_of(dossier, pk)
    corrections.withdraw(correction=correction, operator=request.user, at=timezone.now())
    messages.success(request, "Correzione ritirata: conta di nuovo il dichiarato.")
    part, _ = correction.part
    updated = getattr(correction, part).updated
    return back_to_dossier(request, dossier, "updates" if updated else SECTIONS[part])
