"""Forms an editor builds alone: who reads the answers and how long they are kept is said before the first question."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.forms import BaseForm
from wagtail.contrib.forms.models import AbstractFormField, AbstractFormSubmission, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel

from cms.models.base import BodyPage, IntranetPage

LONGEST_KEPT = 1825


class FormAnswer(AbstractFormSubmission):
    """One answer. `author` is empty when the form is anonymous; everything goes when the form says so."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent by"))

    class Meta:
        verbose_name = _("answer to a form")
        verbose_name_plural = _("answers to forms")


class FormPage(FormMixin, BodyPage):
    """A form. Its owner, their deputy and `readers` read the answers, which are deleted after `kept_days`."""

    thanks = models.CharField(_("words after sending"), max_length=300, blank=True)
    purpose = models.CharField(_("what the answers are for"), max_length=300, help_text=_("Told to those who answer."))
    anonymous = models.BooleanField(_("without a name"), default=False, help_text=_("Nobody can tell who answered."))
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    kept_days = models.PositiveSmallIntegerField(_("answers kept for (days)"), default=180, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_KEPT)])
    readers = ParentalManyToManyField(Group, blank=True, related_name="+", verbose_name=_("roles that read the answers"))

    parent_page_types = ["cms.HomePage", "cms.PortalPage", "cms.CampaignPage"]
    subpage_types: list[str] = []
    template = "cms/form.html"
    landing_page_template = "cms/form_sent.html"
    content_panels = [
        FormSubmissionsPanel(),
        *IntranetPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        InlinePanel("form_fields", label=_("Question")),
        FieldPanel("thanks"),
    ]
    settings_panels = [
        FieldPanel("purpose"),
        FieldPanel("anonymous"),
        FieldPanel("closes_on"),
        FieldPanel("kept_days"),
        FieldPanel("readers"),
        *IntranetPage.settings_panels,
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    @property
    def is_closed(self) -> bool:
        return self.closes_on is not None and self.closes_on < timezone.localdate()

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """A form that is closed shows that it is, whatever is sent to it."""
        if self.is_closed and request.method == "POST":
            request.method = "GET"
        return super().serve(request, *args, **kwargs)

    def get_submission_class(self) -> type[FormAnswer]:
        return FormAnswer

    def process_form_submission(self, form: BaseForm) -> FormAnswer:
        author = None if self.anonymous else form.user
        return FormAnswer.objects.create(form_data=form.cleaned_data, page=self, author=author)


class FormField(AbstractFormField):
    """One question of a form."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields", verbose_name=_("form"))

    class Meta(AbstractFormField.Meta):
        verbose_name = _("question of a form")
        verbose_name_plural = _("questions of forms")
