from django.urls import include, path

from sportello.views import counters, office, opening_days, services, users

user_urls = [
    path("", users.users, name="users"),
    path("nuovo/", users.new_user, name="new_user"),
    path("<int:pk>/", users.edit_user, name="edit_user"),
    path("<int:pk>/password/", users.reset_password, name="reset_password"),
    path("<int:pk>/sospendi/", users.disable_user, name="disable_user"),
    path("<int:pk>/riattiva/", users.enable_user, name="enable_user"),
]
service_urls = [
    path("servizi/", services.services, name="services"),
    path("servizi/nuovo/", services.new_service, name="new_service"),
    path("servizi/<int:pk>/", services.edit_service, name="edit_service"),
    path("enti/", services.partners, name="partners"),
    path("enti/nuovo/", services.new_partner, name="new_partner"),
    path("enti/<int:pk>/", services.edit_partner, name="edit_partner"),
]
office_urls = [
    path("", office.settings, name="settings"),
    path("postazioni/", counters.counters, name="counters"),
    path("postazioni/nuova/", counters.new_counter, name="new_counter"),
    path("postazioni/<int:pk>/", counters.edit_counter, name="edit_counter"),
    path("orari/", opening_days.opening_days, name="opening_days"),
    path("orari/chiusure/", opening_days.add_closure, name="add_closure"),
    path("orari/chiusure/<int:pk>/togli/", opening_days.remove_closure, name="remove_closure"),
]

urlpatterns = [
    path("impostazioni/", include(office_urls)),
    path("impostazioni/", include(service_urls)),
    path("impostazioni/utenti/", include(user_urls)),
]
