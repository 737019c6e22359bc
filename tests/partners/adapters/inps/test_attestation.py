"""Reading what INPS sends: tolerant of what is new, strict about what must be there and about whom it is."""

import base64
from decimal import Decimal
from typing import Any

import pytest

from partners.adapters.base import Unintelligible
from partners.adapters.inps.attestation import read_attestation, read_indicator
from partners.adapters.isee import Kind, OmissionKind, Relation, Way
from tests.partners.adapters.conftest import ForeignPartner
from tests.partners.adapters.inps.conftest import asked, gives_voucher, question, says

ASKED = "XXXTRV50A01X000E"
VALUES = 'ISE="10000.00" ScalaEquivalenza="1.57" ISEE="6369.43" ISR="9000.00" ISP="5000.00"'
ECHO = f'<Ricerca><RicercaCF CodiceFiscale="{ASKED}"/></Ricerca>'
HEAD = (
    f'CodiceFiscaleDichiarante="{ASKED}" NumeroProtocolloDSU="INPS-ISEE-2026-00000001A-00" '
    'DataPresentazione="2026-01-20" DataValidita="2026-12-31"'
)


def paper(
    ordinary: str = "", more: str = "", head: str = HEAD, echo: str = ECHO, values: str = VALUES
) -> bytes:
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        f'<EsitoAttestazione xmlns="http://inps.it/ISEERiforma"><Attestazione {head}><Ordinario>'
        f'<NucleoFamiliare><ComponenteNucleo RapportoConDichiarante="D" Cognome="D\'ANGELÒ" Nome="NICOLÒ" '
        f'CodiceFiscale="{ASKED.lower()}     "/></NucleoFamiliare>'
        f'<ISEEOrdinario DataRilascio="2026-01-29"><Valori {values}/></ISEEOrdinario>{ordinary}'
        f"</Ordinario>{more}</Attestazione>{echo}</EsitoAttestazione>"
    ).encode("iso-8859-1")


def read(content: bytes) -> Any:
    return read_attestation(content, ASKED)


def test_letters_with_accents_and_codes_with_blanks() -> None:
    (member,) = read(paper()).household
    assert (member.surname, member.given_name, member.tax_code) == ("D'ANGELÒ", "NICOLÒ", ASKED)


def test_amounts_are_exact() -> None:
    values = read(paper()).ordinary
    assert (values.ise, values.scale, values.isee, values.isr, values.isp) == (
        Decimal("10000.00"),
        Decimal("1.57"),
        Decimal("6369.43"),
        Decimal("9000.00"),
        Decimal("5000.00"),
    )


@pytest.mark.parametrize(
    ("choice", "way", "isee"),
    [
        ("<ISEEOrd/>", Way.AS_ORDINARY, "6369.43"),
        (f"<ISEEMinAttr><Valori {VALUES}/></ISEEMinAttr>", Way.ATTRACTED, "6369.43"),
        (f"<ISEEMinAgg><Valori {VALUES}/><ComponenteAgguntiva/></ISEEMinAgg>", Way.ADDED, "6369.43"),
        (f"<ISEEMinAgguntiva><Valori {VALUES}/></ISEEMinAgguntiva>", Way.ADDED, "6369.43"),
        ("<ISEENonCalcolabile/>", Way.NOT_COMPUTABLE, None),
        ("<ISEEDiDomani/>", Way.UNKNOWN, None),
        ("", Way.UNKNOWN, None),
    ],
)
def test_how_the_value_of_a_minor_came_about(choice: str, way: Way, isee: str | None) -> None:
    minor = (
        f'<ComponenteMinorenne Cognome="X" Nome="Y" CodiceFiscale="{ASKED}">{choice}</ComponenteMinorenne>'
    )
    (found,) = read(paper(f"<ISEEMin>{minor}</ISEEMin>")).personal
    assert (found.kind, found.way) == (Kind.MINOR, way)
    assert found.isee == (Decimal(isee) if isee else None)


@pytest.mark.parametrize(
    ("group", "person", "choice", "kind", "way"),
    [
        ("ISEEUni", "StudenteUniversitario", "ISEEUniStudAttratto", Kind.UNIVERSITY, Way.ATTRACTED),
        ("ISEEUni", "StudenteUniversitario", "ISEEUniStudAttrattoCompAggiuntiva", Kind.UNIVERSITY, Way.ATTRACTED),
        ("ISEEUni", "StudenteUniversitario", "ISEEUniAgg", Kind.UNIVERSITY, Way.ADDED),
        ("ISEESocioSanRes", "ComponenteSocioSanitarieRes", "ISEESocioSanRes", Kind.RESIDENTIAL, Way.OWN),
        ("ISEESocioSanRes", "ComponenteSocioSanitarieRes", "ISEESocioSanResAgg", Kind.RESIDENTIAL, Way.ADDED),
        ("ISEESocioSanRes", "ComponenteSocioSanitarieRes", "ISEEOrdAgg", Kind.RESIDENTIAL, Way.ADDED),
    ],
)  # fmt: skip
def test_other_values_of_one_person(group: str, person: str, choice: str, kind: Kind, way: Way) -> None:
    one = f'<{person} CodiceFiscale="{ASKED}"><{choice}><Valori {VALUES}/></{choice}></{person}>'
    (found,) = read(paper(f"<{group}>{one}</{group}>")).personal
    assert (found.kind, found.way, found.isee) == (kind, way, Decimal("6369.43"))


@pytest.mark.parametrize(
    ("code", "relation"),
    [
        ("D", "declarant"),
        ("C", "spouse"),
        ("F", "child"),
        ("GNC", "parent_living_elsewhere"),
        ("FNC", "unknown"),
    ],
)
def test_relations(code: str, relation: str) -> None:
    content = paper().replace(b'RapportoConDichiarante="D"', f'RapportoConDichiarante="{code}"'.encode())
    (member,) = read(content).household
    assert member.relation == Relation(relation)
    assert member.relation_code == code


def test_an_omission_of_a_kind_that_is_new() -> None:
    more = f'<OmissioneDifformita TipoOmissioneDifformita="Immobili" CodiceFiscale="{ASKED}"/>'
    (omission,) = read(paper(more=more)).omissions
    assert omission.kind is OmissionKind.UNKNOWN
    assert omission.checked_on is None


def test_values_as_elements_are_read_too() -> None:
    content = paper().replace(
        f"<Valori {VALUES}/>".encode(),
        b"<Valori><ISE>1.00</ISE><ScalaEquivalenza>1</ScalaEquivalenza><ISEE>1.00</ISEE><ISR>0</ISR><ISP>5</ISP></Valori>",
    )
    assert read(content).ordinary.isee == Decimal("1.00")


def test_no_attestation_inside() -> None:
    assert read(b"<EsitoAttestazione><Ricerca/></EsitoAttestazione>") is None


def test_under_an_older_code_the_question_is_echoed() -> None:
    older = "80078750587"
    content = paper(echo=f'<Ricerca><RicercaCF CodiceFiscale="{older}"/></Ricerca>')
    found = read_attestation(content, older)
    assert found is not None
    assert not found.names(older)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        paper(head=HEAD.replace("NumeroProtocolloDSU", "Numero")),
        paper(head=HEAD.replace("2026-12-31", "31/12/2026")),
        paper(head=HEAD.replace('DataPresentazione="2026-01-20"', "")),
        paper(values=VALUES.replace("6369.43", "molto")),
        paper(values=VALUES.replace("6369.43", "NaN")),
        paper(values=VALUES.replace('ISR="9000.00"', "")),
        paper(echo='<Ricerca><RicercaCF CodiceFiscale="XXXNTR50A01X000A"/></Ricerca>'),
        paper(echo="").replace(ASKED.encode(), b"XXXNTR50A01X000A").replace(ASKED.lower().encode(), b""),
        b'<!DOCTYPE x [<!ENTITY e "E">]>' + paper(),
    ],
)
def test_what_is_not_as_it_must_be(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of whatever reason
        read(content)


def test_an_indicator_of_another_kind_than_asked() -> None:
    content = (
        f'<Indicatore TipoIndicatore="Minorenne" {VALUES} ProtocolloDSU="P" DataPresentazione="2026-01-20">'
        f'<RicercaCF CodiceFiscale="{ASKED}"/></Indicatore>'
    ).encode()
    found = read_indicator(content, ASKED, Kind.MINOR)
    assert found is not None
    assert found.values.isee == Decimal("6369.43")
    with pytest.raises(ValueError, match="Indicatore"):
        read_indicator(content, ASKED, Kind.ORDINARY)


@pytest.mark.parametrize("wrap", ["", "\n   "])
def test_base64_in_lines(foreign: ForeignPartner, foreign_options: dict[str, Any], wrap: str) -> None:
    encoded = base64.encodebytes(paper()).decode().replace("\n", wrap)
    foreign.says(gives_voucher(), says("OK", f"<XmlEsitoAttestazione>{encoded}</XmlEsitoAttestazione>"))
    assert asked(foreign_options).isee_attestation(question(), of_residents=True).found


@pytest.mark.parametrize("more", ["", "<XmlEsitoAttestazione>???</XmlEsitoAttestazione>"])
def test_well_without_a_document(foreign: ForeignPartner, foreign_options: dict[str, Any], more: str) -> None:
    foreign.says(gives_voucher(), says("OK", more))
    with pytest.raises(Unintelligible):
        asked(foreign_options).isee_attestation(question(), of_residents=True)


def test_nothing_of_it_shows_in_a_repr() -> None:
    found = read(paper(more=f'<Ridotto CodiceFiscaleBeneficiario="{ASKED}"/>'))
    for shown in (repr(found), repr(found.household), repr(found.restricted), repr(found.ordinary)):
        assert ASKED not in shown
        assert "6369" not in shown
