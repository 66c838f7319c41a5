"""What the circular registers with the floors below, room by room."""

from home.circular import (
    composing_places,
    finding_places,
    gathering_places,
    proposing_places,
    reading_places,
    sending_places,
)


def register() -> None:
    gathering_places.register()
    proposing_places.register()
    composing_places.register()
    reading_places.register()
    finding_places.register()
    sending_places.register()
