from datetime import date
from functools import lru_cache

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from intranet.members.models import User
from intranet.prepared import Objects
from intranet.statements import PERSON


@lru_cache(maxsize=2)
def person_on(_day: date) -> Objects[User]:
    """How one person is loaded with their standing.

    Every request asks it, and wording it takes several times as long as answering it; only the day changes it.
    """
    return Objects.of(User.objects.with_standing().filter(is_active=True, pk=PERSON).order_by())


class MemberBackend(AuthenticationBackend):
    """Signs people in by e-mail, and loads `request.user` with its standing in one statement."""

    def get_user(self, user_id: int) -> User | None:
        return person_on(timezone.localdate()).first({PERSON: user_id})
