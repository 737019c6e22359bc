"""A request in words, page by page: what the person reads and signs, on the screen and on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from partners import contract_fields
from partners.contract_fields import Step
from partners.models import ContractRequest
from partners.supply import terms
from partners.supply.protected_market import is_old_enough
from sportello.templatetags.sportello import tax_code as in_groups


@dataclass(frozen=True)
class Row:
    """One line: the field that it stands for, its label, what is written; empty where nothing is."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """A page of the request with its lines, and the labels of what still lacks there."""

    step: Step
    rows: list[Row]
    missing: list[str]


def sections(request: ContractRequest) -> list[Section]:
    """All the pages of a request, in their order."""
    return [_section(request, step) for step in contract_fields.steps_of(request.kind)]


def _section(request: ContractRequest, step: Step) -> Section:
    lacking = contract_fields.missing_of(request, step)
    asked = contract_fields.fields_of(step, request.kind)
    rows = [
        row
        for row in LINES[step.name](request)
        if row.value and (row.name in asked or row.name not in step.fields)
    ]
    return Section(step, rows, [request.label_of(name) for name in lacking])


def _client(request: ContractRequest) -> list[Row]:
    born = f"{_day(request.birth_date)} {request.birth_place}".strip()
    delegate = str(request.delegation.delegate) if request.delegation else ""
    return [
        Row("surname", "Intestatario", request.holder_name),
        Row("tax_code", "Codice fiscale", str(in_groups(request.tax_code))),
        Row("birth_date", "Nascita", born),
        Row("address", "Abita in", request.residence),
        Row("phone", "Telefono", ", ".join(one for one in (request.phone, request.mobile) if one)),
        Row("email", "E-mail", ", ".join(one for one in (request.email, request.pec) if one)),
        Row("document_number", "Documento", _capital(request.document)),
        Row("delegation", "Firma per delega", delegate),
    ]


def _heir(request: ContractRequest) -> list[Row]:
    died = f"{_day(request.died_on)}, {request.died_in}".strip(", ")
    lives = "sì: non paga il contributo fisso e gli oneri" if request.heir_lives_there else "no"
    return [
        Row("dead_surname", "Intestatario morto", request.dead_name),
        Row("dead_tax_code", "Suo codice fiscale", str(in_groups(request.dead_tax_code))),
        Row("dead_address", "Ultima residenza", request.dead_address),
        Row("died_on", "Morto il", died),
        Row("heirs", "Chi chiede è", _choice(request, "heirs")),
        Row("heirs_agree", "Altri eredi", "hanno firmato l'autorizzazione" if request.heirs_agree else ""),
        Row("heir_lives_there", "L'erede abita già lì", lives),
        Row(
            "heir_declares", "Dichiara di essere erede", "sì (DPR 445/2000)" if request.heir_declares else ""
        ),
    ]


def _market(request: ContractRequest) -> list[Row]:
    on = request.signed_on or date.max
    grounds = [ground.label for ground in request.all_grounds]
    if request.birth_date and request.signed_on and is_old_enough(request.birth_date, on):
        grounds.insert(0, "età")
    other = " (di un'altra persona che vive lì)" if request.grounds_of_other else ""
    by_age = "età, controllata alla firma" if not grounds else ""
    return [
        Row("grounds", "È vulnerabile per", f"{'; '.join(grounds) or by_age}{other}"),
        Row("ground_paper", "Documento mostrato", request.ground_paper),
        Row("grounds_declared", "Dichiara sul modulo ARERA", "sì" if request.grounds_declared else ""),
    ]


def _supply(request: ContractRequest) -> list[Row]:
    reading = request.reading
    available = ""
    if request.signed_on or request.changed_at:
        on = request.signed_on or request.changed_at.date()
        available = f"{terms.available_power(request.power, on):f}".replace(".", ",")
    closing = _day(request.close_on) + (", togliendo il contatore" if request.remove_meter else "")
    return [
        Row("pod", "POD", request.pod),
        Row("customer_code", "Numero cliente", request.customer_code),
        Row("seller_now", "Venditore di adesso", request.seller_now),
        Row("supply_address", "Fornitura in", request.supply_place),
        Row("use", "Uso", _choice(request, "use")),
        Row("resident_since", "Residente lì dal", _day(request.resident_since)),
        Row("power", "Potenza", f"{request.power_text} impegnati, {available} kW disponibili"),
        Row("voltage", "Tensione", _choice(request, "voltage")),
        Row("meter_reading", "Lettura", reading),
        Row("close_on", "Chiudere dal", closing if request.close_on else ""),
    ]


def _home(request: ContractRequest) -> list[Row]:
    title = ", ".join(one for one in (_choice(request, "title"), _choice(request, "title_proof")) if one)
    lease = f"{request.lease_registration}, {_day(request.lease_registered_on)}".strip(", ")
    return [
        Row("title", "Titolo sulla casa", title if request.title else ""),
        Row("lease_registration", "Affitto registrato", lease),
        Row("sheet", "Dati catastali", request.cadastral_data),
    ]


def _bills(request: ContractRequest) -> list[Row]:
    account = f"{request.iban_groups}, di {request.iban_holder}" if request.iban else ""
    payment = _choice(request, "payment") if request.payment else ""
    return [
        Row("bill_delivery", "Bollette", _choice(request, "bill_delivery") if request.bill_delivery else ""),
        Row("bill_address", "A un altro indirizzo", request.bill_place if request.bill_address else ""),
        Row("payment", "Pagamento", payment),
        Row("iban", "Conto", account if request.pays_by_debit else ""),
        Row("mandate_signer", "Mandato firmato da", request.mandate_signer),
    ]


def _signature(request: ContractRequest) -> list[Row]:
    return [
        Row("papers_seen", "Documenti visti", request.papers_text),
        Row("conditions_received", "Condizioni di contratto", _got(request.conditions_received)),
        Row("privacy_received", "Informativa sui dati", _got(request.privacy_received)),
        Row("marketing", "Comunicazioni commerciali", "consente" if request.marketing else "non consente"),
        Row("early_start", "Quando comincia", _choice(request, "early_start") if request.early_start else ""),
    ]


LINES: dict[str, Callable[[ContractRequest], list[Row]]] = {
    "client": _client,
    "heir": _heir,
    "market": _market,
    "supply": _supply,
    "home": _home,
    "bills": _bills,
    "signature": _signature,
}


def _choice(request: Model, name: str) -> str:
    shown: Any = getattr(request, f"get_{name}_display")()
    return str(shown) if getattr(request, name) else ""


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""


def _got(yes: bool) -> str:
    return "ricevute" if yes else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
