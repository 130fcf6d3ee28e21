"""A person to choose: one field for the whole house, a combobox where scripts run, a text to write and a list to choose from everywhere else."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rse.people.finding import find
from rse.people.finding.asking import MAX_QUERY
from rse.people.models import Agent, User
from rse.people.querysets import AgentQuerySet
from rse.people.suggestions import MOST, detail_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Written(NamedTuple):
    """What comes back: the value of the list, and what was written beside it."""

    chosen: str
    text: str


class PersonWidget(forms.Widget):
    template_name = "people/widgets/person.html"
    choices: list[tuple[str, str]] = []
    besides: int | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Written:  # Any: Django's form data
        return Written(str(data.get(name) or ""), " ".join(str(data.get(f"{name}_text") or "")[: 2 * MAX_QUERY].split())[:MAX_QUERY])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # Any: what the template reads
        context = super().get_context(name, None, attrs)
        written = value if isinstance(value, Written) else Written(str(getattr(value, "pk", value) or ""), "")
        names = dict(self.choices)
        address = reverse("people:suggest") + (f"?besides={self.besides}" if self.besides else "")
        context["widget"] |= {"text": written.text or names.get(written.chosen, ""), "chosen": written.chosen, "choices": self.choices, "address": address}
        if not written.chosen and not written.text:
            context["widget"]["text"] = ""
        return context


class PersonField(forms.Field):
    """Gives an Agent, or None. Call `offer` in the form's constructor: it says who asks and who may be chosen.

    A name that only one person bears is enough; otherwise those who answer to it are offered in the list and what was written is kept.
    """

    widget = PersonWidget
    default_error_messages = {
        "unknown": gettext_lazy("This person cannot be chosen."),
        "nobody": gettext_lazy("Nobody answers to this name."),
        "several": gettext_lazy("Several people answer to this name: choose one in the list."),
    }

    def __init__(self, *, empty_label: "StrOrPromise" = "", **options: Any) -> None:  # Any: Django's field options
        super().__init__(**options)
        self.empty_label = empty_label
        self.user: User | None = None
        self.among = Agent.objects.none()

    def offer(self, user: User, *, among: AgentQuerySet, listed: Iterable[Agent] = (), besides: Agent | None = None) -> None:
        """`user` may choose anybody of `among` but `besides`; `listed` are those shown without JavaScript."""
        self.user = user
        self.among = among.exclude(pk=besides.pk) if besides else among
        self.widget.besides = besides.pk if besides else None
        self._list(listed)

    def prepare_value(self, value: Any) -> Any:  # Any: an agent, an id or what was written
        pk = value.chosen if isinstance(value, Written) else getattr(value, "pk", value)
        if pk and str(pk) not in dict(self.widget.choices):
            self._list([*self._offered, *self._chosen(str(pk))])
        return value

    def clean(self, value: Any) -> Agent | None:  # Any: what the widget gives
        written = value if isinstance(value, Written) else Written(str(value or ""), "")
        if written.chosen:
            person = self._chosen(written.chosen).first()
            if person is None:
                raise ValidationError(self.error_messages["unknown"], code="unknown")
            return person
        if written.text:
            return self._named(written.text)
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:  # Any: Django's form values
        return str(getattr(initial, "pk", initial) or "") != (data.chosen if isinstance(data, Written) else str(data or ""))

    def _chosen(self, pk: str) -> AgentQuerySet:
        """The person of this id, if anybody may choose them."""
        readable = pk.isascii() and pk.isdigit() and len(pk) < 16
        return self.among.filter(pk=pk).select_related("department") if readable else self.among.none()

    def _named(self, text: str) -> Agent:
        found = find(self.user, text, among=self.among) if self.user else None
        people = self.among.select_related("department").in_bulk(found.ids[:MOST]) if found else {}
        if not found or not people:
            raise ValidationError(self.error_messages["nobody"], code="nobody")
        if len(found.rows) == 1 and not found.near:
            return people[found.ids[0]]
        self._list([people[pk] for pk in found.ids[:MOST]])
        raise ValidationError(self.error_messages["several"], code="several")

    def _list(self, people: Iterable[Agent]) -> None:
        self._offered = list(people)
        empty = self.empty_label or _("Choose a person")
        self.widget.choices = [("", str(empty)), *((str(agent.pk), _label(agent)) for agent in self._offered)]


def _label(agent: Agent) -> str:
    detail = detail_of(agent)
    return f"{agent.full_name} ({detail})" if detail else agent.full_name
