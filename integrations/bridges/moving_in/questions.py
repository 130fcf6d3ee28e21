"""Every question, in order. Each is asked only when neither the file nor the database answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integrations.bridges.moving_in import lines
from integrations.bridges.moving_in.lines import ALSACE_MOSELLE, WrongAnswer
from referents.models import Charter, OfficialAccount, ServiceCalendar, Topic
from rse.people.models import Department, Organisation, User, WorkingPattern

Answers = dict[str, str | list[str]]
Reader = Callable[[str], Any]  # Any: each question reads its own kind of answer
ROLES = {"administrator": "", "hr": "Ressources humaines", "community_manager": "Communication", "dispatcher": "Répartition"}


def never(_answers: Mapping[str, object]) -> bool:
    return False


def always(_answers: Mapping[str, object]) -> bool:
    return True


def outside_alsace_moselle(answers: Mapping[str, object]) -> bool:
    return answers.get("organisation.departement") not in ALSACE_MOSELLE


@dataclass(frozen=True)
class Question:
    """`key` names it in the file (table.name). `read` turns a line into a value, or refuses with a sentence. `many`: several lines.

    `default` is what an empty answer means; None: an answer is required. `answered` says that the database already knows.
    """

    key: str
    prompt: str | Promise
    read: Reader
    default: str | None = None
    help: str | Promise = ""
    many: bool = False
    answered: Callable[[], bool] = bool
    useless: Callable[[Mapping[str, object]], bool] = never

    def values(self, answer: str | list[str]) -> Any:  # Any: as `read`
        """The answer, read. Raises WrongAnswer."""
        if not self.many:
            if not isinstance(answer, str):
                raise WrongAnswer(_("One line of text is expected."))
            return self.read(answer.strip())
        if isinstance(answer, str) or not all(isinstance(line, str) for line in answer):
            raise WrongAnswer(_("A list of lines is expected."))
        found = [self.read(line.strip()) for line in answer if line.strip()]
        if self.default is None and not found:
            raise WrongAnswer(_("One line at least is needed here."))
        return found


def _role_held(role: str) -> bool:
    if not ROLES[role]:
        return User.objects.filter(is_superuser=True, is_active=True).exists()
    return Group.objects.filter(name=ROLES[role], user__is_active=True).exists()


def _person(role: str, prompt: Promise) -> Question:
    shape = gettext_lazy("number ; first name ; last name ; department code ; e-mail address ; job (the last two may be left out)")
    return Question(f"people.{role}", prompt, lines.person, help=shape, many=True, answered=partial(_role_held, role))


def _open_hours_known() -> bool:
    return ServiceCalendar.objects.filter(is_default=True).exists()


def _bound() -> bool:
    return Topic.objects.exists()


QUESTIONS: tuple[Question, ...] = (
    Question("organisation.name", gettext_lazy("Name of the authority"), lines.some_text, answered=Organisation.objects.exists),
    Question(
        "organisation.departement",
        gettext_lazy("Number of the département"),
        lines.departement,
        help=gettext_lazy("Its public holidays apply: Alsace-Moselle and overseas have their own."),
        answered=Organisation.objects.exists,
    ),
    Question(
        "organisation.good_friday",
        gettext_lazy("Is Good Friday a public holiday in your commune?"),
        lines.yes_or_no,
        default="non",
        help=gettext_lazy("In Alsace-Moselle it is where there is a Protestant or a mixed church."),
        answered=_open_hours_known,
        useless=outside_alsace_moselle,
    ),
    Question(
        "organisation.time_zone",
        gettext_lazy("Time zone"),
        lines.time_zone,
        default="",
        help=gettext_lazy("Never asked: that of the département. Written in the file, it wins."),
        answered=Organisation.objects.exists,
        useless=always,
    ),
    Question("organisation.siren", gettext_lazy("SIREN"), partial(lines.digits, count=9), default="", answered=Organisation.objects.exists),
    Question("organisation.insee", gettext_lazy("INSEE code"), partial(lines.digits, count=5), default="", answered=Organisation.objects.exists),
    Question(
        "calendar.hours",
        gettext_lazy("Opening hours from Monday to Friday"),
        lines.hours,
        default="08:30–12:00, 13:30–17:30",
        help=gettext_lazy("Promises to citizens count these hours. Days that differ are changed on screen."),
        answered=_open_hours_known,
    ),
    Question("calendar.saturday", gettext_lazy("Opening hours on Saturday"), lines.hours, default="", answered=_open_hours_known),
    Question(
        "calendar.closures",
        gettext_lazy("Closing days of your own"),
        lines.closure,
        default="",
        help=gettext_lazy("24/12/2026 – 31/12/2026 : Pont de Noël. Public holidays are known already."),
        many=True,
        answered=_open_hours_known,
    ),
    Question(
        "departments.lines",
        gettext_lazy("Departments"),
        lines.department,
        help=gettext_lazy(
            "CODE ; name ; code of the department above. With the codes of the thesaurus (EDU, VOI, COM…), subjects find their department by themselves."
        ),
        many=True,
        answered=Department.objects.exists,
    ),
    Question(
        "topics.bindings",
        gettext_lazy("Subjects of the thesaurus for your departments"),
        lines.binding,
        default="",
        help=gettext_lazy("VOI ; TECH: the subjects of VOI go to your department TECH. What is left out waits for the dispatcher."),
        many=True,
        answered=_bound,
    ),
    Question(
        "patterns.lines",
        gettext_lazy("Working patterns"),
        lines.pattern,
        default="Temps plein ; lundi, mardi, mercredi, jeudi, vendredi ; 08:30–12:00, 13:30–17:30",
        help=gettext_lazy("name ; days ; hours. Nobody is written to outside their hours."),
        many=True,
        answered=WorkingPattern.objects.exists,
    ),
    _person("administrator", gettext_lazy("Who administers Relais")),
    _person("hr", gettext_lazy("Who keeps the register of people and missions (HR)")),
    _person("community_manager", gettext_lazy("Who answers citizens in the name of the authority (community manager)")),
    _person("dispatcher", gettext_lazy("Who redirects the questions that nobody took (dispatcher)")),
    Question(
        "people.reviewer",
        gettext_lazy("Who reads sensitive wordings before they leave"),
        lines.person,
        default="",
        help=gettext_lazy("As above; nobody reviews their own wording."),
        many=True,
        answered=partial(_role_held, "community_manager"),
    ),
    Question(
        "accounts.lines",
        gettext_lazy("Official accounts"),
        lines.account,
        default="",
        help=gettext_lazy("facebook ; villedetechniville ; Ville de Techniville ; COM (network ; identity ; name shown ; owner department)"),
        many=True,
        answered=OfficialAccount.objects.exists,
    ),
    Question(
        "missions.trained_on",
        gettext_lazy("Day on which community managers were trained to publish"),
        lines.day,
        default="",
        help=gettext_lazy("05/11/2026; nothing when they are not yet: nobody publishes before."),
        answered=partial(_role_held, "community_manager"),
    ),
    Question(
        "charters.days_to_sign",
        gettext_lazy("Days left to sign the charters"),
        partial(lines.number_of, least=1, most=365),
        default="30",
        answered=Charter.objects.exists,
    ),
    Question(
        "delays.first_contact",
        gettext_lazy("First word to the citizen: within how many opening minutes?"),
        partial(lines.number_of, least=5, most=2400),
        default="120",
        answered=_open_hours_known,
    ),
    Question(
        "delays.answer",
        gettext_lazy("Answer: within how many opening minutes?"),
        partial(lines.number_of, least=30, most=9600),
        default="840",
        help=gettext_lazy("840 are two working days."),
        answered=_open_hours_known,
    ),
)
KEYS = {question.key: question for question in QUESTIONS}


def check_together(values: Mapping[str, Any]) -> dict[str, str]:
    """What no question can see alone: codes that name no department, loops, one number for two people. Key → sentence."""
    wrong: dict[str, str] = {}
    rows = values.get("departments.lines", [])
    codes = {row.code for row in rows} | set(Department.objects.values_list("code", flat=True))
    above = {row.code: row.parent for row in rows}
    twice = [row.code for row in rows if [other.code for other in rows].count(row.code) > 1]
    lost = [row.parent for row in rows if row.parent and row.parent not in codes]
    if twice:
        wrong["departments.lines"] = _("Two departments bear the code %(code)s.") % {"code": twice[0]}
    elif lost:
        wrong["departments.lines"] = _("No department bears the code %(code)s.") % {"code": lost[0]}
    elif any(_loops(code, above) for code in above):
        wrong["departments.lines"] = _("A department cannot lie below itself.")
    named: dict[str, tuple[str, str]] = {}
    for key, value in values.items():
        for row in value if isinstance(value, list) else []:
            code = getattr(row, "department", None)
            code = row[1] if isinstance(row, tuple) else code
            if code is not None and code not in codes:
                wrong[key] = _("No department bears the code %(code)s.") % {"code": code}
            if isinstance(row, lines.PersonLine) and named.setdefault(row.number, (row.first_name, row.last_name)) != (row.first_name, row.last_name):
                wrong[key] = _("The number %(number)s is given to two people.") % {"number": row.number}
    return wrong


def _loops(code: str, above: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        code = above.get(code, "")
    return bool(code)
