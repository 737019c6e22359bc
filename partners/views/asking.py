"""What the views of look-ups share: who asks, from where, for which case."""

import hashlib

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.shortcuts import get_object_or_404

from partners.look_ups import SignIn
from partners.models import SignInLevel
from sportello.access import Request
from sportello.models import Case, User, Visit

# Ways of signing in that need more than something known.
SECOND_FACTORS = {"mfa", "socialaccount"}


def sign_in_of(request: Request) -> SignIn:
    """How the operator signed in, and from where, as the record of a look-up keeps it."""
    methods = sorted({record["method"] for record in get_authentication_records(request, request.user)})
    level = SignInLevel.TWO_FACTORS if SECOND_FACTORS & set(methods) else SignInLevel.PASSWORD
    key = request.session.session_key or ""
    return SignIn(
        session=hashlib.sha256(key.encode()).hexdigest()[:32],
        authentication="+".join(methods)[:40],
        level_of_assurance=level.value,
        client_ip=client_ip_of(request),
    )


def client_ip_of(request: Request) -> str | None:
    """The address of the operator's machine, read behind the proxies that the settings trust."""
    address: str = get_adapter(request).get_client_ip(request)
    return address or None


def case_by(pk: int) -> Case:
    cases = Case.objects.select_related("citizen", "service__partner")
    return get_object_or_404(cases.prefetch_related("citizen__tax_codes"), pk=pk)


def visit_of(case: Case, operator: User) -> Visit | None:
    """The visit at the operator's desk, if it is that of the case's citizen."""
    return Visit.objects.at_desk_of(operator).with_people().filter(citizen=case.citizen).first()
