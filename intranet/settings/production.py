"""Real use, everything from the environment. Refuses to start with settings that would endanger the people inside."""

from django.core.exceptions import ImproperlyConfigured

from intranet.settings.base import *  # noqa: F403
from intranet.settings.base import ALLOWED_HOSTS, CACHES, MAIL_SERVER, SECRET_KEY_FALLBACKS, SITE_URL, env

MIN_KEY_LENGTH = 50
SHARED_CACHES = ("DatabaseCache", "RedisCache", "PyMemcacheCache", "PyLibMCCache")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")

if DEBUG:
    msg = "DEBUG is on: error pages would show the data of members. Unset it."
    raise ImproperlyConfigured(msg)
if any(len(key) < MIN_KEY_LENGTH for key in (SECRET_KEY, *SECRET_KEY_FALLBACKS)):
    msg = f"SECRET_KEY and each of SECRET_KEY_FALLBACKS must have at least {MIN_KEY_LENGTH} characters."
    raise ImproperlyConfigured(msg)
if not ALLOWED_HOSTS or any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    msg = "ALLOWED_HOSTS must name the site's hosts, without wildcard."
    raise ImproperlyConfigured(msg)
if not CACHES["default"]["BACKEND"].endswith(SHARED_CACHES):
    msg = "CACHE_URL must name a cache that all processes share (dbcache://, rediscache://…): rate limits live there."
    raise ImproperlyConfigured(msg)
if not SITE_URL.startswith("https://"):
    msg = "SITE_URL must be the site's https address."
    raise ImproperlyConfigured(msg)
if MAIL_SERVER["EMAIL_BACKEND"].endswith(("console.EmailBackend", "dummy.EmailBackend")):
    msg = "EMAIL_URL must name a mail server: without one nobody gets a sign-in code or an invitation."
    raise ImproperlyConfigured(msg)

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^salut/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

# How many proxies stand before the site: the client's address is read that far back in X-Forwarded-For, and without
# one neither that header nor X-Forwarded-Proto is believed, since anyone could write them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
