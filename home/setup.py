"""What has to stand before anyone comes in: the site, its fixed pages, and coordination's permissions.

Runs after every migration and flush. It makes what is missing and leaves alone what is there: texts belong to editors.
"""

from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page, Site

from home.circular.domain.shelf import ensure_circulars
from home.coordination import ensure_coordination
from home.ground import clear_ground, ensure_ground
from home.legal_texts import first_text
from home.models import HomePage, LegalPage, LegalText, NewsIndexPage
from home.panels import NEWS_ADDRESS
from repository.domain.shelves import ensure_bank

PageType = TypeVar("PageType", bound=Page)

HTTP_PORT, HTTPS_PORT = 80, 443


def is_ready() -> bool:
    """Whether every migration has been run: in between, the tables may not fit the models."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@transaction.atomic
def ensure_site() -> HomePage:
    """The front page, with all that belongs below it. Running it again changes nothing."""
    root = ensure_ground()
    home = HomePage.objects.first() or publish(root, HomePage(title="Tauler", slug="tauler"))
    ensure_default_site(home)
    clear_ground(root, keep=home)
    if not NewsIndexPage.objects.exists():
        publish(home, NewsIndexPage(title="Notícies", slug=NEWS_ADDRESS.strip("/")))
    for text in LegalText:
        if not LegalPage.objects.filter(slug=text.value).exists():
            publish(home, LegalPage(title=text.label, slug=text.value, body=first_text(text)))
    ensure_bank(home)
    ensure_circulars(home)
    ensure_coordination(home)
    return home


def publish(parent: Page, page: PageType) -> PageType:
    """Add `page` below `parent`, with a first revision that editors can go back to."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def ensure_default_site(home: HomePage) -> Site:
    """One site, at `settings.SITE_URL`, whose front page is `home`."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    address = urlsplit(settings.SITE_URL)
    wanted = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (HTTPS_PORT if address.scheme == "https" else HTTP_PORT),
        "root_page_id": home.pk,
        "site_name": site.site_name or settings.WAGTAIL_SITE_NAME,
    }
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    return site
