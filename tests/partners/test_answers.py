"""Answers in hand: what was read is what was written, cent by cent."""

from hypothesis import given
from hypothesis import strategies as st

from partners.adapters import base
from partners.answers import (
    read_certificazione,
    read_contracts,
    write_certificazione,
    write_contracts,
)

TEXTS = st.text(min_size=1, max_size=20)
POINTS = st.builds(
    base.Point,
    section=st.sampled_from(["fiscali", "previdenziali"]),
    number=st.integers(1, 999),
    label=TEXTS,
    unit=st.sampled_from(base.Unit),
    value=st.decimals(-1_000_000, 1_000_000, places=2),
)
PAPERS = st.builds(
    base.CertificazioneUnica,
    tax_year=st.integers(2015, 2100),
    issued_on=st.dates(),
    payer_tax_code=TEXTS,
    payer_name=TEXTS,
    recipient_tax_code=TEXTS,
    points=st.lists(POINTS, max_size=5).map(tuple),
    notes=st.lists(TEXTS, max_size=3).map(tuple),
)
CONTRACTS = st.builds(
    base.EarlierContract,
    pod=TEXTS,
    address=st.builds(base.Address, street=TEXTS, town=TEXTS, postal_code=TEXTS),
    use=st.sampled_from(base.SupplyUse),
    is_active=st.booleans(),
    starts_on=st.dates(),
    ends_on=st.none() | st.dates(),
)


@given(PAPERS)
def test_a_paper_read_is_the_paper_written(paper: base.CertificazioneUnica) -> None:
    assert read_certificazione(write_certificazione(paper)) == paper


@given(st.lists(CONTRACTS, max_size=4).map(tuple))
def test_contracts_read_are_the_contracts_written(contracts: tuple[base.EarlierContract, ...]) -> None:
    assert read_contracts(write_contracts(contracts)) == contracts
