"""From what a colleague knows to what the public reads: contributions, drafts, decisions, reusable answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from referents.conf import department_model
from referents.querysets import AnswerQuerySet, ContributionQuerySet

USER = settings.AUTH_USER_MODEL


class ContributionRequest(models.Model):
    """A colleague brought in beside the lead."""

    enquiry = models.ForeignKey("referents.Enquiry", on_delete=models.CASCADE, related_name="contribution_requests", verbose_name=_("question"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="contribution_requests", verbose_name=_("person"))
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    note = models.CharField(_("note"), max_length=280, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    done_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("contribution request")
        verbose_name_plural = _("contribution requests")
        constraints = [models.UniqueConstraint(fields=["enquiry", "user"], name="referents_brought_in_once")]

    def __str__(self) -> str:
        return f"{self.enquiry_id} + {self.user_id}"


class Contribution(models.Model):
    """What a colleague or an outside contact knows. Technical text: never publishable itself, another type than a draft on purpose.

    Exactly one of `said_by` and `contact` said it; `author` wrote it down, and is nobody when a contact wrote it from their link.
    """

    class Kind(models.TextChoices):
        WRITTEN = "written", _("written")
        TELEPHONE = "telephone", _("by telephone")
        LINK = "link", _("by link")

    enquiry = models.ForeignKey("referents.Enquiry", on_delete=models.CASCADE, related_name="contributions", verbose_name=_("question"))
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("written by"))
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="words_noted", verbose_name=_("said by"))
    contact = models.ForeignKey(
        "referents.OutsideContact", on_delete=models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("outside contact")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WRITTEN)
    text = models.TextField(_("text"))
    corrects = models.ForeignKey("referents.Draft", on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name=_("corrects"))
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces words noted by telephone")
    )
    at = models.DateTimeField(_("at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = ContributionQuerySet.as_manager()
    corrected: bool  # with `with_correction()` only

    class Meta:
        verbose_name = _("technical answer")
        verbose_name_plural = _("technical answers")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(said_by__isnull=False, author__isnull=False, contact__isnull=True) | Q(said_by__isnull=True, contact__isnull=False),
                name="referents_contribution_one_voice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.kind}"


class Draft(models.Model):
    """One public wording. Never edited: an edit is a new draft; `current` is True for the one in play, else NULL."""

    enquiry = models.ForeignKey("referents.Enquiry", on_delete=models.CASCADE, related_name="drafts", verbose_name=_("question"))
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("written by"))
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written from"))
    answer = models.ForeignKey("referents.Answer", on_delete=models.SET_NULL, null=True, blank=True, related_name="drafts", verbose_name=_("from the answer"))
    current = models.BooleanField(_("current"), null=True, default=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "current"], name="referents_one_draft"),
            models.CheckConstraint(condition=Q(current=True) | Q(current__isnull=True), name="referents_current_true_or_null"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Decision(models.Model):
    """Why a wording may leave: a reviewer's verdict, or the mission and charter version that stood for one. Void when the text changes."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        CHANGES = "changes", _("changes asked for")
        STANDING = "standing", _("on the signed charter")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("wording"))
    sha256 = models.CharField(_("SHA-256 decided on"), max_length=64)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("reviewer"))
    mandate = models.ForeignKey("referents.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("mission"))
    charter_version = models.ForeignKey(
        "referents.CharterVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("charter version")
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="standing", reviewer__isnull=True, mandate__isnull=False, charter_version__isnull=False)
                | (~Q(verdict="standing") & Q(reviewer__isnull=False)),
                name="referents_decision_grounds",
            )
        ]

    def __str__(self) -> str:
        return self.verdict


class Answer(index.Indexed, models.Model):
    """A wording worth using again, dated and owned. `number` is its version; the versions before are kept apart."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        KEPT = "kept", _("kept")
        WITHDRAWN = "withdrawn", _("withdrawn")

    question = models.CharField(_("question"), max_length=200)
    wording = models.TextField(_("wording"))
    medium = models.CharField(_("wording in 500 characters"), max_length=500, blank=True)
    short = models.CharField(_("short wording"), max_length=300, blank=True)
    topic = models.ForeignKey("referents.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("topic"))
    department = models.ForeignKey(department_model(), on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner department"))
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="answers_owned", verbose_name=_("owner"))
    enquiry = models.ForeignKey(
        "referents.Enquiry", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers", verbose_name=_("from the question")
    )
    sources = models.TextField(_("sources"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.KEPT)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    written_on = models.DateField(_("written on"))
    valid_until = models.DateField(_("valid until"), db_index=True)
    asked_on = models.DateField(_("owner asked on"), null=True, blank=True)
    reuses = models.PositiveIntegerField(_("times used again"), default=0)
    submission = models.UUIDField(_("submission key"), null=True, unique=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    search_fields = [index.SearchField("question", boost=2), index.SearchField("wording"), index.AutocompleteField("question")]

    class Meta:
        verbose_name = _("reusable answer")
        verbose_name_plural = _("reusable answers")
        ordering = ["-written_on", "-pk"]

    def __str__(self) -> str:
        return self.question


class AnswerVersion(models.Model):
    """What an answer said before it was corrected."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions", verbose_name=_("reusable answer"))
    number = models.PositiveSmallIntegerField(_("version"))
    question = models.CharField(_("question"), max_length=200)
    wording = models.TextField(_("wording"))
    medium = models.CharField(_("wording in 500 characters"), max_length=500, blank=True)
    short = models.CharField(_("short wording"), max_length=300, blank=True)
    sources = models.TextField(_("sources"), blank=True)
    written_on = models.DateField(_("written on"))

    class Meta:
        verbose_name = _("version of an answer")
        verbose_name_plural = _("versions of answers")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="referents_answer_version")]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.number}"


class AnswerChange(models.Model):
    """The journal of an answer: kept, proposed, accepted, confirmed, corrected, withdrawn. Codes and dates only."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="changes", verbose_name=_("reusable answer"))
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    code = models.CharField(_("action"), max_length=12)
    detail = models.JSONField(_("detail"), default=dict)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer's change")
        verbose_name_plural = _("answers' changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.code
