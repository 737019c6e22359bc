"""What a screen shows of look-ups: only what is held already, nobody is asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils import timezone

from partners.adapters.base import EarlierContract
from partners.answer_words import WORDS, Words, not_found, words_of
from partners.answers import read_answer, read_contracts
from partners.codes import code_to_quote, whole_code
from partners.models import LookUp, LookUpOutcome, Reachability
from partners.unfinished import WITHOUT_ANSWER
from sportello.models import Case

# A household and two years of it; older ones are in the daily log.
MOST_CARDS = 20
# What tells two askings for one document about one person apart.
WHICH = ("tax_year", "indicator", "threshold_code")
MAY_BE_REPEATED = (
    LookUpOutcome.Result.UNREACHABLE,
    LookUpOutcome.Result.QUOTA,
    LookUpOutcome.Result.OTHER_MEANS,
    LookUpOutcome.Result.UNINTELLIGIBLE,
    LookUpOutcome.Result.REFUSED,
    LookUpOutcome.Result.FAILED,
)


@dataclass(frozen=True, kw_only=True, repr=False)
class Card:
    """A look-up on the screen, with its answer where that is still held."""

    look_up: LookUp
    result: str
    # What INPS answered; contracts are Enel's.
    words: Words | None
    contracts: tuple[EarlierContract, ...]
    down_since: datetime | None
    # The new asking that "Riprova" would be.
    correlation_id: UUID

    @property
    def name(self) -> str:
        """The same for every asking of one document about one person: the newer takes the place of the older."""
        which = [getattr(self.look_up, field) for field in ("document", "subject_id", *WHICH)]
        return "look-up-" + "-".join(str(part) for part in which if part)

    @property
    def is_pending(self) -> bool:
        return not self.result

    @property
    def is_by_portal(self) -> bool:
        return self.look_up.channel == LookUp.Channel.PORTAL

    @property
    def is_held(self) -> bool:
        """Whether the answer, or the file of the portal, is still here to be shown."""
        return self.words is not None or bool(self.contracts) or self.has_file

    @property
    def code(self) -> str:
        """What to read out to the help desk."""
        return code_to_quote(self.look_up)

    @property
    def nothing_found(self) -> str:
        """What it means that the partner has nothing."""
        return not_found(self.look_up, on=timezone.localdate(self.look_up.asked_at))

    @property
    def whole_code(self) -> str:
        return whole_code(self.look_up)

    @property
    def may_be_had_otherwise(self) -> bool:
        """Whether nobody gave the document through no fault of the question."""
        return self.result in WITHOUT_ANSWER

    @property
    def has_file(self) -> bool:
        return hasattr(self.look_up, "paper")

    @property
    def may_be_repeated(self) -> bool:
        """Not what was answered, and not what is not allowed: asking again would be in vain."""
        return self.result in MAY_BE_REPEATED


def cards_of(case: Case, documents: Collection[LookUp.Document]) -> list[Card]:
    """The newest look-up of each document, person and year of a case, the newest first; two queries."""
    of_case = LookUp.objects.filter(case=case, document__in=documents).order_by()
    newest = of_case.values("document", "subject", *WHICH).annotate(newest=Max("pk")).values("newest")
    look_ups = LookUp.objects.with_everything().filter(pk__in=newest)
    return cards(look_ups.order_by("-pk")[:MOST_CARDS])


def card_of(look_up: LookUp) -> Card:
    return cards([look_up])[0]


def cards(look_ups: Iterable[LookUp]) -> list[Card]:
    down = dict(Reachability.objects.values_list("partner", "down_since"))
    return [_card(look_up, down.get(look_up.service.partner_id or 0)) for look_up in look_ups]


def _card(look_up: LookUp, down_since: datetime | None) -> Card:
    answer = look_up.answer.content if hasattr(look_up, "answer") else None
    document = LookUp.Document(look_up.document)
    is_paper = document in WORDS
    return Card(
        look_up=look_up,
        result=look_up.outcome.result if hasattr(look_up, "outcome") else "",
        words=words_of(document, read_answer(document, answer)) if answer and is_paper else None,
        contracts=read_contracts(answer) if answer and not is_paper else (),
        down_since=down_since,
        correlation_id=uuid4(),
    )
