"""What is being typed in a form is kept on the server until it is sent: the person who types it alone sees it again.

A view wears `keeps_draft` (sportello/views/drafts.py) and its form `data-draft`: nothing else is asked of a form.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from sportello.models import Draft, User

# Days after which what nobody went on with is forgotten.
DAYS_KEPT = 7
# Characters that a form may hold: far above any of ours.
LONGEST = 20_000
KEY = re.compile(r"[a-z_]{1,40}/([a-z_]{1,20}=\d{1,18}/){0,3}", re.ASCII)
# Never kept, whatever form holds them.
NEVER = ("csrfmiddlewaretoken", "password")


def key_of(name: str, ids: dict[str, Any]) -> str:
    """The key of a form, by the name and the ids of its address: no personal data is in it."""
    return f"{name}/" + "".join(f"{what}={pk}/" for what, pk in sorted(ids.items()) if isinstance(pk, int))


def is_key(text: str) -> bool:
    return bool(KEY.fullmatch(text))


def keep(*, user: User, key: str, typed: QueryDict, at: datetime) -> None:
    """Keep what somebody has typed so far in a form."""
    data = {name: values for name, values in typed.lists() if name not in NEVER}
    Draft.objects.update_or_create(user=user, key=key, defaults={"data": data, "at": at})


def draft_of(user: User, key: str) -> Draft | None:
    return Draft.objects.filter(user=user, key=key).first()


def forget(user: User, key: str) -> None:
    """What was typed was sent, or is not wanted."""
    Draft.objects.filter(user=user, key=key).delete()


def forget_about(row: Model) -> None:
    """A thing is closed: whatever anybody was typing in a form under its address goes."""
    Draft.objects.filter(key__contains=f"/{row._meta.model_name}={row.pk}/").delete()


def forget_old(*, before: datetime) -> None:
    """Forget what nobody went on with."""
    Draft.objects.filter(at__lt=before).delete()


def oldest_kept(now: datetime) -> datetime:
    return now - timedelta(days=DAYS_KEPT)


def typed_in(draft: Draft) -> QueryDict:
    """What was typed, as it was sent."""
    typed = QueryDict(mutable=True)
    for name, values in draft.data.items():
        typed.setlist(name, values)
    return typed


def values_of(form: forms.BaseForm, typed: QueryDict) -> dict[str, Any]:
    """What was typed, as the first values of a form that is only shown: nothing is judged yet.

    A form may say in `asked` which of its boxes were on the screen: one that was not says nothing.
    """
    asked = str(typed["asked"]).split() if "asked" in typed else None
    values = {}
    for name, field in {**type(form).base_fields, **form.fields}.items():  # type: ignore[attr-defined]  # each form has them
        is_unasked_box = isinstance(field, forms.BooleanField) and asked is not None and name not in asked
        if not is_unasked_box:
            values[name] = field.widget.value_from_datadict(typed, MultiValueDict(), form.add_prefix(name))
    return values
