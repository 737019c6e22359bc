"""What is wrong with the settings of the ISEE by service, told before anybody asks, for whoever administers.

Nobody is called: what only PDND or INPS can know (an unknown key, a suspended purpose) shows with the first question.
"""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from partners.adapters.inps.key import PdndKey
from partners.adapters.inps.profile import Identity, Options, Unusable, offered, profile_of

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# The hosts of PDND's environments; the assertion's audience is the host and this path.
PDND = "interop.pagopa.it"
AUDIENCE_PATH = "/client-assertion"
COLLAUDO = "collaudo"
# Days before the end of our certificate from which it is told.
SOON = 30


def problems(options: Options, *, is_demo: bool, now: datetime) -> list[str]:
    """Sentences for the administrator, each naming its setting; none where the ISEE comes by the portal alone.

    In a demonstration the sandbox makes the key when it starts, and plain http to this machine is no danger.
    """
    if not options.is_used:
        return []
    found = [
        *_client(options),
        *_key(options, is_demo),
        *_services(options),
        *_addresses(options, is_demo),
        *_environments(options),
        *_identity(options),
        *_certificate(options, now),
        *_authorities(options),
    ]
    return list(dict.fromkeys(found))  # one mistake may concern several services


def _client(options: Options) -> Iterator[str]:
    try:
        UUID(options.client_id)
    except ValueError:
        yield "INPS_CLIENT_ID manca o non è un identificativo di PDND (UUID): copialo dalla console di PDND."
    if not 10 <= options.assertion_seconds <= 24 * 3600:
        yield "INPS_ASSERTION_SECONDS: un'asserzione vive fra 10 secondi e un giorno; 100 vanno bene."


def _key(options: Options, is_demo: bool) -> Iterator[str]:
    path = Path(options.key_file)
    if is_demo and options.key_file and not path.exists():
        return
    try:
        PdndKey(options.key_file, options.key_id)
    except Unusable as unusable:
        yield str(unusable)
        return
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield (
            f"Il file di INPS_KEY_FILE ({path}) è aperto ad altri utenti del server: "
            f"lascialo leggere solo al programma (chmod 600 {path})."
        )


def _services(options: Options) -> Iterator[str]:
    services = offered(options)
    if not services:
        yield "INPS_PURPOSES manca: senza finalità nessun servizio ISEE si può interrogare."
    for operation in services:
        try:
            profile_of(options, operation)
        except Unusable as unusable:
            yield str(unusable)


def _addresses(options: Options, is_demo: bool) -> Iterator[str]:
    addresses = {"INPS_TOKEN_URL": options.token_url, "INPS_ISEE_URL": options.isee_url}
    for setting, address in addresses.items():
        url = urlsplit(address)
        if setting == "INPS_ISEE_URL" and not address:
            continue
        if url.scheme not in ("http", "https") or not url.hostname:
            yield f"{setting} manca o non è un indirizzo: comincia con https://."
        elif not is_demo and url.hostname in LOOPBACK:
            yield f"{setting} è l'indirizzo della prova (sandbox): scrivi quello vero."
        elif not is_demo and url.scheme != "https":
            yield f"{setting} non è https: i dati delle persone viaggiano solo cifrati."


def _environments(options: Options) -> Iterator[str]:
    """PDND and INPS each have a production and one or more environments for trying: they must not be mixed."""
    host = urlsplit(options.token_url).hostname or ""
    if not options.assertion_audience:
        yield "INPS_ASSERTION_AUDIENCE manca: è il destinatario dell'asserzione, come dice la console di PDND."
    elif host.endswith(PDND) and options.assertion_audience != host + AUDIENCE_PATH:
        yield (
            f"INPS_ASSERTION_AUDIENCE non è dell'ambiente di INPS_TOKEN_URL: per {host} è «{host}{AUDIENCE_PATH}»."
        )
    inps = urlsplit(options.isee_url).hostname or ""
    if host == f"auth.{PDND}" and COLLAUDO in inps:
        yield "INPS_ISEE_URL è il collaudo di INPS, INPS_TOKEN_URL è la produzione di PDND: scegli un ambiente solo."
    if host.endswith(PDND) and host != f"auth.{PDND}" and inps == "api.inps.it":
        yield "INPS_TOKEN_URL è un ambiente di prova di PDND, INPS_ISEE_URL la produzione di INPS: scegline uno solo."


def _identity(options: Options) -> Iterator[str]:
    if options.identity not in [each.value for each in Identity]:
        yield f"INPS_IDENTITY dice «{options.identity}»: può dire soltanto {', '.join(Identity)}."
    elif options.identity != Identity.OPERATOR and not options.identity_user:
        yield "INPS_IDENTITY_USER manca: con INPS_IDENTITY «body» è il codice fiscale del Comune, con «fixed» un nome."


def _certificate(options: Options, now: datetime) -> Iterator[str]:
    if not options.certificate_file:
        return
    try:
        certificate = x509.load_pem_x509_certificate(Path(options.certificate_file).read_bytes())
        key = load_pem_private_key(Path(options.certificate_key_file).read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        yield (
            "INPS_CERTIFICATE_FILE o INPS_CERTIFICATE_KEY_FILE non si leggono: servono il certificato e la sua chiave, "
            "in formato PEM senza password."
        )
        return
    if certificate.public_key() != key.public_key():
        yield "La chiave di INPS_CERTIFICATE_KEY_FILE non è quella del certificato di INPS_CERTIFICATE_FILE."
    ends = certificate.not_valid_after_utc
    if ends <= now.astimezone(UTC):
        yield f"Il certificato di INPS_CERTIFICATE_FILE è scaduto il {ends:%d/%m/%Y}: chiedine uno nuovo a INPS."
    elif (ends - now.astimezone(UTC)).days < SOON:
        yield f"Il certificato di INPS_CERTIFICATE_FILE scade il {ends:%d/%m/%Y}: chiedine uno nuovo a INPS."


def _authorities(options: Options) -> Iterator[str]:
    if not options.authorities_file:
        return
    try:
        x509.load_pem_x509_certificates(Path(options.authorities_file).read_bytes())
    except (OSError, ValueError):
        yield "INPS_AUTHORITIES_FILE non si legge: deve contenere i certificati delle autorità, in formato PEM."
