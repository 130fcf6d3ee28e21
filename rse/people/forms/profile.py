"""What may be said of somebody: each person is offered the lines they may write, and nothing else."""

from copy import copy
from typing import Any, TypedDict

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rse.people.exceptions import PeopleError, SkillNameUnreadable
from rse.people.forms.fields import DateInput, offer
from rse.people.history import label_of
from rse.people.models import Agent, Language, ProfileField, ProfileValue, Skill, User, WorkingPattern
from rse.people.permissions import EDITORS, HEAD, HR, SELF, hands_on, lines_for
from rse.people.profile_values import stored
from rse.people.querysets import FIELD_HANDS
from rse.people.search_key import letters

NEW_SKILLS = ("new_skill_1", "new_skill_2", "new_skill_3")
NEW_LANGUAGES = ("new_language_1", "new_language_2")
SUGGESTIONS = 400
HANDS = {SELF: _("the person"), HEAD: _("the head of department"), HR: _("HR")}


class Parts(TypedDict):
    """What `actions.save_profile` is given."""

    changes: dict[str, Any]  # whatever the columns hold
    skills: list[str] | None
    languages: list[str] | None
    answers: dict[ProfileField, str]


class ProfileForm(forms.ModelForm):
    """The lines of one profile that `user` may write. Skills and languages: those held are ticked, empty lines add others."""

    class Meta:
        model = Agent
        fields = ["first_name", "last_name", "job_title", "pattern", "phone", "mobile", "site", "about"]
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "mobile": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "about": forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
        }

    def __init__(self, data: QueryDict | None = None, *, instance: Agent, user: User) -> None:
        # A model form writes on its instance while validating; the action compares with what was there before.
        super().__init__(data, instance=copy(instance))
        hands = hands_on(user, instance)
        self.lines = lines_for(hands)
        self.columns = [name for name in self.fields if name in self.lines]
        for name in set(self.fields) - set(self.columns):
            del self.fields[name]
        if "pattern" in self.fields:
            offer(self, "pattern", WorkingPattern.objects.filter(organisation=instance.organisation))
        self.asked = list(ProfileField.objects.edited_by(hands))
        self._offer_skills(instance)
        self._offer_languages(instance)
        self._ask(instance)

    @property
    def suggestions(self) -> list[Skill]:
        """The vocabulary, for the browser to complete what is typed."""
        return list(Skill.objects.order_by("folded")[:SUGGESTIONS]) if "skills" in self.lines else []

    @property
    def groups(self) -> list[tuple[object, list[forms.BoundField]]]:
        """The form in the order of the page: a heading and its fields; empty groups are left out."""
        knowledge = ["about", "skills", *NEW_SKILLS, "languages", *NEW_LANGUAGES]
        groups = [
            (_("Register"), ["first_name", "last_name", "job_title", "pattern"]),
            (_("How to reach"), ["phone", "mobile", "site"]),
            (_("What is known"), knowledge),
            (_("Also asked by the organisation"), [field.name for field in self.asked]),
        ]
        bound = [(title, [self[name] for name in names if name in self.fields]) for title, names in groups]
        return [(title, fields) for title, fields in bound if fields]

    @property
    def rights(self) -> list[tuple[str, list[object]]]:
        """Every line and who may write it, as `permissions.EDITORS` and each field say: shown under the form."""
        lines = [(label_of(line), editors) for line, editors in EDITORS.items()]
        lines += [(field.label, frozenset(FIELD_HANDS[field.editor])) for field in ProfileField.objects.all()]
        return [(label, [words for hand, words in HANDS.items() if hand in editors]) for label, editors in lines]

    def parts(self) -> Parts:
        cleaned = self.cleaned_data
        return {
            "changes": {name: cleaned[name] for name in self.columns},
            "skills": [*cleaned["skills"], *(cleaned[name] for name in NEW_SKILLS)] if "skills" in self.lines else None,
            "languages": [*cleaned["languages"], *(cleaned[name] for name in NEW_LANGUAGES if cleaned[name])] if "languages" in self.lines else None,
            "answers": {field: cleaned[field.name] for field in self.asked},
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in NEW_SKILLS:
            if cleaned.get(name) and not letters(cleaned[name]):
                self.add_error(name, SkillNameUnreadable())
        for field in self.asked:
            try:
                cleaned[field.name] = stored(field, cleaned.get(field.name, ""))
            except PeopleError as refusal:
                self.add_error(field.name, refusal)
        return cleaned

    def _offer_skills(self, agent: Agent) -> None:
        if "skills" not in self.lines:
            return
        held = [skill.name for skill in agent.skills.all()]
        self.fields["skills"] = forms.MultipleChoiceField(
            label=_("Skills"),
            choices=[(name, name) for name in held],
            initial=held,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Untick what is no longer true.") if held else _("None yet: type the first ones below."),
        )
        for name, label in zip(NEW_SKILLS, (_("Add a skill"), _("Add a second skill"), _("Add a third skill")), strict=True):
            widget = forms.TextInput(attrs={"list": "skill-words", "autocomplete": "off"})
            self.fields[name] = forms.CharField(label=label, required=False, max_length=80, widget=widget)

    def _offer_languages(self, agent: Agent) -> None:
        if "languages" not in self.lines:
            return
        held = [(spoken.code, spoken.get_code_display()) for spoken in agent.languages.all()]
        codes = [code for code, _label in held]
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Languages"),
            choices=held,
            initial=codes,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Those you offer to speak for the service; nobody asks how well."),
        )
        others = sorted(((code, label) for code, label in Language.choices if code not in codes), key=lambda pair: letters(str(pair[1])))
        for name, label in zip(NEW_LANGUAGES, (_("Add a language"), _("Add a second language")), strict=True):
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", _("none")), *others])

    def _ask(self, agent: Agent) -> None:
        answers = dict(ProfileValue.objects.filter(agent=agent).values_list("field", "value"))
        for field in self.asked:
            self.fields[field.name] = question(field)
            self.initial[field.name] = answers.get(field.pk, "")


def question(field: ProfileField) -> forms.Field:
    """The control that asks `field`; `profile_values.stored` judges the answer."""
    kinds = ProfileField.Kind
    if field.kind == kinds.YES_NO:
        return forms.ChoiceField(label=field.label, help_text=field.help, required=False, choices=[("", _("no answer")), ("yes", _("yes")), ("no", _("no"))])
    if field.kind == kinds.CHOICE:
        return forms.ChoiceField(
            label=field.label, help_text=field.help, required=False, choices=[("", _("no answer")), *((each, each) for each in field.options)]
        )
    widget = {kinds.LONG: forms.Textarea(attrs={"rows": 3}), kinds.DATE: DateInput(), kinds.URL: forms.URLInput()}.get(kinds(field.kind), forms.TextInput())
    return forms.CharField(label=field.label, help_text=field.help, required=False, widget=widget)
