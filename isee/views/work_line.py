from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee.forms.work_list import LineForm, PersonForm
from isee.models import WorkLine
from isee.procedures import work_lists as acts
from sportello.access import Request, allow
from sportello.citizen_search import likely_duplicates
from sportello.models import Citizen
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted, shown_in_dialog


@allow("operator")
@require_http_methods(["GET", "POST"])
def work_line(request: Request, work_list: int, pk: int) -> HttpResponse:
    """Take a line one step on; asked for, the form that discards it."""
    line = _line_of(work_list, pk)
    form = LineForm(posted(request), initial={"state": WorkLine.State.DISCARDED})
    if not form.is_valid():
        return _form_page(request, form, line, f"Scarta la riga {line.number}", button="Scarta")
    try:
        acts.move_line(
            line=line,
            state=WorkLine.State(form.cleaned_data["state"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return go(request, "work_list", work_list)
    return _moved(request, line)


def _moved(request: Request, line: WorkLine) -> HttpResponse:
    """The row as it stands now where its own button was pressed, else the page of the list."""
    if request.htmx and request.htmx.target == f"line-{line.pk}":
        return render(request, "isee/work_line.html", {"line": line})
    return go(request, "work_list", line.work_list_id)


@allow("operator")
@require_http_methods(["GET", "POST"])
def confirm_person(request: Request, work_list: int, pk: int) -> HttpResponse:
    """Say who a line speaks of."""
    line = _line_of(work_list, pk)
    initial = {"person": str(line.citizen_id) if line.citizen_id else None}
    form = PersonForm(posted(request), initial=initial, people=_people(line))
    if form.is_valid():
        try:
            acts.confirm_person(line=line, citizen=form.citizen, by=request.user, at=timezone.now())
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return go(request, "work_list", work_list)
    text = f"Nell'elenco: {line.full_name or 'senza nome'}, {line.tax_code or 'senza codice fiscale'}."
    return _form_page(request, form, line, f"Chi è la riga {line.number}?", button="Conferma", text=text)


def _people(line: WorkLine) -> list[Citizen]:
    """Who the line may be: the one proposed, and those with a like name or the same code."""
    like = likely_duplicates(
        surname=line.surname, given_name=line.given_name, birth_date=line.birth_date, code=line.tax_code
    )
    ids = {one.pk for one in like} | ({line.citizen_id} if line.citizen_id else set())
    return list(Citizen.objects.filter(pk__in=ids).with_tax_code())


def _line_of(work_list: int, pk: int) -> WorkLine:
    """A line of this very list."""
    lines = WorkLine.objects.select_related("work_list", "citizen")
    return get_object_or_404(lines, pk=pk, work_list=work_list)


def _form_page(
    request: Request, form: LineForm | PersonForm, line: WorkLine, title: str, *, button: str, text: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "text": text,
        "action": request.path,
        "back_url": reverse("work_list", args=[line.work_list_id]),
        "back_text": "Torna all'elenco",
    }
    return shown_in_dialog(request, "isee/act_form.html", context)
