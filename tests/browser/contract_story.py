"""How an operator writes a request of a contract with the keyboard alone, whatever the operation."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page, expect

from partners import contract_fields
from partners.models import ContractRequest
from partners.supply.operations import QUESTIONS, Operation
from tests.browser.keyboard import Keyboard
from tests.partners.contracts import whole

ANSWERS: dict[Operation, dict[str, str]] = {
    Operation.NEW_CONNECTION: {"meter": "no"},
    Operation.FIRST_ACTIVATION: {"meter": "yes", "ever_active": "no"},
    Operation.SUBENTRO: {"meter": "yes", "ever_active": "yes", "holder": "off"},
    Operation.VOLTURA: {"meter": "yes", "ever_active": "yes", "holder": "other", "dead": "no"},
    Operation.MORTIS_CAUSA: {"meter": "yes", "ever_active": "yes", "holder": "other", "dead": "yes"},
    **{
        one: {"meter": "yes", "ever_active": "yes", "holder": "own", "wish": one.value}
        for one in Operation
        if one.is_on_own_supply
    },
}


def answer_questions(page: Page, keyboard: Keyboard, operation: Operation) -> None:
    """From the first question to the opened request."""
    texts = {question.name: question.text for question in QUESTIONS}
    for name, answer in ANSWERS[operation].items():
        expect(page.get_by_role("group", name=texts[name])).to_be_visible()
        choice = page.locator(f'[name="{name}"][value="{answer}"]')
        keyboard.arrow_to(choice)
        page.keyboard.press("Space")
    expect(page.locator(".notice-success")).to_contain_text(operation.label)
    keyboard.press("button", "Apri la richiesta")
    expect(page.get_by_role("heading", level=1)).to_contain_text(operation.label)


def write_contract(
    page: Page,
    keyboard: Keyboard,
    operation: Operation,
    *,
    look: Callable[[], None] | None = None,
    **fields: Any,
) -> None:
    """Answer the questions, write every page, and stop at the summary; `look` is called on each page."""
    answer_questions(page, keyboard, operation)
    for step in contract_fields.steps_of(operation):
        expect(page.locator("a[aria-current=page]").filter(has_text=step.title)).to_be_visible()
        if look:
            look()
        write_page(page, keyboard, step, {**whole(operation), **fields})
        keyboard.press("button", "Salva e continua")
    expect(page.get_by_role("heading", name="Riepilogo da leggere e firmare")).to_be_visible()


def write_page(page: Page, keyboard: Keyboard, step: contract_fields.Step, values: dict[str, Any]) -> None:
    """Fill what is there to be filled, from the top."""
    for name in step.fields:
        control = page.locator(f'#step [name="{name}"]')
        if name in values and control.count() and control.first.is_visible():
            _write(page, keyboard, name, values[name])


def _write(page: Page, keyboard: Keyboard, name: str, value: Any) -> None:
    values = value if isinstance(value, list) else [value]
    control = page.locator(f'#step [name="{name}"]').first
    kind = control.evaluate("element => element.type")
    if kind == "checkbox":
        for one in values:
            box = control if value is True else page.locator(f'#step [name="{name}"][value="{one}"]')
            if not box.is_checked():
                keyboard.go_to(box)
                page.keyboard.press("Space")
    elif kind == "select-one":
        keyboard.go_to(control)
        wanted = f"{value:.1f}" if isinstance(value, Decimal) else str(value)
        # A list is chosen from by the beginning of its words.
        option = control.locator(f'option[value="{wanted}"]').inner_text()
        page.keyboard.type(option[:12])
        assert control.input_value() == wanted, (name, control.input_value(), wanted)
    else:
        keyboard.go_to(control)
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value))


def newest() -> ContractRequest:
    """The request that was just written."""
    return ContractRequest.objects.with_everything().latest("pk")
