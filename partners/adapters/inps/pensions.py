"""The certificate and the slips of pensions, as docs/openapi/inps-documents.yaml writes them."""

from partners.adapters.papers import Amount, Pension, PensionSlips, Slip
from partners.adapters.reading import Json, day, decimal, text, truth, whole


def pension_slips(body: Json, asked: str, year: int) -> PensionSlips | None:
    """The pensions of a person in a year; None where INPS pays none.

    Raises ValueError, KeyError or TypeError where the answer is not as agreed, or is about another person or year.
    """
    if not truth(body["trovata"]):
        return None
    if (body["codiceFiscale"], whole(body["anno"])) != (asked, year):
        raise ValueError
    return PensionSlips(
        tax_code=asked, year=year, pensions=tuple(_pension(pension) for pension in body["pensioni"])
    )


def _pension(pension: Json) -> Pension:
    slips = [_slip(slip) for slip in pension["cedolini"]]
    return Pension(
        category=text(pension["categoria"]),
        number=text(pension["numero"]),
        office=text(pension["sede"]),
        gross_in_january=decimal(pension["lordoGennaio"]),
        thirteenth=decimal(pension["tredicesima"]),
        net_in_january=decimal(pension["nettoGennaio"]),
        withholdings=_amounts(pension["trattenute"]),
        slips=tuple(sorted(slips, key=lambda slip: slip.month)),
        notes=tuple(text(note) for note in pension["note"]),
    )


def _slip(slip: Json) -> Slip:
    return Slip(
        month=whole(slip["mese"]),
        paid_on=day(slip["pagatoIl"]),
        gross=decimal(slip["lordo"]),
        deductions=_amounts(slip["trattenute"]),
        net=decimal(slip["netto"]),
        paid_by=text(slip["modalita"]),
        notes=tuple(text(note) for note in slip["note"]),
    )


def _amounts(lines: list[Json]) -> tuple[Amount, ...]:
    return tuple(Amount(label=text(line["voce"]), amount=decimal(line["importo"])) for line in lines)
