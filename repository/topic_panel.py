"""Beside a topic: the resources that were made of it or that it talks about, and the way to make one."""

from datetime import date
from functools import lru_cache
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.models import Topic
from intranet.members.models import User
from intranet.members.standing import Standing
from intranet.panels import Panel
from intranet.statements import PERSON, TOPIC, Statement
from repository.domain.looking import anyone
from repository.models import Discussion, ResourcePage
from repository.rules import can_propose

MOST = 5


def resources_of_topic(request: HttpRequest, *, topic: Topic) -> Panel | None:
    """One statement: of them, those that the reader may see."""
    user = cast("User", request.user)
    rows = worded(timezone.localdate(), user.standing).rows({PERSON: user.pk, TOPIC: topic.pk})
    may_make = can_propose(user) and topic.removed_at is None
    if not (rows or may_make):
        return None
    found = [ResourcePage(slug=slug, title=title) for slug, title in rows]
    context = {"resources": found, "topic": topic, "may_make": may_make}
    return Panel(_("Resource bank"), "repository/panels/of_topic.html", context, icon="library")


@lru_cache(maxsize=32)
def worded(_day: date, standing: Standing) -> Statement:
    made = ResourcePage.objects.filter(from_topic=TOPIC).order_by().values("pk")
    talked_about = Discussion.objects.filter(topic=TOPIC).order_by().values("page")
    # The keys first: asked of each resource whether it is one of them, the whole bank would be gone through.
    shown = ResourcePage.objects.shown_to(anyone(standing)).filter(pk__in=made.union(talked_about))
    return Statement.of(shown.order_by("sort_key", "pk").values_list("slug", "title")[:MOST])
