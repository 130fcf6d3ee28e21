"""Delegated publishing as a task of Wagtail's workflows."""

from importlib import import_module
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from cms.models.reviews import Review
from rse.people.models import User

Action = tuple[str, str, bool]
# Named by their paths: they read the models of which this module is part.
GESTURES, READINGS = "cms.actions.publishing", "cms.reviewing"


class DelegatedPublishingTask(Task):
    """Approves by itself when the author's mission, training and signed charter cover the department and the subject of the page; otherwise asks
    the right person to read it. What Wagtail's screens ask of a task is answered by `cms.actions.publishing`, under the lock of the page."""

    review_days = models.PositiveSmallIntegerField(_("opening days to read a page"), default=2, validators=[MinValueValidator(1), MaxValueValidator(30)])
    sample_percent = models.PositiveSmallIntegerField(
        _("pages read after the fact, in a hundred"),
        default=10,
        validators=[MaxValueValidator(100)],
        help_text=_("Drawn at random among those that left on a signed charter."),
    )
    withdraw_minutes = models.PositiveSmallIntegerField(_("minutes to withdraw a page"), default=30, validators=[MinValueValidator(1), MaxValueValidator(1440)])

    admin_form_fields = [*Task.admin_form_fields, "review_days", "sample_percent", "withdraw_minutes"]
    task_state_class = Review

    class Meta:
        verbose_name = _("delegated publishing")
        verbose_name_plural = _("delegated publishing")
        permissions = [("keep_pages", _("Can keep the pages of the intranet alive and true"))]

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> Review:
        begun: Review = import_module(GESTURES).begin(self, workflow_state, actor=user)
        return begun

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:  # Any: what Wagtail's form of the action holds
        """Approve, or ask for changes, from Wagtail's editor: the version decided on is the one the editor was opened on, or the reviewer's own."""
        review = Review.objects.select_related("workflow_state", "revision").get(pk=task_state.pk)
        latest = review.workflow_state.content_object.get_latest_revision()
        seen = latest.pk if latest.user_id == user.pk else review.revision_id
        comment = str(kwargs.get("comment", ""))
        if action_name == "approve":
            import_module(GESTURES).approve(review, revision=seen, actor=user, comment=comment)
        elif action_name == "reject":
            import_module(GESTURES).ask_changes(review, revision=seen, reason=comment, actor=user)
        else:
            raise PermissionDenied

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return self._decides(obj, user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """While somebody reads it, nobody else changes the page."""
        return not (user.is_superuser or self._decides(obj, user))

    def get_actions(self, obj: Page, user: User) -> list[Action]:
        if not self._decides(obj, user):
            return []
        return [
            ("reject", str(_("Ask for changes")), True),
            ("approve", str(_("Approve and publish")), False),
            ("approve", str(_("Approve with a word")), True),
        ]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> "models.QuerySet[TaskState]":  # Any: unused
        return TaskState.objects.filter(pk__in=import_module(READINGS).asked_of(user).order_by().values("pk"), task=self.pk)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Pages leave on their author's signed charter; red subjects, pre-election periods and what no mission covers are read first."))

    def _decides(self, page: Page, user: User) -> bool:
        state = page.current_workflow_task_state
        return isinstance(state, Review) and bool(import_module(READINGS).may_decide(user, state))
