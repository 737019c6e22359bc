from datetime import date
from typing import Any, cast

from django import forms

from partners.agreement_dates import Unit, last_notice_day
from partners.models import Agreement
from sportello.forms.citizen import DayField
from sportello.models import Partner, Service, User
from sportello.office import is_working_day


class ServicesField(forms.ModelMultipleChoiceField[Service]):
    def label_from_instance(self, service: Service) -> str:
        return f"{service.owner_name}: {service}"


class OperatorsField(forms.ModelMultipleChoiceField[User]):
    def label_from_instance(self, user: User) -> str:
        return f"{user.last_name} {user.first_name}".strip() or user.username


class AgreementForm(forms.ModelForm[Agreement]):
    """An agreement: from when to when, for which services, through which operators."""

    starts_on = DayField(label="Vale dal", error_messages={"required": "Scrivi il primo giorno in cui vale."})
    ends_on = DayField(
        label="Vale fino al", required=False, help_text="L'ultimo giorno, gg/mm/aaaa. Vuoto: senza scadenza."
    )
    services = ServicesField(
        queryset=Service.objects.filter(partner__isnull=False)
        .select_related("partner")
        .order_by("partner__name", "name"),
        label="Servizi",
        widget=forms.CheckboxSelectMultiple,
        help_text="Solo quelli dell'ente scelto.",
        error_messages={"required": "Scegli almeno un servizio."},
    )
    operators = OperatorsField(
        queryset=User.objects.filter(is_operator=True).order_by("last_name", "first_name", "username"),
        label="Operatori autorizzati",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nessuno scelto: tutti gli operatori.",
    )

    class Meta:
        model = Agreement
        fields = (
            "partner",
            "title",
            "state",
            "starts_on",
            "ends_on",
            "renewal",
            "renewal_months",
            "notice",
            "notice_unit",
            "services",
            "operators",
            "legal_base",
            "suspended_reason",
            "where_else",
        )
        widgets = {
            name: forms.TextInput({"inputmode": "numeric", "class": "minutes", "autocomplete": "off"})
            for name in ("renewal_months", "notice")
        }
        help_texts = {
            "title": "Come lo chiamate in ufficio.",
            "renewal_months": "Serve se si rinnova da solo.",
            "notice": "Quanto prima della fine bisogna disdire, o chiedere il rinnovo. Zero: niente preavviso.",
            "legal_base": "Delibera, convenzione o legge su cui si fonda.",
        }
        error_messages = {
            "partner": {"required": "Scegli l'ente."},
            "title": {"required": "Scrivi un titolo."},
            "renewal_months": {"invalid": "I mesi sono un numero intero: per esempio 12."},
            "notice": {
                "invalid": "Il preavviso è un numero intero: per esempio 90.",
                "required": "Scrivi il preavviso, o zero.",
            },
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        cast(forms.ModelChoiceField[Partner], self.fields["partner"]).empty_label = "scegli…"
        if self.instance.pk:
            self.fields["partner"].disabled = True
            services = Service.objects.filter(partner=self.instance.partner).select_related("partner")
            cast(ServicesField, self.fields["services"]).queryset = services

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on, state = data.get("starts_on"), data.get("ends_on"), data.get("state")
        renews_itself = state == Agreement.State.IN_FORCE and data.get("renewal") == Agreement.Renewal.TACIT
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "L'accordo finisce prima di cominciare: controlla le due date.")
        elif ends_on and ends_on < self.today and state in Agreement.STATES_IN_FORCE and not renews_itself:
            self.add_error(
                "ends_on", f"È già passato: scegli lo stato «{Agreement.State.ENDED.label}», o un'altra data."
            )
        self._check_dates(data)
        if state == Agreement.State.SUSPENDED and not data.get("suspended_reason"):
            self.add_error("suspended_reason", "Scrivi perché è sospeso: lo legge l'operatore al banco.")
        self._check_services(data)
        return data

    def _check_dates(self, data: dict[str, Any]) -> None:
        """What renewal and notice want of the dates."""
        starts_on, ends_on, notice = data.get("starts_on"), data.get("ends_on"), data.get("notice")
        if data.get("renewal") == Agreement.Renewal.TACIT:
            if not ends_on and "ends_on" not in self.errors:
                self.add_error("ends_on", "Per rinnovarsi da solo gli serve un ultimo giorno.")
            if not data.get("renewal_months") and "renewal_months" not in self.errors:
                self.add_error("renewal_months", "Scrivi per quanti mesi si rinnova: per esempio 12.")
        if starts_on and ends_on and starts_on <= ends_on and notice:
            by = last_notice_day(ends_on, notice, Unit(data["notice_unit"]), is_working_day)
            if by < starts_on:
                self.add_error(
                    "notice", "Il preavviso è più lungo dell'accordo: controlla il numero e l'unità."
                )

    def _check_services(self, data: dict[str, Any]) -> None:
        partner = data.get("partner")
        others = [service for service in data.get("services") or [] if service.partner != partner]
        if partner and others:
            self.add_error("services", f"«{others[0]}» non è un servizio di {partner}: togli il segno.")

    @property
    def changed_labels(self) -> list[str]:
        return [str(self.fields[name].label).lower() for name in self.changed_data]
