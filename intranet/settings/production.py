"""Real use, everything from the environment. Refuses to start with settings that would endanger the people inside."""

from django.core.exceptions import ImproperlyConfigured

from intranet.settings.base import *  # noqa: F403
from intranet.settings.base import ALLOWED_HOSTS, CACHES, SITE_URL, env

MIN_KEY_LENGTH = 50
SHARED_CACHES = ("DatabaseCache", "RedisCache", "PyMemcacheCache", "PyLibMCCache")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")

if DEBUG:
    msg = "DEBUG is on: error pages would show the data of members. Unset it."
    raise ImproperlyConfigured(msg)
if len(SECRET_KEY) < MIN_KEY_LENGTH:
    msg = f"SECRET_KEY must have at least {MIN_KEY_LENGTH} characters."
    raise ImproperlyConfigured(msg)
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    msg = "ALLOWED_HOSTS must name the site's hosts, without wildcard."
    raise ImproperlyConfigured(msg)
if not CACHES["default"]["BACKEND"].endswith(SHARED_CACHES):
    msg = "CACHE_URL must name a cache that all processes share (dbcache://, rediscache://…): rate limits live there."
    raise ImproperlyConfigured(msg)
if not SITE_URL.startswith("https://"):
    msg = "SITE_URL must be the site's https address."
    raise ImproperlyConfigured(msg)

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^salut/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# How many proxies stand before the site: the client's address is read that far back in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
