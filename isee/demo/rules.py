"""Rules of the invented Comune: a canteen tariff that is published, a TARI reduction being written."""

from copy import deepcopy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from isee.models import RuleDraft, Trial
from isee.rules import cost_estimates
from isee.rules.cost_choices import choices
from isee.rules.rule_drafts import begin_draft, save_trial
from isee.rules.rule_effects import Suppositions
from isee.rules.rule_publication import Publication, publish
from sportello.models import User

MENSA: dict[str, Any] = {
    "name": "Mensa scolastica",
    "benefit_code": "A2.12",
    "nature": "tariff",
    "isee": ["minors", "ordinary"],
    "omissions": "not_accepted",
    "conditions": [{"kind": "children", "at_least": 1, "under_age": 14}],
    "documents": ["documento d'identità", "attestazione ISEE in corso, senza omissioni"],
    "decision": "L'ufficio scuola, entro 30 giorni.",
    "todo": "Presenta la domanda al Comune, ogni anno scolastico.",
    "start": {"by_day": 15, "except_in": [{"month": 9, "by_day": 30}]},
    "amounts": [
        {
            "amount": {
                "kind": "by_isee",
                "unit": "meal",
                "tariff": {
                    "no_isee": "5.00",
                    "non_resident": "5.50",
                    "discounts": [{"from_child": 2, "percent": "30"}],
                    "rounding": {"step": "0.05", "mode": "half_up"},
                    "method": {
                        "kind": "piecewise",
                        "pieces": [
                            {"over": "0", "upto": "5000", "price": "1.00"},
                            {"over": "5000", "upto": "20000", "price": "1.00", "price_to": "4.50"},
                            {"over": "20000", "price": "5.00"},
                        ],
                    },
                },
            }
        }
    ],
}
TARI: dict[str, Any] = {
    "name": "Riduzione della TARI",
    "benefit_code": "A2.06",
    "nature": "benefit",
    "isee": ["ordinary"],
    "conditions": [{"kind": "resident"}],
    "thresholds": [{"upto": "12000"}],
    "not_with": [{"code": "bonus_rifiuti", "name": "Bonus sociale rifiuti"}],
    "documents": ["avviso TARI"],
    "todo": "Presenta la domanda all'ufficio tributi entro giugno.",
    "amounts": [
        {
            "over": over,
            "upto": upto,
            "amount": {"kind": "share_of", "unit": "year", "percent": percent, **of_tari},
        }
        for of_tari in [{"label": "la TARI dovuta", "figure": "tari_dovuta"}]
        for over, upto, percent in [("0", "6000", "50"), ("6000", "12000", "25")]
    ],
}
# Name, children, ISEE, what else is said of the household, outcome, amount.
MENSA_TRIALS: list[tuple[str, list[int], str | None, dict[str, Any], str, str | None]] = [
    ("Prima fascia, sul confine", [8], "5000", {}, "spetta", "1.00"),
    ("Seconda fascia", [8], "12500", {}, "spetta", "2.75"),
    ("Seconda fascia, secondo figlio", [8, 6], "12500", {"child": 2}, "spetta", "1.95"),
    ("Oltre l'ultima fascia", [8], "20000.01", {}, "spetta", "5.00"),
    ("Senza ISEE", [8], None, {}, "manca_un_dato", "5.00"),
    ("Non residenti", [8], "5000", {"resident": False}, "spetta", "5.50"),
    ("Senza bambini", [], "5000", {}, "non_spetta", None),
]
TARI_TRIALS: list[tuple[str, list[int], str | None, dict[str, Any], str, str | None]] = [
    ("Pensionata sola", [], "5400", {"figure": Decimal(300)}, "spetta", "150.00"),
    ("Sul confine delle due fasce", [], "6000", {"figure": Decimal(300)}, "spetta", "75.00"),
    ("Oltre la soglia", [12], "12000.01", {"figure": Decimal(300)}, "non_spetta", None),
]


def load(now: datetime, today: date) -> None:
    """The canteen since the school year began; the reduction since yesterday, with a household that does not come out."""
    who = User.objects.get(username="amministratore")
    school_year = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    begun = min(now, datetime.combine(school_year, time(9), now.tzinfo)) - timedelta(days=60)
    mensa = begin_draft(code="mensa-scolastica", data=MENSA, by=who, at=begun)
    _try(mensa, MENSA_TRIALS, who, begun)
    publish(
        draft=mensa,
        publication=Publication(
            act=f"Deliberazione della Giunta n. 41 del 25/06/{school_year.year}",
            valid_from=school_year,
            valid_to=None,
            published_on=begun.date(),
        ),
        version=mensa.version,
        by=who,
        at=begun,
    )
    yesterday = now - timedelta(days=1)
    _try(
        begin_draft(code="riduzione-della-tari", data=TARI, by=who, at=yesterday), TARI_TRIALS, who, yesterday
    )
    _ask_cost(today, who, yesterday)


def _ask_cost(today: date, who: User, at: datetime) -> None:
    """What the reduction would cost with a larger share in its second band."""
    key = "b-riduzione-della-tari"
    draft = choices(today)[key]
    after = deepcopy(draft.data)
    after["amounts"][1]["amount"]["percent"] = "40"
    estimate = cost_estimates.ask(
        rule_key=key,
        label=draft.label,
        compared_with=draft.compared_with,
        before=draft.before,
        after=after,
        year=today.year,
        supposed=Suppositions(figure=Decimal(300)),
        by=who,
        at=at,
    )
    cost_estimates.count(estimate.pk)


def _try(draft: RuleDraft, trials: list[Any], who: User, at: datetime) -> None:
    for name, children, isee, more, outcome, amount in trials:
        trial = Trial(
            draft=draft,
            name=name,
            adult_ages=[40],
            child_ages=children,
            isee=isee and Decimal(isee),
            outcome=outcome,
            amount=amount and Decimal(amount),
            **more,
        )
        save_trial(trial=trial, by=who, at=at)
