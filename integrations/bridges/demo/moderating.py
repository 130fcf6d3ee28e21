"""Moderation as a town lives it: one report to judge, one measure that is over, the snow of 14 January and its log."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.town import Town, moment
from rse.core import text
from rse.feed.actions.comments import send_comment
from rse.feed.models import Comment, Post
from rse.moderation import sweeps
from rse.moderation.actions import appeals, crisis, decisions, reports
from rse.moderation.models import Crisis, CrisisReading, Decision, Reason
from rse.people.models import User

FIRST = "Réunion d’information sur le nouveau logiciel de congés : mardi à 10 h, salle des mariages. Une seconde séance suivra le jeudi."
CURT = "Encore une réunion pour rien. Ceux qui décident ici n’ont jamais posé un congé de leur vie, visiblement."
SECOND = "Le local à vélos derrière l’hôtel de ville rouvre lundi. Merci de retirer les vélos sans étiquette d’ici vendredi."
SHARP = "Comme d’habitude, le bureau du fond se croit tout permis avec ses trois vélos. On sait tous de qui je parle."
LOG = (
    ("05:40", "", "Cellule ouverte à la demande de la direction générale. Astreinte neige appelée, quatre équipages partis."),
    ("06:10", "Les lignes de cars scolaires 2, 5 et 11 ne circulent pas avant 8 h. Les écoles et les crèches ouvrent. Le télétravail est possible "
     "pour qui le peut aujourd’hui.", ""),
    ("07:45", "Les lignes 2 et 11 circulent de nouveau, avec vingt minutes de retard. La ligne 5 reste arrêtée : deux minibus vont chercher les élèves "
     "des Coteaux. Les accueils ouvrent à 9 h.", ""),
    ("09:20", "", "Vingt-trois appels au standard depuis 8 h, presque tous sur les cars. La réponse préparée par la Communication est en ligne."),
    ("11:20", "Tous les cars circulent. Le sel est réservé aux côtes, aux écoles et à l’accès de l’hôpital : pas de distribution aux particuliers.", ""),
    ("14:10", "La neige a cessé. Les équipages reprennent les trottoirs des écoles avant 16 h 30. Le marché de demain est maintenu.", ""),
)  # fmt: skip
LESSONS = (
    "Ce qui a marché : une seule page à jour, les mêmes mots au standard et sur le réseau, les minibus demandés avant 7 h.\n\n"
    "À faire autrement : prévenir aussi les agents d’entretien des écoles, qui n’ont pas de courriel professionnel ; garder un numéro d’astreinte "
    "pour les directrices d’école ; ouvrir la cellule la veille au soir quand l’alerte est orange."
)


def past(town: Town, today: date) -> None:
    """Quietly: nobody is told of old news."""
    _snow(town, today)
    _measure(town, today)


def present(town: Town) -> None:
    """Through the action: the moderators are told."""
    post = _post(town.users[cast.HR.number], SECOND, key="local-velos", when=timezone.now() - timedelta(hours=20))
    comment = _comment(post, _somebody(town), SHARP, key="local-velos-1", when=timezone.now() - timedelta(hours=3))
    facts = (
        (town.users[cast.AGENT.number], "hurtful", "Tout le monde reconnaît le collègue visé ; il n’est pas en état d’en rire en ce moment."),
        (town.users[cast.BUILDINGS.number], "hurtful", ""),
    )
    for person, code, words in facts:
        reports.report(comment, reason=Reason.objects.get(code=code), words=words, actor=person)


def _somebody(town: Town) -> User:
    """Not one of the cast: whoever tries the demonstration never finds a measure about themselves."""
    known = [role.number for role in cast.CAST]
    return User.objects.filter(agent__department=town.departments["LOG"], is_active=True).exclude(username__in=known).order_by("pk")[1]


def _measure(town: Town, today: date) -> None:
    """A warning two months ago, looked at again by somebody else; the comment stayed hidden."""
    day = today - timedelta(days=61)
    author, nadia = _somebody(town), town.users[cast.ADMINISTRATOR.number]
    post = _post(town.users[cast.HR.number], FIRST, key="reunion-conges", when=moment(day, "09:05"))
    comment = _comment(post, author, CURT, key="reunion-conges-1", when=moment(day, "09:40"))
    with at(moment(day, "10:15")):
        case = reports.report(comment, reason=Reason.objects.get(code="hurtful"), words="", actor=town.users[cast.MOBILITY.number]).case
    with at(moment(day, "11:00")):
        reports.claim(case, actor=town.cm)
        words = "Le désaccord se dit ; mettre en cause les collègues qui décident, non. La date de la réunion peut se discuter avec les RH."
        hidden = decisions.judge(case, kind=Decision.Kind.HIDE, words=words, token="demo-hide", actor=town.cm)  # noqa: S106 - token of a form
        warned = "Premier rappel, sans autre effet : restons courtois, même agacés."
        decisions.take_measure(case, kind=Decision.Kind.WARNING, words=warned, token="demo-warning", actor=town.cm)  # noqa: S106 - token of a form
    with at(moment(day + timedelta(days=1), "08:50")):
        appeal = appeals.appeal(hidden, words="Je visais l’organisation, pas les personnes.", actor=author)
        decisions.set_aside(Decision.objects.get(case=case, kind=Decision.Kind.WARNING), actor=author)
    with at(moment(day + timedelta(days=1), "15:30")):
        answer = "Relu : la phrase vise bien des personnes. Le fond de votre remarque a été transmis aux RH, qui ont ajouté une visioconférence."
        appeals.judge_appeal(appeal, overturn=False, answer=answer, actor=nadia)
    sweeps.end_pauses()


def _snow(town: Town, today: date) -> None:
    """The last 14 January, hour by hour; four people in five had read by the afternoon."""
    day = date(today.year, 1, 14) if date(today.year, 1, 14) < today else date(today.year - 1, 1, 14)
    keeper = town.users[cast.DISPATCHER.number]
    with at(moment(day, "05:38")):
        cell = crisis.open_crisis(
            title="Neige du 14 janvier",
            banner="Il a neigé cette nuit : ne prenez la route que si c’est nécessaire, et lisez ce que l’on sait avant de répondre au public.",
            everybody=True,
            departments=[],
            communities=[],
            holds_posts=True,
            token="demo-neige",  # noqa: S106 - token of a form
            actor=keeper,
        )
    last = 0
    for clock, truth, note in LOG:
        with at(moment(day, clock)):
            if truth:
                last = crisis.tell_truth(cell, text=truth, after=last, token=f"demo-{clock}", actor=keeper).number
            else:
                crisis.note(cell, text=note, token=f"demo-{clock}", actor=keeper)
    _read(town, cell, last)
    with at(datetime.combine(day, time(17, 30), tzinfo=moment(day, "17:30").tzinfo)):
        crisis.close_crisis(cell, lessons=LESSONS, actor=keeper)


def _read(town: Town, cell: Crisis, number: int) -> None:
    people = User.objects.filter(agent__organisation=town.organisation, is_active=True).exclude(crisis_readings__crisis=cell).order_by("pk")
    CrisisReading.objects.bulk_create(CrisisReading(crisis=cell, user=user, number=number) for index, user in enumerate(people) if index % 5)


def _post(author: User, words: str, *, key: str, when: datetime) -> Post:
    """A post to all agents, at its hour."""
    return Post.objects.create(
        organisation=author.agent.organisation,
        author=author,
        body=str(text.to_html(words)),
        text=words,
        state=Post.State.PUBLISHED,
        token=f"demo-{key}",
        created_at=when,
        published_at=when,
    )


def _comment(post: Post, author: User, words: str, *, key: str, when: datetime) -> Comment:
    with at(when):
        return send_comment(post, body=str(text.to_html(words)), token=f"demo-{key}", actor=author)
