from agenda.registration.models.attendances import Attendance, Certificate
from agenda.registration.models.desks import Question, RegistrationDesk
from agenda.registration.models.messages import DeskMessage
from agenda.registration.models.queries import RegistrationQuerySet
from agenda.registration.models.registrations import Registration

__all__ = [
    "Attendance",
    "Certificate",
    "DeskMessage",
    "Question",
    "Registration",
    "RegistrationDesk",
    "RegistrationQuerySet",
]
