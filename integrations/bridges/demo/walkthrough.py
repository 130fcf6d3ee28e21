"""The main job on any text, played by the demonstration's people through the same actions and rights as the screens."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from referents import calendars, matching
from referents.actions import answers, assignments, enquiries, publications
from referents.exceptions import OutOfScope
from referents.matching import Candidate
from referents.models import Answer, Enquiry, OfficialAccount
from referents.states import State
from rse.people.models import User

HOLDING = "Bonjour, merci pour votre message. Nous nous renseignons et revenons vers vous."
TECHNICAL = "Vu avec le service : demande prise en compte, suite donnée cette semaine."
WORDING = "Bonjour, merci pour votre message. Le service {department} a pris en compte votre demande et y donne suite cette semaine. Bonne journée !"


@dataclass
class Step:
    """One line of the story: the state reached, when, by whom, and what there is to say of it."""

    state: str
    at: datetime
    actor: str
    said: dict[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {"state": self.state, "at": self.at.isoformat(), "by": self.actor, **self.said}


@dataclass
class Story:
    """What happened, from the message to where it ended."""

    enquiry: Enquiry
    steps: list[Step] = field(default_factory=list)
    wording: str = ""

    @property
    def published(self) -> bool:
        return self.enquiry.state == State.PUBLISHED

    def tell(self, actor: User, **said: object) -> None:
        self.enquiry = Enquiry.objects.get(pk=self.enquiry.pk)
        self.steps.append(Step(str(self.enquiry.get_state_display()), timezone.localtime(), str(actor), said))

    def as_json(self) -> dict[str, object]:
        steps = [step.as_json() for step in self.steps]
        return {"number": self.enquiry.number, "state": self.enquiry.state, "published": self.published, "steps": steps, "wording": self.wording}


def walk(town: Town, message: str, *, reviewer: bool) -> Story:
    """Play it. Stops in review unless `reviewer`, ends handed over when the matter is somebody else's, and qualified when nobody can be asked.

    Raises TextRefused for an empty message.
    """
    cm = town.cm
    enquiry = enquiries.receive(text=message, channel="facebook", account=_facebook(cm), submission=uuid4(), actor=cm)
    story = Story(enquiry)
    story.tell(cm, number=enquiry.number, sensitivity=enquiry.sensitivity)
    asked = matching.candidates(enquiry, at=timezone.now())
    if asked[0].body is not None:
        publications.redirect(enquiry, body=asked[0].body, text=asked[0].body.say, actor=cm, version=story.enquiry.version)
        story.wording = asked[0].body.say
        story.tell(cm, to=asked[0].body.name, say=asked[0].body.say)
        return story
    if not _ask(story, asked, cm):
        return story
    _answer_and_publish(story, town, cm, reviewer=reviewer)
    return story


def _facebook(cm: User) -> OfficialAccount | None:
    return OfficialAccount.objects.filter(platform="facebook", state="live", custodies__user=cm.pk).first()


def _ask(story: Story, asked: list[Candidate], cm: User) -> bool:
    """Qualify, hold, ask the first candidate who may be asked. False when there is none."""
    topic = next((one.topic for one in asked if one.topic is not None), None)
    if topic is None:
        story.tell(cm, why="sujet non reconnu")
        return False
    enquiry = enquiries.qualify(story.enquiry, topic=topic, actor=cm, version=story.enquiry.version)
    story.tell(cm, topic=topic.name)
    promised_at = calendars.usual().add(timezone.now(), 120)
    publications.hold(enquiry, text=HOLDING, promised_at=promised_at, actor=cm, version=enquiry.version)
    story.tell(cm, held=HOLDING, promised_at=timezone.localtime(promised_at).isoformat())
    for one in matching.candidates(story.enquiry, at=timezone.now()):
        if one.user is None:
            continue
        try:
            assignments.assign(story.enquiry, person=one.user, actor=cm, version=story.enquiry.version)
        except OutOfScope:
            continue
        story.tell(cm, asked=one.label, why=[str(reason) for reason in one.reasons], phone=one.phone)
        return True
    story.tell(cm, why="personne à qui demander")
    return False


def _answer_and_publish(story: Story, town: Town, cm: User, *, reviewer: bool) -> None:
    lead = story.enquiry.assignments.get(active=True).user
    answers.contribute(story.enquiry, text=TECHNICAL, actor=lead, version=story.enquiry.version)
    story.tell(lead, technical=TECHNICAL)
    topic = story.enquiry.topic
    known = Answer.objects.filter(topic=topic, valid_until__gte=timezone.localdate()).first()
    department = topic.department.name if topic and topic.department else "concerné"
    draft = answers.word(
        story.enquiry, text=known.wording if known else WORDING.format(department=department), actor=cm, version=story.enquiry.version, answer=known
    )
    story.tell(cm, wording=draft.text)
    if story.enquiry.state == State.IN_REVIEW:
        if not reviewer:
            return
        judge = town.users[cast.REVIEWER.number]
        answers.approve(story.enquiry, draft_sha256=draft.sha256, actor=judge, version=story.enquiry.version)
        story.tell(judge, decision="approuvée")
    rows = publications.publish(story.enquiry, actor=cm, version=story.enquiry.version)
    story.tell(cm)
    for row in rows:
        publications.attest(row, actor=cm, permalink=f"https://facebook.example/villedetechniville/{row.pk}")
    story.wording = draft.text
    decision = draft.decisions.latest("pk")
    grounds = f"charte signée, version {decision.charter_version.number}" if decision.charter_version else f"relue par {decision.reviewer}"
    story.tell(cm, published=draft.text, grounds=grounds)
