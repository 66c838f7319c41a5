import agenda.registration.models  # noqa: F401 - Django finds a room's models through here
from agenda.models.changes import Change
from agenda.models.events import Event
from agenda.models.interests import Interest
from agenda.models.materials import Material
from agenda.models.occurrences import Occurrence, OccurrenceQuerySet
from agenda.models.queries import EventQuerySet

__all__ = ["Change", "Event", "EventQuerySet", "Interest", "Material", "Occurrence", "OccurrenceQuerySet"]
