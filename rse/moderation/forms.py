"""What people write in moderation. Every form that decides carries a token, so that a double click decides once."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.communities.models import Community
from rse.moderation import conf
from rse.moderation.models import Case, Decision, Reason
from rse.people.models import Department


def new_token() -> str:
    return uuid4().hex


class TokenForm(forms.Form):
    token = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=new_token)


class ReasonChoice(forms.ModelChoiceField):
    """« Harcèlement : des propos répétés… »: the reason and what it means on one line."""

    def label_from_instance(self, obj: Any) -> str:  # Any: Django's signature
        return f"{obj.label} : {obj.help}" if obj.help else str(obj.label)


class ReportForm(forms.Form):
    reason = ReasonChoice(
        label=_("Why?"), queryset=Reason.objects.none(), empty_label=None, widget=forms.RadioSelect, error_messages={"required": _("Choose a reason.")}
    )
    words = forms.CharField(
        label=_("What moderators should know"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Facts, in a few words.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = Reason.objects.filter(offered=True)  # type: ignore[attr-defined]  # a model choice has one


class QueueForm(forms.Form):
    """Filters of the queue; what is unknown is ignored."""

    etat = forms.ChoiceField(label=_("State"), choices=[("", _("To judge")), (Case.State.CLOSED, _("Judged"))], required=False)
    lieu = forms.ModelChoiceField(label=_("Group"), queryset=Community.objects.none(), required=False, empty_label=_("Everywhere"))
    motif = forms.ModelChoiceField(label=_("Reason"), queryset=Reason.objects.all(), required=False, empty_label=_("All reasons"))
    apres = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, places: QuerySet[Community]) -> None:  # Any: a QueryDict
        super().__init__(data)
        self.fields["lieu"].queryset = places  # type: ignore[attr-defined]  # a model choice has one


class JudgeForm(TokenForm):
    """One decision about the object. The reason is asked of every decision but « nothing wrong »."""

    kind = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose a decision.")})
    words = forms.CharField(
        label=_("Reason told to the author"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Not needed when nothing is wrong: the author is then told nothing."),
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:  # Any: Django's signature
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, DECISIONS[Decision.Kind(kind)]) for kind in kinds]  # type: ignore[attr-defined]  # a choice field has them


DECISIONS = {
    Decision.Kind.NOTHING: _("Nothing wrong: leave it in place"),
    Decision.Kind.HIDE: _("Hide: its author still sees it, with the reason"),
    Decision.Kind.LOCK: _("Close the comments: nobody adds to them"),
    Decision.Kind.REMOVE: _("Remove: nobody sees it any more"),
    Decision.Kind.RESTORE: _("Put back as before"),
}
MEASURES = {
    Decision.Kind.WARNING: _("A warning, without other effect"),
    Decision.Kind.GROUP_PAUSE: _("Does not write in this group until…"),
    Decision.Kind.NETWORK_PAUSE: _("Does not write in the whole network until…"),
}


class MeasureForm(TokenForm):
    """A measure of moderation for the author. `until` is the last day, its end included."""

    prefix = "mesure"

    kind = forms.ChoiceField(label=_("Measure"), widget=forms.RadioSelect, error_messages={"required": _("Choose a measure.")})
    until = forms.DateField(
        label=_("Until the end of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=_("Not needed for a warning.")
    )
    words = forms.CharField(label=_("Reason told to the person"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:  # Any: Django's signature
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, MEASURES[Decision.Kind(kind)]) for kind in kinds]  # type: ignore[attr-defined]  # a choice field has them
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": (today + timedelta(days=conf.LONGEST_PAUSE_DAYS - 1)).isoformat()}

    def last_moment(self) -> datetime | None:
        day = self.cleaned_data.get("until")
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None


class AnswerForm(forms.Form):
    """The right of reply, or an appeal: a few words."""

    words = forms.CharField(label=_("Your answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:  # Any: Django's signature
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label = label


class AppealForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("After another look"),
        choices=[("upheld", _("The decision stands")), ("overturned", _("The decision is cancelled"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    words = forms.CharField(label=_("Answer told to the person"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class OpenCrisisForm(TokenForm):
    title = forms.CharField(label=_("Title"), max_length=100, help_text=_("For instance: Snow on the night of 14 January."))
    banner = forms.CharField(
        label=_("Words of the banner"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What to do, in one sentence."),
    )
    everybody = forms.BooleanField(label=_("Everybody is concerned"), required=False, initial=True)
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments"),
        queryset=Department.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With those below them. Not used when everybody is concerned."),
    )
    communities = forms.ModelMultipleChoiceField(label=_("Groups"), queryset=Community.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    holds_posts = forms.BooleanField(
        label=_("Scheduled posts wait"), required=False, initial=True, help_text=_("They leave by themselves when the cell closes.")
    )

    def __init__(self, *args: Any, groups: QuerySet[Community], **kwargs: Any) -> None:  # Any: Django's signature
        super().__init__(*args, **kwargs)
        self.fields["communities"].queryset = groups  # type: ignore[attr-defined]  # a model choice has one


class TruthForm(TokenForm):
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    text = forms.CharField(
        label=_("What we know"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Facts that were checked. The hour and your name are added."),
    )


class NoteForm(TokenForm):
    prefix = "note"

    text = forms.CharField(label=_("To note in the log"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(forms.Form):
    lessons = forms.CharField(
        label=_("What we learn from it"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What worked, what to do otherwise. It can be completed later."),
    )


class LineForm(forms.Form):
    """Up to which line of the log one has read."""

    number = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
