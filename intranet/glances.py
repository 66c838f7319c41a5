"""What the panels of a page want to know of its person, asked together: one statement, however many they are."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from intranet.unions import Question, Row, Rows, answers_to

if TYPE_CHECKING:
    from intranet.members.models import User

KEPT = "_glances"
_questions: dict[str, Question] = {}


def register_glance(name: str, rows: Rows) -> None:
    """Have `rows` asked for on every dashboard, from `AppConfig.ready`. Raises ValueError when the name is taken.

    `name` is an identifier that no ask and no first step has either: all are one statement (`look`).
    """
    question = Question(name, rows)
    if _questions.setdefault(name, question) != question:
        msg = f"Something else is looked at under the name {name!r} already."
        raise ValueError(msg)


def questions_of_panels() -> tuple[Question, ...]:
    return tuple(_questions.values())


def look(request: HttpRequest, *others: Question) -> dict[str, list[Row]]:
    """Have all questions answered for this request, and `others` with them; the rows of each by its name. One statement."""
    answers = answers_to((*questions_of_panels(), *others), cast("User", request.user))
    vars(request)[KEPT] = answers
    return answers


def glance(request: HttpRequest, name: str) -> list[Row]:
    """The rows of one question, in no order. The first one who looks has all questions answered for this request."""
    answers = vars(request).get(KEPT)
    found: list[Row] = (look(request) if answers is None else answers).get(name, [])
    return found
