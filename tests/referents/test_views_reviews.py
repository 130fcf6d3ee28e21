"""The second pair of eyes."""

from browsing import signed_in
from django.urls import reverse
from factories import Town, fresh, make_mandate, make_user

from referents.actions import answers
from referents.models import Decision, Enquiry
from referents.states import State


def decide(client: object, name: str, enquiry: Enquiry, **data: object):
    draft = enquiry.drafts.get(current=True)
    return client.post(reverse(f"referents:{name}", args=[enquiry.pk]), {"version": enquiry.version, "draft_sha256": draft.sha256, **data})


def test_the_reviewer_reads_the_text_why_and_what_it_rests_on(town: Town) -> None:
    enquiry = town.in_review(text="Les salles ont-elles été contrôlées ?")
    html = signed_in(town.reviewer()).get(reverse("referents:review", args=[enquiry.pk])).content.decode()
    for shown in ("Bonjour, les salles ont été contrôlées.", "Oui, de 9 h à 17 h.", "Les salles ont-elles été contrôlées ?"):
        assert shown in html
    assert reverse("referents:approve", args=[enquiry.pk]) in html


def test_approving_lets_it_leave_and_a_second_click_changes_nothing(town: Town) -> None:
    enquiry, client = town.in_review(), signed_in(town.reviewer())
    for _ in range(2):
        assert decide(client, "approve", enquiry).status_code == 302
    assert fresh(enquiry).state == State.READY
    assert Decision.objects.filter(verdict="approved").count() == 1


def test_sending_back_needs_a_reason_at_its_field(town: Town) -> None:
    enquiry, client = town.in_review(), signed_in(town.reviewer())
    response = decide(client, "ask_changes", enquiry, reason=" ")
    assert response.status_code == 422
    assert 'id="changes-reason_error"' in response.content.decode()
    assert decide(client, "ask_changes", enquiry, reason="Donner la date.").status_code == 302
    assert fresh(enquiry).state == State.TO_CORRECT


def test_the_author_of_the_version_never_reviews_it(town: Town) -> None:
    make_mandate(town.cm, "reviewer")
    enquiry, client = town.in_review(), signed_in(town.cm)
    assert reverse("referents:approve", args=[enquiry.pk]) not in client.get(reverse("referents:review", args=[enquiry.pk])).content.decode()
    assert decide(client, "approve", enquiry).status_code == 403
    assert fresh(enquiry).state == State.IN_REVIEW


def test_another_version_written_meanwhile_is_said_and_the_reason_is_kept(town: Town) -> None:
    enquiry, reviewer = town.in_review(), town.reviewer()
    seen = {"version": enquiry.version, "draft_sha256": enquiry.drafts.get(current=True).sha256}
    answers.word(enquiry, text="Bonjour, une autre version.", actor=town.cm, version=None)
    client = signed_in(reviewer)
    assert client.post(reverse("referents:approve", args=[enquiry.pk]), seen).status_code == 409
    response = client.post(reverse("referents:ask_changes", args=[enquiry.pk]), {**seen, "reason": "Donner la date."})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Donner la date." in html
    assert "Bonjour, une autre version." in html
    assert not Decision.objects.filter(verdict__in=["approved", "changes"]).exists()


def test_the_digest_of_another_text_approves_nothing(town: Town) -> None:
    enquiry = town.in_review()
    assert decide(signed_in(town.reviewer()), "approve", enquiry, draft_sha256="0" * 64).status_code == 409
    assert fresh(enquiry).state == State.IN_REVIEW


def test_an_outsider_and_a_contributor_find_no_review(town: Town) -> None:
    enquiry = town.in_review()
    for user in (make_user("Jean", "Dehors"), town.expert):
        assert signed_in(user).get(reverse("referents:review", args=[enquiry.pk])).status_code == 404
        assert decide(signed_in(user), "approve", enquiry).status_code in {403, 404}
    assert fresh(enquiry).state == State.IN_REVIEW


def test_a_reviewer_who_decided_still_reads_what_was_decided(town: Town) -> None:
    enquiry, reviewer = town.in_review(), town.reviewer()
    client = signed_in(reviewer)
    decide(client, "approve", enquiry)
    html = client.get(reverse("referents:review", args=[enquiry.pk])).content.decode()
    assert "Rose Vidal" in html
    assert reverse("referents:approve", args=[enquiry.pk]) not in html
