"""Writing to colleagues: one form that sends, keeps, schedules, and comes back with everything that was typed when something is missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rse.communities import restrictions
from rse.core import text
from rse.core.actions import receive_file
from rse.core.exceptions import UploadRefused
from rse.core.models import Attachment
from rse.core.requests import SignedInRequest
from rse.feed import asked_already, composing
from rse.feed.actions.drafts import write_draft
from rse.feed.actions.sending import schedule, send
from rse.feed.content import FileLine
from rse.feed.exceptions import WritingRefused
from rse.feed.files import files_of
from rse.feed.forms.composer import LOCAL, ComposerForm
from rse.feed.models import Poll, Post
from rse.feed.naming import unreached_by
from rse.feed.sharing import original_of
from rse.feed.writing import voices_of
from rse.people.models import User

GET_OR_POST = ["GET", "HEAD", "POST"]
A_WEEK = timedelta(days=7)
DRAFT_KEY = "post"


@dataclass
class Page:
    """What the composer shows: the form, its files, what is shared, the draft it continues."""

    form: ComposerForm
    files: list[Attachment]
    shared: Post | None = None
    draft: Post | None = None


@login_required
@require_http_methods(GET_OR_POST)
def write(request: SignedInRequest) -> HttpResponse:
    """A new post; as a fragment when the one line of the feed opens in place."""
    return _posted(request) if request.method == "POST" else _shown(request, _new(request))


@login_required
@require_GET
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on with a draft, or change what waits for its hour."""
    return _shown(request, _resumed(request.user, _draft(request.user, pk)))


@login_required
@require_POST
def autosave(request: SignedInRequest) -> JsonResponse:
    """What the script of the composer sends every few seconds: kept, never sent, never refused for what is still missing."""
    form = _form(request.user, request.POST)
    form.is_valid()
    line, token = form.line(), form.cleaned_data.get("token")
    if line is None or not token or Post.objects.filter(author=request.user, token=token).exclude(state=Post.State.DRAFT).exists():
        return JsonResponse({"kept": False}, status=422)
    try:
        write_draft(form.content(closes_at=_in_a_week()), place=line.place, token=token, actor=request.user, shared_from=_shared(request.user, form))
    except ValidationError:
        return JsonResponse({"kept": False}, status=422)
    return JsonResponse({"kept": True})


@login_required
@require_GET
def audience(request: SignedInRequest) -> HttpResponse:
    """Whom the place reaches, and whether it is a good hour: asked again when the choice changes."""
    line = composing.places_of(request.user).find(request.GET.get("place", ""))
    if line is None:
        raise Http404
    return render(request, "feed/partials/reach.html", {"reach": composing.reach(line.place, writer=request.user, at=timezone.now())})


def _posted(request: SignedInRequest) -> HttpResponse:
    user, form = request.user, _form(request.user, request.POST)
    valid = form.is_valid()
    lines = [*form.file_lines(), *_received(request, form)]
    page = Page(form, _files(user, lines), _shared(user, form))
    line = form.line()
    if line is None:
        form.add_error("place", _("Choose to whom you write."))
    if not valid or line is None or form.errors or "add" in request.POST:
        return _shown(request, page)
    post: Post | None = None
    try:
        restrictions.lift(user, request.POST)
        content = form.content(before=_before(user, form), closes_at=_in_a_week())
        content = type(content)(**{**vars(content), "files": tuple(lines)})
        post = write_draft(content, place=line.place, token=form.cleaned_data["token"], actor=user, shared_from=page.shared)
        return _done(request, form, post)
    except WritingRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    page.draft = post
    return _shown(request, page)


def _done(request: SignedInRequest, form: ComposerForm, post: Post) -> HttpResponse:
    """As the button that was pressed says: keep, schedule, wait for the opening, or send."""
    wish = request.POST.get("do", "send")
    if wish == "draft":
        messages.success(request, _("Your draft is kept: nobody else sees it."))
        return redirect("feed:drafts")
    at = _hour_wished(request.user, form, post, wish)
    if at is not None:
        schedule(post, at=at, actor=request.user)
        messages.success(request, _("Your post will leave on %(hour)s.") % {"hour": composing.spell(at)})
        return redirect("feed:drafts")
    post = send(post, actor=request.user)
    messages.success(request, _("Your post is sent."))
    for sentence in _unreached(post):
        messages.warning(request, sentence)
    return redirect(f"{reverse('feed:post', args=[post.pk])}?envoye=1")


def _hour_wished(user: User, form: ComposerForm, post: Post, wish: str) -> datetime | None:
    if wish == "schedule":
        at = form.cleaned_data.get("scheduled_for")
        if at is None:
            raise ValidationError(_("Choose the day and the hour."))
        return at
    line = form.line()
    return composing.reach(line.place, writer=user, at=timezone.now()).opening if wish == "opening" and line else None


def _unreached(post: Post) -> list[str]:
    found = unreached_by(post, writer=post.author)
    said = [_("%(name)s does not read this place, and is not told.") % {"name": name} for name in found.unread]
    return said + [_("Several colleagues are called %(name)s: choose one in the list that opens after the @.") % {"name": name} for name in found.unclear]


def _form(user: User, data: object = None, **kwargs: object) -> ComposerForm:
    return ComposerForm(data, places=composing.places_of(user), voices=voices_of(user), **kwargs)


def _new(request: SignedInRequest) -> Page:
    user, places = request.user, composing.places_of(request.user)
    asked, lines = request.GET.get("a", ""), places.lines()
    around = next((line.value for line in lines if line.place.department), "")
    place = asked if places.find(asked) else around or (lines[0].value if lines else "")
    kind = request.GET.get("type", "")
    initial = {"token": token_urlsafe(18), "place": place, "kind": kind if kind in {"question", "poll"} else "message", "closes_at": _evening(_in_a_week())}
    shared = request.GET.get("partage", "")
    original = _visible(user, int(shared)) if shared.isascii() and shared.isdigit() and len(shared) < 19 else None  # noqa: PLR2004 - the width of an id
    return Page(ComposerForm(initial=initial | {"shared": original.pk if original else None}, places=places, voices=voices_of(user)), [], original)


def _resumed(user: User, post: Post) -> Page:
    poll = Poll.objects.filter(post=post).prefetch_related("options").first()
    initial: dict[str, object] = {
        "token": post.token,
        "place": composing.value_of(post),
        "kind": post.kind,
        "title": post.title,
        "body": text.to_plain(post.body),
    }
    initial |= {"on_behalf_of": post.on_behalf_of_id, "shared": post.shared_from_id, "scheduled_for": post.scheduled_for, "closes_at": _evening(_in_a_week())}
    if poll:
        initial |= {name: getattr(poll, name) for name in ("closes_at", "anonymous", "several", "results_when_closed")}
        initial["choices"] = "\n".join(option.label for option in poll.options.all())
    shared = Post.objects.visible_to(user).filter(pk=post.shared_from_id).first() if post.shared_from_id else None
    return Page(_form(user, initial=initial), list(files_of(post)), shared, post)


def _shown(request: SignedInRequest, page: Page) -> HttpResponse:
    form = page.form
    line = form.places.find(str(form["place"].value() or ""))
    context = {
        "form": form,
        "places": form.places,
        "files": page.files,
        "shared": page.shared,
        "draft": page.draft,
        "html": page.draft.body if page.draft else "",
        "reach": composing.reach(line.place, writer=request.user, at=timezone.now()) if line else None,
        "restriction": restrictions.restriction_on(request.user, line.place.community if line else None),
        "shared_words": Truncator(page.shared.title or page.shared.text).chars(160) if page.shared else "",
        "drafts": Post.objects.filter(author=request.user, state=Post.State.DRAFT).exclude(pk=page.draft.pk if page.draft else 0).count(),
        "draft_key": DRAFT_KEY if not page.draft else f"post-{page.draft.pk}",
        "asked_already": asked_already.address(),
    }
    template = "feed/partials/composer_form.html" if "X-Fragment" in request.headers else "feed/write.html"
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def _received(request: SignedInRequest, form: ComposerForm) -> list[FileLine]:
    """Files chosen in the form itself, without a script. A refused one is said at its field, the others are kept."""
    found = []
    for upload in request.FILES.getlist("upload"):
        try:
            found.append(FileLine(receive_file(upload, actor=request.user).pk))
        except UploadRefused as refusal:
            form.add_error(None, _("%(name)s: %(why)s") % {"name": upload.name, "why": " ".join(refusal.messages)})
    return found


def _files(user: User, lines: list[FileLine]) -> list[Attachment]:
    """What the page shows again: the sender's own files, as they were described."""
    mine = Attachment.objects.filter(uploaded_by=user).in_bulk([line.attachment for line in lines])
    found = [mine[line.attachment] for line in lines if line.attachment in mine]
    shows = {line.attachment: line.description for line in lines}
    for file in found:
        file.description = shows[file.pk]
    return found


def _before(user: User, form: ComposerForm) -> str:
    post = Post.objects.filter(author=user, token=form.cleaned_data.get("token", "")).first()
    return post.body if post else ""


def _shared(user: User, form: ComposerForm) -> Post | None:
    pk = form.cleaned_data.get("shared")
    return _visible(user, pk) if pk else None


def _visible(user: User, pk: int) -> Post:
    post = get_object_or_404(Post.objects.visible_to(user).sent(), pk=pk)
    return original_of(post, reader=user)


def _draft(user: User, pk: int) -> Post:
    mine = Post.objects.visible_to(user).filter(author=user, state__in=[Post.State.DRAFT, Post.State.SCHEDULED])
    return get_object_or_404(mine.select_related("community", "department"), pk=pk)


def _in_a_week() -> datetime:
    return timezone.now() + A_WEEK


def _evening(at: datetime) -> str:
    return timezone.localtime(at).replace(hour=17, minute=0).strftime(LOCAL)
