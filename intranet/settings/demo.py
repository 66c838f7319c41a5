"""The demo: SQLite under var/, invented people, mail kept as files. Never reachable from another machine."""

from ipaddress import ip_address

from django.core.exceptions import ImproperlyConfigured

from intranet.settings.base import *  # noqa: F403
from intranet.settings.base import BIND_ADDRESS, CACHES, LOGGING, PORT, VAR_DIR, env

DEMO = True
DEBUG = False
# Known to everyone who reads this file, which is why the demo listens on loopback only.
SECRET_KEY = "demo-only-not-a-secret-the-demo-listens-on-loopback"  # noqa: S105
SITE_URL = f"http://localhost:{PORT}"
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


if not is_loopback(BIND_ADDRESS):
    msg = f"The demo's passwords and key are public: BIND_ADDRESS must be this machine's own 127.0.0.1, not {BIND_ADDRESS}."
    raise ImproperlyConfigured(msg)

# Shared by the web server and the worker, and no statement to the database.
CACHES = {**CACHES, "default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")}

EMAIL_BACKEND = "intranet.mailbox.backend.FileMailBackend"
SECOND_FACTOR_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # localhost is a secure context without TLS
LOGGING["root"]["level"] = env.str("LOG_LEVEL", default="WARNING")  # who tries the demo reads what it prints
