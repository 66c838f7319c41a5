from allauth.account.auth_backends import AuthenticationBackend

from intranet.members.models import User


class MemberBackend(AuthenticationBackend):
    """Signs people in by e-mail, and loads `request.user` with its standing in one statement."""

    def get_user(self, user_id: int) -> User | None:
        user: User | None = User.objects.with_standing().filter(pk=user_id, is_active=True).first()
        return user
