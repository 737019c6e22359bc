"""The calls of a day as PDND wants them told: how many, by purpose, status and voucher."""

import csv
from collections import Counter
from datetime import date, datetime, time, timedelta
from io import StringIO

from django.utils import timezone

from partners.adapters.base import VOUCHER
from partners.models import LookUpCall

COLUMNS = ("date", "purpose_id", "status", "token_id", "requests_count")


def tracing_csv(on: date) -> str:
    """The CSV of a day (here, in Italy): calls of e-services that had an answer, those for a voucher left out."""
    start = datetime.combine(on, time.min, timezone.get_current_timezone())
    end = datetime.combine(on + timedelta(days=1), time.min, timezone.get_current_timezone())
    calls = LookUpCall.objects.filter(at__gte=start, at__lt=end, http_status__isnull=False)
    told = calls.exclude(operation=VOUCHER).exclude(purpose_id="").exclude(voucher_jti="")
    counted = Counter(told.values_list("purpose_id", "http_status", "voucher_jti"))
    output = StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (purpose, status, voucher), count in sorted(counted.items()):
        writer.writerow((on.isoformat(), purpose, status, voucher, count))
    return output.getvalue()
