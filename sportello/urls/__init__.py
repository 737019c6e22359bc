"""The table of contents of Sportello: Italian paths, English names, plain numeric ids, never a tax code."""

from allauth.account import views as account
from django.urls import include, path

from sportello.views import drafts, presence

# Of allauth's forty addresses the counter needs four.
account_urls = [
    path("accesso/", account.login, name="account_login"),
    path("accesso/sospeso/", account.account_inactive, name="account_inactive"),
    path("uscita/", account.logout, name="account_logout"),
    path("conferma/", account.reauthenticate, name="account_reauthenticate"),
    path("presenza/", presence.presence, name="presence"),
]

draft_urls = [
    path("bozze/", drafts.keep_draft, name="keep_draft"),
    path("bozze/butta/", drafts.discard_draft, name="discard_draft"),
]

urlpatterns = [
    path("", include(account_urls)),
    path("", include(draft_urls)),
    path("", include("sportello.urls.citizens")),
    path("", include("sportello.urls.visits")),
    path("", include("sportello.urls.cases")),
    path("", include("sportello.urls.attachments")),
    path("", include("sportello.urls.daily_log")),
    path("", include("sportello.urls.office")),
    path("", include("sportello.urls.unmet_requests")),
    path("", include("partners.urls")),
    path("", include("isee.urls")),
]
