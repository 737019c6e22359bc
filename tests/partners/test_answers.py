"""Answers in hand: what was read is what was written, cent by cent."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners import held
from partners.adapters import base
from partners.answers import (
    PAPERS,
    read_answer,
    read_certificazione,
    read_contracts,
    write_certificazione,
    write_contracts,
)
from partners.models import LookUp

TEXTS = st.text(min_size=1, max_size=20)
POINTS = st.builds(
    base.Point,
    section=st.sampled_from(["fiscali", "previdenziali"]),
    number=st.integers(1, 999),
    label=TEXTS,
    unit=st.sampled_from(base.Unit),
    value=st.decimals(-1_000_000, 1_000_000, places=2),
)
CERTIFICAZIONI = st.builds(
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


@given(CERTIFICAZIONI)
def test_a_paper_read_is_the_paper_written(paper: base.CertificazioneUnica) -> None:
    assert read_certificazione(write_certificazione(paper)) == paper


@given(st.lists(CONTRACTS, max_size=4).map(tuple))
def test_contracts_read_are_the_contracts_written(contracts: tuple[base.EarlierContract, ...]) -> None:
    assert read_contracts(write_contracts(contracts)) == contracts


def everything(kind: type[object]) -> st.SearchStrategy[object]:
    """Any answer of a kind, with all that stands in it: built from the types of its fields."""
    decimals = st.decimals(-1_000_000, 1_000_000, places=2)
    st.register_type_strategy(Decimal, decimals)
    st.register_type_strategy(str, TEXTS)
    return st.from_type(kind)


@pytest.mark.parametrize("document", list(PAPERS))
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_answer_of_inps_read_is_the_answer_written(
    document: LookUp.Document, data: st.DataObject
) -> None:
    paper = data.draw(everything(PAPERS[document]))
    content = json.loads(json.dumps(held.write(paper)))
    assert read_answer(document, content) == paper
