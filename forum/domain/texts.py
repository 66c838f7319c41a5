"""What becomes of the HTML that somebody sends: cleaned, with the names of those it mentions and the files it holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from forum.models import Attachment, Mention, Post
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.audience import readers_among
from intranet.richtext.cleaning import clean_html, images_in, mentions_in, plain_text

# The first so many people whom a post names are told; the names of others stay words: a post is no circular.
MOST_MENTIONS = 20


@dataclass(frozen=True)
class Text:
    """Cleaned: `mentioned` may all read it and are known to its author; `attachments` are the author's own, or there before."""

    body: str
    plain: str
    mentioned: tuple[User, ...]
    attachments: tuple[Attachment, ...]

    @classmethod
    def of(cls, raw: str, *, author: User, group: WorkingGroup, attachments: Iterable[Attachment] = ()) -> "Text":
        """Names that may not be mentioned stay as plain words; images that are not the author's to show are dropped."""
        asked = mentions_in(raw)
        known = {person.pk: person for person in mentionable(author, group).filter(pk__in=asked)}
        people = {pk: known[pk] for pk in [pk for pk in asked if pk in known][:MOST_MENTIONS]}
        files = {file.pk: file for file in (*attachments, *own_images(raw, author))}
        urls = {file.file.url for file in files.values()}
        body = clean_html(
            raw,
            name_of=lambda pk: people[pk].full_name if pk in people else None,
            keeps_image=lambda src: src in urls,
        )
        named = tuple(people[pk] for pk in dict.fromkeys(mentions_in(body)) if pk in people)
        return cls(body, plain_text(body), named, tuple(files.values()))


def mentionable(author: User, group: WorkingGroup) -> "QuerySet[User]":
    """Those whom `author` may know of and who read what is said in `group`."""
    known = User.objects.visible_to(author).values("pk")
    readers: QuerySet[User] = readers_among(User.objects.with_standing(), group).filter(pk__in=known)
    return readers


def own_images(raw: str, author: User) -> "QuerySet[Attachment]":
    names = [src.partition("/media/")[2] for src in images_in(raw)]
    return Attachment.objects.filter(file__in=[name for name in names if name], uploader=author)


def keep_text(post: Post, text: Text, *, by: User | None = None) -> list[User]:
    """Note whom the post mentions and which files are its; returns those it did not mention before.

    `by` wrote the text if the post's author did not.
    """
    before = set(post.mentions.values_list("person", flat=True))
    new = [person for person in text.mentioned if person.pk not in before]
    Mention.objects.bulk_create([Mention(post=post, person=person) for person in new], ignore_conflicts=True)
    post.mentions.exclude(person__in=[person.pk for person in text.mentioned]).delete()
    writers = {post.author_id, by.pk if by else None}
    ids = [file.pk for file in text.attachments if file.uploader_id in writers]
    Attachment.objects.filter(pk__in=ids, post=None).update(post=post)
    return new
