"""What Wagtail calls when a workflow is over (`WAGTAIL_FINISH_WORKFLOW_ACTION`). Wagtail's own function publishes the latest draft, whoever wrote
it since the decision; ours publishes the version that was decided on.

Wagtail reads this module while its own models load: the action is named by its path.
"""

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from rse.people.models import User

ACTION = "cms.actions.publishing.publish_finished"


def publish_decided(workflow_state: "WorkflowState", user: "User | None" = None) -> None:
    import_string(ACTION)(workflow_state, actor=user)
