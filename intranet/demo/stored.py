"""A paper of ours as a file of a resource: what it holds is known, so nobody has to read it."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile

from intranet.demo.papers import Paper
from repository.enums import TextState
from repository.models import ResourcePage, StoredFile


def stored_file(page: ResourcePage, *, name: str, paper: Paper, text: str, at: datetime) -> StoredFile:
    is_drawn = paper.suffix == ".png"
    stored = StoredFile(
        page=page,
        uploader=page.owner,
        name=name,
        size=len(paper.content),
        sha256=hashlib.sha256(paper.content).hexdigest(),
        uploaded_at=at,
        page_count=paper.page_count,
        text_state=TextState.NONE if is_drawn else TextState.READ,
        text="" if is_drawn else text,
    )
    stored.file.save(name, ContentFile(paper.content), save=False)
    if paper.thumbnail:
        stored.thumbnail.save("thumbnail.jpg", ContentFile(paper.thumbnail), save=False)
    stored.save()
    return stored
