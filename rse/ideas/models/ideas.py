"""An idea, who supports it, what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.feed.models import Post
from rse.ideas.models.boxes import Category, IdeaBox
from rse.ideas.querysets import IdeaQuerySet, OfficialAnswerQuerySet, SupportQuerySet


class Idea(models.Model):
    """What is said and who may read it stand on the post; here: where it was put, how far it is, how many support it.

    `status` moves only through `actions.answers`. `answer_by` is the day the box promised when the idea came.
    A merged idea stays readable at its address and leads to the one it joined.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        STUDIED = "studied", _("being studied")
        ACCEPTED = "accepted", pgettext_lazy("status of an idea", "accepted")
        DONE = "done", pgettext_lazy("status of an idea", "done")
        NOT_KEPT = "not_kept", _("not kept")

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="idea", verbose_name=_("post"))
    box = models.ForeignKey(IdeaBox, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("idea box"))
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas", verbose_name=_("category"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    support_count = models.PositiveIntegerField(_("supported by"), default=0, editable=False)
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    answer_by = models.DateField(_("answer expected before"))
    answered_at = models.DateTimeField(_("last answered at"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints = [models.CheckConstraint(condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="ideas_not_merged_into_itself")]
        indexes = [
            models.Index(fields=["box", "-proposed_at", "-id"], condition=Q(merged_into=None), name="ideas_latest"),
            models.Index(fields=["box", "-support_count", "-id"], condition=Q(merged_into=None), name="ideas_most_supported"),
            models.Index(fields=["box", "-answered_at", "-id"], condition=Q(merged_into=None, answered_at__isnull=False), name="ideas_answered"),
            models.Index(fields=["answer_by"], condition=Q(merged_into=None, answered_at=None), name="ideas_waiting"),
        ]

    def __str__(self) -> str:
        return str(self.post)


class IdeaWord(models.Model):
    """One word of an idea's title, without gender, number nor spelling: what makes two ideas look alike."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="words", verbose_name=_("idea"))
    box = models.ForeignKey(IdeaBox, on_delete=models.CASCADE, related_name="+", verbose_name=_("idea box"))
    heard = models.CharField(_("as heard"), max_length=40)

    class Meta:
        verbose_name = _("word of an idea")
        verbose_name_plural = _("words of ideas")
        constraints = [models.UniqueConstraint(fields=["box", "heard", "idea"], name="ideas_word_once")]

    def __str__(self) -> str:
        return self.heard


class Support(models.Model):
    """One person's support. Twice is once: the database says so. Others see how many, never who."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports", verbose_name=_("idea"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idea_supports", verbose_name=_("person"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [models.UniqueConstraint(fields=["idea", "user"], name="ideas_support_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} by {self.user_id}"


class OfficialAnswer(models.Model):
    """What the organisation answered, and the status it gave. Never overwritten: a new answer is a new number."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="answers", verbose_name=_("idea"))
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=10, choices=Idea.Status)
    text = models.TextField(_("answer"), max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="idea_answers", verbose_name=_("author"))
    at = models.DateTimeField(_("answered at"), default=timezone.now)

    objects = OfficialAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("official answer")
        verbose_name_plural = _("official answers")
        ordering = ["idea", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="ideas_answer_once"),
            models.CheckConstraint(condition=~Q(text=""), name="ideas_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} v{self.number}"


class IdeaMove(models.Model):
    """The journal of an idea: every change of status and every merge. Codes and ids, never a person's words."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="moves", verbose_name=_("idea"))
    code = models.CharField(_("action"), max_length=20)
    from_status = models.CharField(pgettext_lazy("status of an idea", "from"), max_length=10, blank=True)
    to_status = models.CharField(_("to"), max_length=10, blank=True)
    other = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("other idea"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("move of an idea")
        verbose_name_plural = _("moves of ideas")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.code}"
