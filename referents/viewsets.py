"""The Wagtail admin of the plugin. Facts are kept by their forms; whatever has a journal goes through its action."""

from typing import Any

from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permissions import ModelPermissionPolicy

from referents.actions import calendars, charters, missions, register
from referents.conf import DEFAULTS, directory, option
from referents.exceptions import ReferentsError
from referents.forms import admin as forms
from referents.models import (
    Absence,
    Area,
    Charter,
    CharterVersion,
    ClockPolicy,
    Custody,
    Department,
    Mandate,
    OfficialAccount,
    OutsideBody,
    PreElectionPeriod,
    Referent,
    SensitiveWord,
    ServiceCalendar,
    Topic,
)


class Keeping(ModelPermissionPolicy):
    """Django's permissions, less what nobody does from a screen: rows that others hang on are put out of use, journals are not edited."""

    def __init__(self, model: type[Model], *, refused: frozenset[str]) -> None:
        super().__init__(model)
        self.refused = refused

    def user_has_permission(self, user: Any, action: str) -> bool:  # a user of the host
        return action not in self.refused and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:  # any iterable of action names
        return any(self.user_has_permission(user, action) for action in actions)


class RefusalShown:
    """An action's refusal is an error of the form, beside its field, with everything typed kept."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # mixed into a view of Wagtail
        except ReferentsError as refusal:
            named = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
            for field, sentences in named.items():
                for sentence in sentences:
                    form.add_error(field if field in form.fields else None, sentence)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]  # the same
            return self.form_invalid(form)  # type: ignore[attr-defined]  # the same


class ReferentsViewSet(ModelViewSet):
    """Common ground: named after the model, not searched through an index, nothing deleted unless said."""

    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    refused = frozenset({"delete"})
    form: type[ModelForm]

    @cached_property
    def name(self) -> str:
        return f"referents_{self.model_name}"

    @property
    def permission_policy(self) -> Keeping:
        return Keeping(self.model, refused=self.refused)

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return self.form if hasattr(self, "form") else super().get_form_class(for_update)


class FrozenViewSet(ReferentsViewSet):
    """Rows that never change: the address of « edit » shows them."""

    refused = frozenset({"delete", "change"})
    inspect_view_enabled = True

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in {"edit", "delete"}]
        return [*kept, path("edit/<int:pk>/", self.inspect_view, name="edit")]


def in_lines(text: str) -> SafeString:
    """Plain text with its line breaks, escaped."""
    return format_html_join("", "{}<br>", ((line,) for line in text.splitlines()))


class TopicViewSet(ReferentsViewSet):
    model, form, icon = Topic, forms.TopicForm, "tag"
    list_display = ["name", "department", "outside_body", "sensitivity", "red", "active"]
    list_filter = ["department", "outside_body", "sensitivity", "red", "active", "origin"]
    search_fields = ["name", "slug", "terms"]
    list_per_page = 50


class BodyViewSet(ReferentsViewSet):
    model, form, icon = OutsideBody, forms.BodyForm, "site"
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "where"]


class AreaViewSet(ReferentsViewSet):
    model, form, icon = Area, forms.AreaForm, "globe"
    list_display = ["name"]
    search_fields = ["name", "aliases"]
    refused = frozenset()


class WordViewSet(ReferentsViewSet):
    model, icon = SensitiveWord, "warning"
    form_fields = ["term", "kind", "level"]
    list_display = ["term", Column("kind", label=gettext_lazy("Kind"), accessor=lambda word: forms.ALARMS.get(word.kind, word.kind)), "level"]
    list_filter = ["kind", "level"]
    search_fields = ["term"]
    refused = frozenset()


class CharterViewSet(ReferentsViewSet):
    model, icon = Charter, "doc-full"
    form_fields = ["name", "slug", "audience", "valid_months"]
    list_display = ["name", "audience", "valid_months"]


class PublishVersion(RefusalShown, generic.CreateView):
    page_title = gettext_lazy("New version")

    def save_instance(self) -> CharterVersion:
        data = dict(self.form.cleaned_data)
        version = charters.publish_version(data.pop("charter"), actor=self.request.user, **data)
        log(instance=version, action="wagtail.create", content_changed=True)
        return version


class CopyVersion(generic.CopyViewMixin, PublishVersion):
    """A new version that starts from the text of this one."""


class ReadVersion(generic.InspectView):
    page_title = gettext_lazy("Published version")

    def get_text_display_value(self) -> SafeString:
        return in_lines(self.object.text)

    def get_changes_display_value(self) -> SafeString:
        return in_lines(self.object.changes)


class VersionViewSet(FrozenViewSet):
    model, form, icon = CharterVersion, forms.VersionForm, "doc-full-inverse"
    add_view_class, copy_view_class, inspect_view_class = PublishVersion, CopyVersion, ReadVersion
    copy_view_enabled = True
    list_display = ["__str__", "effective_at", "must_sign_by", "immediate"]
    list_filter = ["charter"]
    inspect_view_fields = ["charter", "number", "sha256", "effective_at", "must_sign_by", "immediate", "immediate_reason", "changes", "text"]


class AccountViewSet(ReferentsViewSet):
    model, form, icon = OfficialAccount, forms.AccountForm, "key"
    list_display = ["label", "platform", "identity", "department", "state", "verified_on"]
    list_filter = ["platform", "state", "department"]
    search_fields = ["label", "identity"]


class CustodyViewSet(ReferentsViewSet):
    model, form, icon = Custody, forms.CustodyForm, "lock"
    list_display = ["account", "user", "role", "two_factor", "reviewed_on"]
    list_filter = ["account", "role", "two_factor"]
    refused = frozenset()


class KeepCalendar(RefusalShown):
    def save_instance(self: Any) -> ServiceCalendar:  # Any: a view of Wagtail that creates or edits
        data, calendar = self.form.cleaned_data, self.form.instance
        is_new = calendar.pk is None
        calendars.keep_calendar(calendar, hours=self.form.hours, closures=data["closures"], is_default=bool(data["is_default"]), actor=self.request.user)
        self.has_content_changes = self.form.has_changed()
        log(instance=calendar, action="wagtail.create" if is_new else "wagtail.edit", content_changed=self.has_content_changes)
        return calendar


class AddCalendar(KeepCalendar, generic.CreateView):
    pass


class ChangeCalendar(KeepCalendar, generic.EditView):
    pass


class CalendarViewSet(ReferentsViewSet):
    model, form, icon = ServiceCalendar, forms.CalendarForm, "calendar"
    add_view_class, edit_view_class = AddCalendar, ChangeCalendar
    list_display = ["name", "holiday_area", "time_zone", "is_default"]


class NewPolicy(RefusalShown, generic.CreateView):
    page_title = gettext_lazy("New version")

    def save_instance(self) -> ClockPolicy:
        facts = {name: self.form.cleaned_data[name] for name in ("metric", "minutes", "urgent_minutes", "calendar")}
        policy = calendars.new_policy(**facts, steps=self.form.steps, actor=self.request.user)
        log(instance=policy, action="wagtail.create", content_changed=True)
        return policy


class CopyPolicy(generic.CopyViewMixin, NewPolicy):
    """A new version that starts from this one."""


class ReadPolicy(generic.InspectView):
    def get_steps_display_value(self) -> SafeString:
        lines = [f"{percentage} % : {forms.STEPS.get(code, code)}" for percentage, code in self.object.steps]
        return in_lines("\n".join(lines))


class PolicyViewSet(FrozenViewSet):
    model, form, icon = ClockPolicy, forms.PolicyForm, "time"
    add_view_class, copy_view_class, inspect_view_class = NewPolicy, CopyPolicy, ReadPolicy
    copy_view_enabled = True
    list_display = ["metric", "version", "minutes", "urgent_minutes", "calendar"]
    list_filter = ["metric"]
    inspect_view_fields = ["metric", "version", "minutes", "urgent_minutes", "calendar", "steps"]


class PeriodViewSet(ReferentsViewSet):
    model, icon = PreElectionPeriod, "calendar-alt"
    form_fields = ["label", "start", "end"]
    list_display = ["label", "start", "end"]
    refused = frozenset()


class Enrol(RefusalShown, generic.CreateView):
    def save_instance(self) -> Referent:
        data, actor = dict(self.form.cleaned_data), self.request.user
        user, department = data.pop("user"), data.pop("department")
        referent = missions.volunteer(user=user, department=department, actor=actor)
        referent = register.describe(referent, actor=actor, **data)
        log(instance=referent, action="wagtail.create", content_changed=True)
        return referent


class Describe(RefusalShown, generic.EditView):
    def save_instance(self) -> Referent:
        data, actor = dict(self.form.cleaned_data), self.request.user
        to = data.pop("to")
        referent = register.describe(self.object, actor=actor, **data)
        if to != referent.state:
            referent = missions.change_state(referent, to=to, actor=actor)
        self.has_content_changes = self.form.has_changed()
        log(instance=referent, action="wagtail.edit", content_changed=self.has_content_changes)
        return referent


class ReferentViewSet(ReferentsViewSet):
    model, icon = Referent, "group"
    add_view_class, edit_view_class = Enrol, Describe
    list_display = ["user", "department", "state", "deputy"]
    list_filter = ["state", "department", "topics"]
    search_fields = ["user__last_name", "user__first_name"]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return forms.DescribeForm if for_update else forms.EnrolForm


class Grant(RefusalShown, generic.CreateView):
    def save_instance(self) -> Mandate:
        before, actor = self.form.cleaned_data["replaces"], self.request.user
        mandate = register.replace(before, actor=actor, **self.form.facts) if before else missions.grant(actor=actor, **self.form.facts)
        log(instance=mandate, action="wagtail.create", content_changed=True)
        return mandate


class Replace(generic.CopyViewMixin, Grant):
    """A mission that takes the place of this one: everything is filled in, the dates are to be said."""

    page_title = gettext_lazy("Replace")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "replaces": self.get_object().pk, "start": None, "end": None}


class EndMission(RefusalShown, generic.EditView):
    page_title = gettext_lazy("End or resume the mission")

    def save_instance(self) -> Mandate:
        data, mandate, actor = self.form.cleaned_data, self.object, self.request.user
        if data.get("resume"):
            mandate = missions.resume(mandate, actor=actor)
        if data["last_day"] is not None and data["last_day"] != mandate.end:
            mandate = missions.end(mandate, on=data["last_day"], actor=actor)
        self.has_content_changes = self.form.has_changed()
        log(instance=mandate, action="wagtail.edit", content_changed=self.has_content_changes)
        return mandate


class ReadMission(generic.InspectView):
    page_title = gettext_lazy("Mission")

    def get_field_label(self, field_name: str, field: object) -> str | Promise:
        return _("History") if field_name == "changes" else super().get_field_label(field_name, field)

    def get_changes_display_value(self) -> SafeString:
        changes = self.object.changes.select_related("actor")
        who = directory().label
        rows = ({"change": change, "name": who(change.actor) if change.actor else ""} for change in changes)
        return format_html_join("", "<p>{}</p>", ((render_to_string("referents/register/partials/change.html", row),) for row in rows))

    def get_field_display_value(self, field_name: str, field: object) -> object:
        value = super().get_field_display_value(field_name, field)
        return "–" if value is None else value

    def get_suspended_why_display_value(self) -> str:
        words = {"moved": _("the person changed department"), "refused": _("the charter was refused"), "left": _("the person left")}
        return words.get(self.object.suspended_why, self.object.suspended_why)


class MissionIndex(generic.IndexView):
    """« Replace » stands where other lists say « Copy »."""

    def get_list_more_buttons(self, instance: Mandate) -> list[Any]:  # Wagtail's menu items
        buttons = super().get_list_more_buttons(instance)
        wanted = {self.get_copy_url(instance): _("Replace"), self.get_edit_url(instance): _("End or resume")}
        return [Button(wanted[button.url], url=button.url, icon_name=button.icon_name, priority=10) if button.url in wanted else button for button in buttons]


class MissionViewSet(ReferentsViewSet):
    model, icon = Mandate, "form"
    index_view_class, add_view_class, edit_view_class, copy_view_class = MissionIndex, Grant, EndMission, Replace
    inspect_view_class = ReadMission
    inspect_view_enabled = copy_view_enabled = True
    list_display = ["user", "role", "start", "end", "suspended_at", "job_description"]
    list_filter = ["role", "job_description", "topics", "departments"]
    search_fields = ["user__last_name", "user__first_name"]
    inspect_view_fields = ["user", "role", "topics", "departments", "accounts", "start", "end", "share", "job_description", "visa_by", "visa_at"]
    inspect_view_fields += ["trained_on", "training_valid_until", "suspended_at", "suspended_why", "replaces", "changes"]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return forms.EndForm if for_update else forms.MissionForm


class DepartmentViewSet(ReferentsViewSet):
    model, icon = Department, "folder-inverse"
    form_fields = ["name", "code", "parent", "head"]
    list_display = ["name", "code", "parent", "head"]
    search_fields = ["name", "code"]


class AbsenceViewSet(ReferentsViewSet):
    model, icon = Absence, "calendar-check"
    form_fields = ["user", "start", "end"]
    list_display = ["user", "start", "end"]
    refused = frozenset()


def items() -> tuple[type[ModelViewSet], ...]:
    """The screens of this host: one with departments or absences of its own has screens for them elsewhere."""
    found: list[type[ModelViewSet]] = [ReferentViewSet, MissionViewSet, CharterViewSet, VersionViewSet, TopicViewSet, BodyViewSet, AreaViewSet, WordViewSet]
    found += [AccountViewSet, CustodyViewSet, CalendarViewSet, PolicyViewSet, PeriodViewSet]
    if not Department._meta.swapped:
        found.append(DepartmentViewSet)
    if option("DIRECTORY") == DEFAULTS["DIRECTORY"]:
        found.append(AbsenceViewSet)
    return tuple(found)


class ReferentsViewSetGroup(ViewSetGroup):
    menu_label = gettext_lazy("Referents")
    menu_icon = "group"
    menu_name = "referents"
    menu_order = 250
    items = items()
