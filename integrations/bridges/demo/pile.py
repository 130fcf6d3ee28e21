"""A pile of invented questions, to measure the desk on: always the same for the same number and day, written in bulk in a few seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from integrations.bridges.demo.past import QUESTIONS, STREETS
from referents.actions.moves import digest
from referents.models import Assignment, Enquiry, EnquiryMove, Message, OfficialAccount, Referent, Topic
from referents.models.enquiries import Channel
from referents.states import MOVES, State
from rse.people.models import User

FIRST_KEY = 50_000_000
BATCH = 500
# The moves that lead to each state, and how many questions in a hundred stand there.
PATHS: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = (
    (4, (("receive", State.NEW),)),
    (6, (("receive", State.NEW), ("qualify", State.QUALIFIED))),
    (8, (("receive", State.NEW), ("qualify", State.QUALIFIED), ("assign", State.ASSIGNED))),
    (10, (("receive", State.NEW), ("drop", State.DROPPED))),
    (
        72,
        (
            ("receive", State.NEW),
            ("qualify", State.QUALIFIED),
            ("answer_oneself", State.READY),
            ("publish", State.PUBLISHING),
            ("confirm", State.PUBLISHED),
            ("close", State.CLOSED),
        ),
    ),
)


@dataclass(frozen=True)
class Around:
    """What the questions are made of, read once."""

    actor: User
    topics: list[Topic]
    accounts: dict[str, OfficialAccount]
    referents: list[Referent]


@transaction.atomic
def build(enquiries: int) -> int:
    """Add questions until the pile has `enquiries`; returns how many were added. Run twice, the second run adds none. Nobody is told."""
    keys = [UUID(int=FIRST_KEY + index) for index in range(enquiries)]
    there = Enquiry.objects.filter(submission__in=keys[:1] + keys[-1:]).count() and Enquiry.objects.filter(number__contains="-P").count()
    if there >= enquiries:
        return 0
    around = Around(
        actor=User.objects.get(username="10003"),
        topics=list(Topic.objects.filter(active=True, department__isnull=False).order_by("slug")),
        accounts={account.platform: account for account in OfficialAccount.objects.filter(state="live")},
        referents=list(Referent.objects.active().order_by("pk")),
    )
    now = timezone.now().replace(second=0, microsecond=0)
    made = [_question(index, keys[index], around, now) for index in range(there, enquiries)]
    Enquiry.objects.bulk_create([enquiry for enquiry, _path in made], batch_size=BATCH)
    _below(made, around)
    return len(made)


def _question(index: int, key: UUID, around: Around, now: datetime) -> tuple[Enquiry, tuple[tuple[str, str], ...]]:
    """Unsaved, in the state its path leads to."""
    random = Random(FIRST_KEY + index)
    path = random.choices([moves for _share, moves in PATHS], weights=[share for share, _moves in PATHS])[0]
    told = QUESTIONS[index % len(QUESTIONS)]
    channel = random.choice(list(Channel.values))
    received = now - timedelta(minutes=random.randint(60, 260_000))
    state = path[-1][1]
    over = state not in MOVES["mark_urgent"].sources
    return (
        Enquiry(
            number=f"{received:%y}-P{index:05d}",
            submission=key,
            state=state,
            version=len(path),
            subject=f"{told['subject']} ({STREETS[index % len(STREETS)]})"[:160],
            channel=channel,
            account=around.accounts.get(channel),
            filed_by=around.actor,
            topic=random.choice(around.topics) if len(path) > 1 and state != State.DROPPED else None,
            urgent=not over and random.random() < 0.05,
            received_at=received,
            promised_at=None if over or random.random() < 0.5 else now + timedelta(minutes=random.randint(-300, 3_000)),
            published_at=received + timedelta(hours=4) if state == State.CLOSED else None,
            closed_at=received + timedelta(hours=random.randint(1, 90)) if over else None,
        ),
        path,
    )


def _below(made: list[tuple[Enquiry, tuple[tuple[str, str], ...]]], around: Around) -> None:
    """What the citizen wrote, the journal with its chain, and who was asked."""
    texts = {told["subject"]: told["text"] for told in QUESTIONS}
    messages, rows, leads = [], [], []
    for index, (enquiry, path) in enumerate(made):
        text = texts[enquiry.subject.rpartition(" (")[0]]
        messages.append(Message(enquiry=enquiry, account=enquiry.account, text=text, at=enquiry.received_at))
        before, chained = "", ""
        for version, (move, to) in enumerate(path, start=1):
            row = EnquiryMove(enquiry=enquiry, version=version, cycle=1, move=move, from_state=before, to_state=to, actor=around.actor)
            row.at, row.previous_hash = enquiry.received_at + timedelta(minutes=7 * (version - 1)), chained
            row.detail = {"channel": enquiry.channel} if move == "receive" else {"topic": enquiry.topic_id} if move == "qualify" else {}
            row.hash = chained = digest(row)
            before = to
            rows.append(row)
        if enquiry.state == State.ASSIGNED:
            leads.append(Assignment(enquiry=enquiry, user_id=around.referents[index % len(around.referents)].user_id, asked_at=enquiry.received_at))
    Message.objects.bulk_create(messages, batch_size=BATCH)
    EnquiryMove.objects.bulk_create(rows, batch_size=BATCH)
    Assignment.objects.bulk_create(leads, batch_size=BATCH)
