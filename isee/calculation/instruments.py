"""The kinds of financial assets other than accounts, each with the rule of its value: art. 5, c. 4."""

from dataclasses import dataclass
from enum import StrEnum


class InstrumentKind(StrEnum):
    """What a financial asset is: it decides how it is valued and whether the State backs it."""

    STATE_SECURITY = "state_security"
    POSTAL_BOND = "postal_bond"
    BOND = "bond"
    FUND = "fund"
    LISTED_SHARE = "listed_share"
    UNLISTED_SHARE = "unlisted_share"
    MANAGED_PORTFOLIO = "managed_portfolio"
    INSURANCE = "insurance"
    BUSINESS = "business"
    CRYPTO = "crypto"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the Italian name shown to the operator."""
        return VALUATIONS[self].label

    @property
    def rule(self) -> str:
        """Return the Italian sentence that says which value to write."""
        return VALUATIONS[self].rule

    @property
    def article(self) -> str:
        """Return where the rule of the value stands."""
        return VALUATIONS[self].article

    @property
    def may_be_state_backed(self) -> bool:
        """Tell whether the exclusion of State-backed savings can reach it: art. 5, c. 4-bis."""
        return VALUATIONS[self].may_be_state_backed


@dataclass(frozen=True, slots=True)
class Valuation:
    """How one kind of asset is valued, in words."""

    label: str
    rule: str
    article: str
    may_be_state_backed: bool = False


def _letter(letter: str) -> str:
    return f"DPCM 159/2013, art. 5, c. 4, lett. {letter})"


_NOMINAL = "Scrivi il valore nominale al 31 dicembre dell'anno del patrimonio."

VALUATIONS = {
    InstrumentKind.STATE_SECURITY: Valuation("Titoli di Stato (BOT, BTP, CCT)", _NOMINAL, _letter("b"), True),
    InstrumentKind.POSTAL_BOND: Valuation("Buoni fruttiferi postali", _NOMINAL, _letter("b"), True),
    InstrumentKind.BOND: Valuation("Obbligazioni e certificati di deposito", _NOMINAL, _letter("b")),
    InstrumentKind.FUND: Valuation(
        "Fondi comuni e SICAV",
        "Scrivi il valore dell'ultimo prospetto della società di gestione. "
        "Un fondo che contiene titoli di Stato conta per intero.",
        _letter("c"),
    ),
    InstrumentKind.LISTED_SHARE: Valuation(
        "Azioni quotate",
        "Scrivi il valore al prezzo del 31 dicembre dell'anno del patrimonio o del giorno più vicino.",
        _letter("d"),
    ),
    InstrumentKind.UNLISTED_SHARE: Valuation(
        "Azioni non quotate e quote di società",
        "Scrivi la parte del patrimonio netto dell'ultimo bilancio che spetta alla persona. "
        "Se la società non ha bilancio: rimanenze finali più beni ammortizzabili, tolti gli ammortamenti.",
        _letter("e"),
    ),
    InstrumentKind.MANAGED_PORTFOLIO: Valuation(
        "Gestioni patrimoniali",
        "Scrivi il valore del rendiconto del gestore al 31 dicembre dell'anno del patrimonio.",
        _letter("f"),
    ),
    InstrumentKind.INSURANCE: Valuation(
        "Polizze vita e di capitalizzazione",
        "Scrivi i premi versati fino al 31 dicembre dell'anno del patrimonio, tolti i riscatti parziali. "
        "Una polizza che non si può riscattare non si scrive.",
        _letter("g"),
    ),
    InstrumentKind.BUSINESS: Valuation(
        "Impresa individuale",
        "Scrivi il patrimonio netto. In contabilità semplificata: rimanenze finali più beni ammortizzabili, "
        "tolti gli ammortamenti.",
        _letter("h"),
    ),
    InstrumentKind.CRYPTO: Valuation(
        "Cripto-attività, valute e rimesse all'estero",
        "Il decreto che dice come si valutano non risulta uscito: chiedi a un CAF quale valore scrivere.",
        "L. 199/2025, art. 1, c. 32-34",
    ),
    InstrumentKind.OTHER: Valuation(
        "Altri strumenti e rapporti finanziari",
        "Scrivi il valore al 31 dicembre dell'anno del patrimonio, per la quota della persona.",
        _letter("g"),
    ),
}
