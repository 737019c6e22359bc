"""Where each thing of a dossier is written: the page, and the panel of the DSU that asks for it."""

from typing import Literal

Section = Literal[
    "documents",
    "attestation",
    "kinds",
    "members",
    "dwelling",
    "student",
    "residence",
    "incomes",
    "expenses",
    "component",
    "accounts",
    "instruments",
    "properties",
    "vehicles",
    "corrente",
    "variations",
    "updates",
]

# The name of the address of each page, and what it shows, in the order of the screen.
PAGES: dict[str, tuple[Section, ...]] = {
    "dossier": ("documents", "attestation"),
    "household": ("kinds", "members", "dwelling", "student", "residence"),
    "incomes": ("incomes", "expenses", "component"),
    "assets": ("accounts", "instruments", "properties", "vehicles"),
    "corrente": ("corrente", "variations", "updates"),
}


def page_of(section: str) -> str:
    """The name of the page that shows a section; the first page for anything else."""
    return next((page for page, sections in PAGES.items() if section in sections), "dossier")
