"""What the panels of a page want to know of its person, asked together: one statement, however many they are."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from intranet.unions import Question, Row, Rows, answers_to

if TYPE_CHECKING:
    from intranet.members.models import User

KEPT = "_glances"
_questions: dict[str, Question] = {}


def register_glance(name: str, rows: Rows) -> None:
    """Have `rows` asked for on every dashboard, from `AppConfig.ready`; `name` is an identifier. Raises ValueError when it is taken."""
    question = Question(name, rows)
    if _questions.setdefault(name, question) != question:
        msg = f"Something else is looked at under the name {name!r} already."
        raise ValueError(msg)


def glance(request: HttpRequest, name: str) -> list[Row]:
    """The rows of one question, in no order. The first one who looks has all questions answered for this request."""
    answers = vars(request).get(KEPT)
    if answers is None:
        answers = vars(request)[KEPT] = answers_to(tuple(_questions.values()), cast("User", request.user))
    found: list[Row] = answers.get(name, [])
    return found
