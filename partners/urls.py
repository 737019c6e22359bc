from django.urls import include, path

from partners.views import (
    agreements,
    channels,
    contract_lists,
    contract_prints,
    contract_requests,
    look_ups,
    portal_look_ups,
    record,
    support_calls,
    unfinished,
    weather,
)
from partners.views.contract_portal import contract_portal_page
from partners.views.contract_steps import step_page

agreement_urls = [
    path("", agreements.agreements, name="agreements"),
    path("nuovo/", agreements.new_agreement, name="new_agreement"),
    path("<int:pk>/", agreements.agreement, name="agreement"),
    path("<int:pk>/modifica/", agreements.edit_agreement, name="edit_agreement"),
]
channel_urls = [
    path("", channels.channels, name="channels"),
    path("<int:service>/", channels.edit_channel, name="edit_channel"),
    path("<int:service>/procedura/", channels.portal_procedure, name="portal_procedure"),
    path("<int:service>/procedura/nuova/", channels.new_portal_procedure, name="new_portal_procedure"),
    path(
        "<int:service>/procedura/<int:pk>/",
        channels.portal_procedure_version,
        name="portal_procedure_version",
    ),
]
contract_urls = [
    path("", contract_requests.contract_request, name="contract_request"),
    path("persona/", step_page("client"), name="contract_client"),
    path("defunto/", step_page("heir"), name="contract_heir"),
    path("tutela/", step_page("market"), name="contract_market"),
    path("fornitura/", step_page("supply"), name="contract_supply"),
    path("casa/", step_page("home"), name="contract_home"),
    path("bollette/", step_page("bills"), name="contract_bills"),
    path("firma/", step_page("signature"), name="contract_signature"),
    path("coda/", contract_requests.queue_contract_request, name="queue_contract_request"),
    path("ritira/", contract_requests.withdraw_contract_request, name="withdraw_contract_request"),
    path("portale/", contract_portal_page, name="contract_portal_page"),
    path("rimetti-in-moto/", contract_lists.run_contract_again, name="run_contract_again"),
    path("ferma/", contract_lists.stop_contract, name="stop_contract"),
    path("stampa/", contract_prints.print_contract, name="print_contract"),
    path("ricevuta/", contract_prints.contract_receipt, name="contract_receipt"),
    path("ripensamento/", contract_requests.change_mind, name="change_mind"),
    path("correggi/", contract_requests.correct_contract_request, name="correct_contract_request"),
]
look_up_urls = [
    path("", look_ups.look_up, name="look_up"),
    path("traccia/", record.look_up_trace, name="look_up_trace"),
    path("altra-via/", unfinished.other_means, name="other_means"),
    path("ripeti/", look_ups.repeat_look_up, name="repeat_look_up"),
    path("esito/", portal_look_ups.write_portal_outcome, name="write_portal_outcome"),
    path("stampa/", look_ups.print_look_up, name="print_look_up"),
    path("documento/", portal_look_ups.look_up_paper, name="look_up_paper"),
]
case_urls = [
    path("consultazioni/", look_ups.case_look_ups, name="case_look_ups"),
    path("consultazioni/chiedi/", look_ups.ask_look_up, name="ask_look_up"),
    path("assistenza/", support_calls.start_support_call, name="start_support_call"),
    path("contratto/", contract_requests.case_contract, name="case_contract"),
    path("contratti-precedenti/", contract_requests.earlier_contracts, name="earlier_contracts"),
]
visit_urls = [
    path("consultazioni/<int:service>/", look_ups.new_look_up, name="new_look_up"),
    path("contratti/<int:service>/", contract_requests.new_contract_request, name="new_contract_request"),
]

urlpatterns = [
    path("accordi/", include(agreement_urls)),
    path("impostazioni/collegamenti/", include(channel_urls)),
    path("enti/", weather.partner_weather, name="partner_weather"),
    path("consultazioni/", record.look_up_record, name="look_up_record"),
    path("consultazioni/da-finire/", unfinished.unfinished_look_ups, name="unfinished_look_ups"),
    path("consultazioni/<int:pk>/", include(look_up_urls)),
    path("contratti/", contract_lists.contract_requests_list, name="contract_requests"),
    path("contratti/da-finire/", contract_lists.unfinished_contracts, name="unfinished_contracts"),
    path("contratti/<int:pk>/", include(contract_urls)),
    path("chiamate/<int:pk>/", support_calls.support_call, name="support_call"),
    path("pratiche/<int:pk>/", include(case_urls)),
    path("visite/<int:pk>/", include(visit_urls)),
]
