"""What announcing registers with the floors below."""

from django.db.models.signals import post_delete
from wagtail.permissions import register_permission_policy

from agenda import asks
from agenda.admin.permissions import EventPolicy
from agenda.domain.materials import delete_file_with_last, material_name, may_have_material
from agenda.models import Event, Material
from agenda.models.materials import FOLDER
from intranet.media import register_media_rule


def register() -> None:
    register_media_rule(FOLDER, may_have_material, name_of=material_name)
    asks.register()
    register_permission_policy(Event, EventPolicy(Event))
    post_delete.connect(delete_file_with_last, sender=Material)
