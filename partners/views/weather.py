from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from partners.partner_problems import problems_of
from partners.weather import weather_of_partners
from sportello.access import Request, allow


@allow("operator", "supervisor", "administrator")
@require_GET
def partner_weather(request: Request) -> HttpResponse:
    """For each partner: whether it answers, since when not, whom to call, what can be done meanwhile."""
    now = timezone.now()
    context = {
        "weather": weather_of_partners(now, timezone.localdate(now)),
        # Whoever administers alone can put them right; operators read what to do in each look-up.
        "problems": problems_of("inps", at=now) if request.user.is_administrator else [],
    }
    return render(request, "partners/weather.html", context)
