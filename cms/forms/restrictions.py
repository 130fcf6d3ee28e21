"""Who reads a page."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from cms.models.rights import Restriction
from rse.communities.models import Community
from rse.people.models import Agent, Department, User

EVERYONE, SOME = "everyone", "some"


class RestrictionForm(forms.Form):
    """`open_to` everyone, or some: then what is chosen, any one of them being enough. Nothing chosen: whoever decides, alone."""

    open_to = forms.ChoiceField(
        label=_("Who reads this page and those below"),
        choices=[(EVERYONE, _("all colleagues")), (SOME, _("only those chosen here"))],
        widget=forms.RadioSelect,
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(), label=_("Departments, with those below"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    communities = forms.ModelMultipleChoiceField(Community.objects.none(), label=_("Groups"), required=False, widget=forms.SelectMultiple(attrs={"size": 6}))
    roles = forms.ModelMultipleChoiceField(Group.objects.order_by("name"), label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)
    people = forms.ModelMultipleChoiceField(User.objects.none(), label=_("People"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}))

    def __init__(self, data: Any = None, *, user: User, restriction: Restriction | None) -> None:  # Any: what was sent
        initial: dict[str, object] = {"open_to": SOME if restriction else EVERYONE}
        if restriction is not None:
            initial |= {name: getattr(restriction, name).all() for name in ("departments", "communities", "roles", "people")}
        super().__init__(data, initial=initial)
        groups, people = self.fields["communities"], self.fields["people"]
        if isinstance(groups, forms.ModelMultipleChoiceField) and isinstance(people, forms.ModelMultipleChoiceField):
            groups.queryset = Community.objects.readable_by(user).alive().order_by("name")
            posted = Agent.objects.filter(state=Agent.State.ACTIVE).order_by().values("user")
            people.queryset = User.objects.filter(is_active=True, pk__in=posted).order_by("last_name", "first_name", "pk")
