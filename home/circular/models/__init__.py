from home.circular.models.deliveries import Delivery, DeliveryQuerySet
from home.circular.models.entries import CircularEntry, EntryQuerySet
from home.circular.models.links import LinkCheck
from home.circular.models.pages import CircularIndexPage, CircularPage, CircularQuerySet

__all__ = [
    "CircularEntry",
    "CircularIndexPage",
    "CircularPage",
    "CircularQuerySet",
    "Delivery",
    "DeliveryQuerySet",
    "EntryQuerySet",
    "LinkCheck",
]
