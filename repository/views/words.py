"""What a resource says by a revision at hand, drawn the same wherever it is looked at before it is published."""

from typing import Any

from intranet.members.models import User
from intranet.pages.blocks import outline_of
from repository.models import ResourcePage
from repository.views.pieces import facts_of, files_of_words, leads_of_words, story_of


def content_of(words: ResourcePage, reader: User) -> dict[str, Any]:
    """For `repository/words.html`. Four statements."""
    outline_of(words.body)  # gives its headings their anchors
    return {
        "words": words,
        "facts": facts_of(words),
        "story": story_of(words),
        "files": files_of_words(words),
        "leads": leads_of_words(words, reader),
        "visibility": words.get_visibility_display(),
    }
