"""The reviews of the demo's resources, as the CMS knows them: what waits on the site is decided on there too. Nobody is told."""

from datetime import datetime

from wagtail.models import Revision, TaskState, WorkflowState

from repository.domain.workflow import ensure_workflow
from repository.enums import Review
from repository.models import ResourcePage

STATES = {
    Review.WAITING: (WorkflowState.STATUS_IN_PROGRESS, TaskState.STATUS_IN_PROGRESS),
    Review.RETURNED: (WorkflowState.STATUS_NEEDS_CHANGES, TaskState.STATUS_REJECTED),
}


def keep_round(page: ResourcePage, revision: Revision, at: datetime) -> None:
    """Of what waits or was returned; nothing for any other."""
    if page.review not in STATES:
        return
    workflow = ensure_workflow()
    status, decided = STATES[Review(page.review)]
    state = WorkflowState.objects.create(
        content_type=page.get_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        workflow=workflow,
        requested_by=page.owner,
        status=status,
    )
    task = TaskState.objects.create(
        workflow_state=state,
        task_id=workflow.tasks[0].pk,
        revision=revision,
        status=decided,
        comment=page.review_note,
        started_at=at,
    )
    WorkflowState.objects.filter(pk=state.pk).update(current_task_state=task, created_at=at)
