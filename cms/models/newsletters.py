"""The newsletter: issues that stay readable on the web, what colleagues suggest for the next one, and that an issue was sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from cms.blocks.letter import LetterBlock
from cms.fields import BlocksField
from cms.models.base import BodyPage, IntranetPage
from cms.querysets import SendingQuerySet, SuggestionQuerySet


class NewsletterIndexPage(IntranetPage):
    """All the issues, newest first."""

    intro = models.CharField(_("in one sentence"), max_length=300, blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsletterPage"]
    max_count = 1
    template = "cms/newsletter_index.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of newsletters")
        verbose_name_plural = _("lists of newsletters")


class NewsletterPage(BodyPage):
    """One issue. An entry of its body that comes from elsewhere is shown for as long as every colleague may read where it comes from."""

    body = BlocksField(LetterBlock(), blank=True, verbose_name=pgettext_lazy("page", "body"))
    number = models.PositiveIntegerField(_("number"), default=1)
    date = models.DateField(_("date"), default=timezone.localdate)

    parent_page_types = ["cms.NewsletterIndexPage"]
    subpage_types: list[str] = []
    template = "cms/newsletter.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("number"), FieldPanel("date"), FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")


class LetterSuggestion(models.Model):
    """What a colleague would like to read in the next issue. `origin` names what it is about ("page:12", see `cms.letter.origins`); empty, its
    words stand alone. Whoever suggests is named in the letter only if `credited`."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letter_suggestions", verbose_name=_("suggested by"))
    token = models.CharField(_("token of the form"), max_length=40, help_text=_("Makes a double click one suggestion."))
    title = models.CharField(_("title"), max_length=140)
    words = models.TextField(_("what to say of it"), max_length=600, blank=True)
    origin = models.CharField(_("about"), max_length=40, blank=True)
    credited = models.BooleanField(_("named in the letter"), default=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    issue = models.ForeignKey(NewsletterPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestions", verbose_name=_("issue"))
    set_aside_at = models.DateTimeField(_("set aside on"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion for the letter")
        verbose_name_plural = _("suggestions for the letter")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["by", "token"], name="cms_suggestion_once")]

    def __str__(self) -> str:
        return self.title


class LetterSending(models.Model):
    """An issue leaves, once. People are told by batches in the order of their ids: `last_told` is where the work stands, `told` how many were.

    `opened` is written when the marks of reading are forgotten.
    """

    issue = models.OneToOneField(NewsletterPage, on_delete=models.CASCADE, related_name="sending", verbose_name=_("issue"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by"))
    asked_at = models.DateTimeField(_("sent on"))
    moved_at = models.DateTimeField(_("last batch at"))
    last_told = models.PositiveBigIntegerField(_("last account told"), default=0)
    told = models.PositiveIntegerField(_("people told"), default=0)
    done_at = models.DateTimeField(_("all told at"), null=True, blank=True)
    opened = models.PositiveIntegerField(_("readers on the web"), null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending of the letter")
        verbose_name_plural = _("sendings of the letter")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["moved_at"], condition=models.Q(done_at=None), name="cms_letter_unfinished")]

    def __str__(self) -> str:
        return str(self.issue)


class LetterOpening(models.Model):
    """Somebody read an issue on the web: counted once. `mark` is keyed by the secret of the site and by the issue, it names nobody and bears no
    hour; all are forgotten two months after the sending, the count alone remains."""

    sending = models.ForeignKey(LetterSending, on_delete=models.CASCADE, related_name="openings", verbose_name=_("sending"))
    mark = models.CharField(_("mark"), max_length=32)

    class Meta:
        verbose_name = _("reading of the letter")
        verbose_name_plural = _("readings of the letter")
        constraints = [models.UniqueConstraint(fields=["sending", "mark"], name="cms_opening_once")]

    def __str__(self) -> str:
        return self.mark
