"""How a topic looks in a list. Its row is drawn once for each version of it and each number of what is new in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from forum.domain.listing import ALL_OF_IT, TopicLine
from forum.models import Topic
from forum.views.kept import drawing, join, kept
from forum.views.moments import kept_for, moment_words


def rows_of(lines: list[TopicLine], *, with_group: bool = False) -> SafeString:
    """The rows of `lines`, one under the other; `with_group` where they come from several."""
    return join(row_by_row(lines, with_group=with_group))


def row_by_row(lines: list[TopicLine], *, with_group: bool = False) -> list[str]:
    day = timezone.localdate()

    def draw(missing: list[int]) -> Iterator[str]:
        topics = topics_with_all(lines[position].pk for position in missing)
        for position in missing:
            line = lines[position]
            yield drawing("forum/topic_row.html", **context_of(topics[line.pk], line), with_group=with_group)

    keys = [(line.pk, line.version, *line[4:11], kept_for(line.age, day), line.news, with_group) for line in lines]
    return kept("row", keys, draw)


def topics_with_all(keys: Iterable[int]) -> dict[int, Topic]:
    return Topic.objects.select_related("group", "author", "council", "last_author").in_bulk(list(keys))


def context_of(topic: Topic, line: TopicLine) -> dict[str, Any]:
    return {
        "topic": topic,
        "url": topic.get_absolute_url(),
        "when": moment_words(topic.last_posted_at, line.age),
        "news": max(0, line.news),
        "is_new": line.news == ALL_OF_IT,
        "is_unread": line.is_unread,
        "is_unanswered": topic.is_question and topic.solved_by_id is None and not topic.is_closed,
    }
