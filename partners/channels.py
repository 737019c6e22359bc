"""How each partner's service is reached: by our adapter, or by hand on the partner's portal."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from partners.models import Channel, ServiceChannel
from sportello import daily_log
from sportello.models import Service, User

# Under which service the ISEE is looked up.
ISEE_SERVICE = "inps-isee"


def channel_of(service: Service) -> Channel:
    """The channel that the administrator chose for a partner's service."""
    return channels_of([service])[service.pk]


def channels_of(services: Collection[Service]) -> dict[int, Channel]:
    """The channel of each service, by its id, in one query; their partners are selected with them.

    Where nobody chose: the adapter if the settings name the partner's address, else the portal, which needs nothing.
    """
    chosen = dict(ServiceChannel.objects.filter(service__in=services).values_list("service", "channel"))
    return {service.pk: Channel(chosen.get(service.pk) or _usual(service)) for service in services}


def has_adapter(service: Service) -> bool:
    """Whether the settings say where the partner's system is; INPS's ISEE services have an address of their own."""
    configured = settings.PARTNERS.get(service.partner.code, {}) if service.partner else {}
    options = configured.get("OPTIONS", {})
    if service.code == ISEE_SERVICE:
        return bool(options.get("isee", {}).get("isee_url"))
    return bool(options.get("base_url"))


def sign_in_level_of(service: Service) -> str:
    """The lowest sign-in (SignInLevel) with which a service may be asked; empty: any."""
    chosen = ServiceChannel.objects.filter(service=service).first()
    return chosen.sign_in_level if chosen else ""


@transaction.atomic
def choose_channel(
    *, service: Service, channel: Channel, by: User, at: datetime, sign_in_level: str = ""
) -> None:
    """Reach a service another way from now on; what was asked before keeps the channel it was asked by."""
    before = (channel_of(service), sign_in_level_of(service))
    chosen, _ = ServiceChannel.objects.update_or_create(
        service=service,
        defaults={
            "channel": channel,
            "sign_in_level": sign_in_level,
            "changed_by": by,
            "changed_at": at,
        },
    )
    if (channel, sign_in_level) != before:
        level = chosen.get_sign_in_level_display() or "qualunque accesso"
        text = f"«{service}» si raggiunge per {channel.label} (prima per {before[0].label}), con {level}."
        daily_log.record("partners.channel.changed", text, operator=by, at=at, service=service)


def _usual(service: Service) -> Channel:
    return Channel.SERVICE if has_adapter(service) else Channel.PORTAL
