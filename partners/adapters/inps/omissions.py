"""What an attestation says against the DSU that it is of: omissions and differences, and why it was changed."""

from partners.adapters.inps import xml
from partners.adapters.inps.xml import Element
from partners.adapters.isee import (
    Discrepancy,
    Omission,
    OmissionKind,
    TaxedIncome,
    UndeclaredAccount,
    Variation,
    VariationKind,
)

OMISSIONS = {
    "PatrimoniMobiliari": OmissionKind.SAVINGS,
    "RedditiScostamento": OmissionKind.INCOME,
    "PatrimoniMobiliariSottoSoglia": OmissionKind.SAVINGS_BELOW_THRESHOLD,
    "PatrimoniMobiliariSopraSoglia": OmissionKind.SAVINGS_ABOVE_THRESHOLD,
}
VARIATIONS = {
    "Contestazione": VariationKind.DISPUTE,
    "Ricalcolo": VariationKind.RECALCULATION,
    "Integrazione": VariationKind.INTEGRATION,
}


def omissions_of(paper: Element) -> tuple[Omission, ...]:
    """The omissions and differences of an attestation; raises ValueError on a date or number that is none."""
    return tuple(
        Omission(
            kind=OMISSIONS.get(xml.text_of(one, "TipoOmissioneDifformita"), OmissionKind.UNKNOWN),
            tax_code=xml.tax_code_of(one),
            checked_on=xml.date_of(one, "DataControlloAE"),
            accounts=tuple(_account(account) for account in xml.children(one, "Rapporto")),
            income=_income(xml.child(one, "RedditoAE")),
        )
        for one in xml.children(paper, "OmissioneDifformita")
    )


def variation_of(element: Element | None) -> Variation | None:
    """Why an attestation took the place of an earlier one; None where it did not."""
    if element is None:
        return None
    return Variation(
        kind=VARIATIONS.get(xml.text_of(element, "TipoVariazione"), VariationKind.UNKNOWN),
        dsu_protocol=xml.text_of(element, "NumeroProtocolloDSUVariata"),
        presented_on=xml.date_of(element, "DataPresentazioneDSUVariata"),
        note=xml.text_of(element, "NoteVariazione"),
        discrepancies=tuple(
            Discrepancy(
                tax_code=xml.tax_code_of(one, "CFDiscordanza"),
                kind=xml.text_of(one, "TipologiaDiscordanza"),
                detail=xml.text_of(one, "SpecificaDiscordanza"),
            )
            for one in xml.children(element, "DiscordanzeContestazione")
        ),
    )


def _account(element: Element) -> UndeclaredAccount:
    return UndeclaredAccount(
        kind_code=xml.text_of(element, "TipoRapporto"),
        identifier=xml.text_of(element, "Identificativo"),
        operator=xml.text_of(element, "DescrizioneOperatoreFinanziario"),
        balance=xml.decimal_of(element, "Saldo3112"),
        average=xml.decimal_of(element, "ConsistenzaMedia"),
        value=xml.decimal_of(element, "Valore"),
    )


def _income(element: Element | None) -> TaxedIncome | None:
    if element is None:
        return None
    return TaxedIncome(
        model=xml.text_of(element, "TipoModelloAE"),
        total=xml.decimal_of(element, "RedditoComplessivoIRPEFAE"),
        employment=xml.decimal_of(element, "RedditoLavoroDipendenteAE"),
        pension=xml.decimal_of(element, "RedditoPensioneAE"),
        farming=xml.decimal_of(element, "RedditoAgrarioAE"),
        substitute_tax=xml.decimal_of(element, "RedditiImpostaSostitutivaAE"),
    )
