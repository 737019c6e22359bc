"""What the counter of Poggioverde offers: the cards of the services, and the bodies that they belong to.

The numbers to call are the public ones of the bodies; amounts and terms are those of late 2026.
"""

from typing import Any

from sportello.models import Partner, Service
from sportello.models.service import LifeEvent

Kind = Service.Kind

PARTNERS = {
    "inps": ("INPS", "803 164, da cellulare 06 164 164", "lunedì-venerdì 8-20, sabato 8-14"),
    "enel": ("Enel", "800 900 800", "tutti i giorni 7-22"),
    "catasto": ("Agenzia delle Entrate, catasto", "800 90 96 96", "lunedì-venerdì 9-17"),
}

CALL_INPS = "INPS 803 164, da cellulare 06 164 164"
CALL_ENEL = "Enel 800 900 800, tutti i giorni 7-22"
CALL_COMUNE = "Sportello del Comune 0599 000100"

SERVICES: list[dict[str, Any]] = [
    {
        "code": "isee",
        "name": "ISEE e agevolazioni",
        "kind": Kind.DOSSIER,
        "life_events": [LifeEvent.BIRTH, LifeEvent.SCHOOL, LifeEvent.INCOME, LifeEvent.HEALTH],
        "description": "Si raccolgono i dati del nucleo, si simula l'ISEE e si prepara la DSU. "
        "L'attestazione la rilascia INPS, e solo quella vale.",
        "who_may_ask": "Un componente maggiorenne del nucleo, o chi ha la sua delega.",
        "documents": "Documento d'identità di chi dichiara\nCodici fiscali di tutto il nucleo\n"
        "Redditi del secondo anno prima\nSaldo e giacenza media al 31 dicembre del secondo anno prima\n"
        "Contratto d'affitto registrato, se la casa è in affitto\nTarghe di auto e moto",
        "cost": "gratuito",
        "time_needed": "l'attestazione di INPS arriva di solito in dieci giorni lavorativi",
        "law": "DPCM 159/2013",
        "decided_by": "INPS, per l'attestazione",
        "whom_to_call": CALL_COMUNE,
        "usual_minutes": 30,
    },
    {
        "code": "inps-registrations",
        "name": "Iscrizioni e posizione assicurativa",
        "partner": "inps",
        "kind": Kind.LOOK_UP,
        "ticket_letter": "C",
        "life_events": [LifeEvent.WORK, LifeEvent.PENSION],
        "description": "In quali gestioni la persona è iscritta e da quando. "
        "Oggi si legge sul portale di INPS o si copia dal foglio che porta il cittadino.",
        "who_may_ask": "La persona, o chi ha la sua delega per i documenti INPS.",
        "documents": "Documento d'identità\nDelega e copia del documento di chi delega, se viene un altro",
        "cost": "gratuito",
        "time_needed": "subito, se il portale risponde",
        "law": "L. 88/1989",
        "decided_by": "INPS",
        "whom_to_call": CALL_INPS,
    },
    {
        "code": "inps-contributions",
        "name": "Estratto conto contributivo",
        "partner": "inps",
        "kind": Kind.LOOK_UP,
        "ticket_letter": "C",
        "life_events": [LifeEvent.WORK, LifeEvent.PENSION],
        "description": "I periodi di contributi versati, per la pensione. Ha solo valore informativo: quello "
        "certificativo si chiede a INPS. Oggi si legge sul portale di INPS.",
        "who_may_ask": "La persona, o chi ha la sua delega per i documenti INPS.",
        "documents": "Documento d'identità\nDelega e copia del documento di chi delega, se viene un altro",
        "cost": "gratuito",
        "time_needed": "subito, se il portale risponde",
        "law": "L. 88/1989, art. 54",
        "decided_by": "INPS",
        "whom_to_call": CALL_INPS,
    },
    {
        "code": "inps-cud",
        "name": "Certificazione Unica di INPS (CUD)",
        "partner": "inps",
        "kind": Kind.LOOK_UP,
        "ticket_letter": "C",
        "life_events": [LifeEvent.PENSION, LifeEvent.INCOME],
        "description": "La copia della certificazione dei redditi pagati da INPS: pensioni, disoccupazione, maternità.",
        "who_may_ask": "La persona, o chi ha la sua delega per i documenti INPS; "
        "il Comune d'ufficio, per una pratica con numero di protocollo.",
        "documents": "Documento d'identità\nDelega e copia del documento di chi delega, se viene un altro",
        "cost": "gratuito",
        "time_needed": "subito, se INPS risponde",
        "law": "DPR 322/1998, art. 4; DPR 445/2000, art. 43",
        "decided_by": "INPS",
        "whom_to_call": CALL_INPS,
    },
    {
        "code": "inps-isee",
        "name": "Attestazione ISEE già rilasciata",
        "partner": "inps",
        "kind": Kind.LOOK_UP,
        "ticket_letter": "C",
        "life_events": [LifeEvent.INCOME],
        "description": "Se c'è un'attestazione valida, con che valore e fino a quando. "
        "Oggi si trascrive dal foglio di INPS che porta il cittadino.",
        "who_may_ask": "Un componente del nucleo, o chi ha la sua delega per i documenti INPS.",
        "documents": "Documento d'identità\nIl foglio dell'attestazione, se c'è",
        "cost": "gratuito",
        "time_needed": "subito",
        "law": "DPCM 159/2013, art. 11",
        "decided_by": "INPS",
        "whom_to_call": CALL_INPS,
    },
    {
        "code": "enel-voltura",
        "name": "Voltura della luce",
        "partner": "enel",
        "kind": Kind.ENTRY,
        "ticket_letter": "E",
        "life_events": [LifeEvent.HOME, LifeEvent.DEATH],
        "description": "Il contatore è attivo a nome di un altro, e passa a chi lo chiede. Nel mercato tutelato "
        "solo per i clienti vulnerabili: per esempio chi ha più di 75 anni.",
        "who_may_ask": "Chi abita o ha la casa, o chi ha la sua delega per i contratti Enel; l'erede, dopo un decesso.",
        "documents": "Documento d'identità e codice fiscale\nUna bolletta di chi c'era prima, con il POD\n"
        "La lettura del contatore\nIl titolo sulla casa: rogito o contratto d'affitto",
        "cost": "23 € più gli oneri del distributore e la marca da bollo; gratuita per l'erede che già ci abita",
        "time_needed": "circa cinque giorni lavorativi",
        "law": "DL 47/2014, art. 5; D.Lgs. 210/2021, art. 11",
        "decided_by": "Enel",
        "whom_to_call": CALL_ENEL,
        "usual_minutes": 20,
    },
    {
        "code": "enel-fornitura",
        "name": "Nuova fornitura di luce",
        "partner": "enel",
        "kind": Kind.ENTRY,
        "ticket_letter": "E",
        "life_events": [LifeEvent.HOME],
        "description": "Allaccio dove il contatore non c'è, prima attivazione dove c'è e non è mai stato acceso, "
        "subentro dove è stato chiuso. Nel mercato tutelato solo per i clienti vulnerabili.",
        "who_may_ask": "Chi abita o ha la casa, o chi ha la sua delega per i contratti Enel.",
        "documents": "Documento d'identità e codice fiscale\nIl POD, se il contatore c'è\n"
        "Il titolo sulla casa: rogito o contratto d'affitto",
        "cost": "lo dice Enel, secondo i lavori",
        "time_needed": "sette giorni lavorativi se il contatore c'è; per l'allaccio, secondo i lavori",
        "law": "DL 47/2014, art. 5",
        "decided_by": "Enel",
        "whom_to_call": CALL_ENEL,
    },
    {
        "code": "enel-tutela",
        "name": "Rientro nella maggior tutela",
        "partner": "enel",
        "kind": Kind.ENTRY,
        "ticket_letter": "E",
        "life_events": [LifeEvent.HOME, LifeEvent.INCOME],
        "description": "Dal mercato libero si torna al prezzo fissato da ARERA, quando si vuole. "
        "Solo per i clienti vulnerabili: per esempio chi ha più di 75 anni.",
        "who_may_ask": "Chi ha il contratto della luce, o chi ha la sua delega per i contratti Enel.",
        "documents": "Documento d'identità e codice fiscale\nL'ultima bolletta, con il POD e il venditore\n"
        "La prova della vulnerabilità, se non è l'età",
        "cost": "imposta di bollo, e deposito senza addebito in conto",
        "time_needed": "dal primo del mese, o di quello dopo",
        "law": "D.Lgs. 210/2021, art. 11",
        "decided_by": "Enel",
        "whom_to_call": CALL_ENEL,
        "usual_minutes": 20,
    },
    {
        "code": "enel-potenza",
        "name": "Cambio di potenza",
        "partner": "enel",
        "kind": Kind.ENTRY,
        "ticket_letter": "E",
        "life_events": [LifeEvent.HOME, LifeEvent.HEALTH],
        "description": "Più potenza se il contatore salta, meno per spendere meno; o un'altra tensione, o un altro uso.",
        "who_may_ask": "Chi ha il contratto della luce, o chi ha la sua delega per i contratti Enel.",
        "documents": "Documento d'identità\nUna bolletta con POD e potenza",
        "cost": "lo dice Enel",
        "time_needed": "lo dice Enel",
        "decided_by": "Enel",
        "whom_to_call": CALL_ENEL,
    },
    {
        "code": "enel-disdetta",
        "name": "Disdetta della luce",
        "partner": "enel",
        "kind": Kind.ENTRY,
        "ticket_letter": "E",
        "life_events": [LifeEvent.HOME, LifeEvent.DEATH],
        "description": "Il contratto finisce e il contatore si spegne: se qualcuno resta nella casa, serve la voltura.",
        "who_may_ask": "Chi ha il contratto della luce, o chi ha la sua delega per i contratti Enel; l'erede, "
        "dopo un decesso.",
        "documents": "Documento d'identità\nUna bolletta con il POD\nLa lettura del contatore",
        "cost": "lo dice Enel",
        "time_needed": "cinque giorni lavorativi",
        "decided_by": "Enel",
        "whom_to_call": CALL_ENEL,
    },
    {
        "code": "bonus-elettrico",
        "name": "Bonus elettrico",
        "kind": Kind.PROCEDURE,
        "life_events": [LifeEvent.INCOME, LifeEvent.HEALTH],
        "description": "Per disagio economico arriva da solo in bolletta a chi ha l'ISEE sotto la soglia: qui si "
        "controlla perché non è arrivato. Per disagio fisico si fa domanda qui, su SGAte.",
        "who_may_ask": "Chi ha il contratto della luce, o chi ha la sua delega.",
        "documents": "Per il disagio fisico:\nCertificato della ASL con l'apparecchio e le ore d'uso\n"
        "Una bolletta con POD e potenza\nDocumento d'identità di chi chiede e di chi è malato",
        "cost": "gratuito",
        "time_needed": "la prima bolletta utile, di solito dopo un mese o due",
        "law": "DM 28/12/2007; DL 124/2019, art. 57-bis",
        "decided_by": "Acquirente Unico e venditore; SGAte per il disagio fisico",
        "whom_to_call": "Sportello per il consumatore 800 166 654",
        "usual_minutes": 15,
    },
    {
        "code": "residenza",
        "name": "Cambio di residenza",
        "kind": Kind.PROCEDURE,
        "ticket_letter": "D",
        "life_events": [LifeEvent.HOME],
        "description": "Chi viene ad abitare a Poggioverde, o cambia casa dentro il Comune.",
        "who_may_ask": "Un componente maggiorenne della famiglia che si sposta.",
        "documents": "Documento d'identità di tutti\nTitolo sulla casa: rogito, affitto o consenso del proprietario\n"
        "Patente e targhe, per l'aggiornamento",
        "cost": "gratuito",
        "time_needed": "registrata in due giorni lavorativi; controlli entro 45 giorni",
        "law": "DPR 223/1989; DL 5/2012, art. 5",
        "decided_by": "Ufficiale d'anagrafe",
        "whom_to_call": CALL_COMUNE,
        "usual_minutes": 20,
    },
    {
        "code": "carta-identita",
        "name": "Carta d'identità elettronica",
        "kind": Kind.INFORMATION,
        "ticket_letter": "D",
        "life_events": [LifeEvent.BIRTH, LifeEvent.HOME],
        "description": "Si prendono foto, firma e impronte; la carta arriva a casa. "
        "Si può rinnovare da sei mesi prima della scadenza.",
        "who_may_ask": "Chi è residente o domiciliato; per i minori, con i genitori.",
        "documents": "Una fototessera recente\nLa carta scaduta, o la denuncia se è persa\nTessera sanitaria",
        "cost": "22,20 €; 27,40 € se la carta è persa o rovinata",
        "time_needed": "sei giorni lavorativi",
        "law": "DL 78/2015, art. 10",
        "decided_by": "Comune",
        "whom_to_call": CALL_COMUNE,
        "usual_minutes": 15,
    },
    {
        "code": "tari",
        "name": "Tassa sui rifiuti (TARI)",
        "kind": Kind.INFORMATION,
        "ticket_letter": "B",
        "life_events": [LifeEvent.HOME],
        "description": "Iscrizione, cambi, rate e riduzioni. Con l'ISEE sotto la soglia c'è uno sconto del 25%, "
        "che arriva da solo l'anno dopo.",
        "who_may_ask": "Chi occupa la casa.",
        "documents": "Documento d'identità\nL'ultimo avviso di pagamento",
        "cost": "gratuito",
        "time_needed": "subito per le informazioni",
        "law": "L. 147/2013; DPCM 24/2025",
        "decided_by": "Ufficio tributi",
        "whom_to_call": CALL_COMUNE,
    },
    {
        "code": "mensa",
        "name": "Mensa scolastica",
        "kind": Kind.APPLICATION,
        "life_events": [LifeEvent.SCHOOL],
        "description": "Iscrizione alla mensa e tariffa secondo l'ISEE. Senza ISEE si paga la tariffa intera.",
        "who_may_ask": "Un genitore o chi ha la tutela.",
        "documents": "Documento d'identità\nAttestazione ISEE in corso, senza omissioni",
        "cost": "secondo l'ISEE",
        "time_needed": "dal mese dopo, se la domanda è entro il 15",
        "law": "DPCM 159/2013",
        "decided_by": "Ufficio scuola",
        "whom_to_call": CALL_COMUNE,
    },
    {
        "code": "assegno-maternita",
        "name": "Assegno di maternità dei Comuni",
        "kind": Kind.APPLICATION,
        "life_events": [LifeEvent.BIRTH],
        "description": "Per la madre che non ha un'altra indennità di maternità, o ne ha una più bassa. "
        "Il Comune concede, INPS paga.",
        "who_may_ask": "La madre residente, entro sei mesi dalla nascita o dall'ingresso del bambino.",
        "documents": "Documento d'identità o titolo di soggiorno\nIBAN",
        "cost": "gratuito",
        "time_needed": "30 giorni dal protocollo",
        "law": "D.Lgs. 151/2001, art. 74",
        "decided_by": "Comune",
        "whom_to_call": CALL_COMUNE,
        "usual_minutes": 20,
    },
    {
        "code": "buoni-spesa",
        "name": "Buoni spesa",
        "kind": Kind.APPLICATION,
        "life_events": [LifeEvent.INCOME],
        "description": "Buoni per alimentari, con un bando: si fa la graduatoria dall'ISEE più basso.",
        "who_may_ask": "Un componente maggiorenne della famiglia residente, quando il bando è aperto.",
        "documents": "Documento d'identità\nAttestazione ISEE in corso, senza omissioni",
        "cost": "gratuito",
        "time_needed": "30 giorni dalla chiusura del bando",
        "law": "L. 328/2000, art. 22",
        "decided_by": "Servizi sociali",
        "whom_to_call": CALL_COMUNE,
        "usual_minutes": 15,
    },
    {
        "code": "contributo-affitto",
        "name": "Contributo affitto",
        "kind": Kind.APPLICATION,
        "life_events": [LifeEvent.HOME, LifeEvent.INCOME],
        "description": "Un aiuto per il canone, con un bando e la graduatoria: chi viene prima è pagato finché basta.",
        "who_may_ask": "Chi ha un contratto d'affitto registrato e vi abita, quando il bando è aperto.",
        "documents": "Documento d'identità\nAttestazione ISEE in corso\nContratto d'affitto registrato\n"
        "Ricevute del canone",
        "cost": "gratuito",
        "time_needed": "30 giorni dalla chiusura del bando",
        "law": "L. 431/1998, art. 11",
        "decided_by": "Servizi sociali",
        "whom_to_call": CALL_COMUNE,
        "usual_minutes": 20,
    },
    {
        "code": "informazioni",
        "name": "Informazioni",
        "kind": Kind.INFORMATION,
        "ticket_letter": "B",
        "description": "Orari, uffici, moduli: quello che si risponde in due minuti.",
        "cost": "gratuito",
        "time_needed": "subito",
        "decided_by": "Comune",
        "whom_to_call": CALL_COMUNE,
        "usual_minutes": 5,
    },
    {
        "code": "visura-catastale",
        "name": "Visura catastale",
        "partner": "catasto",
        "kind": Kind.INFORMATION,
        "ticket_letter": "B",
        "life_events": [LifeEvent.HOME, LifeEvent.DEATH],
        "description": "I dati di una casa o di un terreno in catasto.",
        "who_may_ask": "Chiunque; gratis per chi è proprietario.",
        "documents": "Documento d'identità\nIndirizzo, o foglio e particella",
        "cost": "gratuito per il proprietario",
        "time_needed": "subito",
        "decided_by": "Agenzia delle Entrate",
        "whom_to_call": "Agenzia delle Entrate 800 90 96 96",
    },
]


def load() -> None:
    partners = {
        code: Partner.objects.create(code=code, name=name, support_phone=phone, support_hours=hours)
        for code, (name, phone, hours) in PARTNERS.items()
    }
    Service.objects.bulk_create(
        Service(**{**card, "partner": partners[card["partner"]] if "partner" in card else None})
        for card in SERVICES
    )
