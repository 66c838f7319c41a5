"""What every way of running the site has in common. Each setting from the environment is described in docs/configuration.md."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

import intranet  # noqa: F401 - puts calendar/ on the path before the apps load

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

# What the site writes on this machine: SQLite, collected static files, media, the demo's mail and cache.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- The site ---
SITE_URL: str = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
SITE_NAME = "XMESS"
DEMO = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
ROOT_URLCONF = "intranet.urls"
WSGI_APPLICATION = "intranet.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- The web server that `manage.py serve` starts ---
BIND_ADDRESS: str = env.str("BIND_ADDRESS", default="127.0.0.1")
PORT: int = env.int("PORT", default=8000)
WEB_PROCESSES: int = env.int("WEB_PROCESSES", default=1)
WEB_THREADS: int = env.int("WEB_THREADS", default=4)

INSTALLED_APPS = [
    "intranet.demo",
    "intranet.search",
    "home",
    "home.circular",
    "agenda",
    "repository",
    "forum",
    "intranet.notifications",
    "intranet.members",
    "intranet.audit",
    "intranet.jobs",
    "intranet.drafts",
    "intranet.fulltext",
    "intranet.links",
    "intranet.outbox",
    "intranet.apps.IntranetConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "intranet.members.admin.apps.PeopleAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "schedule",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intranet.compression.CompressionMiddleware",  # pads at random, and tokens are masked anew each time: no BREACH
    "intranet.security.SitePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "intranet.access.AccessMiddleware",
    "intranet.pages.doors.PageDoorsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "intranet.members.accounts.middleware.RefusedFormMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["intranet.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django.templatetags.i18n", "intranet.templatetags.intranet"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "intranet.frame.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ---
SQLITE_OPTIONS: dict[str, Any] = {
    # 240 concurrent writes: 55 fail with Django's defaults, none with these.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Of what it has read, 16 MB stay at hand: with its own 2 MB, a page reads again what the one before has read. Lists within a
    # statement are kept in memory, not in files that are never written.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;"
    ),
}
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    # Compiling a statement costs PostgreSQL up to a second, and answering ours some milliseconds. What is prepared (`intranet.prepared`)
    # is planned once: planning it each time, for what it is filled in with, takes longer than answering it.
    "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c jit=off -c plan_cache_mode=force_generic_plan",
}


def database_settings(url: str, pool_size: int = 0) -> dict[str, Any]:
    """Django's settings for one database address, with the options its engine needs.

    `pool_size`: most connections of a process on PostgreSQL, shared by its threads; 0 is one kept open for each thread.
    """
    config: dict[str, Any] = environ.Env.db_url_config(url)
    sqlite = config["ENGINE"].endswith("sqlite3")
    config["OPTIONS"] = {**(SQLITE_OPTIONS if sqlite else POSTGRESQL_OPTIONS), **config.get("OPTIONS", {})}
    config["CONN_MAX_AGE"] = None
    config["CONN_HEALTH_CHECKS"] = not sqlite
    if pool_size and not sqlite:
        config["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
        config["CONN_MAX_AGE"] = 0  # the pool keeps them open; Django refuses both at once
    return config


DATABASE_URL: str = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'intranet.sqlite3'}")
DATABASE_POOL: int = env.int("DATABASE_POOL", default=0)
DATABASES = {"default": database_settings(DATABASE_URL, DATABASE_POOL)}
CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://"),
    # Pieces of the frame that are the same for many people, kept by each process for itself (docs/architecture.md).
    "pieces": {
        "BACKEND": "intranet.pieces.PiecesCache",
        "LOCATION": "pieces",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
    # Posts and rows of topics as they were last drawn; a name or a photo that a card shows of others may be a day old.
    "posts": {
        "BACKEND": "intranet.pieces.PiecesCache",
        "LOCATION": "posts",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Events as calendar programs read them, about a kilobyte each: a whole agenda, for those who join online and for guests.
    "calendars": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "calendars",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 25_000},
    },
}

# --- Work in the background ---
TASKS = {
    # Wagtail enqueues its indexing on the default backend: it must happen at once.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# --- Language and time ---
LANGUAGE_CODE = "ca"
LANGUAGES = [("ca", _("Catalan"))]
LOCALE_PATHS = [BASE_DIR / "intranet" / "locale"]
TIME_ZONE = "Europe/Madrid"
USE_TZ = True
USE_I18N = True
FIRST_DAY_OF_WEEK = 1
# Days that the agenda marks besides Catalonia's own: «2026-05-25 Segona Pasqua».
LOCAL_HOLIDAYS: list[str] = env.list("LOCAL_HOLIDAYS", default=[])

# --- Files ---
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "intranet" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "intranet.icons.IconFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# The `internal` location under which nginx finds MEDIA_ROOT; without it the site sends uploaded files itself.
MEDIA_ACCEL_PREFIX: str = env.str("MEDIA_ACCEL_PREFIX", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "intranet.richtext.storage.StaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Mail ---
MAIL_SERVER: dict[str, Any] = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(MAIL_SERVER)
EMAIL_FILE_PATH = VAR_DIR / "mail"  # of the backends that keep mail as files
EMAIL_TIMEOUT: int = env.int("EMAIL_TIMEOUT", default=10)
# How long a mailer that died keeps the messages it had claimed; far longer than any one sending takes.
OUTBOX_LEASE_SECONDS: int = env.int("OUTBOX_LEASE_SECONDS", default=300)
OUTBOX_AT_ONCE = False
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="XMESS <intranet@xmess.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people write to coordination, about their data too.
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default="coordinacio@xmess.example")

# --- Signing in ---
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["intranet.members.accounts.backend.MemberBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "given_name", "family_name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
ACCOUNT_ADAPTER = "intranet.members.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"intranet.members.accounts.forms.{form}"
    for name, form in (
        ("add_email", "AddEmailForm"),
        ("change_password", "ChangePasswordForm"),
        ("confirm_email_verification_code", "ConfirmEmailForm"),
        ("confirm_login_code", "ConfirmLoginCodeForm"),
        ("login", "LoginForm"),
        ("reauthenticate", "ReauthenticateForm"),
        ("request_login_code", "RequestLoginCodeForm"),
        ("reset_password", "ResetPasswordForm"),
        ("reset_password_from_key", "ResetPasswordKeyForm"),
        ("set_password", "SetPasswordForm"),
        ("signup", "SignupForm"),
    )
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # the mail of councils is slow; three wrong tries end it sooner
ALLAUTH_USER_CODE_FORMAT = {"numeric": True}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
MFA_ADAPTER = "intranet.members.accounts.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    name: f"intranet.members.accounts.mfa_forms.{form}"
    for name, form in (
        ("activate_totp", "ActivateTOTPForm"),
        ("add_webauthn", "AddWebAuthnForm"),
        ("authenticate", "AuthenticateForm"),
        ("authenticate_webauthn", "AuthenticateWebAuthnForm"),
        ("edit_webauthn", "EditWebAuthnForm"),
        ("login_webauthn", "LoginWebAuthnForm"),
        ("reauthenticate", "ReauthenticateForm"),
        ("reauthenticate_webauthn", "ReauthenticateWebAuthnForm"),
    )
}
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # the code before and after too: phones' clocks differ, and typing takes time
USERSESSIONS_TRACK_ACTIVITY = False  # it would cost statements on every request
# Asked of coordination and administrators (ENS, op.acc.6); only the demo and most tests turn it off.
SECOND_FACTOR_REQUIRED = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "intranet.errors.csrf_failure"

# --- What a browser is allowed to do ---
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # wants DENY; Wagtail's preview shows our pages in a frame of our own
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's own screens carry inline styles and scripts.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}

# --- Wagtail ---
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []  # a video is a link: no request goes to another host
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
TAG_SPACES_ALLOWED = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # A task that starts and ends as it should is no news.
    "loggers": {"django_tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "ERROR"}},
}
