"""Questions that one could answer, on the dashboard: those that touch what one knows about."""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache, partial
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.domain.listing import TopicLine, lines_of
from forum.models import Post, Topic
from forum.views.rows import rows_of
from intranet.fulltext.words import EMPTY, stem_of, words_in
from intranet.glances import glance, register_glance
from intranet.members.glances import SUBJECTS
from intranet.members.models import User
from intranet.panels import Panel, register_panel
from intranet.statements import midnight
from intranet.unions import NEXT, Row, listed, together

WAITS_FOR = timedelta(days=365)
"""How long a question without an answer is still asked of people."""
LOOKED_THROUGH = 60
FEW = 4
QUESTIONS, TOLD = "open_questions", "_told_topics"
SHORTEST = 3
NAMES = (
    *("group__folded_name", "group__name", "group__slug", "council__name"),
    *("author__given_name", "author__family_name", "last_author__given_name", "last_author__family_name"),
)
"""What a row shows that may change without the topic, after what is looked through."""
# What so many subjects and questions of this network say that it tells nothing.
COMMON = """
    ajuntament activitat administracio agents ambit coses com econ economia economica consell fer grup local locals municipal municipi
    nova nou pla poble politica programa projecte public publica social solidaria suport tema territori treball xarxa
    """.split()  # noqa: SIM905 - reads better as words than as strings


def register() -> None:
    register_glance(QUESTIONS, rows_of_questions)
    register_panel("dashboard:groups", 10, questions_to_answer)


def rows_of_questions(user: User) -> "QuerySet[Any, Any]":
    """The newest open questions in the groups that the person reads, without their own and those in which they spoke."""
    spoken = Post.objects.filter(topic=OuterRef("pk"), author=user.pk, removed_at=None)
    found = Topic.objects.visible_to(user).unanswered().exclude(author=user.pk).filter(~Exists(spoken))
    found = found.filter(created_at__gt=midnight(timezone.localdate() - WAITS_FOR)).order_by("-created_at", "-pk")
    few = Topic.objects.filter(pk__among_rows=found.values("pk")[:LOOKED_THROUGH])
    return listed(few, key="pk", label="folded_title", second=together(*NAMES), number="version", at="created_at")


def questions_to_answer(request: HttpRequest) -> Panel | None:
    """The newest of those whose title, or group, says what the person knows about. One statement when they are not kept."""
    user = cast("User", request.user)
    known = known_by(user.ask_me_about, tuple(sorted(row.label for row in glance(request, SUBJECTS))))
    if not known:
        return None
    told: set[int] = vars(request).get(TOLD, set())
    asked = (row for row in glance(request, QUESTIONS) if row.key not in told)
    rows = sorted(asked, key=lambda row: (row.at, row.key), reverse=True)
    found = [row for row in rows if touches(row, known)][:FEW]
    if not found:
        return None
    context = {
        "versions": [(row.key, row.number) for row in found],
        "names": [row.second for row in found],
        "today": timezone.localdate(),
        "rows": partial(drawn, user, [row.key for row in found]),
    }
    title = _("Questions you could answer")
    return Panel(title, "forum/panels/questions.html", context, icon="message-circle-question-mark")


def leave_out(request: HttpRequest, topics: Iterable[int]) -> None:
    """What a panel above has told on this page is not asked again."""
    vars(request)[TOLD] = set(topics)


def drawn(user: User, keys: list[int]) -> SafeString:
    lines = lines_of(Topic.objects.filter(pk__in=keys).order_by("-created_at", "-pk"), user, most=FEW)
    return rows_of([as_read(line) for line in lines], with_group=True)


def as_read(line: TopicLine) -> TopicLine:
    """Whether something in it is new stands among what is new in the groups."""
    return line._replace(is_unread=False)


@lru_cache(maxsize=4096)
def known_by(ask_me_about: str, subjects: tuple[str, ...]) -> frozenset[str]:
    """The stems of what the person knows about."""
    return telling_stems(" ".join([*subjects, ask_me_about]))


def touches(row: Row, known: frozenset[str]) -> bool:
    group, _next, _names = row.second.partition(NEXT)
    return not known.isdisjoint(telling_stems(row.label)) or not known.isdisjoint(telling_stems(group))


@lru_cache(maxsize=16_384)
def telling_stems(text: str) -> frozenset[str]:
    """The stems of the words of `text` that say what it is about."""
    words = (word for word in words_in(text) if len(word) >= SHORTEST and word not in EMPTY)
    return frozenset(map(stem_of, words)) - stems_of_common()


@lru_cache(maxsize=1)
def stems_of_common() -> frozenset[str]:
    return frozenset(map(stem_of, COMMON))
