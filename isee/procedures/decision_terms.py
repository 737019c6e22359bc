"""The days to decide on each benefit, which the administrator sets."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from isee.models import DecisionTerm
from sportello import daily_log
from sportello.models import User


def days_by_benefit() -> dict[str, int]:
    """The days of each benefit that has others than the thirty of the law."""
    return dict(DecisionTerm.objects.values_list("rule_code", "days"))


@transaction.atomic
def set_days(*, days: Mapping[str, int], by: User, at: datetime) -> None:
    """Replace the days of every benefit; applications that came in before keep theirs."""
    DecisionTerm.objects.all().delete()
    DecisionTerm.objects.bulk_create(
        DecisionTerm(rule_code=code, days=number) for code, number in days.items()
    )
    daily_log.record("isee.term.changed", "Cambiati i termini per decidere le domande.", operator=by, at=at)
