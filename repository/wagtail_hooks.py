"""The resource bank in the CMS (see `repository.admin`)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem, WorkflowMenuItem
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page

from intranet.pages.doors import explorable
from repository.domain.cms import follow_edit
from repository.domain.gate import problems_of
from repository.enums import Review
from repository.models import ResourcePage

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def resource_edited(_request: HttpRequest, page: Page) -> None:
    """Its state is that of its newest words, and it stands on the shelf of those whom it is for."""
    if isinstance(page, ResourcePage):
        follow_edit(page)


@hooks.register("before_edit_page")
def say_what_stands_against_it(request: HttpRequest, page: Page) -> None:
    """Why what waits cannot be published as it is: the button is not there then."""
    if request.method == "GET" and isinstance(page, ResourcePage) and page.review == Review.WAITING:
        for problem in problems_of(page):
            messages.warning(request, problem)


@hooks.register("construct_page_action_menu")
def publish_what_waits_by_its_review(
    items: list[ActionMenuItem], _request: HttpRequest, _context: dict[str, Any]
) -> None:
    """Once, and in one's own words: Wagtail offers it beside the review as well, and adds to each way that it publishes."""
    labels = {False: _("Publish"), True: _("Publish with a remark")}
    approvals = [item for item in items if isinstance(item, WorkflowMenuItem) and item.name == "approve"]
    for item in approvals:
        item.label = labels[item.launch_modal]
    if approvals:
        items[:] = [item for item in items if not isinstance(item, PublishMenuItem)]


@hooks.register("construct_page_chooser_queryset")
def choose_among_ones_own(pages: "PageQuerySet", request: HttpRequest) -> "PageQuerySet":
    """Wagtail's chooser would offer all, also those on the private shelf."""
    return pages.filter(pk__in=explorable(request).values("pk"))


@hooks.register("before_bulk_action")
def publish_one_by_one(request: HttpRequest, kind: str, objects: list[Any], action: BulkAction) -> HttpResponse | None:
    """What each resource lacks is said where it is edited."""
    if kind != "publish" or action.model is not Page:
        return None
    if not any(issubclass(page.specific_class, ResourcePage) for page in with_those_below(objects, action)):
        return None
    messages.error(request, _("Resources are published one by one: choose other pages, or open each of them."))
    return redirect(action.next_url)


def with_those_below(objects: list[Page], action: Any) -> list[Page]:
    """Those that the action is for."""
    if not action.cleaned_form.cleaned_data["include_descendants"]:
        return objects
    return [one for page in objects for one in page.get_descendants(inclusive=True)]
