from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from isee.forms.work_list import ColumnsForm, LineFilter, UploadForm, pack, table_of
from isee.models import WorkLine, WorkList
from isee.procedures import work_lists as acts
from isee.procedures.list_reading import COLUMNS, decode, guess, parse, read
from isee.procedures.tables import CSV_TYPE, as_csv, download
from sportello.access import Request, allow
from sportello.paging import page_after
from sportello.permission import NotAllowed
from sportello.views.desk import posted

# How many lines and problems the page before the import shows.
LINES_SHOWN, PROBLEMS_SHOWN = 8, 20


@allow("operator")
@require_GET
def work_lists(request: Request) -> HttpResponse:
    """The lists, the newest first, and how far each is."""
    worked = Count("lines", filter=Q(lines__state__in=[WorkLine.State.DONE, WorkLine.State.DISCARDED]))
    found = WorkList.objects.annotate(total=Count("lines"), worked=worked)
    page = page_after(found, by="-pk", after=request.GET.get("after", ""))
    return render(request, "isee/work_lists.html", {"page": page})


@allow("operator")
@require_http_methods(["GET", "POST"])
def new_work_list(request: Request) -> HttpResponse:
    """Choose the file of a list; then its columns are chosen, and only then it is kept."""
    today = timezone.localdate()
    form = UploadForm(posted(request), request.FILES or None, initial={"received_on": today}, today=today)
    if not form.is_valid():
        return render(request, "isee/work_list_new.html", {"form": form}, status=422 if form.errors else 200)
    table = read(decode(form.content))
    typed = {name: form[name].value() for name in ("kind", "title", "received_on")}
    columns = ColumnsForm({**typed, **guess(table.header), "packed": pack(form.content)}, header=table.header)
    columns.is_valid()  # what cannot be guessed is asked for beside its column
    return _columns_page(request, columns, table)


@allow("operator")
@require_POST
def map_work_list(request: Request) -> HttpResponse:
    """Choose which column is which, see the first lines and what is wrong, then keep the list, whole or not at all."""
    found = table_of(request.POST.get("packed", ""))
    if found is None:
        messages.error(request, "Il file non si legge più: sceglilo di nuovo. Niente è stato salvato.")
        return redirect("new_work_list")
    content, table = found
    form = ColumnsForm(request.POST, header=table.header)
    if not form.is_valid() or "keep" not in request.POST:
        return _columns_page(request, form, table)
    lines, problems = parse(table, form.columns)
    if problems:
        form.add_error(
            None, "Correggi le righe qui sotto nel file, poi caricalo di nuovo: niente è stato salvato."
        )
        return _columns_page(request, form, table)
    typed = {name: form.cleaned_data[name] for name in ("kind", "title", "received_on")}
    try:
        made = acts.import_list(content=content, lines=lines, by=request.user, at=timezone.now(), **typed)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("work_lists")
    messages.success(request, f"Importate {len(lines)} righe.")
    return redirect("work_list", made.pk)


def _columns_page(request: Request, form: ColumnsForm, table: Any) -> HttpResponse:
    lines, problems = parse(table, form.columns)
    context = {
        "form": form,
        "column_fields": [form[column] for column in COLUMNS],
        "lines": lines[:LINES_SHOWN],
        "total": len(table.lines),
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_number": len(problems),
    }
    return render(request, "isee/work_list_columns.html", context, status=422 if form.errors else 200)


@allow("operator")
@require_GET
def work_list(request: Request, work_list: int) -> HttpResponse:
    """The lines of a list, in the order of the file."""
    found = get_object_or_404(WorkList.objects.select_related("imported_by"), pk=work_list)
    form = LineFilter(request.GET)
    form.is_valid()  # what cannot be read filters nothing
    lines = found.lines.select_related("citizen")
    if form.cleaned_data.get("stato"):
        lines = lines.filter(state=form.cleaned_data["stato"])
    if form.cleaned_data.get("persona"):
        lines = lines.filter(match=form.cleaned_data["persona"])
    states = dict(found.lines.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "work_list": found,
        "form": form,
        "page": page_after(lines, by=("number",), after=request.GET.get("after", "")),
        "counts": [(label, states.get(value, 0)) for value, label in WorkLine.State.choices],
    }
    return render(request, "isee/work_list.html", context)


@allow("operator")
@require_POST
def export_work_list(request: Request, work_list: int) -> HttpResponse:
    """The list with what became of each line, or only what may be published; taking it out is noted."""
    found = get_object_or_404(WorkList, pk=work_list)
    acts.record_exported(work_list=found, by=request.user, at=timezone.now())
    if "public" in request.POST:
        content = as_csv(acts.PUBLIC_HEAD, acts.public_lines(found))
        return download(content, CSV_TYPE, f"elenco-{found.pk}-da-pubblicare.csv")
    return download(as_csv(acts.HEAD, acts.export_lines(found)), CSV_TYPE, f"elenco-{found.pk}.csv")
