"""Settings: the demo starts without any; production names every one or refuses.

Each variable is described in docs/reference/settings.md.
"""

import os
import pkgutil
from typing import Any

from csp.constants import NONE, SELF

from tongban.config import cluster, environment
from tongban.config.environment import DatabaseRole, Mode
from tongban.config.safety import refuse_unsafe_production

MODE = environment.mode()
PRODUCTION = MODE is Mode.PRODUCTION

TONGBAN_HOME = environment.folder("TONGBAN_HOME", environment.REPOSITORY / "var")
TONGBAN_POLICY = environment.folder("TONGBAN_POLICY", environment.REPOSITORY / "policy")
TONGBAN_DEMO = environment.flag("TONGBAN_DEMO", default=MODE is Mode.DEMO)
TONGBAN_SETTABLE_CLOCK = environment.flag(
    "TONGBAN_SETTABLE_CLOCK", default=not PRODUCTION
)
TONGBAN_REGION = os.environ.get("TONGBAN_REGION", "370700")
TONGBAN_SITE = os.environ.get(
    "TONGBAN_SITE", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
)
TONGBAN_FILES = environment.folder("TONGBAN_FILES", TONGBAN_HOME / "files")
TONGBAN_CLAMD = os.environ.get("TONGBAN_CLAMD", "")
KEYS = environment.secrets_of(TONGBAN_HOME, MODE)
SECRET_KEY = KEYS.signing
TONGBAN_FIELD_KEY = KEYS.fields
TONGBAN_INDEX_KEY = KEYS.index
TONGBAN_FIELD_KEYS_FORMER = tuple(environment.words("TONGBAN_FIELD_KEYS_FORMER"))
TONGBAN_STAFF_DEVICES = environment.choice(
    "TONGBAN_STAFF_DEVICES",
    ("required", "noted") if MODE is Mode.PRODUCTION else ("noted", "required"),
)
TONGBAN_STAFF_NETWORKS = environment.words("TONGBAN_STAFF_NETWORKS")
TONGBAN_PAPER_KEY = KEYS.papers
TONGBAN_PAPER_KEYS_FORMER = tuple(environment.words("TONGBAN_PAPER_KEYS_FORMER"))
TONGBAN_PAPER_SIGNATURE = environment.choice(
    "TONGBAN_PAPER_SIGNATURE", ("ed25519", "ecdsa-p256")
)
TONGBAN_HASH = environment.choice("TONGBAN_HASH", ("sha256", "sm3"))
TONGBAN_FACES = environment.faces()
TONGBAN_MESSAGING = environment.choice(
    "TONGBAN_MESSAGING",
    ("none", "http") if PRODUCTION else ("local", "http", "none"),
)
MESSAGING_SUPPLIERS = environment.suppliers()
TONGBAN_CARRIER = environment.choice(
    "TONGBAN_CARRIER",
    ("none", "http") if PRODUCTION else ("local", "http", "none"),
)
CARRIER = environment.carrier()
TONGBAN_HSA_GATEWAYS = environment.words("TONGBAN_HSA_GATEWAYS") or (
    ["signed", "token"] if PRODUCTION else ["signed", "tif", "apikey", "token", "open"]
)
DEPARTMENTS = environment.departments()
TONGBAN_EXCHANGE_CODE = os.environ.get("TONGBAN_EXCHANGE_CODE", TONGBAN_REGION)
TONGBAN_EXCHANGE_REGIONS = environment.words("TONGBAN_EXCHANGE_REGIONS") or [
    TONGBAN_REGION
]
TONGBAN_EXCHANGE_SIGNATURE = environment.choice(
    "TONGBAN_EXCHANGE_SIGNATURE", ("ed25519", "sm2")
)
PEERS = environment.peers()

DEBUG = environment.flag("TONGBAN_DEBUG", default=False)
ALLOWED_HOSTS = environment.words("TONGBAN_ALLOWED_HOSTS") or (
    [] if PRODUCTION else ["*"]
)
CSRF_TRUSTED_ORIGINS = environment.words("TONGBAN_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "tongban.records.accounts",
    "tongban.records.audit",
    "tongban.records.away",
    "tongban.records.calendar",
    "tongban.records.cases",
    "tongban.records.catalogue",
    "tongban.records.collecting",
    "tongban.records.consents",
    "tongban.records.credentials",
    "tongban.records.departments",
    "tongban.records.desk",
    "tongban.records.enrolment",
    "tongban.records.crossing",
    "tongban.records.exchange",
    "tongban.records.files",
    "tongban.records.filings",
    "tongban.records.hsa",
    "tongban.records.hsa_mapping",
    "tongban.records.institutions",
    "tongban.records.items",
    "tongban.records.ledger",
    "tongban.records.loading",
    "tongban.records.matching",
    "tongban.records.medical_catalogue",
    "tongban.records.notices",
    "tongban.records.offices",
    "tongban.records.papers",
    "tongban.records.parties",
    "tongban.records.payments",
    "tongban.records.personal_accounts",
    "tongban.records.queues",
    "tongban.records.ratings",
    "tongban.records.register",
    "tongban.records.rosters",
    "tongban.records.security",
    "tongban.records.settlement",
    "tongban.records.claims",
    "tongban.records.staff",
    "tongban.records.timekeeping",
    "tongban.records.transfers",
    "tongban.records.units",
    "tongban.portals.shared",
    "tongban.portals.citizen",
    "tongban.portals.desk",
    "tongban.portals.hall",
    "tongban.portals.till",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tongban.portals.shared.language.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "tongban.portals.shared.middleware.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "tongban.api.methods.MethodMiddleware",
]

ROOT_URLCONF = "tongban.config.urls"
WSGI_APPLICATION = "tongban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "string_if_invalid": "",
        },
    },
]

DB_ROLE = environment.database_role()
DATABASE_URL = os.environ.get("DATABASE_URL", "")
WEB_DATABASE_URL = os.environ.get("TONGBAN_WEB_DATABASE_URL", "")


def _database() -> dict[str, Any]:
    url = WEB_DATABASE_URL if DB_ROLE is DatabaseRole.WEB else ""
    url = url or DATABASE_URL
    if url:
        found = environment.database_from_url(url)
    else:
        found = cluster.address(TONGBAN_HOME, environment.ROLE_NAMES[DB_ROLE])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **found,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "id_number", "phone"]
AXES_IPWARE_PROXY_COUNT = int(os.environ.get("TONGBAN_PROXY_COUNT", "0")) or None
OTP_TOTP_ISSUER = "通办"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = TONGBAN_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": TONGBAN_FILES},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE is Mode.TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Pages' files are for everybody, the proxy's account included.
        "OPTIONS": {
            "file_permissions_mode": 0o644,
            "directory_permissions_mode": 0o755,
        },
    },
}
WHITENOISE_USE_FINDERS = MODE is Mode.TEST

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

COOKIES_SECURE = environment.flag("TONGBAN_COOKIES_SECURE", default=PRODUCTION)
SESSION_COOKIE_SECURE = COOKIES_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 4 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = COOKIES_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = environment.flag("TONGBAN_HTTPS_REDIRECT", default=PRODUCTION)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if COOKIES_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = COOKIES_SECURE
# Preloading binds a whole domain for years; that is its owner's decision, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.flag("TONGBAN_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

PROCRASTINATE_IMPORT_PATHS = [
    f"tongban.jobs.{module.name}"
    for module in pkgutil.iter_modules(
        [str(environment.REPOSITORY / "src/tongban/jobs")]
    )
]
PROCRASTINATE_ON_APP_READY = None

# Names, id numbers and phones never enter a log: messages carry codes and row
# ids, and Django's own request log is kept at warnings (it prints addresses).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "tongban": {"level": os.environ.get("TONGBAN_LOG_LEVEL", "INFO")},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "axes": {"level": "ERROR"},
    },
}

if PRODUCTION:
    refuse_unsafe_production(globals())
