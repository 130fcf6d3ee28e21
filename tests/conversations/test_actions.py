"""Who is in a conversation, what is said there, for how long it can be changed."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rse.conversations import actions, conf
from rse.conversations.exceptions import AccountClosed, EmptyLine, LineTooLong, NobodyToWriteTo, TooLateToEdit, TooLateToRestore, TooManyFiles, TooManyPeople
from rse.conversations.models import Conversation, Line, Participant
from rse.core.exceptions import FileTypeRefused
from rse.core.files import may_read_attachment
from rse.core.models import Attachment, Frame
from rse.people.actions import anonymise, leave
from tests.core.test_uploads import picture
from tests.factories import AgentFactory, UserFactory

pytestmark = pytest.mark.django_db


def say(conversation, agent, text="Bonjour", token=None):
    return actions.send(conversation, text=text, token=token or f"{text[:20]}-{agent.pk}", actor=agent.user)


def seen(agent):
    return list(Line.objects.visible_to(agent.user).in_order().values_list("text", flat=True))


def test_writing_to_a_colleague_twice_goes_on_with_the_same_conversation(direct, sonia, paul):
    again = actions.start([sonia.user], text="Au bureau, dans le tiroir.", token="other", actor=paul.user)
    assert again == direct
    assert seen(sonia) == ["Les clés de la salle 2 ?", "Au bureau, dans le tiroir."]


def test_a_double_click_begins_one_conversation_and_says_one_message(sonia, paul, lucie):
    both = [actions.start([paul.user, lucie.user], text="Bonjour", token="same", actor=sonia.user) for _click in range(2)]
    assert both[0] == both[1]
    for _click in range(2):
        actions.send(both[0], text="Encore", token="again", actor=sonia.user)
    assert Line.objects.count() == 2


def test_nobody_too_many_or_a_closed_account_is_refused_with_a_sentence(sonia):
    with pytest.raises(NobodyToWriteTo):
        actions.start([sonia.user], text="À moi-même", token="a", actor=sonia.user)
    with pytest.raises(TooManyPeople):
        actions.start([AgentFactory().user for _one in range(conf.MOST_PEOPLE)], text="À tous", token="b", actor=sonia.user)
    for closed in (AgentFactory(user__is_active=False), AgentFactory(gone=True)):
        with pytest.raises(AccountClosed, match=closed.first_name):
            actions.start([closed.user], text="Bonjour", token="c", actor=sonia.user)
    assert not Conversation.objects.exists()


def test_only_those_who_are_in_it_write_read_or_change_it(direct, outsider):
    assert seen(outsider) == []
    assert not Conversation.objects.visible_to(outsider.user).exists()
    for act in (
        lambda: actions.send(direct, text="Coucou", token="x", actor=outsider.user),
        lambda: actions.add_person(direct, person=outsider.user, actor=outsider.user),
        lambda: actions.leave(direct, actor=outsider.user),
        lambda: actions.mute(direct, until=None, actor=outsider.user),
        lambda: actions.mark_read(direct, up_to=1, actor=outsider.user),
        lambda: actions.rename(direct, name="X", actor=outsider.user),
        lambda: actions.edit(direct.lines.get(), text="X", actor=outsider.user),
        lambda: actions.delete(direct.lines.get(), actor=outsider.user),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_administrator_reads_no_conversation(direct):
    administrator = UserFactory(is_superuser=True, is_staff=True)
    assert not Conversation.objects.visible_to(administrator).exists()
    assert not Line.objects.visible_to(administrator).exists()
    assert not Participant.objects.visible_to(administrator).exists()


def test_whoever_is_added_reads_what_follows_and_everybody_is_told(few, sonia, paul, outsider):
    say(few, paul, "Avant")
    actions.add_person(few, person=outsider.user, actor=sonia.user)
    say(few, paul, "Après")
    assert seen(outsider) == ["", "Après"]
    assert Line.objects.visible_to(paul.user).filter(kind="added", about=outsider.user).count() == 1
    actions.add_person(few, person=outsider.user, actor=sonia.user)
    assert Line.objects.filter(kind="added").count() == 1


def test_a_third_person_makes_a_small_group_and_the_two_may_begin_again_alone(direct, sonia, paul, lucie):
    actions.add_person(direct, person=lucie.user, actor=paul.user)
    direct.refresh_from_db()
    assert not direct.is_direct
    assert seen(lucie) == [""]
    assert actions.start([paul.user], text="Entre nous", token="new", actor=sonia.user) != direct


def test_twelve_at_most(few, sonia):
    for _one in range(conf.MOST_PEOPLE - 3):
        actions.add_person(few, person=AgentFactory().user, actor=sonia.user)
    with pytest.raises(TooManyPeople):
        actions.add_person(few, person=AgentFactory().user, actor=sonia.user)


def test_whoever_leaves_a_small_group_reads_it_no_longer_and_the_others_are_told(few, sonia, lucie):
    actions.leave(few, actor=lucie.user)
    actions.leave(few, actor=lucie.user)
    say(few, sonia, "Suite")
    assert seen(lucie) == []
    assert Line.objects.visible_to(sonia.user).filter(kind="left", author=lucie.user).count() == 1
    with pytest.raises(PermissionDenied):
        say(few, lucie)


def test_somebody_who_comes_back_reads_what_follows_only(few, sonia, lucie):
    actions.leave(few, actor=lucie.user)
    say(few, sonia, "Pendant son absence")
    actions.add_person(few, person=lucie.user, actor=sonia.user)
    assert seen(lucie) == [""]


def test_between_two_it_is_put_away_until_one_of_them_writes_again(direct, sonia, paul):
    actions.leave(direct, actor=paul.user)
    assert not Conversation.objects.visible_to(paul.user).exists()
    assert not Line.objects.filter(kind="left").exists()
    say(direct, sonia, "Trouvées !")
    assert seen(paul) == ["Les clés de la salle 2 ?", "Trouvées !"]


def test_unread_lines_are_counted_for_oneself_alone(direct, sonia, paul):
    say(direct, sonia, "Et le badge ?")
    assert Conversation.objects.visible_to(paul.user).with_unread(paul.user).get().unread == 2
    assert Conversation.objects.visible_to(sonia.user).with_unread(sonia.user).get().unread == 0
    direct.refresh_from_db()
    Frame.objects.all().delete()
    for _twice in range(2):
        actions.mark_read(direct, up_to=direct.last_line, actor=paul.user)
    assert Conversation.objects.visible_to(paul.user).with_unread(paul.user).get().unread == 0
    assert [entry[0] for frame in Frame.objects.all() for entry in frame.entries if frame.kind == "conversation"] == [paul.user_id]


def test_a_line_that_does_not_exist_yet_is_never_read(direct, paul, sonia):
    direct.refresh_from_db()
    actions.mark_read(direct, up_to=10**12, actor=paul.user)
    say(direct, sonia, "Nouveau")
    assert Conversation.objects.visible_to(paul.user).with_unread(paul.user).get().unread == 1


def test_a_message_changes_for_fifteen_minutes_and_says_so(direct, sonia, paul):
    line = direct.lines.get()
    assert actions.edit(line, text="Les clés de la salle 3 ?", actor=sonia.user).edited_at is not None
    with pytest.raises(PermissionDenied):
        actions.edit(line, text="X", actor=paul.user)
    with time_machine.travel(line.created_at + timedelta(minutes=16), tick=False), pytest.raises(TooLateToEdit):
        actions.edit(line, text="Trop tard", actor=sonia.user)
    line.refresh_from_db()
    assert line.text == "Les clés de la salle 3 ?"


@pytest.mark.parametrize(("text", "refusal"), [("   \n ", EmptyLine), ("x" * (Line.MAX_LENGTH + 1), LineTooLong)])
def test_an_empty_or_endless_message_is_refused(direct, sonia, text, refusal):
    with pytest.raises(refusal):
        actions.send(direct, text=text, token="z", actor=sonia.user)


def test_a_deleted_message_is_taken_back_for_a_day_then_erased_after_a_month(direct, sonia):
    line = actions.delete(direct.lines.get(), actor=sonia.user)
    assert actions.delete(line, actor=sonia.user).state == Line.State.DELETED
    assert actions.restore(line, actor=sonia.user).state == Line.State.SENT
    line = actions.delete(line, actor=sonia.user)
    with time_machine.travel(line.deleted_at + timedelta(days=2), tick=False), pytest.raises(TooLateToRestore):
        actions.restore(line, actor=sonia.user)
    assert actions.erase_deleted(before=line.deleted_at, actor=None) == 0
    assert actions.erase_deleted(before=line.deleted_at + timedelta(seconds=1), actor=None) == 1
    line.refresh_from_db()
    assert (line.text, line.state) == ("", "deleted")
    assert actions.erase_deleted(before=timezone.now() + timedelta(days=1), actor=None) == 0


def test_what_moderation_removed_is_not_taken_back_by_its_author(direct, sonia, paul):
    line = actions.hide(direct.lines.get(), actor=None)
    assert seen(paul) == []
    assert seen(sonia) == ["Les clés de la salle 2 ?"]
    actions.show(line, actor=None)
    assert seen(paul) == ["Les clés de la salle 2 ?"]
    actions.remove(line, actor=None)
    with pytest.raises(TooLateToRestore):
        actions.restore(line, actor=sonia.user)


def test_files_are_read_by_those_in_the_conversation_and_go_with_the_message(direct, sonia, paul, outsider):
    line = actions.send(direct, text="", files=[SimpleUploadedFile("plan.png", picture("PNG"))], description="Le plan", token="f", actor=sonia.user)
    file = Attachment.objects.of(line).get()
    assert file.description == "Le plan"
    assert may_read_attachment(paul.user, file)
    assert not may_read_attachment(outsider.user, file)
    actions.delete(line, actor=sonia.user)
    assert not may_read_attachment(paul.user, file)
    actions.erase_deleted(before=timezone.now() + timedelta(seconds=1), actor=None)
    assert not Attachment.objects.exists()


def test_a_refused_file_sends_nothing(direct, sonia):
    with pytest.raises(FileTypeRefused):
        actions.send(direct, text="Voici", files=[SimpleUploadedFile("x.exe", b"MZ\x00\x01")], token="g", actor=sonia.user)
    with pytest.raises(TooManyFiles):
        actions.send(direct, text="Voici", files=[SimpleUploadedFile("a.txt", b"a")] * 5, token="h", actor=sonia.user)
    assert direct.lines.count() == 1


def test_a_conversation_stays_readable_once_somebody_left_and_was_erased(direct, sonia, paul):
    say(direct, paul, "Demandez à Sonia Diallo ou à Paul Roche.")
    leave(paul, on=timezone.localdate(), actor=None)
    paul.refresh_from_db()
    anonymise(paul, actor=None)
    assert seen(sonia) == ["Les clés de la salle 2 ?", "Demandez à Sonia Diallo ou à Ancien agent."]
    assert not Conversation.objects.visible_to(paul.user.__class__.objects.get(pk=paul.user_id)).exists()
