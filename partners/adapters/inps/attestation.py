"""The documents that INPS sends about the ISEE, read tolerantly: what is not known is passed over and named.

Everything here raises ValueError where something that must be there is missing or no date or number, and where the
document is about somebody else.
"""

from datetime import date
from decimal import Decimal

from partners.adapters.inps import xml
from partners.adapters.inps.envelope import KINDS
from partners.adapters.inps.omissions import omissions_of, variation_of
from partners.adapters.inps.xml import Element
from partners.adapters.isee import (
    Attestation,
    Indicator,
    Kind,
    Line,
    Member,
    OtherValue,
    Person,
    PersonalValue,
    Relation,
    Restricted,
    Threshold,
    Values,
    Way,
)

RELATIONS = {
    "D": Relation.DECLARANT,
    "B": Relation.BENEFICIARY,
    "C": Relation.SPOUSE,
    "F": Relation.CHILD,
    "MA": Relation.MINOR_IN_CUSTODY,
    "P": Relation.PERSON,
    "GNC": Relation.PARENT_LIVING_ELSEWHERE,
}
LINES = {
    "SommaRedditiComponenti": Line.INCOMES,
    "SommaRedditiComponentiCorrente": Line.INCOMES_CORRENTE,
    "RedditoFigurativoPatrimonioMobiliare": Line.FIGURATIVE_INCOME,
    "Detrazioni": Line.DEDUCTIONS,
    "ISR": Line.ISR,
    "PatrimonioMobiliare": Line.SAVINGS,
    "DetrazionePatrimonioMobiliare": Line.SAVINGS_DEDUCTION,
    "PatrimonioImmobiliare": Line.REAL_ESTATE,
    "DetrazionePatrimonioImmobiliare": Line.REAL_ESTATE_DEDUCTION,
    "ISP": Line.ISP,
    "ISE": Line.ISE,
    "ParametroNucleo": Line.SCALE_BASE,
    "Maggiorazioni": Line.SCALE_ADDITIONS,
    "ScalaEquivalenza": Line.SCALE,
}
# The kinds that are of one person, by the element that holds the persons.
PERSONAL = {
    "ISEEMin": Kind.MINOR,
    "ISEEUni": Kind.UNIVERSITY,
    "ISEESocioSanRes": Kind.RESIDENTIAL,
}
KNOWN = {"Ordinario", "Ridotto", "Variazione", "OmissioneDifformita"}
KNOWN_IN_ORDINARY = {"NucleoFamiliare", "ISEEOrdinario", *PERSONAL}
YES = "SI"


def read_attestation(content: bytes, asked: str) -> Attestation | None:
    """The attestation that a document holds about a person; None where it holds none."""
    root = xml.root_of(content)
    paper = xml.descendant(root, "Attestazione")
    if paper is None:
        return None
    ordinary = xml.child(paper, "Ordinario")
    issued = xml.child(ordinary, "ISEEOrdinario")
    values = values_of(xml.child(issued, "Valori"))
    found = Attestation(
        dsu_protocol=xml.required(paper, "NumeroProtocolloDSU"),
        declarant_tax_code=xml.tax_code_of(paper, "CodiceFiscaleDichiarante"),
        presented_on=_day(paper, "DataPresentazione"),
        valid_until=_day(paper, "DataValidita"),
        issued_on=xml.date_of(issued, "DataRilascio"),
        is_corrente=_is_corrente(ordinary),
        corrente_until=xml.date_of(paper, "DataScadenzaDSUCorrente"),
        household=_household(xml.child(ordinary, "NucleoFamiliare"), "RapportoConDichiarante"),
        ordinary=values,
        lines=_lines(issued),
        personal=_personal(ordinary, values),
        restricted=tuple(_restricted(one) for one in xml.children(paper, "Ridotto")),
        others=_others(paper, ordinary),
        variation=variation_of(xml.child(paper, "Variazione")),
        omissions=omissions_of(paper),
        unread=_unread(paper, ordinary),
    )
    _about(root, asked, named=found.names(asked))
    return found


def read_indicator(content: bytes, asked: str, kind: Kind) -> Indicator | None:
    """The indicator that a document holds about a person; None where it holds none."""
    root = xml.root_of(content)
    paper = xml.descendant(root, "Indicatore")
    if paper is None:
        return None
    values = values_of(paper)
    if values is None or xml.required(paper, "TipoIndicatore") != KINDS[kind]:
        raise ValueError("Indicatore")
    _about(root, asked, named=False)
    return Indicator(
        kind=kind,
        values=values,
        dsu_protocol=xml.required(paper, "ProtocolloDSU"),
        presented_on=_day(paper, "DataPresentazione"),
    )


def read_threshold(result: Element, code: str) -> Threshold | None:
    """What a result says about a threshold; None where INPS has no indicator of the person."""
    data = xml.child(result, "DatiIndicatore")
    if data is None:
        return None
    return Threshold(
        code=code,
        is_under={YES: True, "NO": False}[xml.required(data, "SottoSoglia")],
        kind=xml.text_of(data, "TipoIndicatore"),
        dsu_protocol=xml.text_of(data, "ProtocolloDSU"),
        presented_on=xml.date_of(data, "DataPresentazioneDSU"),
        has_discrepancies=xml.text_of(data, "PresenzaDifformita") == YES,
        household=tuple(_person(member) for member in xml.children(data, "Componente")),
    )


def values_of(element: Element | None) -> Values | None:
    """The five indicators of an element; None where it is missing or holds none of them."""
    ise, scale, isee, isr, isp = (
        xml.decimal_of(element, name) for name in ("ISE", "ScalaEquivalenza", "ISEE", "ISR", "ISP")
    )
    if isee is None:
        return None
    if ise is None or scale is None or isr is None or isp is None:
        raise ValueError("Valori")
    return Values(ise=ise, scale=scale, isee=isee, isr=isr, isp=isp)


def _about(root: Element, asked: str, *, named: bool) -> None:
    """The document of somebody else must never reach the screen of this person: the question that it echoes is ours, or
    the person is named in it. Under an older tax code a person is not named."""
    searches = [
        one
        for one in root.iter()
        if xml.name_of(one) in ("RicercaCF", "RicercaProtDSU", "RicercaProtMittente")
    ]
    echoed = {
        xml.tax_code_of(one) or xml.tax_code_of(one, "CodiceFiscaleBeneficiario") for one in searches
    } - {""}
    if echoed - {asked} or not (echoed or named):
        raise ValueError("another person")


def _is_corrente(element: Element | None) -> bool:
    return xml.text_of(element, "Corrente") == YES


def _household(element: Element | None, relation: str) -> tuple[Member, ...]:
    return tuple(
        Member(
            surname=xml.text_of(member, "Cognome"),
            given_name=xml.text_of(member, "Nome"),
            tax_code=xml.tax_code_of(member),
            relation_code=xml.text_of(member, relation),
            relation=RELATIONS.get(xml.text_of(member, relation), Relation.UNKNOWN),
        )
        for member in xml.children(element)
        if xml.name_of(member).startswith("Componente")
    )


def _person(element: Element) -> Person:
    return Person(
        surname=xml.text_of(element, "Cognome"),
        given_name=xml.text_of(element, "Nome"),
        tax_code=xml.tax_code_of(element),
    )


def _lines(issued: Element | None) -> tuple[tuple[Line, Decimal], ...]:
    mode = next((one for one in xml.children(issued) if xml.name_of(one).startswith("ModalitaCalcolo")), None)
    amounts = ((line, xml.decimal_of(mode, name)) for name, line in LINES.items())
    return tuple((line, amount) for line, amount in amounts if amount is not None)


def _personal(ordinary: Element | None, values: Values | None) -> tuple[PersonalValue, ...]:
    return tuple(
        _personal_value(kind, _person(one), one, values)
        for name, kind in PERSONAL.items()
        for group in xml.children(ordinary, name)
        for one in xml.children(group)
    )


def _personal_value(kind: Kind, person: Person, element: Element, whole: Values | None) -> PersonalValue:
    """`element` holds the choice among the ways in which the value of a person may come about."""
    choice = next((one for one in xml.children(element) if xml.name_of(one).startswith("ISEE")), None)
    way = _way(choice)
    inner = xml.descendant(choice, "Valori") if choice is not None else None
    values = values_of(inner)
    same = way in (Way.AS_ORDINARY, Way.AS_RESTRICTED)
    isee = xml.decimal_of(element, "ISEE")
    if isee is None:
        isee = values.isee if values else xml.decimal_of(choice, "ISEE")
    if isee is None and same and whole:
        isee = whole.isee
    return PersonalValue(kind=kind, person=person, way=way, isee=isee, values=values)


def _way(choice: Element | None) -> Way:
    """By the shape of the name: the schema holds misspelt ones, and grows."""
    name = xml.name_of(choice) if choice is not None else ""
    if "NonCalcolabile" in name:
        return Way.NOT_COMPUTABLE
    if "StudAttratt" in name or name.endswith("Attr") or "Attratt" in name:
        return Way.ATTRACTED
    if "Agg" in name:
        return Way.ADDED
    return {
        "ISEEOrd": Way.AS_ORDINARY,
        "ISEERistretto": Way.AS_RESTRICTED,
        "ISEESocioSanRes": Way.OWN,
        "ISEESocioSanResRistretto": Way.OWN,
    }.get(name, Way.UNKNOWN)


def _restricted(element: Element) -> Restricted:
    code = xml.tax_code_of(element, "CodiceFiscaleBeneficiario")
    household = _household(xml.child(element, "NucleoRistretto"), "RelazioneConBeneficiario")
    own = xml.child(element, "ISEERistretto")
    inner = xml.descendant(own, "Valori") if own is not None else None
    values = values_of(inner)
    beneficiary: Person = next(
        (one for one in household if one.tax_code == code),
        Person(surname="", given_name="", tax_code=code),
    )
    return Restricted(
        beneficiary_tax_code=code,
        is_corrente=_is_corrente(element),
        household=household,
        values=values,
        residential=tuple(
            _personal_value(Kind.RESIDENTIAL, beneficiary, one, values)
            for one in xml.children(element, "ISEESocioSanResRistretto")
        ),
    )


def _others(paper: Element, ordinary: Element | None) -> tuple[OtherValue, ...]:
    """Values of kinds that came after this program: ISEE… under a name of their own."""
    found = []
    for one in _new_elements(paper, ordinary):
        inner = xml.descendant(one, "Valori")
        isee = xml.decimal_of(one if inner is None else inner, "ISEE")
        if xml.name_of(one).startswith("ISEE") and isee is not None:
            found.append(OtherValue(name=xml.name_of(one), isee=isee))
    return tuple(found)


def _unread(paper: Element, ordinary: Element | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(xml.name_of(one) for one in _new_elements(paper, ordinary)))


def _new_elements(paper: Element, ordinary: Element | None) -> list[Element]:
    return [one for one in xml.children(paper) if xml.name_of(one) not in KNOWN] + [
        one for one in xml.children(ordinary) if xml.name_of(one) not in KNOWN_IN_ORDINARY
    ]


def _day(element: Element, name: str) -> date:
    day = xml.date_of(element, name)
    if day is None:
        raise ValueError(name)
    return day
