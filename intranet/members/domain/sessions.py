from allauth.usersessions.models import UserSession

from intranet.members.models import User


def close_sessions(person: User) -> int:
    """Sign `person` out everywhere, at once. How many sessions were open."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)
