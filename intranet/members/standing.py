"""What a person may do in the network today, in one value: read it, never the dates behind it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """Where a person stands today (Europe/Madrid). An inactive account stands nowhere."""

    administrator: bool = False
    coordination: bool = False
    member: bool = False
    guest: bool = False
    second_factor: bool = False

    @property
    def cares_for_members(self) -> bool:
        """Coordination and administrators: they keep the data of organisations and people."""
        return self.coordination or self.administrator

    @property
    def in_network(self) -> bool:
        """An open position in a council of the network, or those who care for it; guests are not."""
        return self.member or self.cares_for_members

    @property
    def has_access(self) -> bool:
        return self.in_network or self.guest


NOBODY = Standing()
