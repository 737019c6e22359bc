"""Procedures on INPS's portal, as an administrator of the invented Comune wrote them. The portal's pages are invented too."""

from datetime import datetime, timedelta

from partners.models import PortalProcedure
from partners.portal import publish_procedure
from sportello.models import Service, User

PORTAL = {"portal_name": "Servizi per gli enti", "portal_address": "https://servizi-enti.example.it/"}
ENTER = """Apri il portale e accedi con il tuo SPID o la tua CIE.
Scegli l'ente «Comune di Poggioverde»."""
SAVE = "Scarica il documento in PDF e torna qui: allegalo e scrivi il numero che il portale gli ha dato."

PROCEDURES = {
    "inps-contributions": f"""{ENTER}
Nel menu apri «Posizione assicurativa», poi «Estratto conto».
Incolla il {{codice fiscale}} e premi «Cerca».
Controlla che {{cognome}} e {{nome}} siano quelli della persona al banco.
{SAVE}""",
    "inps-registrations": f"""{ENTER}
Nel menu apri «Posizione assicurativa», poi «Gestioni».
Incolla il {{codice fiscale}} e premi «Cerca».
{SAVE}""",
    "inps-cud": f"""{ENTER}
Nel menu apri «Certificazione Unica».
Incolla il {{codice fiscale}}, poi scrivi l'{{anno dei redditi}}.
{SAVE}""",
    "inps-isee": f"""{ENTER}
Nel menu apri «ISEE», poi «Consultazione dell'attestazione».
Incolla il {{codice fiscale}}.
Nella finestra «Finalità» incolla il {{codice della prestazione}} e il {{numero di protocollo}}.
{SAVE}""",
}


def load(by: User, now: datetime) -> None:
    for number, (code, steps) in enumerate(PROCEDURES.items()):
        service = Service.objects.get(code=code)
        at = now - timedelta(days=200 - number)
        publish_procedure(procedure=PortalProcedure(steps=steps, **PORTAL), service=service, by=by, at=at)
    cud = Service.objects.get(code="inps-cud")
    changed = PortalProcedure(
        steps=PROCEDURES["inps-cud"].replace("poi scrivi", "poi scegli"),
        reason="L'anno ora si sceglie da un elenco",
        **PORTAL,
    )
    publish_procedure(procedure=changed, service=cud, by=by, at=now - timedelta(days=30))
