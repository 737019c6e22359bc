"""How each kind of financial asset is valued, in words, and which the State backs."""

from decimal import Decimal

import pytest

from isee.calculation import Instrument, InstrumentKind, InvalidHousehold, calculate
from tests.isee.calculation.make import amounts, household
from tests.isee.calculation.test_savings import FIRST_DAY

STATE = (InstrumentKind.STATE_SECURITY, InstrumentKind.POSTAL_BOND)
PRIVATE = [kind for kind in InstrumentKind if kind not in (*STATE, InstrumentKind.OTHER)]


@pytest.mark.parametrize("kind", InstrumentKind)
def test_every_kind_has_a_name_a_rule_and_an_article(kind: InstrumentKind) -> None:
    assert kind.label
    assert kind.rule.endswith(".")
    assert "art. " in kind.article
    assert kind.may_be_state_backed is (kind in STATE)


@pytest.mark.parametrize("kind", PRIVATE)
def test_a_fund_that_holds_state_securities_is_not_state_backed(kind: InstrumentKind) -> None:
    with pytest.raises(InvalidHousehold, match="non sono fra i titoli di Stato"):
        Instrument(Decimal(1), True, kind)


@pytest.mark.parametrize("kind", [*STATE, InstrumentKind.OTHER])
def test_what_the_operator_knows_to_be_state_backed_is(kind: InstrumentKind) -> None:
    assert Instrument(Decimal(1), True, kind).state_backed


def test_crypto_assets_have_no_rule_yet_and_it_is_said() -> None:
    assert "chiedi a un CAF" in InstrumentKind.CRYPTO.rule


def test_of_one_person_securities_are_left_out_before_postal_bonds() -> None:
    bonds = {"value": 40_000, "state_backed": True, "kind": InstrumentKind.POSTAL_BOND}
    securities = {"value": 30_000, "state_backed": True, "kind": InstrumentKind.STATE_SECURITY}
    booklet = {"saldo": 5_000, "giacenza": 5_000, "state_backed": True}
    saver = household({"instruments": [bonds, securities], "accounts": [booklet]})
    lines = amounts(calculate(saver, FIRST_DAY))
    assert lines["titoli_stato_esclusi"] == 50_000
    assert lines["strumenti_1"] == 20_000
    assert lines["depositi_1"] == 5_000
