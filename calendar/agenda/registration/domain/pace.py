"""What keeps programs from filling in the public page: no riddles, but limits that a person does not meet."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.utils.translation import gettext as _

from agenda.registration.domain.counting import count, is_first

MINUTES, DAY = 60, 24 * 60 * 60
MOST_OF_A_COMPUTER = ((20, 10 * MINUTES), (100, DAY))
"""How many registrations, in how many seconds: a training room behind one address still gets in."""
MOST_TO_AN_ADDRESS, MOST_OF_A_DESK = 10, 3
"""How many mails the page sends to one mailbox in a day, in all and of one desk."""


class TooManyRequestsError(Exception):
    """Too much in too little time. Its words are for whoever registers."""

    def __init__(self) -> None:
        super().__init__(
            _("There have been many registrations from here in a short time. Wait a while and send it again.")
        )


def check_pace(*, computer: str) -> None:
    """Count one registration from `computer` (its IP address). Raises `TooManyRequestsError`."""
    network = network_of(computer)
    if [seconds for most, seconds in MOST_OF_A_COMPUTER if count(f"from {network}", seconds) > most]:
        raise TooManyRequestsError


def network_of(computer: str) -> str:
    """Of IPv6 what one connection is given, since whoever has one address there has as many as they like."""
    try:
        found = ip_address(computer)
    except ValueError:
        return computer
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return computer


def may_write(desk: int, email: str) -> bool:
    """Count one mail of this desk to this address; whether it may go.

    Whoever fills in the page is not told: the address may be somebody else's.
    """
    mailbox = mailbox_of(email)
    counts = (count(f"to {mailbox} of {desk}", DAY), MOST_OF_A_DESK), (count(f"to {mailbox}", DAY), MOST_TO_AN_ADDRESS)
    written(desk, email)
    return all(number <= most for number, most in counts)


def may_write_again(desk: int, email: str) -> bool:
    """The same once more: no earlier than a day after the last."""
    return written(desk, email) and may_write(desk, email)


def written(desk: int, email: str) -> bool:
    """Whether that is the first of the day."""
    return is_first(f"written to {email} of {desk}", DAY)


def mailbox_of(email: str) -> str:
    """Without the «+tag», with which one mailbox has as many addresses as it likes."""
    name, _at, host = email.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"
