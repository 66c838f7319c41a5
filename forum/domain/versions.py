"""Which wording of a post somebody had before them: two may correct it at the same time."""

import json
from hashlib import sha256
from typing import Any

from forum.domain.facts import facts_of
from forum.enums import TopicKind
from forum.models import Experience, Post


class ChangedMeanwhileError(Exception):
    """The post says something else by now than what its writer had before them."""


def version_of(post: Post) -> str:
    """Of all that one edits: its words, its topic's title, its facts. Reactions and solutions do not change it."""
    said: list[Any] = [post.topic.title if post.is_first else "", post.body]
    if post.is_first and post.topic.kind == TopicKind.EXPERIENCE:
        experience = Experience.objects.select_related("council").filter(topic=post.topic_id).first()
        said += sorted(facts_of(experience).items()) if experience else []
    return sha256(json.dumps(said).encode()).hexdigest()


def check_version(post: Post, seen: str) -> None:
    """Nothing said is nothing asked, "" for a form that does not say. Raises `ChangedMeanwhileError`."""
    if seen and seen != version_of(post):
        raise ChangedMeanwhileError
