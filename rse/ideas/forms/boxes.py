"""Opening and changing a box."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.communities.models import Community
from rse.ideas.actions.boxes import BoxWords
from rse.ideas.models import IdeaBox
from rse.people.forms import DateInput, PersonField, offer
from rse.people.models import Agent, Department, User


class BoxForm(forms.Form):
    """`version` says which words were read: two people cannot overwrite each other."""

    name = forms.CharField(label=_("Name"), max_length=80)
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you look for, and what becomes of it."),
    )
    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("For whom"), required=False, empty_label=_("All agents"), help_text=_("Or the members of one group alone.")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("The head of this department answers"), required=False, empty_label=_("Nobody: one person answers, named below")
    )
    answerer = PersonField(label=_("Or this person answers"), required=False)
    answer_days = forms.IntegerField(
        label=_("Answered within (days)"), min_value=1, max_value=365, initial=30, help_text=_("Each idea bears the day before which an answer is expected.")
    )
    opens_on = forms.DateField(label=_("Open from"), widget=DateInput, required=False)
    closes_on = forms.DateField(label=_("Last day"), widget=DateInput, required=False, help_text=_("Leave empty for a box that stays open."))
    categories = forms.CharField(
        label=_("Categories"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One a line. They help to sort.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, box: IdeaBox | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if box is not None:
            kwargs["initial"] = _said(box)
        super().__init__(*args, **kwargs)
        offer(self, "department", Department.objects.order_by("name", "pk"))
        offer(self, "community", Community.objects.joined_by(user).alive().order_by("folded", "pk"))
        chosen = [self.initial["answerer"]] if self.initial.get("answerer") else []
        cast(PersonField, self.fields["answerer"]).offer(user, among=Agent.objects.visible_to(user).filter(user__is_active=True), listed=chosen)
        if box is not None:
            del self.fields["community"]

    def words(self) -> BoxWords:
        data = self.cleaned_data
        agent: Agent | None = data["answerer"]
        return BoxWords(
            name=data["name"],
            purpose=data["purpose"],
            answerer=agent.user if agent else None,
            department=data["department"],
            answer_days=data["answer_days"],
            opens_on=data["opens_on"],
            closes_on=data["closes_on"],
            categories=tuple(data["categories"].splitlines()),
        )


def _said(box: IdeaBox) -> dict[str, Any]:
    """The words of the box, as the form shows them."""
    fields = ("name", "purpose", "department", "answer_days", "opens_on", "closes_on", "version")
    answerer = Agent.objects.filter(user=box.answerer_id).first() if box.answerer_id else None
    names = "\n".join(box.categories.offered().values_list("name", flat=True))
    return {**{name: getattr(box, name) for name in fields}, "answerer": answerer, "categories": names}
