"""Acts on a citizen, and what does not match in a citizen's data."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from sportello import daily_log, tax_code
from sportello.models import Citizen, TaxCode, User

# Filled by Citizen.save() from the names and the telephone.
KEYS = ("name_key", "phone_key")


class CodeTaken(Exception):
    """The tax code is another person's already; the message is the sentence for the operator."""


@transaction.atomic
def register(*, citizen: Citizen, code: str, operator: User, at: datetime) -> None:
    """Enter a person, with a tax code or without; raises CodeTaken."""
    citizen.save()
    if code:
        _give_code(citizen, code, timezone.localdate(at))
    text = "Registrata una nuova persona."
    daily_log.record("sportello.citizen.registered", text, operator=operator, at=at, citizen=citizen)


@transaction.atomic
def change(*, citizen: Citizen, changed: Collection[str], operator: User, at: datetime) -> None:
    """Keep the fields of a person that were changed, and tell in the log which they are, never what they hold."""
    citizen.save(update_fields=[*changed, *KEYS])
    labels = {field.name: str(field.verbose_name) for field in Citizen._meta.fields}
    names = ", ".join(labels[field] for field in changed)
    text = f"Modificati i dati di una persona: {names}."
    daily_log.record("sportello.citizen.changed", text, operator=operator, at=at, citizen=citizen)


@transaction.atomic
def add_tax_code(*, citizen: Citizen, code: str, operator: User, at: datetime) -> None:
    """Give a person a new current tax code, the earlier ones stay; raises CodeTaken."""
    Citizen.objects.select_for_update().get(pk=citizen.pk)  # two operators at once: one after the other
    _give_code(citizen, code, timezone.localdate(at))
    text = "Aggiunto un codice fiscale."
    daily_log.record("sportello.citizen.tax_code", text, operator=operator, at=at, citizen=citizen)


@transaction.atomic
def record_death(*, citizen: Citizen, deceased_on: date, operator: User, at: datetime) -> None:
    """Record that a person has died; the delegations given and held end with it."""
    citizen.deceased_on = deceased_on
    citizen.save(update_fields=["deceased_on"])
    text = "Registrato il decesso."
    daily_log.record("sportello.citizen.deceased", text, operator=operator, at=at, citizen=citizen)


@transaction.atomic
def undo_death(*, citizen: Citizen, operator: User, at: datetime) -> None:
    """Take back a death recorded by mistake."""
    citizen.deceased_on = None
    citizen.save(update_fields=["deceased_on"])
    text = "Annullata la registrazione del decesso."
    daily_log.record("sportello.citizen.death_undone", text, operator=operator, at=at, citizen=citizen)


def warnings(citizen: Citizen, code: str) -> list[str]:
    """What does not match between a person, saved or not, and a tax code: sentences that never forbid anything."""
    return tax_code.complaints(code) or tax_code.mismatches(
        code, citizen.surname, citizen.given_name, citizen.birth_date, citizen.sex
    )


def _give_code(citizen: Citizen, code: str, on: date) -> None:
    citizen.tax_codes.filter(is_current=True).update(is_current=False)
    if citizen.tax_codes.filter(code=code).update(is_current=True):
        return
    try:
        with transaction.atomic():
            TaxCode.objects.create(citizen=citizen, code=code, added_on=on)
    except IntegrityError:
        holder = Citizen.objects.filter(tax_codes__code=code).first()
        if holder is None:
            raise
        raise CodeTaken(
            f"Questo codice fiscale è già di {holder}: apri la sua scheda, oppure correggi il codice."
        ) from None
