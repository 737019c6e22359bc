from django.urls import include, path

from partners.views import (
    agreements,
    channels,
    contract_requests,
    look_ups,
    portal_look_ups,
    record,
    unfinished,
    weather,
)
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
    path("contratti/<int:pk>/", include(contract_urls)),
    path("pratiche/<int:pk>/", include(case_urls)),
    path("visite/<int:pk>/", include(visit_urls)),
]
