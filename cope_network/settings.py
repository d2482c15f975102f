"""All settings, read from the environment (docs/settings.md names every variable)."""

from __future__ import annotations

from email.utils import formataddr
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy

from core import env, env_addresses

django_stubs_ext.monkeypatch()  # so that CharField[str, str] can be written in annotations

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
_TRYING = DEBUG or DEMO  # on one's own machine: nothing has to be set, mails are printed
ADDRESS = env_addresses.listening("ADDRESS", "127.0.0.1:8000")
SITE_URL = env_addresses.site_address("SITE_URL", env_addresses.address_for_people(ADDRESS))
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY and _TRYING:
    SECRET_KEY = env.kept_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env_addresses.hosts(
    "ALLOWED_HOSTS",
    env_addresses.hosts_of(ADDRESS, SITE_URL) if _TRYING else [],
)
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is empty: set it to a long random text, or DEMO=True")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty: name the hosts the site answers to")

# -- the network ---------------------------------------------------------------------------------
NETWORK_NAME = env.line("NETWORK_NAME", "Children of Prisoners Europe")
NETWORK_ORGANISATION = env.slug("NETWORK_ORGANISATION", "cope")
OFFICE_EMAIL = env.email("OFFICE_EMAIL", "office@example.org")
NETWORK_ADDRESS = env.text("NETWORK_ADDRESS")  # by post; below the newsletter
CONTENT_LICENCE_NAME = env.line("CONTENT_LICENCE_NAME", "CC BY 4.0")
CONTENT_LICENCE_URL = env_addresses.web_address(
    "CONTENT_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/"
)


def _network_name() -> str:
    """What the office calls the network: asked when it is shown."""
    from core.network.now import network_now

    return network_now().name


WAGTAIL_SITE_NAME = lazy(_network_name, str)()
WAGTAILADMIN_BASE_URL = SITE_URL

# -- applications --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",  # first: translated fields must exist before Wagtail builds its indexes
    "users",
    "core",
    "records",
    "search",
    "maps",
    "members",
    "practices",
    "newsletter",
    "joining",
    "home",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "users.wagtail_app.GuardedUsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]
MIDDLEWARE = [
    # first what adds headers, so that answers of those below have them, refusals too
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.headers.HeadersMiddleware",
    "core.csp.AreaCSPMiddleware",
    "core.work.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.locale_middleware.ReadersLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "users.second_factor.middleware.SecondFactorMiddleware",
    "core.editing.admin_language.AdminLanguageMiddleware",
    "core.network.closed.ClosedFormsMiddleware",
    "core.throttling.middleware.ThrottleMiddleware",
    "core.acting.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.redirect_middleware.PublicRedirectMiddleware",
    "core.editing.admin_errors.AdminErrorsMiddleware",
]
ROOT_URLCONF = "cope_network.urls"
WSGI_APPLICATION = "cope_network.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cope_network" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.showing.context.site",
            ],
            "builtins": ["core.templatetags.content"],
        },
    }
]

# -- database, cache, tasks ----------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, Any] = {
    "default": env_addresses.database("DATABASE_URL", DATA_DIR / "db.sqlite3")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    INSTALLED_APPS.append("django.contrib.postgres")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Wagtail would remember renditions here, in each process for itself, and after their deletion.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# -- languages -----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["cope_network.formats"]
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("nb", "Norsk bokmål"),
    ("sv", "Svenska"),
    ("pl", "Polski"),
    ("el", "Ελληνικά"),
]
# browsers ask for Norwegian by three codes
for _code in ("no", "nn", "no-no", "nn-no"):
    LANG_INFO[_code] = {**LANG_INFO[_code[:2]], "fallback": ["nb"]}
LOCALE_PATHS = [BASE_DIR / "locale" / part for part in ("", "wagtail", "django")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Paris")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_TRANSLATION_FILES = ("core.translation.registration",)
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": tuple(code for code, _ in LANGUAGES)}
WAGTAIL_I18N_ENABLED = False  # one page tree; the language is the address prefix
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILREDIRECTS_AUTO_CREATE = False  # core.redirects makes them, in every language
# Wagtail's question about addresses that nearly match names pages by the titles of their drafts.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "exact"

# -- users and security --------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["users.signing_in.GuardedBackend"]
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # people are let in by their address (users.guard)
SESSION_ENGINE = "users.sessions"
# Who may change other people's logins has to have a second factor; not where one tries things out.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=not _TRYING)
OTP_TOTP_THROTTLE_FACTOR = 0  # codes are counted with everything else (core.throttling)
INVITATION_DAYS = env.number("INVITATION_DAYS", 14)
WAGTAILADMIN_USER_LOGIN_FORM = "users.login_form.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "users.password_reset.PasswordResetForm"  # noqa: S105 - a class
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
X_FRAME_OPTIONS = "DENY"  # but see core.headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
_HTTPS = SITE_URL.startswith("https://")
_BEHIND_TLS_PROXY = env.flag("BEHIND_TLS_PROXY")
# Where a proxy ends TLS and doesn't say so, forms come from an address that the site doesn't see.
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
MESSAGE_STORAGE = "core.showing.messages.QuietStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_TLS_PROXY else None
# Without a proxy that says so no request would look like https, and each be led on for ever.
SECURE_SSL_REDIRECT = _HTTPS and _BEHIND_TLS_PROXY
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    # Whether all names below the site's speak https, and may be listed in browsers as such, isn't
    # ours to say: the same domain has other servers.
    "security.W005",
    "security.W021",
]
THROTTLING = True
FORMS_NEED_NOTICE = not _TRYING  # strangers are asked nothing before notice and imprint are online
TRUSTED_PROXIES, TRUSTED_PROXIES_SOCKET = env.networks("TRUSTED_PROXIES")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- Wagtail -------------------------------------------------------------------------------------
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "core.editing.rich_text.RichTextArea"}}
# Wagtail would mail each comment to whoever wrote one before, also after they left
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no text takes a film: no other site is asked
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000  # told by the header, before anything is unpacked
# What comes in; stored are JPEG, PNG and WebP (core/files/intake).
WAGTAILIMAGES_EXTENSIONS = [
    *("avif", "gif", "heic", "heif", "jpeg", "jpg", "png", "tif", "tiff", "webp")
]
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.files.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.files.uploads.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # twelve languages × rows

# -- search --------------------------------------------------------------------------------------
SEARCH_URL = env.text("SEARCH_URL", f"embedded:{DATA_DIR / 'search'}")
SEARCH_API_KEY = env.text("SEARCH_API_KEY")
SEARCH_CA_FILE = env.readable_file("SEARCH_CA_FILE")
QUERY_LOG = env.flag("QUERY_LOG", default=True)

# -- map -----------------------------------------------------------------------------------------
# No tiles and no address service unless the operator names one: then it sees readers' requests.
MAP_TILES_URL = env_addresses.tiles("MAP_TILES_URL")
MAP_TILES_ATTRIBUTION = env.text("MAP_TILES_ATTRIBUTION")
NOMINATIM_DOMAIN = env_addresses.host("NOMINATIM_DOMAIN")
NOMINATIM_SCHEME = env.choice("NOMINATIM_SCHEME", "https", of=("https", "http"))
if MAP_TILES_URL and not MAP_TILES_ATTRIBUTION:
    raise ImproperlyConfigured("MAP_TILES_ATTRIBUTION is empty: name whose tiles these are")

# -- translation ---------------------------------------------------------------------------------
# No machine unless the operator names one: then it sees what editors have it translate.
TRANSLATION_URL = env.text("TRANSLATION_URL")
TRANSLATION_API_KEY = env.text("TRANSLATION_API_KEY")

# -- mail ----------------------------------------------------------------------------------------
vars().update(env_addresses.mail_server("EMAIL_URL", "console:" if _TRYING else "smtp://localhost"))
# Whatever sends a mail inside a request only queues it; the worker hands it to the mail server.
MAIL_DELIVERY_BACKEND = env.text("EMAIL_BACKEND") or vars()["EMAIL_BACKEND"]
ANYMAIL = env.pairs(env.listed("ANYMAIL"), name="ANYMAIL")
EMAIL_BACKEND = "core.mail.outgoing.QueueBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = formataddr((" ".join(NETWORK_NAME.split())[:60], OFFICE_EMAIL))
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs must not hold the worker
NEWSLETTER_DIGESTS = env.flag("NEWSLETTER_DIGESTS", default=True)
NEWSLETTER_SIGNUP = env.flag("NEWSLETTER_SIGNUP", default=True)
NEWSLETTER_PER_HOUR = env.number("NEWSLETTER_PER_HOUR")  # mails; 0: no limit
CONSENT_KEY = env.text("CONSENT_KEY", SECRET_KEY)  # of the digests in the consent log

# -- applications for membership: how long what is kept ------------------------------------------
APPLICATIONS_UNFINISHED_DAYS = env.number("APPLICATIONS_UNFINISHED_DAYS", 60)
APPLICATIONS_UNANSWERED_MONTHS = env.number("APPLICATIONS_UNANSWERED_MONTHS", 6)
APPLICATIONS_REFUSED_MONTHS = env.number("APPLICATIONS_REFUSED_MONTHS", 12)
APPLICATIONS_FILES_MONTHS = env.number("APPLICATIONS_FILES_MONTHS", 12)
REFEREES_MONTHS = env.number("REFEREES_MONTHS", 3)

# -- files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "cope_network" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = str(env.folder("MEDIA_ROOT", DATA_DIR / "media"))
# Files of applications for membership: no address leads there (joining/storage.py).
APPLICATIONS_ROOT = str(env.folder("APPLICATIONS_ROOT", DATA_DIR / "applications"))
if _TRYING:
    STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = _TRYING  # nothing has to be collected first
STORAGES = {
    "default": {"BACKEND": "core.files.storage.HiddenFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _TRYING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", of=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "queries": {"class": "search.reports.query_lines.QueryFile"},
    },
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},  # it greets at every start
        # the worker looks at the search every second: a line each would drown all others
        "elastic_transport": {"level": "WARNING"},
        # what was searched for goes to its own file only (docs/search.md)
        "search.queries": {"handlers": ["queries"], "level": "INFO", "propagate": False},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
