"""An ISEE dossier worked on at the counter, by keyboard alone, with axe at each page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard

# What an operator says of a person beside names, birth and relation: a label, and a number or a choice or a tick.
Answers = dict[str, str]
TICK, UNTICK = "sì", "no"
# What is wider than its frame, as a word in its button or a table in its panel.
TOO_WIDE = """() => [...document.querySelectorAll(".panel, .segmented span, .btn, dialog[open]")]
    .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.textContent.trim())"""


class Story:
    """Goes through the pages of one dossier as an operator does."""

    def __init__(self, page: Page, axe_finds_nothing: Callable[[], None]) -> None:
        self.page, self.keyboard, self.axe = page, Keyboard(page), axe_finds_nothing
        self.forms_looked_at: set[str] = set()

    def begin(self, code: str, name: str) -> None:
        """The card is scanned, the visit starts, the dossier is opened."""
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)
        self.keyboard.press("button", "Inizia la visita")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Visita")
        self.keyboard.press("button", "Apri il fascicolo")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("ISEE 2026")
        self.look()

    def look(self) -> None:
        """Nothing too wide and nothing to find for axe, once nothing is under way; from the top, where the desk bar
        covers nothing.
        """
        self.wait()
        self.page.evaluate("window.scrollTo(0, 0)")
        assert self.page.evaluate(TOO_WIDE) == []
        self.axe()

    def wait(self) -> None:
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling')")

    def go(self, part: str) -> None:
        """Open a page of the dossier by its navigation."""
        link = self.page.get_by_role("navigation", name="Parti del fascicolo").get_by_role("link", name=part)
        self.keyboard.go_to(link)
        self.page.keyboard.press("Enter")
        expect(
            self.page.get_by_role("navigation", name="Parti del fascicolo").locator("[aria-current]")
        ).to_contain_text(part)
        self.look()

    def open_form(self, link: str, title: str) -> None:
        self.keyboard.press("link", link)
        expect(self.page.get_by_role("dialog").get_by_role("heading", name=title)).to_be_visible()
        if title not in self.forms_looked_at:
            self.look()
            self.forms_looked_at.add(title)

    def answer(self, answers: Answers) -> None:
        """Fill in what a form asks, in the order of the screen."""
        for label, value in answers.items():
            control = self.keyboard.control(label)
            control.wait_for()
            kind = control.evaluate("element => element.tagName === 'SELECT' ? 'select' : element.type")
            if kind == "select":
                self.keyboard.choose(label, value)
                # The list closes on the choice, and the form may ask further.
                self.page.keyboard.press("Tab")
            elif kind in ("checkbox", "radio"):
                if control.is_checked() != (value == TICK):
                    self.keyboard.tick(label)
            else:
                self.keyboard.fill(re.compile(f"^{re.escape(label)}"), value)
            self.wait()

    def save(self) -> None:
        """Press the button of the form, and see it taken."""
        dialog = self.page.get_by_role("dialog")
        self.keyboard.go_to(dialog.get_by_role("button", name="Salva"))
        self.page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        self.wait()

    def write(self, link: str, title: str, answers: Answers) -> None:
        """Open a form, fill it in, save it."""
        self.open_form(link, title)
        self.answer(answers)
        self.save()

    def person(
        self, surname: str, given_name: str, born: str, relation: str, answers: Answers | None = None
    ) -> None:
        """Add somebody whom the office does not know to the household."""
        self.open_form("Aggiungi al nucleo", "Aggiungi al nucleo")
        self.answer({"Cognome": surname, "Nome": given_name, "Data di nascita": born, "Rapporto": relation})
        self.answer(answers or {})
        self.save()
        expect(self.page.get_by_role("row", name=f"{surname} {given_name}").first).to_be_visible()

    def known_person(self, code: str, name: str, relation: str, answers: Answers | None = None) -> None:
        """Add somebody whom the office knows, found by the tax code."""
        self.open_form("Aggiungi al nucleo", "Aggiungi al nucleo")
        self.answer({"Codice fiscale": code})
        self.keyboard.press("button", "Cerca tra i cittadini")
        expect(self.page.get_by_text(f"Trovato: {name}")).to_be_visible()
        self.answer({"Rapporto": relation, **(answers or {})})
        self.save()
        expect(self.page.get_by_role("row", name=name).first).to_be_visible()

    def income(self, whose: str, kind: str, amount: str) -> None:
        self.write(
            "Aggiungi un reddito", "Aggiungi un reddito", {"Di chi è": whose, "Tipo": kind, "Importo": amount}
        )

    def account(self, whose: str, bank: str, balance: str, average: str) -> None:
        answers = {"Di chi è": whose, "Banca o posta": bank, "Saldo": balance, "Giacenza media": average}
        self.write("Aggiungi un conto", "Aggiungi un conto", answers)

    def instrument(self, whose: str, kind: str, what: str, value: str) -> None:
        answers = {"Di chi è": whose, "Tipo": kind, "Che cos'è": what, "Valore": value}
        self.write("Aggiungi un titolo", "Aggiungi un titolo", answers)

    def check_papers(self) -> None:
        """Every paper of the checklist was brought and looked at."""
        self.go("Documenti")
        rows = self.page.locator(".check-row")
        for place in range(rows.count()):
            choice = rows.nth(place).get_by_role("radio", name="Controllato")
            self.keyboard.arrow_to(choice)
            if not choice.is_checked():
                self.page.keyboard.press("Space")
            expect(rows.nth(place).locator(".check-outcome")).not_to_be_empty()
            self.wait()

    def simulate(self, isee: str, *lines: str) -> None:
        """Open the calculation and read the result, and some of its lines."""
        self.go("Calcolo")
        expect(self.page.locator(".result-number").first).to_contain_text(isee)
        for line in lines:
            expect(self.page.get_by_role("main")).to_contain_text(line)

    def show_kind(self, kind: str, isee: str) -> None:
        """On the page of the calculation, choose another ISEE and read its figure."""
        self.keyboard.go_to(self.page.locator(".table-kinds").get_by_role("link", name=kind).first)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name=f"ISEE {kind.lower()}", exact=True)).to_be_visible()
        expect(self.page.locator(".result-number").first).to_contain_text(isee)
        self.look()

    def print(self, button: str, opens: str) -> None:
        """Press a button that opens a print beside the page."""
        self.keyboard.go_to(self.page.get_by_role("button", name=button))
        with self.page.context.expect_event("response", lambda response: opens in response.url) as printed:
            self.page.keyboard.press("Enter")
        assert printed.value.headers["content-type"] == "application/pdf"
        for other in self.page.context.pages:
            if other != self.page:
                other.close()
        self.page.bring_to_front()
