"""Forms of the groups. They check what was written; whether it may be done is the actions' business."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rse.communities.listing import Asked
from rse.communities.models import TOOLS, AutomaticMembership, Community, Membership, every_tool
from rse.people.forms import PersonField
from rse.people.forms.fields import offer
from rse.people.models import Agent, Department, Organisation, User

PEOPLE = 4


class GroupsForm(forms.Form):
    """What is asked of a list of groups; anything unreadable asks nothing."""

    q = forms.CharField(label=_("A word of the name or of the purpose"), max_length=80, required=False)
    type = forms.ChoiceField(choices=[(kind, kind) for kind in ("open", "closed", "archives")], required=False)
    apres = forms.SlugField(max_length=90, required=False)

    def asked(self) -> Asked:
        found = self.cleaned_data if self.is_valid() else {**dict.fromkeys(self.fields, ""), **getattr(self, "cleaned_data", {})}
        return Asked(query=found["q"], kind=found["type"], after=found["apres"])


class MembersForm(forms.Form):
    q = forms.CharField(label=_("A name, a job, a department"), max_length=80, required=False)
    role = forms.ChoiceField(choices=[("", _("every role")), *Membership.Role.choices], label=_("Role"), required=False)
    apres = forms.CharField(max_length=16, required=False)

    def asked(self) -> dict[str, str]:
        found = self.cleaned_data if self.is_valid() else {**dict.fromkeys(self.fields, ""), **getattr(self, "cleaned_data", {})}
        return {"query": found["q"], "role": found["role"], "after": found["apres"]}


class CommunityForm(forms.ModelForm):
    """What a group is; the action renames, refuses and journals."""

    tools = forms.MultipleChoiceField(label=_("Tools"), choices=list(TOOLS.items()), widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = Community
        fields = ["name", "purpose", "welcome", "visibility", "posting", "tools"]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "welcome": forms.Textarea(attrs={"rows": 3}),
            "visibility": forms.RadioSelect,
            "posting": forms.RadioSelect,
        }
        help_texts = {
            "name": _("As colleagues will look for it."),
            "purpose": _("One or two sentences: who is it for, what is said there."),
            "welcome": _("Shown to those who come in."),
        }

    def _post_clean(self) -> None:
        """The object stays as it is: the action alone writes it, under its lock."""


class CreateForm(CommunityForm):
    """`submission` makes two clicks one group."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    tools = forms.MultipleChoiceField(label=_("Tools"), choices=list(TOOLS.items()), widget=forms.CheckboxSelectMultiple, required=False, initial=every_tool)


class InviteForm(forms.Form):
    """Some people by name, some departments whole."""

    departments = forms.ModelMultipleChoiceField(
        label=_("Whole departments"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Everybody who works there or below is invited, except those who left the group or said no. Several: hold Ctrl."),
    )
    role = forms.ChoiceField(label=_("They will be"), choices=[], initial=Membership.Role.MEMBER)
    words = forms.CharField(label=_("A word to them"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, user: User, organisation: Organisation, owns: bool, **options: Any) -> None:  # Any: Django's form arguments
        super().__init__(*args, **options)
        among = Agent.objects.visible_to(user).filter(user__is_active=True)
        for number in range(1, PEOPLE + 1):
            self.fields[f"person_{number}"] = field = PersonField(label=_("Colleague %(number)s") % {"number": number}, required=False)
            field.offer(user, among=among)
        offer(self, "departments", Department.objects.visible_to(user).filter(organisation=organisation))
        offered = Membership.Role.choices if owns else [choice for choice in Membership.Role.choices if choice[0] in {"member", "reader"}]
        cast(forms.ChoiceField, self.fields["role"]).choices = list(reversed(offered))

    @property
    def people_fields(self) -> list[forms.BoundField]:
        return [self[f"person_{number}"] for number in range(1, PEOPLE + 1)]

    def people(self) -> list[User]:
        return [agent.user for number in range(1, PEOPLE + 1) if (agent := self.cleaned_data[f"person_{number}"])]


class WordsForm(forms.Form):
    words = forms.CharField(label=_("Why you would like to come in"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RefuseForm(forms.Form):
    reason = forms.CharField(label=_("Reason, read by the person"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)


class LeaveForm(forms.Form):
    """Who answers for the group after the last owner."""

    successor = forms.ModelChoiceField(label=_("Who will own the group after you"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, members: "QuerySet[User]", **options: Any) -> None:  # Any: Django's form arguments
        super().__init__(*args, **options)
        offer(self, "successor", members)


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = AutomaticMembership
        fields = ["department", "with_below"]

    def __init__(self, *args: Any, user: User, organisation: Organisation, **options: Any) -> None:  # Any: Django's form arguments
        super().__init__(*args, **options)
        offer(self, "department", Department.objects.visible_to(user).filter(organisation=organisation))


class EnterForm(forms.Form):
    """An administrator at the door of a group; a non-visible one is named by its exact address, which one of its members gives."""

    address = forms.SlugField(label=_("Address of the group"), max_length=90, help_text=_("What stands after /groupes/ in the address, as a member gives it."))
    reason = forms.ChoiceField(label=_("Reason, told to every member"), choices=Membership.Reason.choices, widget=forms.RadioSelect)
