"""What is typed of a request of a contract, page by page. What must not lack says partners/contract_fields.py."""

from partners.forms.contract.bills import BillsForm, SignatureForm
from partners.forms.contract.client import ClientForm, HeirForm, MarketForm
from partners.forms.contract.home import HomeForm
from partners.forms.contract.operation import OperationForm
from partners.forms.contract.step import StepForm
from partners.forms.contract.supply import SupplyForm

# The form of each page, by the name of its step.
FORMS: dict[str, type[StepForm]] = {
    form.step.name: form
    for form in (ClientForm, HeirForm, MarketForm, SupplyForm, HomeForm, BillsForm, SignatureForm)
}

__all__ = ["FORMS", "OperationForm", "StepForm"]
