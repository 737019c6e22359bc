"""What an operator has to go on with: outcomes of a portal, documents that no partner gave, asked again when it is back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import reachability, unfinished
from partners.models import LookUp, LookUpOutcome
from partners.unfinished import Means
from sportello.models import Case, User, Visit
from sportello.permission import NotAllowed
from tests import make

Result = LookUpOutcome.Result
AT = make.moment(11)


@pytest.fixture
def unanswered(cud_case: Case, operator: User) -> LookUp:
    """INPS was down when the Certificazione Unica was asked for."""
    return failed(cud_case, operator)


def failed(case: Case, operator: User, result: str = Result.UNREACHABLE, **fields: object) -> LookUp:
    look_up = make.look_up(case, operator, **fields)
    LookUpOutcome.objects.create(look_up=look_up, result=result, at=make.moment(10, 1))
    return LookUp.objects.with_everything().get(pk=look_up.pk)


def test_a_document_that_nobody_gave_is_offered_again(unanswered: LookUp, operator: User) -> None:
    assert unfinished.to_ask_again(operator, at=AT) == [unanswered]


def test_of_a_colleague_it_is_not(unanswered: LookUp, colleague: User) -> None:
    assert unfinished.to_ask_again(colleague, at=AT) == []


@pytest.mark.parametrize("result", [Result.FOUND, Result.NOT_FOUND, Result.REFUSED, Result.NOT_ALLOWED])
def test_an_answer_is_the_end_of_it(cud_case: Case, operator: User, result: LookUpOutcome.Result) -> None:
    failed(cud_case, operator, result)
    assert unfinished.to_ask_again(operator, at=AT) == []


def test_who_asked_again_is_not_offered_it(unanswered: LookUp, operator: User) -> None:
    make.look_up(unanswered.case, operator)
    assert unfinished.to_ask_again(operator, at=AT) == []


def test_another_year_is_another_document(unanswered: LookUp, operator: User) -> None:
    make.look_up(unanswered.case, operator, tax_year=2023)
    assert unfinished.to_ask_again(operator, at=AT) == [unanswered]


def test_a_document_without_a_year_is_asked_again_once(cud_case: Case, operator: User) -> None:
    failed(cud_case, operator, document="contributions")
    newer = failed(cud_case, operator, document="contributions")
    assert unfinished.to_ask_again(operator, at=AT) == [newer]


def test_a_closed_case_wants_nothing(unanswered: LookUp, operator: User) -> None:
    Case.objects.filter(pk=unanswered.case_id).update(state=Case.State.CONCLUDED)
    assert unfinished.to_ask_again(operator, at=AT) == []


def test_after_a_month_it_is_forgotten(unanswered: LookUp, operator: User) -> None:
    assert unfinished.to_ask_again(operator, at=AT + unfinished.KEPT) == []


def test_by_other_means_is_a_row_of_its_own_and_stays_in_the_list(unanswered: LookUp, operator: User) -> None:
    marked = unfinished.ask_by_other_means(look_up=unanswered, means=Means.WRITTEN, operator=operator, at=AT)
    outcome = LookUpOutcome.objects.get(look_up=marked)
    assert (outcome.result, outcome.message) == (Result.OTHER_MEANS, "chiesto per PEC o per posta")
    assert (marked.case, marked.subject, marked.tax_year) == (
        unanswered.case, unanswered.subject, unanswered.tax_year,
    )  # fmt: skip
    assert unfinished.to_ask_again(operator, at=AT) == [marked]


def test_what_arrived_leaves_the_list(unanswered: LookUp, operator: User) -> None:
    unfinished.ask_by_other_means(look_up=unanswered, means=Means.ARRIVED, operator=operator, at=AT)
    assert unfinished.to_ask_again(operator, at=AT) == []


def test_what_was_answered_is_not_had_otherwise(cud_case: Case, operator: User) -> None:
    found = failed(cud_case, operator, Result.FOUND)
    with pytest.raises(NotAllowed, match="L'ente ha risposto"):
        unfinished.ask_by_other_means(look_up=found, means=Means.PERSON, operator=operator, at=AT)


class TestPages:
    page = "/consultazioni/da-finire/"

    @pytest.fixture
    def today(self, cud_case: Case, operator: User) -> LookUp:
        look_up = make.look_up(cud_case, operator)
        LookUpOutcome.objects.create(look_up=look_up, result=Result.UNREACHABLE, at=timezone.now())
        return look_up

    def test_nothing_to_do(self, operator_client: Client) -> None:
        assert "Niente da finire" in operator_client.get(self.page).content.decode()

    def test_on_the_first_page_nothing_takes_no_room(self, operator_client: Client) -> None:
        panel = operator_client.get(self.page, headers={"HX-Request": "true"}).content.decode()
        assert panel.strip() == ""

    def test_while_the_partner_is_down_the_button_waits(self, operator_client: Client, today: LookUp) -> None:
        assert today.service.partner
        reachability.failed(today.service.partner, at=timezone.now())
        page = operator_client.get(self.page).content.decode()
        assert "INPS non risponde ancora" in page
        assert "Chiedi di nuovo" not in page

    def test_when_it_is_back_one_key_asks_again(self, operator_client: Client, today: LookUp) -> None:
        assert today.service.partner
        reachability.answered(today.service.partner, at=timezone.now())
        assert "Chiedi di nuovo" in operator_client.get(self.page).content.decode()

    def test_a_person_comes_back_first(self, operator_client: Client, cud_case: Case, operator: User) -> None:
        look_up = make.look_up(cud_case, operator, basis="request")
        LookUpOutcome.objects.create(look_up=look_up, result=Result.QUOTA, at=timezone.now())
        page = operator_client.get(self.page).content.decode()
        assert "quando la persona torna" in page
        assert "Chiedi di nuovo" not in page

    def test_an_outcome_of_the_portal_that_is_missing(
        self, operator_client: Client, cud_case: Case, operator: User, elena_visit: Visit
    ) -> None:
        look_up = make.look_up(cud_case, operator, channel=LookUp.Channel.PORTAL)
        page = operator_client.get(self.page).content.decode()
        assert "Da finire sul portale" in page
        assert f'href="{reverse("look_up", args=[look_up.pk])}"' in page

    def test_marking_it(self, operator_client: Client, today: LookUp) -> None:
        address = reverse("other_means", args=[today.pk])
        assert operator_client.post(address, {}).status_code == 422
        page = operator_client.post(address, {"means": "person"}, follow=True).content.decode()
        assert "Segnato nel registro." in page
        assert LookUpOutcome.objects.latest("pk").message == "lo porta la persona"
