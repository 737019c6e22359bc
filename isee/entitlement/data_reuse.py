"""Whether what was fetched for one benefit may be looked at for another: the administrator says so, with the law."""

from datetime import datetime

from django.db import transaction

from isee.models import DataReuse
from sportello import daily_log
from sportello.models import User


def may_reuse() -> bool:
    """Whether data of one case may be used to find other benefits; off until the legal basis is written. One query."""
    return DataReuse.objects.filter(is_allowed=True).exclude(legal_basis="").exists()


@transaction.atomic
def save_data_reuse(*, setting: DataReuse, by: User, at: datetime) -> None:
    """Keep the setting, who changed it and when."""
    setting.changed_by, setting.changed_at = by, at
    setting.save()
    what = f"Permesso, in base a: {setting.legal_basis}" if setting.is_allowed else "Non permesso"
    text = f"{what.rstrip('.')}. Riuso dei dati delle pratiche per trovare altre agevolazioni."
    daily_log.record("sportello.office.changed", text, operator=by, at=at)
