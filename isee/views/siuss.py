from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee.forms.siuss import PeriodForm
from isee.procedures import siuss as reports
from isee.procedures.tables import CSV_TYPE, as_csv, download
from sportello.access import Request, allow

# How many benefits that lack something the page names; the others are counted.
LACKING_SHOWN = 25


@allow("administrator")
@require_http_methods(["GET", "POST"])
def siuss(request: Request) -> HttpResponse:
    """The benefits granted in a period, to be reported: a look at them, then the file; taking it out is noted."""
    today = timezone.localdate()
    initial = {"dal": f"{date(today.year, 1, 1):%d/%m/%Y}", "al": f"{today:%d/%m/%Y}"}
    form = PeriodForm(request.POST or request.GET or initial)
    if not form.is_valid():
        return render(request, "isee/siuss.html", {"form": form}, status=422)
    since, until = form.period
    report = reports.report(since, until)
    if request.method == "POST":
        number = len(report.whole)
        reports.record_exported(number=number, since=since, until=until, by=request.user, at=timezone.now())
        content = as_csv(reports.HEAD, reports.lines(report.whole))
        return download(content, CSV_TYPE, f"siuss-{since:%Y%m%d}-{until:%Y%m%d}.csv")
    context = {
        "form": form,
        "whole": len(report.whole),
        "lacking": report.lacking[:LACKING_SHOWN],
        "lacking_number": len(report.lacking),
    }
    return render(request, "isee/siuss.html", context)
