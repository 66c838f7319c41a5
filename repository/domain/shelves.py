"""On which shelf of the CMS's tree a resource stands: what is for a private group, or for its owner alone, stands apart from coordination's."""

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from repository.domain.locking import lock_resource
from repository.domain.workflow import ensure_workflow
from repository.enums import Review
from repository.models import PrivateShelfPage, ResourceIndexPage, ResourcePage

PLACE = ("path", "depth", "url_path", "numchild")


def ensure_bank(home: Page) -> None:
    """Both shelves and their workflow, made when they are missing; `home` is the site's front page."""
    if not ResourceIndexPage.objects.exists():
        home.add_child(instance=ResourceIndexPage(title="Banc de recursos", slug="recursos"))
    if not PrivateShelfPage.objects.exists():
        root = Page.get_first_root_node()
        root.add_child(
            instance=PrivateShelfPage(title="Esborranys i recursos de grups privats", slug="recursos-privats")
        )
    ensure_workflow()


def kind_of_shelf(page: ResourcePage) -> type[Page]:
    """For `page` as it stands now."""
    is_apart = page.is_for_private_group or is_unsent(page)
    return PrivateShelfPage if is_apart else ResourceIndexPage


def is_unsent(page: ResourcePage) -> bool:
    """Begun on the site, and its owner's alone until it is sent. What coordination begins in the CMS stands where it was made."""
    if page.live or page.review != Review.DRAFT:
        return False
    return page.pk is None or page.is_child_of(PrivateShelfPage.objects.get())


def lock_shelves() -> dict[type[Page], Page]:
    """Both, held for the transaction, whichever is wanted: who moves a resource writes both.

    Always after the resources that are held, and before the bank's number (`touch`): so nobody waits for one who waits for them.
    """
    either = Q(pk__in=ResourceIndexPage.objects.values("pk")) | Q(pk__in=PrivateShelfPage.objects.values("pk"))
    shelves = Page.objects.select_for_update().filter(either).order_by("pk")
    return {shelf.specific_class: shelf for shelf in shelves}


@transaction.atomic
def shelve(page: ResourcePage) -> None:
    """Give the new `page` its place. It has a slug of its own already."""
    lock_shelves()[kind_of_shelf(page)].add_child(instance=page)


@transaction.atomic
def reshelve(page: ResourcePage) -> None:
    """Move `page` to where it belongs since its group or its state changed; most stay where they are.

    Its row says where it stands and where it belongs: whoever had `page` before them may have read it long ago, and Wagtail
    reads anew what it moves.
    """
    now = lock_resource(page.pk)
    kind = kind_of_shelf(now)
    if not now.is_child_of(kind.objects.get()):
        now.move(lock_shelves()[kind], pos="last-child")
    page.refresh_from_db(fields=PLACE)
