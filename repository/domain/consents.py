"""To what somebody agrees, and what of theirs a wording holds: asked when it is saved, sent and published."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, F, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.text import Truncator

from forum.models import Post, Topic
from intranet.catalan import fold
from intranet.members.models import User, WorkingGroup
from intranet.richtext.cleaning import own_words
from repository.domain.traces import RUN, Runs, runs_of, stretches
from repository.domain.wording import words_in
from repository.enums import Consent, ResourceVisibility
from repository.models import Credit, ResourcePage, StoredFile

if TYPE_CHECKING:
    from django.db.models import QuerySet

OUTSIDE = (ResourceVisibility.PUBLIC, ResourceVisibility.GROUP)
"""What people from outside the network may be meant by."""
FIELDS = ("title", "summary", "context", "measures", "results", "legal_basis")


def credits_of(person: User) -> "QuerySet[Credit]":
    """What `person`, who does not keep it themselves, is asked or was; each says whether they may be told of it: `reads_it`, `sees_it`.

    Who has left a private group is still asked about their own words, and sees no others.
    """
    theirs = Credit.objects.filter(person=person).exclude(consent=Consent.OUT).exclude(page__owner=person)
    seen = Q(page__in=ResourcePage.objects.visible_to(person).values("pk"))
    return (
        theirs.select_related("page", "person")
        .alias(worded_group=Cast(KeyTextTransform("group", "page__latest_revision__content"), BigIntegerField()))
        .annotate(
            reads_it=Case(When(read_by(person), then=Value(value=True)), default=Value(value=False)),
            sees_it=Case(When(seen, then=Value(value=True)), default=Value(value=False)),
        )
    )


def read_by(person: User) -> Q:
    """Of a credit's row: that what it is about is meant for `person`, in its row as in its newest words, and they read where it comes from.

    Who has refused is told of no wording any more.
    """
    if not person.standing.has_access:
        return Q(pk__in=[])
    topics = Topic.objects.visible_to(person).values("pk")
    groups = WorkingGroup.objects.content_visible_to(person).values("pk")
    of_none = Q(page__group=None, page__latest_revision__content__group=None)
    reads = Q(page__from_topic=None) | Q(page__from_topic__in=topics)
    reads &= of_none | Q(page__group__in=groups, worded_group=F("page__group"))
    if not person.standing.in_network:
        reads &= Q(page__visibility__in=OUTSIDE, page__latest_revision__content__visibility__in=OUTSIDE)
    return reads & Q(consent__in=[Consent.ASKED, Consent.GIVEN])


def reads_it(credit: Credit) -> bool:
    """Whether its person may be told what its newest words say. Of what `credits_of` gave; of any other one nothing is told."""
    return bool(getattr(credit, "reads_it", False))


def sees_it(credit: Credit) -> bool:
    """Whether its person comes to the resource as everyone does for whom it is. As above."""
    return bool(getattr(credit, "sees_it", False))


def circle_of(words: ResourcePage) -> str:
    """Whom it is for, and what everyone may do with it."""
    if words.visibility == ResourceVisibility.GROUP:
        return f"group:{words.group_id}"
    return f"public:{words.licence}" if words.visibility == ResourceVisibility.PUBLIC else "network"


def digest_of(words: ResourcePage) -> str:
    """Of what it says, but for its signs and accents."""
    return hashlib.sha256("\n".join(map(fold, texts_of(words))).encode()).hexdigest()


def texts_of(words: ResourcePage) -> Iterator[str]:
    yield from (getattr(words, name) for name in FIELDS)
    yield words_in(words.body)


def stamp_of(words: ResourcePage) -> str:
    """What somebody has before them when they answer."""
    return f"{circle_of(words)}-{digest_of(words)[:16]}"


def holds(credit: Credit, words: ResourcePage) -> bool:
    """Whether what they agreed to is what `words` say, for those for whom they are; everyone includes all."""
    circle = circle_of(words)
    is_wide_enough = credit.agreed_circle == circle or (
        credit.agreed_circle.startswith("public:") and not circle.startswith("public:")
    )
    return is_wide_enough and credit.agreed_words == digest_of(words)


def pieces_of(words: ResourcePage, credit: Credit) -> list[str]:
    """What of theirs `words` hold, as it stands there, and the names of their files."""
    runs = runs_in(credit)
    said = [piece for text in texts_of(words) for piece in stretches(text, runs)]
    return [*dict.fromkeys(said), *files_of(words, credit)]


def left_of(words: ResourcePage, credit: Credit) -> str:
    """The beginning of the first of these; "" when there is nothing of theirs."""
    return Truncator(next(iter(pieces_of(words, credit)), "")).words(RUN, truncate="…")


def runs_in(credit: Credit) -> Runs:
    """What they said, also before they edited it. Two statements."""
    posts = Post.objects.filter(pk__in=credit.posts).prefetch_related("revisions")
    bodies = [body for post in posts for body in (post.body, *(former.body for former in post.revisions.all()))]
    return runs_of(map(own_words, bodies), name=credit.person.full_name)


def files_of(words: ResourcePage, credit: Credit) -> list[str]:
    if not credit.files:
        return []
    offered = StoredFile.objects.filter(pk__in=[row.stored_id for row in words.files.all()])
    return list(offered.filter(sha256__in=credit.files).values_list("name", flat=True))
