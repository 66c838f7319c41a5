"""The test suite, on SQLite in memory or on the PostgreSQL of DATABASE_URL."""

from intranet.settings.base import *  # noqa: F403
from intranet.settings.base import VAR_DIR, database_settings, env

DEBUG = False
SECRET_KEY = "test-only-not-a-secret-long-enough-for-the-checks-of-django"  # noqa: S105
SITE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database_settings(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'test.sqlite3'}"))}
# Whatever the server's template is like.
DATABASES["default"]["TEST"] = (
    {"CHARSET": "UTF8", "TEMPLATE": "template0"} if "postgres" in DATABASES["default"]["ENGINE"] else {}
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
OUTBOX_AT_ONCE = True  # no mailer runs beside the tests
SECOND_FACTOR_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
