"""What is done to a post that was sent: by its author, by those who look after the place, by who reads it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rse.core import text
from rse.core.requests import SignedInRequest
from rse.feed import comparing
from rse.feed.actions import polls, posts, reading
from rse.feed.content import Content, PollLines
from rse.feed.exceptions import FeedError, WritingRefused
from rse.feed.files import files_of
from rse.feed.forms.composer import EditForm, UntilForm
from rse.feed.models import Poll, Post, PostVersion
from rse.feed.writing import arranges, can_change, can_follow_up, can_lock, can_require_reading, expected_readers, still_to_read
from rse.people.models import Agent
from rse.people.views.outcomes import next_url, status_of

GET_OR_POST = ["GET", "HEAD", "POST"]
ENDS = time(23, 59)
Act = Callable[[Post], object]


def seen_post(request: SignedInRequest, pk: int) -> Post:
    rows = Post.objects.visible_to(request.user).sent().select_related("author", "community", "department", "on_behalf_of", "poll")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(GET_OR_POST)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    post = seen_post(request, pk)
    if not can_change(request.user, post):
        raise Http404
    form = EditForm(request.POST or None, initial=_words_of(post))
    if request.method == "POST" and form.is_valid():
        poll = getattr(post, "poll", None)
        content = Content(form.html(before=post.body), form.cleaned_data["title"], post.kind, _poll_of(form, poll), form.file_lines())
        try:
            posts.edit(post, content=content, seen=form.cleaned_data["version"], actor=request.user)
            messages.success(request, _("Your post is changed; what it said before stays readable."))
            return redirect(f"{reverse('feed:post', args=[post.pk])}?envoye=1")
        except WritingRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal)
    context = {"post": post, "form": form, "files": files_of(post), "html": post.body, "draft_key": f"post-edit-{post.pk}"}
    return render(request, "feed/edit.html", context, status=status_of(form))


@login_required
@require_GET
def versions(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it said before each change, word for word, for whoever reads it today."""
    post = seen_post(request, pk)
    rows = list(PostVersion.objects.visible_to(request.user).filter(post=post).order_by("-number")[:50])
    return render(request, "feed/versions.html", {"post": post, "steps": comparing.steps(post, rows)})


@login_required
@require_http_methods(GET_OR_POST)
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    post = seen_post(request, pk)
    if not can_change(request.user, post):
        raise Http404
    if request.method == "POST":
        posts.delete_post(post, actor=request.user)
        messages.success(request, _("Your post is deleted: nobody reads it any more."))
        return redirect("feed:home")
    return render(request, "feed/delete.html", {"post": post})


@login_required
@require_GET
def arrange(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that this person may do around a post, on one page."""
    post = seen_post(request, pk)
    user = request.user
    tomorrow = timezone.localdate() + timedelta(days=7)
    context = {
        "post": post,
        "arranges": arranges(user, post),
        "locks": can_lock(user, post),
        "requires": can_require_reading(user, post),
        "pin_form": UntilForm(initial={"until": tomorrow}, prefix="pin"),
        "read_form": UntilForm(initial={"until": tomorrow}, prefix="read"),
        "number": expected_readers(post).count(),
    }
    if not any(context[name] for name in ("arranges", "locks", "requires")):
        raise Http404
    return render(request, "feed/arrange.html", context)


@login_required
@require_POST
def pin(request: SignedInRequest, pk: int) -> HttpResponse:
    return _until(request, pk, "pin", lambda post, until: posts.pin(post, until=until, actor=request.user), _("Pinned."))


@login_required
@require_POST
def unpin(request: SignedInRequest, pk: int) -> HttpResponse:
    return _acted(request, pk, lambda post: posts.unpin(post, actor=request.user), _("No longer pinned."))


@login_required
@require_POST
def lock(request: SignedInRequest, pk: int) -> HttpResponse:
    return _acted(request, pk, lambda post: posts.lock_comments(post, actor=request.user), _("Comments are closed."))


@login_required
@require_POST
def unlock(request: SignedInRequest, pk: int) -> HttpResponse:
    return _acted(request, pk, lambda post: posts.unlock_comments(post, actor=request.user), _("Comments are open."))


@login_required
@require_POST
def require_reading(request: SignedInRequest, pk: int) -> HttpResponse:
    return _until(request, pk, "read", lambda post, until: reading.require_reading(post, until=until, actor=request.user), _("The reading is asked for."))


@login_required
@require_POST
def waive_reading(request: SignedInRequest, pk: int) -> HttpResponse:
    return _acted(request, pk, lambda post: reading.waive_reading(post, actor=request.user), _("Nobody is asked to read it any more."))


@login_required
@require_POST
def acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    return _acted(request, pk, lambda post: reading.acknowledge(post, actor=request.user), _("Noted: you have read it."))


@login_required
@require_GET
def follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who has still to read, by department; never who read when."""
    post = seen_post(request, pk)
    if not can_follow_up(request.user, post) or post.must_read_until is None:
        raise Http404
    waiting = (
        Agent.objects.visible_to(request.user).filter(user__in=still_to_read(post)).select_related("department").order_by("department__name", "folded", "pk")
    )
    total = expected_readers(post).count()
    return render(request, "feed/follow_up.html", {"post": post, "waiting": waiting, "total": total, "read": total - len(waiting)})


@login_required
@require_POST
def remind(request: SignedInRequest, pk: int) -> HttpResponse:
    post = seen_post(request, pk)
    number = reading.remind(post, actor=request.user)
    said = ngettext("%(number)s colleague is reminded, during their hours.", "%(number)s colleagues are reminded, each during their hours.", number)
    messages.success(request, said % {"number": number})
    return redirect("feed:follow_up", post.pk)


@login_required
@require_POST
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("choices") if pk.isascii() and pk.isdigit() and len(pk) < 19]  # noqa: PLR2004 - the width of an id
    return _acted(request, pk, lambda post: polls.vote(_poll(post), options=chosen, actor=request.user), _("Your vote is counted."))


@login_required
@require_POST
def withdraw_vote(request: SignedInRequest, pk: int) -> HttpResponse:
    return _acted(request, pk, lambda post: polls.withdraw_vote(_poll(post), actor=request.user), _("Your vote is withdrawn."))


def _acted(request: SignedInRequest, pk: int, act: Act, said: str) -> HttpResponse:
    """Do it, say it, go back where the person was; a refusal is said there too."""
    post = seen_post(request, pk)
    try:
        act(post)
        messages.success(request, said)
    except FeedError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(next_url(request, reverse("feed:post", args=[post.pk])))


def _until(request: SignedInRequest, pk: int, prefix: str, act: Callable[[Post, datetime], object], said: str) -> HttpResponse:
    form = UntilForm(request.POST, prefix=prefix)
    if not form.is_valid():
        post = seen_post(request, pk)
        messages.error(request, _("Choose a day."))
        return redirect("feed:arrange", post.pk)
    until = timezone.make_aware(datetime.combine(form.cleaned_data["until"], ENDS))
    return _acted(request, pk, lambda post: act(post, until), said)


def _poll(post: Post) -> Poll:
    poll: Poll | None = getattr(post, "poll", None)
    if poll is None:
        raise Http404
    return poll


def _words_of(post: Post) -> dict[str, object]:
    initial: dict[str, object] = {"title": post.title, "body": text.to_plain(post.body), "version": post.version}
    poll = getattr(post, "poll", None)
    if poll is not None:
        initial |= {name: getattr(poll, name) for name in ("closes_at", "anonymous", "several", "results_when_closed")}
        initial["choices"] = "\n".join(poll.options.values_list("label", flat=True))
    return initial


def _poll_of(form: EditForm, poll: Poll | None) -> PollLines | None:
    """The rules of a poll stay; its choices may be mended until somebody votes."""
    if poll is None:
        return None
    lines = form.poll(default=poll.closes_at)
    choices = lines.choices if "choices" in form.data else tuple(poll.options.values_list("label", flat=True))
    return PollLines(choices, poll.closes_at, poll.anonymous, poll.several, poll.results_when_closed)
