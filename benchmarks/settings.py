"""The demo's settings on a database of its own, with a bare page beside the site's."""

from intranet.settings.demo import *  # noqa: F403
from intranet.settings.demo import AUTHENTICATION_BACKENDS, STORAGES

ROOT_URLCONF = "benchmarks.urls"
# What `startproject` writes: the bare page goes through these and no more.
STOCK_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
STOCK_BACKEND = "django.contrib.auth.backends.ModelBackend"
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, STOCK_BACKEND]
# Nothing is served: the names of the files need no digest.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
