"""Proposing, answering, merging, filtering."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.ideas.models import Category, Idea, IdeaBox
from rse.ideas.states import choices_from
from rse.people.forms import offer
from rse.people.models import User


def new_token() -> str:
    return secrets.token_urlsafe(18)


class ProposeForm(forms.Form):
    """`token` makes a double click one idea."""

    title = forms.CharField(label=_("Your idea in a few words"), max_length=140, help_text=_("Ideas that look like yours appear below as you write."))
    text = forms.CharField(
        label=_("What would change, for whom, how"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A sentence is enough; an example helps."),
    )
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), required=False, empty_label=_("None of these"))
    token = forms.CharField(widget=forms.HiddenInput, max_length=40, min_length=8)

    def __init__(self, *args: Any, box: IdeaBox, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token()
        self.fields["title"].widget.attrs |= {"data-draft": f"idea-title-{box.pk}", "autocomplete": "off"}
        self.fields["text"].widget.attrs |= {"data-draft": f"idea-text-{box.pk}"}
        offer(self, "category", box.categories.offered())
        if not box.categories.offered().exists():
            del self.fields["category"]


class AnswerForm(forms.Form):
    """`version` says which state of the idea was read."""

    status = forms.ChoiceField(label=_("The idea becomes"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is done or not, why, and when. Everybody who reads the idea reads it, with your name."),
        error_messages={"required": _("Answer in words: whoever proposed the idea and those who support it will read them.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = choices_from(idea.status)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["version"].initial = idea.version
        self.fields["text"].widget.attrs["data-draft"] = f"idea-answer-{idea.pk}"


class MergeForm(forms.Form):
    """Into which idea of the same box this one goes: those that look like it come first, any other by its number."""

    into = forms.ModelChoiceField(
        Idea.objects.none(), label=_("The idea it joins"), empty_label=_("Choose an idea"), help_text=_("Its supporters will support that one, each once.")
    )

    def __init__(self, *args: Any, user: User, idea: Idea, first: list[int], **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        others = Idea.objects.visible_to(user).sent().standing().filter(box=idea.box_id).exclude(pk=idea.pk).select_related("post")
        field = self.fields["into"]
        field.queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField
        alike = {other.pk: other for other in others.filter(pk__in=first)}
        recent = [other for other in others.order_by("-support_count", "-pk")[:50] if other.pk not in alike]
        field.choices = [("", _("Choose an idea")), *((other.pk, str(other)) for other in [*(alike[pk] for pk in first if pk in alike), *recent])]  # type: ignore[attr-defined]


class FiltersForm(forms.Form):
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), required=False, empty_label=_("All categories"))
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Whatever its status")), *Idea.Status.choices])

    def __init__(self, *args: Any, box: IdeaBox, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "category", box.categories.all())
