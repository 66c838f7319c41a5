"""What each way of running the site insists on, and that its documentation keeps up with it."""

import importlib
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured

from intranet.settings.base import database_settings

ROOT = Path(site.BASE_DIR)
SETTINGS = ROOT / "intranet" / "settings"
GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "intranet.example.org",
    "SITE_URL": "https://intranet.example.org/",
    "CACHE_URL": "dbcache://cache",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DATABASE_URL": "postgres://site:password@db.example.org/intranet",
}


@pytest.fixture
def load(monkeypatch):
    """The settings module `name` as a fresh process would have it, with this environment and no other settings."""

    def load_settings(name, **environment):
        for variable in environment_variables():
            monkeypatch.delenv(variable, raising=False)
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        for module in ("base", name):
            monkeypatch.delitem(sys.modules, f"intranet.settings.{module}", raising=False)
        return importlib.import_module(f"intranet.settings.{name}")

    return load_settings


def environment_variables() -> set[str]:
    """The names that the settings read from the environment."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in SETTINGS.glob("*.py"))
    return set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", source))


def test_every_setting_from_the_environment_is_documented_and_no_other():
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### `([A-Z_]+)`$", text, re.MULTILINE)
    assert (sorted(headings), len(headings)) == (sorted(environment_variables()), len(set(headings)))


# --- Production ---


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"DEBUG": "yes"}, "DEBUG is on"),
        ({"SECRET_KEY": "x" * 49}, "at least 50 characters"),
        ({"SECRET_KEY_FALLBACKS": "short"}, "at least 50 characters"),
        ({"ALLOWED_HOSTS": ""}, "without wildcard"),
        ({"ALLOWED_HOSTS": "intranet.example.org,*"}, "without wildcard"),
        ({"ALLOWED_HOSTS": ".example.org"}, "without wildcard"),
        ({"CACHE_URL": "locmemcache://"}, "all processes share"),
        ({"CACHE_URL": "dummycache://"}, "all processes share"),
        ({"CACHE_URL": "filecache:///tmp/cache"}, "all processes share"),
        ({"SITE_URL": "http://intranet.example.org"}, "https"),
        ({"EMAIL_URL": "consolemail://"}, "mail server"),
    ],
)
def test_production_refuses_what_would_endanger_its_people(load, environment, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        load("production", **{**GOOD, **environment})


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("SECRET_KEY", "SECRET_KEY"),
        ("ALLOWED_HOSTS", "without wildcard"),
        ("CACHE_URL", "all processes share"),
        ("SITE_URL", "https"),
        ("EMAIL_URL", "mail server"),
    ],
)
def test_production_does_not_start_without(load, name, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        load("production", **{key: value for key, value in GOOD.items() if key != name})


def test_production_takes_what_the_environment_says(load):
    old = "y" * 50
    settings = load("production", **GOOD, SECRET_KEY_FALLBACKS=old, VAR_DIR="/srv/intranet")
    assert (settings.DEBUG, settings.DEMO, settings.SECOND_FACTOR_REQUIRED) == (False, False, True)
    assert (GOOD["SITE_URL"][:-1], [GOOD["SITE_URL"][:-1]]) == (settings.SITE_URL, settings.CSRF_TRUSTED_ORIGINS)
    assert [old] == settings.SECRET_KEY_FALLBACKS
    assert Path("/srv/intranet/media") == settings.MEDIA_ROOT
    assert settings.CACHES["default"] == {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
    assert (settings.EMAIL_HOST, settings.EMAIL_USE_TLS) == ("mail.example.org", True)


@pytest.mark.parametrize("cache", ["dbcache://cache", "rediscache://cache.example.org:6379/1"])
def test_good_production_passes_the_deployment_check_without_a_warning(cache, monkeypatch):
    for variable in environment_variables():
        monkeypatch.delenv(variable, raising=False)
    environment = {**GOOD, "DATABASE_URL": "sqlite://:memory:", "CACHE_URL": cache}
    for variable, value in {**environment, "DJANGO_SETTINGS_MODULE": "intranet.settings.production"}.items():
        monkeypatch.setenv(variable, value)
    command = [sys.executable, str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (1 silenced).\n"), done.stderr


@pytest.mark.parametrize(("proxies", "expected"), [("0", "192.0.2.9"), ("1", "198.51.100.2"), ("2", "198.51.100.1")])
def test_address_of_the_client_is_read_as_far_back_as_there_are_proxies(load, settings, rf, proxies, expected):
    production = load("production", **GOOD, TRUSTED_PROXIES=proxies)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = production.ALLAUTH_TRUSTED_PROXY_COUNT
    forged = "203.0.113.66, 198.51.100.1, 198.51.100.2"
    assert get_client_ip(rf.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=forged)) == expected


@pytest.mark.parametrize(("proxies", "expected"), [("0", False), ("1", True)])
def test_without_proxies_nobody_can_say_that_a_request_was_encrypted(load, settings, rf, proxies, expected):
    settings.SECURE_PROXY_SSL_HEADER = load("production", **GOOD, TRUSTED_PROXIES=proxies).SECURE_PROXY_SSL_HEADER
    assert rf.get("/", HTTP_X_FORWARDED_PROTO="https").is_secure() is expected


# --- The database ---


def test_sqlite_waits_its_turn_and_keeps_what_it_said_it_kept(load):
    database = load("production", **{**GOOD, "DATABASE_URL": "sqlite:////srv/x.sqlite3"}).DATABASES["default"]
    assert (database["NAME"], database["CONN_MAX_AGE"]) == ("/srv/x.sqlite3", None)
    assert (database["OPTIONS"]["transaction_mode"], database["OPTIONS"]["timeout"]) == ("IMMEDIATE", 20)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert f"PRAGMA {pragma};" in database["OPTIONS"]["init_command"]


def test_postgresql_keeps_its_connections_and_gives_up_in_time(load):
    database = load("production", **GOOD).DATABASES["default"]
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (None, True)
    assert database["OPTIONS"] == {
        "connect_timeout": 10,
        "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c jit=off -c plan_cache_mode=force_generic_plan",
    }


def test_pool_takes_the_place_of_connections_kept_by_each_thread(load):
    database = load("production", **GOOD, DATABASE_POOL="5").DATABASES["default"]
    assert database["CONN_MAX_AGE"] == 0
    assert database["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 5, "timeout": 10}


def test_options_in_the_address_win_and_sqlite_has_no_pool():
    database = database_settings("postgres://site@db.example.org/intranet?connect_timeout=3&sslmode=require")
    assert database["OPTIONS"] == {
        "connect_timeout": 3,
        "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c jit=off -c plan_cache_mode=force_generic_plan",
        "sslmode": "require",
    }
    assert "pool" not in database_settings("sqlite:///x.sqlite3", 5)["OPTIONS"]


# --- The demo ---


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1"])
def test_demo_listens_on_loopback(load, address):
    settings = load("demo", BIND_ADDRESS=address, PORT="8001")
    assert (address, "http://localhost:8001", True) == (settings.BIND_ADDRESS, settings.SITE_URL, settings.DEMO)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1", "localhost", "intranet.example.org", ""])  # noqa: S104
def test_demo_refuses_every_other_address(load, address):
    with pytest.raises(ImproperlyConfigured, match="BIND_ADDRESS"):
        load("demo", BIND_ADDRESS=address)


def test_demo_writes_under_its_folder_alone_and_shares_its_cache(load):
    settings = load("demo", VAR_DIR="/srv/demo")
    assert settings.DATABASES["default"]["NAME"] == "/srv/demo/intranet.sqlite3"
    places = (settings.STATIC_ROOT, settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH)
    assert places == tuple(Path("/srv/demo") / name for name in ("static", "media", "mail"))
    assert settings.CACHES["default"] == {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": "/srv/demo/cache",
    }


def test_demo_asks_nobody_for_a_second_factor_and_all_others_do(load):
    assert load("demo").SECOND_FACTOR_REQUIRED is False
    assert load("production", **GOOD).SECOND_FACTOR_REQUIRED is True
