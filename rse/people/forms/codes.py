"""For whom sign-in codes are printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.people.forms.fields import offer
from rse.people.models import Agent, Department, User

NEVER, UNUSED = "never", "unused"


class CodesFilters(forms.Form):
    """Anything unreadable is the first choice."""

    WHO = [(NEVER, _("whose account is not open")), (UNUSED, _("who had a code and have not used it"))]

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False, empty_label=_("All departments"))
    who = forms.ChoiceField(label=_("People"), choices=WHO, required=False, initial=NEVER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "department", Department.objects.order_by("name", "pk"))


class SlipsForm(forms.Form):
    """The people ticked on the list; whoever may not be given a code is not among the choices."""

    agents = forms.ModelMultipleChoiceField(Agent.objects.none(), error_messages={"required": _("Tick at least one person.")})

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "agents", Agent.objects.codes_given_by(user).listed())
