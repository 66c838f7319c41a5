"""Who may have what of the forum."""

from forum.models import Attachment
from intranet.members.doors import door_to
from intranet.members.models import User


def may_have_attachment(user: User, path: str) -> bool:
    """Those who read the post whose file it is; those who moderate, of a removed one; its uploader, before it is published."""
    file = Attachment.objects.select_related("post__topic__group").filter(file=path).first()
    if file is None:
        return False
    if file.post is None:
        return file.uploader_id == user.pk
    topic = file.post.topic
    door = door_to(user, topic.group)
    is_removed = bool(file.post.removed_at or topic.removed_at)
    return door.moderates if is_removed else door.may_read


def attachment_name(path: str) -> str:
    """What the person called it who uploaded it."""
    return Attachment.objects.filter(file=path).values_list("name", flat=True).first() or ""
