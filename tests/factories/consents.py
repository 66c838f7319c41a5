"""What a resource that is made of somebody else's words is tested with."""

from django.core.files.base import ContentFile

from forum.enums import AttachmentKind
from forum.models import Attachment
from repository.domain.locking import newest_words
from repository.domain.proposing import save_words
from repository.domain.wording import blocks_of
from repository.models import ResourcePage

SAID = "<p>Vam començar amb tres pagesos de la comarca i un mercat cada quinze dies.</p>"


def change(page, by, **words):
    """Its newest words say these."""
    now = newest_words(ResourcePage.objects.get(pk=page.pk))
    for name, value in words.items():
        setattr(now, name, value)
    return save_words(now, by=by)


def attached(post, name, content):
    """A file of the post's author."""
    file = Attachment(uploader=post.author, post=post, kind=AttachmentKind.FILE, name=name, size=len(content))
    file.file.save("x.txt", ContentFile(content))
    return file


def in_text(html):
    return blocks_of(html, caption="")
