"""What has to be done about people on the day, at night. Each bears being run twice, and catches up."""

from intranet.members.domain.positions import pass_on_what_is_due
from intranet.members.domain.seats import settle_seats


def settle_positions() -> None:
    """What passes to a successor first, then the seats of those whose access is over."""
    pass_on_what_is_due()
    settle_seats()
