"""Acts on a delegation, who may use which, and the form that is signed for one."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sportello import daily_log, documents
from sportello.models import Citizen, Delegation, User
from sportello.models.delegation import DelegationQuerySet

FULL_AGE = 18


@transaction.atomic
def grant(*, delegation: Delegation, operator: User, at: datetime) -> None:
    """Register a delegation that was filled in; the operator is the one who saw the identity document."""
    delegation.seen_by = operator
    delegation.save()
    daily_log.record(
        "sportello.delegation.granted",
        f"Registrata la delega n. {delegation.pk}: {delegation.get_kind_display()}.",
        operator=operator,
        at=at,
        citizen=delegation.principal,
    )


@transaction.atomic
def revoke(*, delegation: Delegation, operator: User, at: datetime) -> bool:
    """End a delegation from the day of this moment on; False where it was revoked before and nothing changes."""
    delegation = Delegation.objects.select_for_update(of=("self",)).with_people().get(pk=delegation.pk)
    if delegation.revoked_on:
        return False
    delegation.revoked_on = timezone.localdate(at)
    delegation.save(update_fields=["revoked_on"])
    daily_log.record(
        "sportello.delegation.revoked",
        f"Revocata la delega n. {delegation.pk}.",
        operator=operator,
        at=at,
        citizen=delegation.principal,
    )
    return True


def usable(citizen: Citizen, on: date, scope: Delegation.Scope | None = None) -> DelegationQuerySet:
    """The delegations by which somebody else may act for a citizen on a day, for one purpose or for any."""
    given = Delegation.objects.filter(principal=citizen).in_force(on).with_people()
    return given.filter(scope__contains=[scope]) if scope else given


def last_day(kind: str, principal: Citizen) -> date | None:
    """The last day on which a power of this kind can hold, where the law sets one: a parent's ends at full age."""
    birth = principal.birth_date
    if kind != Delegation.Kind.PARENT or birth is None:
        return None
    # A child of 29 February comes of age on 1 March.
    birthday = birth.replace(year=birth.year + FULL_AGE, day=1) + timedelta(days=birth.day - 1)
    return birthday - timedelta(days=1)


def printed_form(delegation: Delegation) -> bytes:
    """The form to sign, as PDF: of a registered delegation or of one being filled in, with lines for what lacks.

    A written delegation is signed by the principal (art. 38 c. 3-bis DPR 445/2000); whoever represents by law or by
    a power of attorney declares so (artt. 46-47 DPR 445/2000).
    """
    return documents.render(
        "delegation",
        {
            "declared": delegation.kind != Delegation.Kind.ARTICLE_38,
            "kind": delegation.get_kind_display(),
            "principal": _person(delegation.principal),
            "delegate": _person(delegation.delegate),
            "scope": delegation.scope_names,
            "valid_from": delegation.valid_from or "",
            "valid_to": delegation.valid_to or "",
            "document": delegation.get_document_display() if delegation.document else "",
            "document_number": delegation.document_number,
            "document_expires_on": delegation.document_expires_on or "",
        },
    )


def _person(citizen: Citizen) -> dict[str, object]:
    code = citizen.main_tax_code
    return {
        "name": citizen.full_name,
        "code": code.code if code else "",
        "birth_place": citizen.birth_place,
        "birth_date": citizen.birth_date or "",
        "home": ", ".join(filter(None, [citizen.address, citizen.town])),
    }
