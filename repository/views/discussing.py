"""`/recursos/<slug>/parleu-ne/`: a topic about a resource, once one has seen what is said of it already."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from forum.domain.pace import TooManyPostsError
from forum.domain.texts import Text
from forum.models import Topic
from forum.views.desk import Desk, why_not, writing_in
from intranet.members.doors import door_to
from intranet.members.models import WorkingGroup
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.domain.discussing import discuss, first_words, groups_to_talk_in
from repository.forms.discussing import DiscussForm
from repository.models import ResourcePage
from repository.views.doors import shown_or_404
from repository.views.pieces import leads_from

GROUP = "grup"


@asked_and_answered
def resource_discuss(request: PersonRequest, slug: str) -> HttpResponse:
    """`?grup=<slug>` chooses where; without it, the resource's own group, or the only one there is."""
    page = shown_or_404(request, slug)
    groups = list(groups_to_talk_in(page, request.user).order_by("sort_key"))
    group = chosen(request, page, groups)
    context: dict[str, Any] = {
        "page": page,
        "groups": groups,
        "group": group,
        "topics": leads_from(page, request.user).topics,
    }
    if group is None:
        return render(request, "repository/discuss_where.html", context)
    desk = Desk(request, f"{request.path}?{urlencode({GROUP: group.slug})}")
    if not door_to(request.user, group).may_write:
        return desk.refuse(group, why_not(door_to(request.user, group)))
    initial = {"title": page.title, "body": first_words(page)}
    form = DiscussForm(request.POST or None, request.FILES or None, author=request.user, group=group, initial=initial)
    context["begun"] = None if desk.is_sent else desk.begin(form)
    done, context["preview"] = sent(desk, page, group, form) if desk.is_sent else (None, None)
    return done or desk.show("repository/discuss.html", form, **context)


def chosen(request: PersonRequest, page: ResourcePage, groups: list[WorkingGroup]) -> WorkingGroup | None:
    asked = request.GET.get(GROUP)
    if asked is not None:
        return next((group for group in groups if group.slug == asked), None)
    own = next((group for group in groups if group.pk == page.group_id), None)
    return own or (groups[0] if len(groups) == 1 else None)


def sent(
    desk: Desk, page: ResourcePage, group: WorkingGroup, form: DiscussForm
) -> tuple[HttpResponse | None, Text | None]:
    """Where it leads, None when the form is to be shown again; and a preview, if that is what was asked for."""
    if desk.action == "draft":
        return desk.keep(form, page.title), None
    if not form.is_valid() or (desk.action != "preview" and desk.is_another(form)):
        return None, None
    if desk.action == "preview":
        return None, desk.preview_of(form, group)
    try:
        topic = opened(desk, page, group, form)
    except (TooManyPostsError, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return None, None
    except PermissionDenied:
        return desk.refuse(group, why_not(door_to(desk.request.user, group))), None
    return desk.published(_("Your topic is published. You will be told when somebody answers."), topic), None


def opened(desk: Desk, page: ResourcePage, group: WorkingGroup, form: DiscussForm) -> Topic:
    title, writing = form.cleaned_data["title"], writing_in(form)
    return discuss(page, group=group, author=desk.request.user, title=title, writing=writing)
