"""The table of contents of Sportello: Italian paths, English names, plain numeric ids, never a tax code."""

from allauth.account import views as account
from django.urls import include, path

from sportello.views import presence

# Of allauth's forty addresses the counter needs four.
account_urls = [
    path("accesso/", account.login, name="account_login"),
    path("accesso/sospeso/", account.account_inactive, name="account_inactive"),
    path("uscita/", account.logout, name="account_logout"),
    path("conferma/", account.reauthenticate, name="account_reauthenticate"),
    path("presenza/", presence.presence, name="presence"),
]

urlpatterns = [
    path("", include(account_urls)),
    path("", include("sportello.urls.citizens")),
    path("", include("sportello.urls.visits")),
    path("", include("sportello.urls.cases")),
    path("", include("sportello.urls.attachments")),
    path("", include("sportello.urls.daily_log")),
    path("", include("sportello.urls.office")),
    path("", include("partners.urls")),
    path("", include("isee.urls")),
]
