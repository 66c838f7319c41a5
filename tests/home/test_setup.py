"""What stands before anyone comes in."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import TransactionTestCase, override_settings
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site, Workflow

from home.models import HomePage, LegalPage, LegalText, NewsIndexPage
from home.setup import ensure_site
from intranet.members.models.people_queries import COORDINATION
from repository.domain.workflow import NAME
from tests.factories.home import a_section_page

PAGES = [
    ("Root", "/", "Page"),
    ("Tauler", "/tauler/", "HomePage"),
    ("Notícies", "/tauler/noticies/", "NewsIndexPage"),
    ("Declaració d’accessibilitat", "/tauler/accessibilitat/", "LegalPage"),
    ("Protecció de dades i privacitat", "/tauler/privacitat/", "LegalPage"),
    ("Avís legal", "/tauler/avis-legal/", "LegalPage"),
    ("Banc de recursos", "/tauler/recursos/", "ResourceIndexPage"),
    ("Circular", "/tauler/circular/", "CircularIndexPage"),
    ("Esborranys i recursos de grups privats", "/recursos-privats/", "PrivateShelfPage"),
]
PERMISSIONS = ["add_page", "change_page", "lock_page", "publish_page", "unlock_page"]


def pages():
    return [(page.title, page.url_path, page.specific_class.__name__) for page in Page.objects.order_by("path")]


def check_house():
    """The whole house, and nothing of Wagtail's welcome."""
    assert pages() == PAGES
    assert all(Page.objects.values_list("live", flat=True))
    assert list(Locale.objects.values_list("language_code", flat=True)) == ["ca"]
    assert list(Collection.objects.values_list("name", flat=True)) == ["Root"]
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("testserver", 80, True)
    assert site.root_page.specific == HomePage.objects.get()
    assert list(Group.objects.values_list("name", flat=True)) == [COORDINATION]
    given = GroupPagePermission.objects.filter(group__name=COORDINATION, page=HomePage.objects.get())
    assert sorted(given.values_list("permission__codename", flat=True)) == PERMISSIONS


@pytest.mark.django_db
def test_migrations_leave_the_whole_house():
    check_house()
    assert list(Workflow.objects.values_list("name", flat=True)) == [NAME]


@pytest.mark.django_db
def test_running_it_again_changes_nothing():
    def state():
        fields = "pk", "title", "path", "latest_revision_id", "last_published_at"
        permissions = GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count()
        return list(Page.objects.order_by("path").values_list(*fields)), Site.objects.get().pk, permissions

    before = state()
    ensure_site()
    assert state() == before


@pytest.mark.django_db
def test_what_editors_wrote_stays():
    page = LegalPage.objects.get(slug="privacitat")
    page.title, page.body = "Les vostres dades", [("paragraph", "<p>Text de la casa.</p>")]
    page.save_revision().publish()
    news = NewsIndexPage.objects.get()
    news.title = "Actualitat"
    news.save()
    ensure_site()
    page.refresh_from_db()
    assert (page.title, [str(block.value) for block in page.body]) == ("Les vostres dades", ["<p>Text de la casa.</p>"])
    assert list(NewsIndexPage.objects.values_list("title", flat=True)) == ["Actualitat"]
    assert LegalPage.objects.count() == len(LegalText)


@pytest.mark.django_db
def test_pages_of_editors_survive_it():
    a_section_page("Qui som")
    ensure_site()
    assert sorted(pages()) == sorted([*PAGES, ("Qui som", "/tauler/qui-som/", "SectionPage")])


@pytest.mark.django_db
def test_lost_permission_comes_back_and_an_added_one_stays():
    group = Group.objects.get(name=COORDINATION)
    GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()
    root = Page.get_first_root_node()
    GroupPagePermission.objects.create(group=group, page=root, permission_type="bulk_delete")
    ensure_site()
    given = GroupPagePermission.objects.filter(group=group).values_list("permission__codename", flat=True)
    assert sorted(given) == sorted([*PERMISSIONS, "bulk_delete_page"])


@pytest.mark.django_db
@override_settings(SITE_URL="https://intranet.xmess.example")
def test_site_stands_at_the_address_of_the_settings():
    ensure_site()
    site = Site.objects.get()
    assert site.root_url == "https://intranet.xmess.example"


class AfterAFlush(TransactionTestCase):
    """Tests that commit empty the database, migrations' rows included."""

    def test_house_is_built_anew(self):
        call_command("flush", interactive=False, verbosity=0)
        check_house()
        assert self.client.get("/privacitat/").status_code == 200
