"""A resource made of what was said in a topic, or of an experience: prefilled, credited, and never shown to more people than may read it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from forum.domain.attachments import listed
from forum.domain.pace import hold_author
from forum.models import Attachment, Experience, Post, Topic
from intranet.members.models import User
from intranet.richtext.cleaning import clean_html, own_words
from repository.domain.consenting import ask
from repository.domain.pace import check_begun
from repository.domain.proposing import propose, proposed_before
from repository.domain.storing import drop_unkept, keep, write
from repository.domain.wording import LONGEST_QUOTE, blocks_of, quote_html
from repository.enums import Consent, ResourceKind, ResourceVisibility
from repository.models import Credit, ResourceFile, ResourcePage, StoredFile
from repository.models.pages import LONGEST_SUMMARY
from repository.rules import can_propose, groups_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Copies = dict[int, list[StoredFile]]
"""Of what was attached, by the key of its post."""


@dataclass(frozen=True)
class Origin:
    """What of a topic goes into a resource: how it begins, the answer that solved it, the facts of an experience."""

    topic: Topic
    posts: list[Post]
    experience: Experience | None

    @property
    def authors(self) -> list[Post]:
        """The first post of each."""
        return list({post.author_id: post for post in reversed(self.posts)}.values())[::-1]

    def asked(self, by: User) -> list[Post]:
        """Of those, whose authors have to agree."""
        return [post for post in self.authors if post.author_id != by.pk]


def origin_of(topic: Topic) -> Origin:
    posts = Post.objects.filter(topic=topic, removed_at=None).select_related("author", "council")
    wanted = [
        post for post in posts.prefetch_related("attachments") if post.number == 1 or post.pk == topic.solved_by_id
    ]
    experience = Experience.objects.filter(topic=topic).select_related("council").prefetch_related("subjects").first()
    return Origin(topic, wanted, experience)


def prefilled(origin: Origin, *, by: User) -> ResourcePage:
    """Not saved yet."""
    topic = origin.topic
    is_inside = topic.group.is_private
    page = ResourcePage(
        title=topic.title,
        kind=ResourceKind.PRACTICE if origin.experience else ResourceKind.GUIDE,
        summary=summary_of(origin),
        visibility=ResourceVisibility.GROUP if is_inside else ResourceVisibility.NETWORK,
        group=topic.group if is_inside or groups_of(by).filter(pk=topic.group_id).exists() else None,
        organisation=(origin.experience.council if origin.experience else None) or topic.council,
        from_topic=topic,
    )
    if origin.experience:
        tell(page, origin.experience)
    answers = origin.posts[1:] if origin.experience else origin.posts
    page.body = blocks_of("".join(worded(post) for post in answers), caption=topic.title)
    return page


def summary_of(origin: Origin) -> str:
    words = (
        origin.experience.beginning if origin.experience else own_words(origin.posts[0].body) if origin.posts else ""
    )
    return Truncator(" ".join(words.split())).chars(LONGEST_SUMMARY)


def tell(page: ResourcePage, experience: Experience) -> None:
    """The story of an experience as that of a good practice."""
    page.context, page.measures = experience.context, experience.done
    told = (
        (_("What worked:"), experience.worked),
        (_("What failed:"), experience.failed),
        (_("What we would change:"), experience.change),
    )
    page.results = "\n\n".join(f"{heading}\n{text.strip()}" for heading, text in told if text.strip())
    page.cost, page.year = experience.cost, experience.year
    page.departments = [experience.department] if experience.department else []
    page.subjects.set(experience.subjects.all())


def worded(post: Post) -> str:
    """How the topic begins, as it is; an answer with who gave it."""
    if post.is_first:
        return clean_html(post.body)
    said = own_words(post.body).strip()
    who = ", ".join(str(name) for name in (post.author.full_name, post.council) if name)
    if 0 < len(said) <= LONGEST_QUOTE:
        return quote_html(said, who)
    return f"<h2>{_('The answer')}</h2>{quote_head(who)}{clean_html(post.body)}"


def quote_head(who: str) -> str:
    said = _("%(name)s said:") % {"name": who}
    return clean_html(f"<p><strong>{said}</strong></p>".replace("&", "&amp;"))


def propose_from_topic(page: ResourcePage, topic: Topic, *, by: User, key: UUID | None = None) -> ResourcePage:
    """Keep the `prefilled` page, as its proposer changed it, as a draft; the authors of its words are asked.

    Raises as `propose`, and `PermissionDenied` for whoever does not read the topic.
    """
    if not can_propose(by) or not Topic.objects.visible_to(by).filter(pk=topic.pk).exists():
        raise PermissionDenied
    if before := proposed_before(by, key):
        return before
    check_begun(by)  # once more under the lock: here so that nothing is copied in vain
    copies = {post.pk: list(copies_of(listed(post), by=by)) for post in origin_of(topic).posts}
    try:
        return begin_with(page, topic, copies, by=by, key=key)
    finally:
        drop_unkept(copy for of_post in copies.values() for copy in of_post)


@transaction.atomic
def begin_with(page: ResourcePage, topic: Topic, copies: Copies, *, by: User, key: UUID | None) -> ResourcePage:
    """The rows, once the bytes are written. Of the same form sent twice at once, the second finds what the first has made."""
    hold_author(by)
    if before := proposed_before(by, key):
        return before
    page.from_topic = topic
    begun = propose(page, by=by, key=key)
    origin = origin_of(topic)
    files = {post.pk: list(kept_for(begun, copies.get(post.pk, ()), by=by)) for post in origin.posts}
    credit(begun, origin, files, by=by)
    if offered := [file for taken in files.values() for file in taken]:
        offer(begun, offered, by=by)
    return begun


def credit(page: ResourcePage, origin: Origin, files: Copies, *, by: User) -> None:
    """Each author, with what of theirs it is made of."""
    for post in origin.authors:
        is_own = post.author_id == by.pk
        theirs = [one.pk for one in origin.posts if one.author_id == post.author_id]
        row = Credit.objects.create(
            page=page,
            person=post.author,
            council=post.council,
            consent=Consent.GIVEN if is_own else Consent.ASKED,
            posts=theirs,
            files=[file.sha256 for key in theirs for file in files[key]],
        )
        if not is_own:
            ask(row, by=by)


def copies_of(attachments: "Iterable[Attachment]", *, by: User) -> "Iterator[StoredFile]":
    """Copies: what becomes of the post is nothing to the resource. What the bank does not take stays where it is."""
    for attachment in attachments:
        with suppress(ValidationError, FileNotFoundError), attachment.file.open() as file:
            yield write(UploadedFile(file, name=attachment.name, size=attachment.size), by=by)


def kept_for(page: ResourcePage, copies: "Iterable[StoredFile]", *, by: User) -> "Iterator[StoredFile]":
    for copy in copies:
        with suppress(ValidationError):
            yield keep(copy, page, by=by)


def offer(page: ResourcePage, files: "Iterable[StoredFile]", *, by: User) -> None:
    """Each once: two may have attached the same."""
    once = dict.fromkeys(files)
    rows: Any = [ResourceFile(stored=file, title=file.said_title, sort_order=place) for place, file in enumerate(once)]
    page.files.set(rows)
    page.save_revision(user=by, clean=False, log_action=False)
