"""Settings of Sportello. Each variable of the environment is read in one place, with its meaning above it.

The table in README.md repeats the variables; a test compares the two. With no variable at all, this is a machine
for trying Sportello out: an embedded PostgreSQL, invented people, partners played by the sandbox.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from sportello.database import embedded

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
# A file of `NAME=value` lines, read before the rest; the environment wins over it.
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# What this server is for

# True on a machine for demonstration or development: sandbox partners, plain http and demo accounts are allowed.
# It is the default only where no database is named, which never is a production server.
DEMO = env.bool("DEMO", default="DATABASE_URL" not in env)
# The password of the three demo accounts; when empty one is chosen once and kept under var/.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
# Django's debugging pages. Never true on a server.
DEBUG = env.bool("DEBUG", default=False)
# Signs sessions and links. At least 50 random characters.
SECRET_KEY = env.str(
    "SECRET_KEY", default="demo-key-known-to-everybody-never-good-for-a-real-server-of-a-comune"
)
# The names under which browsers reach this server, separated by commas.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEMO else [])
# How many proxies stand before this server: the address of who tries passwords is read behind them.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# Database

# Name of the embedded database, used only where DATABASE_URL is not set.
DATABASE_NAME = env.str("DATABASE_NAME", default="sportello")
if "DATABASE_URL" in env:
    # The database, with the application's role: postgresql://role:password@host:5432/name
    application_database = env.db_url("DATABASE_URL", engine="django.db.backends.postgresql")
    # The same database with the role that owns the tables and migrates them.
    owner_database = env.db_url(
        "DATABASE_OWNER_URL", default=env.str("DATABASE_URL"), engine="django.db.backends.postgresql"
    )
else:
    socket_folder = str(embedded.start(VAR_DIR / "postgres", DATABASE_NAME))
    embedded_database = {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": socket_folder,
        "NAME": DATABASE_NAME,
    }
    application_database = {**embedded_database, "USER": embedded.APPLICATION}
    owner_database = {**embedded_database, "USER": embedded.OWNER}

DATABASES = {
    "default": {
        **application_database,
        "CONN_HEALTH_CHECKS": True,  # else each pooled connection fails once after the database restarts
        "OPTIONS": {
            **application_database.get("OPTIONS", {}),
            # Most connections one process keeps; a request waits at most five seconds for one.
            "pool": {"min_size": 1, "max_size": env.int("DATABASE_CONNECTIONS", default=16), "timeout": 5},
        },
    },
    # Tests run on one connection, the owner's: see tests/conftest.py.
    "owner": {**owner_database, "TEST": {"MIRROR": "default"}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Applications

INSTALLED_APPS = [
    "sportello.apps.SportelloConfig",
    "partners.apps.PartnersConfig",
    "isee.apps.IseeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "bootstrap_italia_template",
    "csp",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sportello.middleware.private_pages",
    "sportello.middleware.login_redirect",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sportello.middleware.presence",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sportello.middleware.act_without_page",
]
ROOT_URLCONF = "sportello.urls"
WSGI_APPLICATION = "sportello.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sportello.context_processors.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Sign-in

AUTH_USER_MODEL = "sportello.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "sportello.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
# After five wrong passwords for a name, or twenty from an address, five minutes of pause.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip", "reauthenticate": "10/5m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Minutes without a key or a click after which the operator's presence is asked for again.
IDLE_MINUTES = env.int("IDLE_MINUTES", default=20)
# Hours after which a session ends whatever happens.
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 3600

# Security of pages

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sportello.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap Italia's style sheet holds its small images as data
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Files, pages, language

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
if DEMO:
    STATIC_ROOT.mkdir(
        parents=True, exist_ok=True
    )  # nothing is collected there, and whitenoise warns without it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = DEMO  # a style sheet changed under a running server is served as it is now
SESSION_ENGINE = "sportello.sessions"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {message_levels.DEBUG: "info", message_levels.ERROR: "error"}
LANGUAGE_CODE = "it"
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 4  # no form has more

# Folder of the files that people bring: private, no address of the web server leads there.
MEDIA_ROOT = Path(env.str("MEDIA_DIR", default=str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Megabytes of the largest file that may be attached.
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MEGABYTES", default=10) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "sportello.uploads.StopAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Partners: the adapter of each, by dotted path, and where it is reached. In a demonstration the sandbox plays them.

# Port of the sandbox process.
SANDBOX_PORT = env.int("SANDBOX_PORT", default=8001)
sandbox_url = f"http://127.0.0.1:{SANDBOX_PORT}" if DEMO else ""
# What the sandbox has registered for the Comune (partners/sandbox/pdnd.py).
sandbox_purposes = {
    "isee_residents": "b1d5a3c2-0a11-4b7e-8f51-000000000001",
    "isee_attestation": "b1d5a3c2-0a11-4b7e-8f51-000000000002",
    "isee_indicator": "b1d5a3c2-0a11-4b7e-8f51-000000000003",
    "isee_threshold": "b1d5a3c2-0a11-4b7e-8f51-000000000004",
}
demo_isee = {
    "assertion_audience": "sandbox.pdnd.example/client-assertion" if DEMO else "",
    "client_id": "7c1f4f0e-4c1b-4a53-9d8e-5a2f6c3b1e01" if DEMO else "",
    "purposes": ",".join(f"{name}={purpose}" for name, purpose in sandbox_purposes.items()) if DEMO else "",
    "audience": "sandbox.inps.example/isee" if DEMO else "",
}
PARTNERS: dict[str, dict[str, Any]] = {
    "inps": {
        "ADAPTER": "partners.adapters.inps.Inps",
        "OPTIONS": {
            # Address of INPS's documents service.
            "base_url": env.str("INPS_URL", default=f"{sandbox_url}/inps/v1" if DEMO else ""),
            # The key that INPS gave to the Comune.
            "token": env.str("INPS_TOKEN", default="demo" if DEMO else ""),
            # Seconds to connect to INPS and to wait for its answer.
            "timeout": (3, env.int("INPS_TIMEOUT", default=8)),
            # The ISEE over PDND: docs/inps.md says how each is found.
            "isee": {
                # A name of ours for where the questions go, kept with each: produzione, collaudo, sandbox.
                "environment": env.str("INPS_ENVIRONMENT", default="sandbox" if DEMO else "produzione"),
                # Where PDND gives vouchers, and the audience that it wants in the assertion.
                "token_url": env.str(
                    "INPS_TOKEN_URL", default=f"{sandbox_url}/pdnd/token.oauth2" if DEMO else ""
                ),
                "assertion_audience": env.str(
                    "INPS_ASSERTION_AUDIENCE", default=demo_isee["assertion_audience"]
                ),
                # The client registered at PDND, the file of its private key, and the key's name there (kid).
                "client_id": env.str("INPS_CLIENT_ID", default=demo_isee["client_id"]),
                "key_file": env.str(
                    "INPS_KEY_FILE", default=str(VAR_DIR / "sandbox-comune.pem") if DEMO else ""
                ),
                "key_id": env.str("INPS_KEY_ID", default=""),
                # Seconds for which an assertion lives.
                "assertion_seconds": env.int("INPS_ASSERTION_SECONDS", default=100),
                # Address of the ISEE services, to which the operation is added; and those of their own.
                "isee_url": env.str("INPS_ISEE_URL", default=f"{sandbox_url}/inps/isee/v2" if DEMO else ""),
                "addresses": env.str("INPS_ADDRESSES", default=""),
                # The purpose (finalità) of each service.
                "purposes": env.str("INPS_PURPOSES", default=demo_isee["purposes"]),
                # The audience of the e-services, wanted where something is signed.
                "audience": env.str("INPS_AUDIENCE", default=demo_isee["audience"]),
                # What the e-services want signed: none, audit01, audit02; none, rest02.
                "tracking": env.str("INPS_TRACKING", default="none"),
                "integrity": env.str("INPS_INTEGRITY", default="none"),
                # Who INPS is told to be the user: operator, body, fixed; the name of the last two; the office.
                "identity": env.str("INPS_IDENTITY", default="operator"),
                "identity_user": env.str("INPS_IDENTITY_USER", default=""),
                "office_code": env.str("INPS_OFFICE_CODE", default="001"),
                # How surely operators are known where their sign-in does not say it.
                "level_of_assurance": env.str("INPS_LOA", default="LoA2"),
                # Our certificate and its key for mutual TLS; the authorities trusted, else the usual ones.
                "certificate_file": env.str("INPS_CERTIFICATE_FILE", default=""),
                "certificate_key_file": env.str("INPS_CERTIFICATE_KEY_FILE", default=""),
                "authorities_file": env.str("INPS_AUTHORITIES_FILE", default=""),
                # Seconds to connect to PDND or INPS and to wait for an answer about the ISEE.
                "timeout": (5, env.int("INPS_ISEE_TIMEOUT", default=25)),
            },
        },
        # Questions of a day for each document, after which nobody asks until tomorrow; 0: no limit is known.
        "DAILY_LIMIT": env.int("INPS_DAILY_LIMIT", default=0),
    },
    "enel": {
        "ADAPTER": "partners.adapters.enel.Enel",
        "OPTIONS": {
            # Address of Enel's contracts service.
            "base_url": env.str("ENEL_URL", default=f"{sandbox_url}/enel/v1" if DEMO else ""),
            # The key that Enel gave to the Comune.
            "token": env.str("ENEL_TOKEN", default="demo" if DEMO else ""),
            # Seconds to connect to Enel and to wait for its answer.
            "timeout": (3, env.int("ENEL_TIMEOUT", default=8)),
        },
    },
}
# Seconds before a request of a contract is tried again, by how often it was tried in vain; the last one stays.
CONTRACT_PAUSES = env.list("CONTRACT_PAUSES", cast=int, default=[2, 5, 15, 60, 300, 900])
# Seconds after which a step of a request that should have been taken counts as lost, and is taken up again.
CONTRACT_LOST_AFTER = env.int("CONTRACT_LOST_AFTER", default=60)
# Keys that seal what partners sent, separated by commas: the first seals, all of them open. Each is 32 random bytes in
# URL-safe base64, as `python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"` prints.
DEMO_SEALING_KEY = "ZGVtby1rZXktb2Ytc3BvcnRlbGxvLWtub3duLXRvLWE="
SEALING_KEYS = env.list("SEALING_KEYS", default=[DEMO_SEALING_KEY] if DEMO else [])
# Days for which what a partner sent is kept sealed; then only its digest.
RAW_ANSWER_DAYS = env.int("RAW_ANSWER_DAYS", default=30)
# The function that says whether an act is allowed on a day: the counter asks it without importing the partners.
ACT_PERMISSION = "partners.permission.permissions"

# Background work

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 4, "delete_jobs": "never"}

# What happens, told on the standard error stream; no personal data in any line.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "sportello.log_lines.WithoutMessages",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "pypdf": {
            "handlers": ["console"],
            "level": "CRITICAL",
            "propagate": False,
        },  # it tells of each odd file
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
