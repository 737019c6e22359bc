"""The documents that INPS sends about an ISEE, with invented figures that agree with each other."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET  # it writes; nothing is read with it here

from partners.sandbox.invention import between
from partners.sandbox.isee_people import Household, Person
from partners.sandbox.tax_code import check_letter

NAMESPACE = "http://inps.it/ISEERiforma"
SCALE = {1: "1.00", 2: "1.57", 3: "2.04", 4: "2.46", 5: "2.85"}
CENT = Decimal("0.01")


class Figures:
    """The indicators of a household, in euro, and the lines that lead to them."""

    def __init__(self, key: str, members: int, about: str = "") -> None:
        self.incomes = Decimal(between(6_000_00, 38_000_00, key, about, "incomes")) / 100
        self.deductions = min(Decimal(between(0, 5_000_00, key, about, "deductions")) / 100, self.incomes)
        self.savings = Decimal(between(0, 30_000, key, about, "savings")).quantize(CENT)
        self.savings_deduction = min(self.savings, Decimal("6000.00"))
        self.real_estate = Decimal(between(0, 90_000, key, about, "estate")).quantize(CENT)
        self.real_estate_deduction = min(self.real_estate, Decimal("52500.00"))
        self.figurative = (self.savings * Decimal("0.0278")).quantize(CENT)
        self.isr = max(self.incomes + self.figurative - self.deductions, Decimal(0)).quantize(CENT)
        self.isp = (
            self.savings - self.savings_deduction + self.real_estate - self.real_estate_deduction
        ).quantize(CENT)
        self.ise = (self.isr + self.isp / 5).quantize(CENT)
        self.scale = Decimal(SCALE.get(members, "2.85"))
        self.isee = (self.ise / self.scale).quantize(CENT)

    @property
    def values(self) -> dict[str, str]:
        return {
            "ISE": str(self.ise),
            "ScalaEquivalenza": str(self.scale),
            "ISEE": str(self.isee),
            "ISR": str(self.isr),
            "ISP": str(self.isp),
        }

    @property
    def lines(self) -> dict[str, str]:
        return {
            "SommaRedditiComponenti": str(self.incomes),
            "RedditoFigurativoPatrimonioMobiliare": str(self.figurative),
            "Detrazioni": str(self.deductions),
            "ISR": str(self.isr),
            "PatrimonioMobiliare": str(self.savings),
            "DetrazionePatrimonioMobiliare": str(self.savings_deduction),
            "PatrimonioImmobiliare": str(self.real_estate),
            "DetrazionePatrimonioImmobiliare": str(self.real_estate_deduction),
            "ISP": str(self.isp),
            "ISE": str(self.ise),
            "ParametroNucleo": str(self.scale),
            "Maggiorazioni": "0.00",
            "ScalaEquivalenza": str(self.scale),
        }


def protocol(key: str, on: date) -> str:
    """The number of a household's DSU of a year."""
    number = between(1, 9_999_999, key, on.year, "dsu")
    return f"INPS-ISEE-{on.year}-{number:08}{chr(65 + number % 26)}-00"


def presented_on(key: str, on: date) -> date:
    """In the first weeks of the year, and never after today."""
    return min(date(on.year, 1, 1) + timedelta(between(10, 60, key, "presented")), on)


def attestation(household: Household, search: dict[str, str], on: date) -> bytes:
    """EsitoConsultazioneAttestazione, with the question echoed."""
    root = ET.Element("EsitoAttestazione", xmlns=NAMESPACE)
    key, people = household.key, household.people
    presented = presented_on(key, on)
    paper = ET.SubElement(
        root,
        "Attestazione",
        CodiceFiscaleDichiarante=people[0].tax_code,
        NumeroProtocolloDSU=protocol(key, on),
        DataPresentazione=presented.isoformat(),
        DataValidita=f"{on.year}-12-31",
        ProtocolloMittente=f"CAF-{between(1, 99999, key):05}",
    )
    figures = Figures(key, len(people), household.particular)
    ordinary = ET.SubElement(paper, "Ordinario")
    if household.particular == "corrente":
        ordinary.set("Corrente", "SI")
        paper.set("DataScadenzaDSUCorrente", min(on + timedelta(120), date(on.year, 12, 31)).isoformat())
    members = ET.SubElement(ordinary, "NucleoFamiliare")
    for person in people:
        ET.SubElement(
            members, "ComponenteNucleo", {"RapportoConDichiarante": person.relation, **_name(person)}
        )
    issued = ET.SubElement(
        ordinary, "ISEEOrdinario", DataRilascio=min(presented + timedelta(9), on).isoformat()
    )
    ET.SubElement(issued, "Valori", figures.values)
    ET.SubElement(issued, "ModalitaCalcoloISEEOrdinario", figures.lines)
    _minors(ordinary, household, figures)
    particular: dict[str, Callable[[ET.Element, Household, Figures, date], None]] = {
        "omissions": _omissions,
        "variation": _variation,
        "restricted": _restricted,
        "family": _family,
        "student_attracted": _student,
    }
    if household.particular in particular:
        particular[household.particular](paper, household, figures, on)
    ET.SubElement(ET.SubElement(root, "Ricerca"), "RicercaCF", search)
    return _written(root)


def indicator(household: Household, kind: str, search: dict[str, str], on: date) -> bytes:
    """EsitoConsultazioneIndicatore, with the question echoed."""
    figures = Figures(household.key, len(household.people), household.particular)
    root = ET.Element(
        "Indicatore",
        {
            "xmlns": NAMESPACE,
            "TipoIndicatore": kind,
            **figures.values,
            "ProtocolloDSU": protocol(household.key, on),
            "DataPresentazione": presented_on(household.key, on).isoformat(),
        },
    )
    ET.SubElement(root, "RicercaCF", search)
    return _written(root)


def _minors(ordinary: ET.Element, household: Household, figures: Figures) -> None:
    minors = [person for person in household.people if person.age < 18]
    if not minors:
        return
    group = ET.SubElement(ordinary, "ISEEMin")
    for minor in minors:
        one = ET.SubElement(group, "ComponenteMinorenne", _name(minor))
        if household.particular != "minor_attracted":
            one.set("ISEE", str(figures.isee))
            ET.SubElement(one, "ISEEOrd")
            continue
        attracted = Figures(household.key, len(household.people) + 1, "attracted")
        one.set("ISEE", str(attracted.isee))
        choice = ET.SubElement(one, "ISEEMinAttr")
        ET.SubElement(choice, "Valori", attracted.values)
        # As the schema has it, misspelt.
        ET.SubElement(
            choice,
            "ComponenteAgguntiva",
            Cognome="PROVA",
            Nome="GENITORE",
            CodiceFiscale=_invented("XXXGNT"),
            ValoreComponenteAggiuntiva="1200.00",
        )


def _student(paper: ET.Element, household: Household, figures: Figures, on: date) -> None:
    group = ET.SubElement(paper[0], "ISEEUni")
    one = ET.SubElement(group, "StudenteUniversitario", _name(household.people[0]))
    choice = ET.SubElement(one, "ISEEUniStudAttratto")
    ET.SubElement(choice, "Valori", Figures(household.key, 3, "attracted").values)
    ET.SubElement(choice, "NucleoFamiliareAttratto")


def _omissions(paper: ET.Element, household: Household, figures: Figures, on: date) -> None:
    code = household.people[0].tax_code
    savings = ET.SubElement(
        paper,
        "OmissioneDifformita",
        TipoOmissioneDifformita="PatrimoniMobiliariSopraSoglia",
        CodiceFiscale=code,
        DataControlloAE=on.isoformat(),
    )
    ET.SubElement(
        savings,
        "Rapporto",
        Sezione="I",
        TipoRapporto="01",
        Identificativo="IT00X0000000000000000000000",
        CodiceFiscaleOperatore="00000000000",
        DescrizioneOperatoreFinanziario="BANCA INVENTATA",
        Saldo3112="4210.55",
        ConsistenzaMedia="3980.10",
    )
    income = ET.SubElement(
        paper,
        "OmissioneDifformita",
        TipoOmissioneDifformita="RedditiScostamento",
        CodiceFiscale=code,
        DataControlloAE=on.isoformat(),
    )
    ET.SubElement(
        income,
        "RedditoAE",
        TipoModelloAE="3",
        RedditoComplessivoIRPEFAE=str(figures.incomes + 1200),
        RedditoLavoroDipendenteAE=str(figures.incomes + 1200),
    )


def _variation(paper: ET.Element, household: Household, figures: Figures, on: date) -> None:
    variation = ET.SubElement(
        paper,
        "Variazione",
        TipoVariazione="Contestazione",
        NumeroProtocolloDSUVariata=protocol(household.key + "earlier", on),
        DataPresentazioneDSUVariata=presented_on(household.key, on).isoformat(),
        NoteVariazione="Corretta la giacenza media di un conto.",
    )
    ET.SubElement(
        variation,
        "DiscordanzeContestazione",
        CFDiscordanza=household.people[0].tax_code,
        TipologiaDiscordanza="Patrimonio mobiliare",
        SpecificaDiscordanza="Giacenza media",
    )


def _restricted(paper: ET.Element, household: Household, figures: Figures, on: date) -> None:
    person = household.people[0]
    own = ET.SubElement(paper, "Ridotto", CodiceFiscaleBeneficiario=person.tax_code)
    members = ET.SubElement(own, "NucleoRistretto")
    ET.SubElement(members, "ComponenteNucleoRistretto", {"RelazioneConBeneficiario": "B", **_name(person)})
    values = Figures(household.key, 1, "restricted").values
    ET.SubElement(ET.SubElement(own, "ISEERistretto"), "Valori", values)
    home = ET.SubElement(own, "ISEESocioSanResRistretto")
    ET.SubElement(ET.SubElement(home, "ISEESocioSanResRistrettoAgg"), "Valori", values)


def _family(paper: ET.Element, household: Household, figures: Figures, on: date) -> None:
    """An element that the schema of 2021 does not have."""
    family = ET.SubElement(paper[0], "ISEEFamiglia", DataRilascio=on.isoformat())
    ET.SubElement(family, "Valori", {**figures.values, "ISEE": str(figures.isee - 100)})
    ET.SubElement(paper, "NotaNuova", Testo="Un elemento che ieri non c'era.")


def _name(person: Person) -> dict[str, str]:
    return {"Cognome": person.surname, "Nome": person.given_name, "CodiceFiscale": person.tax_code}


def _invented(letters: str) -> str:
    first_fifteen = f"{letters}80A01X000"
    return first_fifteen + check_letter(first_fifteen)


def _written(root: ET.Element) -> bytes:
    content: bytes = ET.tostring(root, encoding="iso-8859-1", xml_declaration=True)
    return content
