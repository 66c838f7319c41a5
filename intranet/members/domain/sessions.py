from allauth.usersessions.models import UserSession

from intranet.members.models import User


def close_sessions(person: User, *, but: str | None = None) -> int:
    """Sign `person` out everywhere, at once, but in the session with the key `but`. How many sessions were closed."""
    sessions = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)
