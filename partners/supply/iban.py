"""Where the bills are debited: an Italian IBAN, or one of another country of SEPA."""

from schwifty import IBAN
from schwifty.exceptions import InvalidBBANChecksum, InvalidChecksumDigits, SchwiftyException


def complaint(iban: str) -> str:
    """What is wrong with an IBAN, as the operator reads it; empty where its digits add up."""
    if not iban[:2].isalpha():
        return "Un IBAN comincia con due lettere: per l'Italia IT, poi 25 tra cifre e lettere."
    try:
        parsed = IBAN(iban, validate_bban=True)
    except InvalidBBANChecksum:
        return (
            "La lettera dopo le prime quattro (il CIN) non torna con banca, filiale e conto: rileggi l'IBAN."
        )
    except InvalidChecksumDigits:
        return "Le due cifre di controllo dell'IBAN non tornano: rileggilo a gruppi di quattro."
    except SchwiftyException:
        length = " Un IBAN italiano ha 27 caratteri." if iban.startswith("IT") else ""
        return f"L'IBAN non è scritto bene: rileggilo a gruppi di quattro.{length}"
    return (
        ""
        if parsed.country and parsed.in_sepa_zone
        else "Con questo Paese non c'è l'addebito SEPA: serve un altro conto."
    )


def is_italian(iban: str) -> bool:
    """San Marino and the Vatican have banks of their own, and their own letters."""
    return iban.startswith("IT")
