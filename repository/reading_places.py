"""What reading resources, and trusting them, registers with the floors below."""

from intranet.jobs.registry import register_job
from intranet.members.own_data import register_export
from repository import asks
from repository.links import register_purposes
from repository.notifications import register_kinds
from repository.own_data import export_of
from repository.receivers import connect_receivers


def register() -> None:
    register_kinds()
    register_purposes()
    connect_receivers()
    # Before the daily digests, which leave at half past seven.
    register_job("look_after_validity", "5 7 * * *", "repository.domain.validity_rounds.look_after_validity")
    register_export("resources", export_of)
    asks.register()
