"""Acts of the administrator on agreements. Their whole life, from the proposal to the exit, is told by their state."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from partners.agreement_dates import next_notice_day, reminder, running_end
from partners.models import Agreement
from sportello import daily_log
from sportello.ids import id_of
from sportello.models import Service, User
from sportello.office import is_working_day
from sportello.paging import PAGE_SIZE, Page


@dataclass(frozen=True)
class Dates:
    """How the dates of an agreement stand on a day."""

    end: date | None  # of the term that runs
    renewed: bool  # it is not the first term
    notice_by: date | None  # the last useful day to say no, or to ask for the renewal
    days_left: int | None  # until then; less than none once it has passed
    reminder: int | None  # which of the reminders is due


def dates_of(agreement: Agreement, on: date) -> Dates:
    """Say how the dates of an agreement stand on a day."""
    terms = agreement.terms
    end = running_end(terms, on)
    by = next_notice_day(terms, on, is_working_day)
    return Dates(
        end=end,
        renewed=end != agreement.ends_on,
        notice_by=by,
        days_left=(by - on).days if by else None,
        reminder=reminder(by, on) if by else None,
    )


@transaction.atomic
def save_agreement(
    *,
    agreement: Agreement,
    services: Collection[Service],
    operators: Collection[User],
    changed: Collection[str],
    by: User,
    at: datetime,
) -> None:
    """Add or change an agreement; `changed` are the labels of the fields that are new, for the daily log."""
    is_new = agreement.pk is None
    agreement.save()
    agreement.services.set(services)
    agreement.operators.set(operators)
    named = f"l'accordo «{agreement}» con {agreement.partner}"
    end = f"fino al {agreement.ends_on:%d/%m/%Y}" if agreement.ends_on else "senza scadenza"
    if is_new:
        text = f"Aggiunto {named}: {agreement.get_state_display()}, dal {agreement.starts_on:%d/%m/%Y} {end}."
    elif changed:
        text = f"Cambiato {named}: {', '.join(changed)}. Ora è {agreement.get_state_display()}, {end}."
    else:
        return
    daily_log.record(f"partners.agreement.{'added' if is_new else 'changed'}", text, operator=by, at=at)


def page_by_expiry(*, on: date, after: str = "") -> Page[Agreement]:
    """The agreements in the order of by_expiry, after one given by its id; anything else gives the first page."""
    rows = Agreement.objects.by_expiry(on).select_related("partner")
    pk = id_of(after)
    last = rows.filter(pk=pk).first() if pk else None
    if last:
        same_group = Q(expiry=last.expiry)
        rows = rows.filter(
            Q(expiry__gt=last.expiry)
            | same_group & Q(last_day__gt=last.last_day)
            | same_group & Q(last_day=last.last_day, pk__gt=last.pk)
        )
    found = list(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], found[PAGE_SIZE - 1].pk if more else None)
