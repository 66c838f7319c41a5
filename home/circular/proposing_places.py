"""Where entries are proposed, and who is told what became of them."""

from home.circular.domain.picture_files import FOLDER
from home.circular.notifications import register_decided
from home.circular.own_data import export_of, mails_of
from home.circular.panels import circular_of_event, circular_of_resource, circular_of_topic
from intranet.jobs.registry import register_job
from intranet.media import register_media_rule
from intranet.members.own_data import register_export
from intranet.members.rules import belongs_to_network
from intranet.panels import register_panel


def register() -> None:
    # Nobody guesses their names; mails have an address of their own for them (`views.pictures`).
    register_media_rule(FOLDER, lambda user, _path: belongs_to_network(user))
    register_panel("event:aside", 50, circular_of_event)
    register_panel("resource:aside", 50, circular_of_resource)
    register_panel("topic:aside", 50, circular_of_topic)
    register_decided()
    register_job("tell_circular_decided", "*/5 * * * *", "home.circular.domain.told.tell_decided")
    register_export("circular", export_of)
    register_export("circular_mails", mails_of)
    register_job("drop_stray_circular_pictures", "50 4 * * *", "home.circular.domain.picture_files.drop_stray_pictures")
