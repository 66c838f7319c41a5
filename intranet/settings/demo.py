"""The demo: SQLite under var/, invented people, mail kept as files. Never reachable from another machine."""

from intranet.settings.base import *  # noqa: F403
from intranet.settings.base import VAR_DIR, env

DEBUG = False
# Known to everyone who reads this file, which is why the demo listens on loopback only.
SECRET_KEY = "demo-only-not-a-secret-the-demo-listens-on-loopback"  # noqa: S105
PORT = env.int("PORT", default=8000)
SITE_URL = f"http://localhost:{PORT}"
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# Where the web server listens; the demo refuses to start on anything but loopback.
BIND_ADDRESS = env.str("BIND_ADDRESS", default="127.0.0.1")

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEMO = True
SECOND_FACTOR_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # localhost is a secure context without TLS
