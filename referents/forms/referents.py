"""What a referent chooses for themselves, a call for volunteers and its answers."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from referents.actions.referents import allowed_topics
from referents.forms.answering import PersonField
from referents.forms.desk import long_text
from referents.host import Department
from referents.models import Area, Referent, Topic


def _day(label: Any, **options: Any) -> forms.DateField:  # Any: as Django's field takes them
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)


def _boxes(label: Any, **options: Any) -> forms.ModelMultipleChoiceField:  # Any: the same
    return forms.ModelMultipleChoiceField(Topic.objects.none(), label=label, required=False, widget=forms.CheckboxSelectMultiple, **options)


class SubjectsForm(forms.Form):
    """« Mes sujets »: what I answer for, how much at a time, who stands in."""

    topics = _boxes(_("My subjects"), help_text=_("Those of your department. A box unticked holds at once: no question on it comes to you."))
    areas = forms.ModelMultipleChoiceField(Area.objects.all(), label=_("Neighbourhoods I know well"), required=False, widget=forms.CheckboxSelectMultiple)
    capacity = forms.IntegerField(
        label=_("Questions at a time, at most"),
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        widget=forms.NumberInput(attrs={"min": 1, "max": 50, "inputmode": "numeric"}),
        help_text=_("Beyond that, somebody else is asked."),
    )
    deputy = PersonField(label=_("Who stands in for me"), required=False, empty_label=_("Nobody"))
    by_link = forms.BooleanField(
        label=_("Send me a link by e-mail, to answer without signing in"),
        required=False,
        help_text=_("In your working hours only. The link opens one question."),
    )

    def __init__(self, *args: Any, referent: Referent, **options: Any) -> None:  # Any: as Django's form takes them
        initial = {
            "topics": list(referent.topics.values_list("pk", flat=True)),
            "areas": list(referent.areas.values_list("pk", flat=True)),
            "capacity": referent.capacity,
            "deputy": referent.deputy_id,
            "by_link": referent.by_link,
        }
        super().__init__(*args, **{"auto_id": "mine-%s", "initial": initial, **options})
        self.fields["topics"].queryset = Topic.objects.filter(pk__in=allowed_topics(referent)).order_by("name")  # type: ignore[attr-defined]


class PauseForm(forms.Form):
    """A pause, with or without a last day, and what becomes of the questions I have."""

    until = _day(_("Until and including"), required=False, help_text=_("Left empty: until you come back by yourself."))
    keep = forms.ChoiceField(
        label=_("The questions I have now"),
        choices=[("hand_on", _("Hand them on: to whoever stands in for me, else to the next person")), ("keep", _("Keep them: I answer those"))],
        widget=forms.RadioSelect,
        initial="hand_on",
    )

    def __init__(self, *args: Any, questions: int, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **{"auto_id": "pause-%s", **options})
        if not questions:
            del self.fields["keep"]

    @property
    def hands_on(self) -> bool:
        return self.cleaned_data.get("keep", "keep") == "hand_on"


class CallForm(forms.Form):
    """A call for volunteers of one department."""

    text = long_text(
        _("What you look for"), rows=5, missing=_("Say in a few words what is looked for."), help_text=_("What it is about, how much time, who helps.")
    )
    topics = _boxes(_("Subjects nobody holds, or held by one person"), help_text=_("The volunteer chooses among them."))
    until = _day(_("Open until"), error_messages={"required": _("Choose a day to come.")})

    def __init__(self, *args: Any, department: Department, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **{"auto_id": "call-%s", **options})
        below = department.descendants().values("pk")
        self.fields["topics"].queryset = Topic.objects.filter(active=True, department__in=below).order_by("name")  # type: ignore[attr-defined]


class VolunteerForm(forms.Form):
    """« Je suis volontaire »."""

    topics = _boxes(_("What you could answer for"))
    word = forms.CharField(
        label=_("A word for your head of department"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )

    def __init__(self, *args: Any, topics: list[Topic], **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **{"auto_id": "volunteer-%s", **options})
        self.fields["topics"].queryset = Topic.objects.filter(pk__in=[topic.pk for topic in topics]).order_by("name")  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why not, for the volunteer alone."""

    reason = forms.CharField(
        label=_("Why not, for the volunteer"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 280}),
        error_messages={"required": _("Say why not, in a few words: the volunteer reads them.")},
    )


class TrainingForm(forms.Form):
    """The day the training was followed."""

    trained_on = _day(_("Training followed on"), error_messages={"required": _("Choose the day of the training.")})
