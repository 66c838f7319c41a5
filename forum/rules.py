"""Who may have what of the forum."""

from forum.models import Attachment, Post
from intranet.members.doors import door_to
from intranet.members.models import User


def may_have_attachment(user: User, path: str) -> bool:
    """Those who read the post whose file it is; its uploader, before it is published.

    Those who moderate alone, of a removed post, and of what was taken out of one and is not in its history either.
    """
    file = Attachment.objects.select_related("post__topic__group").filter(file=path).first()
    if file is None:
        return False
    if file.post is None:
        return file.uploader_id == user.pk
    topic = file.post.topic
    door = door_to(user, topic.group)
    is_removed = bool(file.post.removed_at or topic.removed_at)
    return door.moderates if is_removed or is_taken_out(file, file.post) else door.may_read


def is_taken_out(file: Attachment, post: Post) -> bool:
    """No statement for what is listed."""
    url = file.file.url
    return not (file.is_listed or url in post.body or post.revisions.filter(body__contains=url).exists())


def attachment_name(path: str) -> str:
    """What the person called it who uploaded it."""
    return Attachment.objects.filter(file=path).values_list("name", flat=True).first() or ""
