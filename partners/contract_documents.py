"""What is printed of a request: the summary to be signed, and the receipt that says what happens by when."""

from datetime import date

from partners import contract_summary
from partners.models import ContractRequest
from partners.supply import protected_market, terms
from sportello import documents, office


def summary_to_sign(request: ContractRequest, *, on: date) -> bytes:
    """The request in large type, with the place for the signature, as PDF."""
    sections = contract_summary.sections(request)
    return documents.render(
        "contract_summary",
        {
            "title": request.kind.label,
            "partner": request.case.service.owner_name,
            "case": str(request.case),
            "version": str(request.version),
            "printed_on": on,
            "sections": [
                {"title": section.step.title, "rows": [(row.label, row.value) for row in section.rows]}
                for section in sections
            ],
            "missing": [label for section in sections for label in section.missing],
            "by_debit": request.pays_by_debit,
            "protected": request.kind.wants_protected_market,
            "withdraw_until": terms.withdraw_until(request.signed_on or on),
            "signer": str(request.delegation.delegate) if request.delegation else request.holder_name,
        },
    )


def receipt(request: ContractRequest, *, on: date) -> bytes:
    """What will happen, by when, whom to call, and who pays whom, as PDF. Only of a request that is signed."""
    if request.signed_on is None:
        raise ValueError("Nothing was signed yet.")
    expected = terms.expected(request.kind, request.signed_on, office.holidays_here())
    partner = request.case.service.partner
    compensation = terms.compensation(request.signed_on)
    return documents.render(
        "contract_receipt",
        {
            "title": request.kind.label,
            "person": request.holder_name,
            "case": str(request.case),
            "pod": request.pod,
            "partner": request.case.service.owner_name,
            "partner_number": request.partner_number,
            "state": request.get_state_display(),
            "signed_on": request.signed_on,
            "printed_on": on,
            "expected_by": expected.by if expected else "",
            "expected_sure": expected.is_sure if expected else True,
            "expected_days": str(expected.working_days or "") if expected else "",
            "compensation": list(compensation.values),
            "withdraw_until": terms.withdraw_until(request.signed_on),
            "phone": partner.support_phone if partner else "",
            "hours": partner.support_hours if partner else "",
            "elsewhere": protected_market.ELSEWHERE,
            "responsible": request.operator.display_name,
        },
    )
