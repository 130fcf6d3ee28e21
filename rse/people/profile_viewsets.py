"""The Wagtail admin of what profiles hold: the organisation's own questions, and the vocabulary of skills."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from rse.people import actions
from rse.people.exceptions import KindIsSettled, LabelTaken, ListIsEmpty, SkillNameTaken, SkillNameUnreadable
from rse.people.models import ProfileField, Skill
from rse.people.search_key import letters
from rse.people.viewsets import RegisterPolicy


class ProfileFieldForm(WagtailAdminModelForm):
    class Meta:
        model = ProfileField
        fields = ["label", "help", "kind", "choices", "editor", "shown", "required", "order"]

    def clean_label(self) -> str:
        label = str(self.cleaned_data["label"])
        if ProfileField.objects.exclude(pk=self.instance.pk).filter(label__iexact=label).exists():
            raise LabelTaken
        return label

    def clean_kind(self) -> str:
        kind = str(self.cleaned_data["kind"])
        if self.instance.pk and self.initial.get("kind") != kind and self.instance.values.exists():
            raise KindIsSettled
        return kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        options = [line for line in cleaned.get("choices", "").splitlines() if line.strip()]
        if cleaned.get("kind") == ProfileField.Kind.CHOICE and len(options) < 2:
            self.add_error("choices", ListIsEmpty())
        return cleaned


class CreateField(generic.CreateView):
    def save_instance(self) -> ProfileField:
        field = actions.create_field(**self.form.cleaned_data, actor=self.request.user)
        log(instance=field, action="wagtail.create", content_changed=True)
        return field


class ChangeField(generic.EditView):
    def save_instance(self) -> ProfileField:
        field = actions.change_field(ProfileField.objects.get(pk=self.object.pk), changes=self.form.cleaned_data, actor=self.request.user)
        self.has_content_changes = self.form.has_changed()
        log(instance=field, action="wagtail.edit", content_changed=self.has_content_changes)
        return field


class DeleteField(generic.DeleteView):
    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", deleted=True)
        actions.delete_field(self.object, actor=self.request.user)


class ProfileFieldViewSet(ModelViewSet):
    model = ProfileField
    icon = "form"
    menu_label = _("Profile fields")
    add_view_class = CreateField
    edit_view_class = ChangeField
    delete_view_class = DeleteField
    list_display = ["label", "kind", "editor", "shown", "required", "order"]
    search_fields = ["label"]
    search_backend_name = None
    permission_policy = RegisterPolicy(ProfileField, deletable=True)
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type:
        return ProfileFieldForm


class SkillForm(WagtailAdminModelForm):
    """Rename, give other words, or make one of two: people pass to the skill that stays, and the word becomes one of its synonyms."""

    into = forms.ModelChoiceField(
        Skill.objects.all(),
        label=_("merge into"),
        required=False,
        empty_label=_("keep it"),
        help_text=_("The people of this skill pass to the one chosen; this word becomes one of its other words. It cannot be undone."),
    )

    class Meta:
        model = Skill
        fields = ["name", "synonyms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Wagtail's form arguments
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        if isinstance(into, forms.ModelChoiceField):
            into.queryset = Skill.objects.exclude(pk=self.instance.pk)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not letters(name):
            raise SkillNameUnreadable
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken = Skill.objects.exclude(pk=self.instance.pk).filter(folded=letters(cleaned.get("name", ""))[:80])
        if not cleaned.get("into") and taken.exists():
            self.add_error("name", SkillNameTaken())
        return cleaned


class AddSkillForm(SkillForm):
    into = None  # type: ignore[assignment]  # a new word is not merged

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Wagtail's form arguments
        WagtailAdminModelForm.__init__(self, *args, **kwargs)


class ChangeSkill(generic.EditView):
    def save_instance(self) -> Skill:
        data, skill = self.form.cleaned_data, Skill.objects.get(pk=self.object.pk)
        self.has_content_changes = self.form.has_changed()
        if data["into"]:
            return actions.merge_skills(skill, into=data["into"], actor=self.request.user)
        actions.rename_skill(skill, name=data["name"], synonyms=data["synonyms"], actor=self.request.user)
        log(instance=skill, action="wagtail.edit", content_changed=self.has_content_changes)
        return skill


class CreateSkill(generic.CreateView):
    def save_instance(self) -> Skill:
        skill = actions.create_skill(name=self.form.cleaned_data["name"], synonyms=self.form.cleaned_data["synonyms"], actor=self.request.user)
        log(instance=skill, action="wagtail.create", content_changed=True)
        return skill


class SkillViewSet(ModelViewSet):
    model = Skill
    icon = "tag"
    menu_label = _("Skills")
    add_view_class = CreateSkill
    edit_view_class = ChangeSkill
    list_display = ["name", "other_words"]
    search_fields = ["name", "synonyms"]
    search_backend_name = None
    permission_policy = RegisterPolicy(Skill)
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type:
        return SkillForm if for_update else AddSkillForm


class ProfilesViewSetGroup(ViewSetGroup):
    menu_label = _("Profiles and skills")
    menu_icon = "user"
    menu_order = 310
    items = (ProfileFieldViewSet, SkillViewSet)
