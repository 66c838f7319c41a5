"""The Wagtail workflow that each proposal goes through: one task, on both shelves, and no mail but ours."""

from typing import TYPE_CHECKING, Any

from wagtail.models import TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from repository.models import PrivateShelfPage, ResourceIndexPage, ResourcePage, ReviewTask

if TYPE_CHECKING:
    from intranet.members.models import User

NAME = "Revisió del banc de recursos"
# Under these names Wagtail connects what mails whoever may publish any page: first come, first served.
MAILERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def ensure_workflow() -> Workflow:
    """With its task, on the shelves that have none. Running it again changes nothing."""
    task = ReviewTask.objects.first() or ReviewTask.objects.create(name=NAME)
    step = WorkflowTask.objects.filter(task=task).select_related("workflow").first()
    workflow: Workflow = step.workflow if step else Workflow.objects.create(name=NAME)
    if step is None:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for shelf in (ResourceIndexPage.objects.first(), PrivateShelfPage.objects.first()):
        if shelf is not None:
            WorkflowPage.objects.get_or_create(page_id=shelf.pk, defaults={"workflow": workflow})
    return workflow


def send_round(page: ResourcePage, *, by: "User | None") -> None:
    """Let the newest words wait for a decision: what was returned goes on where it was, with what was said of it."""
    state = page.current_workflow_state
    if state is None:
        workflow = page.get_workflow() or ensure_workflow()
        workflow.start(page, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=by)


def task_of(page: ResourcePage) -> TaskState:
    """The decision for which `page` waits."""
    if page.current_workflow_task_state is None:
        send_round(page, by=page.owner)
    task: TaskState = page.current_workflow_task_state
    return task


def follow_words(page: ResourcePage) -> None:
    """What is decided on are the newest words."""
    active = WorkflowState.objects.active().for_instance(page)
    waiting = TaskState.objects.filter(workflow_state__in=active, status=TaskState.STATUS_IN_PROGRESS)
    waiting.update(revision=page.latest_revision)


def no_mail(**_signal: Any) -> None:
    """In the place of Wagtail's own."""


def silence_wagtail() -> None:
    """Our notifications tell each person as they chose, and only those who may see it. Before `wagtail.admin` is ready."""
    for signal, sender, uid in MAILERS:
        signal.connect(no_mail, sender=sender, dispatch_uid=uid)
