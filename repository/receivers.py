"""Whom the bank tells of what happens in it, in the transaction in which it happens."""

from typing import Any

from intranet.members.models import User
from intranet.notifications.domain.following import write_anew
from intranet.notifications.domain.notify import notify
from repository.domain.audience import whom_it_is_news_to, whose_words_it_holds
from repository.domain.validity import follow_words
from repository.models import ResourcePage
from repository.notifications import NEW, WORDS
from repository.signals import resource_published


def tell_of_publication(page: ResourcePage, by: User | None, *, is_first: bool, **_kwargs: Any) -> None:
    """Once: what is changed afterwards is no news. Mails that wait with what it was before do not go."""
    if is_first:
        authors = whose_words_it_holds(page)
        notify(WORDS, authors, actor=by, target=page)
        others = whom_it_is_news_to(page).exclude(pk__in=authors.values("pk"))
        notify(NEW, others, actor=by, target=page, group=page.group)
    else:
        write_anew(page)


def connect_receivers() -> None:
    resource_published.connect(follow_words, dispatch_uid="repository.follow_words")
    resource_published.connect(tell_of_publication, dispatch_uid="repository.tell_of_publication")
