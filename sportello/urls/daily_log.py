from django.urls import path

from sportello.views import daily_log, receipt
from sportello.views import help as guides

urlpatterns = [
    path("registro/", daily_log.daily_log, name="daily_log"),
    path("visite/<int:pk>/ricevuta/", receipt.visit_receipt, name="visit_receipt"),
    path("aiuto/", guides.help_page, name="help"),
    path("accessibilita/", guides.accessibility, name="accessibility"),
]
