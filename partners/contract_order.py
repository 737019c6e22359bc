"""A request of a contract in the adapters' words. Every time the same, because it goes under the same key."""

from uuid import uuid4

from partners import contract_fields
from partners.adapters.base import (
    Address,
    DocumentKind,
    Grounds,
    Holder,
    HousingTitle,
    IdentityDocument,
    MeterReading,
    SupplyUse,
)
from partners.adapters.contract_order import (
    Billing,
    Cadastre,
    Consents,
    ContractOrder,
    Deceased,
    Home,
    Mandate,
    SupplyPoint,
    Vulnerability,
)
from partners.models import ContractRequest
from partners.questions import operator_name
from partners.supply.protected_market import Ground, is_old_enough


def order(request: ContractRequest) -> ContractOrder:
    """The whole request; raises ValueError for one that was never queued."""
    if request.signed_on is None:
        raise ValueError("An incomplete request is never queued.")
    steps = contract_fields.steps_of(request.kind)
    return ContractOrder(
        operation=request.kind,
        holder=_holder(request),
        supply=_supply(request),
        consents=Consents(
            conditions=request.conditions_received,
            privacy=request.privacy_received,
            marketing=request.marketing,
            early_start=request.early_start == ContractRequest.EarlyStart.NOW,
            papers=request.papers_seen,
        ),
        signed_on=request.signed_on,
        grounds=grounds_of(request, f"{request.kind.label}, chiesta dall'interessato"),
        deceased=_deceased(request) if contract_fields.HEIR in steps else None,
        vulnerability=_vulnerability(request) if contract_fields.MARKET in steps else None,
        home=_home(request) if contract_fields.HOME in steps else None,
        billing=_billing(request) if contract_fields.BILLS in steps else None,
        signed_by_delegate=request.delegation_id is not None,
    )


def grounds_of(request: ContractRequest, purpose: str) -> Grounds:
    """Who asks, for which case and why."""
    return Grounds(
        case_number=str(request.case),
        purpose=purpose,
        operator=operator_name(request.operator),
        workstation=request.workstation[:40],
        correlation_id=uuid4(),
    )


def _holder(request: ContractRequest) -> Holder:
    if request.document_expires_on is None:
        raise ValueError("An incomplete request is never queued.")
    return Holder(
        tax_code=request.tax_code,
        surname=request.surname,
        given_name=request.given_name,
        birth_date=request.birth_date,
        birth_place=request.birth_place,
        sex=request.sex,
        address=Address(street=request.address, town=request.town, postal_code=request.postal_code),
        document=IdentityDocument(
            kind=DocumentKind(request.document_kind),
            number=request.document_number,
            issuer=request.document_issuer,
            issued_on=request.document_issued_on,
            expires_on=request.document_expires_on,
        ),
        phone=request.phone,
        mobile=request.mobile,
        email=request.email,
        pec=request.pec,
    )


def _deceased(request: ContractRequest) -> Deceased:
    if request.died_on is None:
        raise ValueError("An incomplete request is never queued.")
    return Deceased(
        surname=request.dead_surname,
        given_name=request.dead_given_name,
        tax_code=request.dead_tax_code,
        residence=request.dead_address,
        died_on=request.died_on,
        died_in=request.died_in,
        is_sole_heir=request.heirs == ContractRequest.Heirs.SOLE,
        heir_lives_there=request.heir_lives_there,
    )


def _vulnerability(request: ContractRequest) -> Vulnerability:
    """Age counts where nothing was declared: on the day of the signature it was judged so."""
    signed_on = request.signed_on
    old = bool(request.birth_date and signed_on and is_old_enough(request.birth_date, signed_on))
    declared = request.all_grounds
    return Vulnerability(
        grounds=[*([Ground.AGE] if old else []), *declared],
        of_holder=not request.grounds_of_other,
        paper=request.ground_paper,
    )


def _supply(request: ContractRequest) -> SupplyPoint:
    asked = set(contract_fields.fields_of(contract_fields.SUPPLY, request.kind))
    within = [request.building, request.staircase, request.floor, request.flat]
    return SupplyPoint(
        pod=request.pod if "pod" in asked else "",
        customer_code=request.customer_code if "customer_code" in asked else "",
        address=Address(
            street=request.supply_address, town=request.supply_town, postal_code=request.supply_postal_code
        ),
        within="/".join(part or "-" for part in within) if any(within) else "",
        istat_code=request.supply_istat_code,
        use=SupplyUse(request.use) if "use" in asked else None,
        resident_since=request.resident_since if "resident_since" in asked else None,
        power_kw=request.power if "power" in asked else None,
        voltage=int(request.voltage) if "voltage" in asked else None,
        reading=_reading(request) if "meter_reading" in asked else None,
        seller_now=request.seller_now if "seller_now" in asked else "",
        close_on=request.close_on if "close_on" in asked else None,
        remove_meter=request.remove_meter if "remove_meter" in asked else False,
    )


def _reading(request: ContractRequest) -> MeterReading | None:
    if request.meter_reading is None or request.read_on is None:
        return None
    return MeterReading(kwh=request.meter_reading, read_on=request.read_on)


def _home(request: ContractRequest) -> Home:
    cadastre = Cadastre(
        land=request.cadastre == ContractRequest.Cadastre.LAND,
        sheet=request.sheet,
        parcel=request.parcel,
        subunit=request.subunit,
        section=request.section,
        town_code=request.cadastral_code,
        town=request.cadastral_town,
    )
    return Home(
        title=HousingTitle(request.title),
        shown=request.title_proof == ContractRequest.Proof.DOCUMENT,
        lease_registration=request.lease_registration,
        lease_registered_on=request.lease_registered_on,
        cadastre=None if request.no_cadastre else cadastre,
        no_cadastre=request.no_cadastre,
    )


def _billing(request: ContractRequest) -> Billing:
    other = Address(street=request.bill_address, town=request.bill_town, postal_code=request.bill_postal_code)
    mandate = Mandate(
        iban=request.iban,
        holder=request.iban_holder,
        holder_tax_code=request.iban_holder_code,
        signer=request.mandate_signer,
        signer_tax_code=request.mandate_signer_code,
    )
    delivery = request.bill_delivery
    return Billing(
        by_email=delivery == ContractRequest.Delivery.EMAIL if delivery else None,
        other_address=other if request.bill_address else None,
        mandate=mandate if request.pays_by_debit else None,
    )
