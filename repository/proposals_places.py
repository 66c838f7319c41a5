"""What proposing and reviewing register with the floors below."""

from django.db.models.signals import post_save, pre_save
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_cancelled, workflow_rejected

from intranet.jobs.registry import register_job
from intranet.members.models import WorkingGroup
from intranet.panels import register_panel
from repository import proposal_asks
from repository.domain import reviewing
from repository.domain.consenting import follow_wording
from repository.domain.succession import follow_access, note_access
from repository.domain.versions import note_version
from repository.domain.workflow import silence_wagtail
from repository.models import ResourcePage
from repository.proposal_links import register_purposes
from repository.proposal_notifications import connect_receivers, register_kinds
from repository.topic_panel import resources_of_topic


def register() -> None:
    silence_wagtail()
    for signal, sender, receiver in (
        (task_submitted, TaskState, reviewing.follow_request),
        (workflow_approved, WorkflowState, reviewing.follow_approval),
        (workflow_rejected, WorkflowState, reviewing.follow_refusal),
        (workflow_cancelled, WorkflowState, reviewing.follow_withdrawal),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"repository.{receiver.__name__}")
    page_published.connect(note_version, sender=ResourcePage, dispatch_uid="repository.note_version")
    pre_save.connect(note_access, sender=WorkingGroup, dispatch_uid="repository.note_access")
    post_save.connect(follow_access, sender=WorkingGroup, dispatch_uid="repository.follow_access")
    post_save.connect(follow_wording, sender=Revision, dispatch_uid="repository.follow_wording")
    register_job("pass_on_resources", "20 5 * * *", "repository.domain.succession.pass_on_resources")
    register_kinds()
    register_purposes()
    connect_receivers()
    proposal_asks.register()
    register_panel("topic:aside", 10, resources_of_topic)
