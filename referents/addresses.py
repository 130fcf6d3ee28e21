"""What the address of a public message says: its network, the account it stands under, the thread. Pure, nothing is fetched.

Sources: the addresses each network gives when one copies the link of a post (Facebook, Instagram, X, Mastodon, Bluesky, LinkedIn, YouTube).
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

# Hosts by network; a page may hand them to the browser so that the network is recognised while typing.
HOSTS = {
    "facebook": ("facebook.com", "fb.com", "fb.me", "fb.watch"),
    "instagram": ("instagram.com", "instagr.am"),
    "x": ("x.com", "twitter.com"),
    "bluesky": ("bsky.app",),
    "linkedin": ("linkedin.com", "lnkd.in"),
    "youtube": ("youtube.com", "youtu.be"),
}
# On these networks the address names the person who wrote, not the account they wrote to.
NAMES_AUTHOR = frozenset({"x", "mastodon", "bluesky"})
MAX_LENGTH = 500

_WRITTEN = re.compile(r"^https?://", re.IGNORECASE)
_NAME = re.compile(r"^[\w.-]{1,80}$")
_FACEBOOK_PAGES = frozenset(
    {"permalink.php", "story.php", "photo", "photo.php", "photos", "watch", "groups", "share", "reel", "events", "people", "pages", "profile.php"}
)
_INSTAGRAM_PAGES = frozenset({"p", "reel", "reels", "tv", "stories", "explore", "s"})
_X_PAGES = frozenset({"i", "home", "search", "hashtag", "intent", "share"})
_MASTODON = re.compile(r"^/(?:@|users/)(?P<name>[\w.-]+)(?:@(?P<home>[\w.-]+\.\w+))?/(?:statuses/)?(?P<thread>\d+)")
_ACTIVITY = re.compile(r"(?:urn:li:)?(?:activity|share|ugcPost)[:-](\d{10,25})")


@dataclass(frozen=True)
class Address:
    """A network by its code (`OfficialAccount.Platform`), the identity in lower case without @ ("" when the address does not tell), the thread."""

    platform: str
    identity: str = ""
    thread: str = ""

    @property
    def identities(self) -> tuple[str, ...]:
        """The ways a register may have written this identity: `ville@social.example` is also `ville`."""
        return tuple(dict.fromkeys((self.identity, self.identity.partition("@")[0]))) if self.identity else ()


def read(text: str) -> Address | None:
    """What a pasted address says, or None when it is not one of a network's."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    try:
        url = urlsplit(text if _WRITTEN.match(text) else f"https://{text}")
        host = (url.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    for platform, hosts in HOSTS.items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return _READERS[platform](url, [unquote(step) for step in url.path.split("/") if step])
    return _mastodon(url, host)


def _facebook(url: SplitResult, steps: list[str]) -> Address:
    query = parse_qs(url.query)
    thread = next((query[key][0] for key in ("comment_id", "story_fbid", "fbid", "v") if query.get(key)), "")
    if steps and steps[0] not in _FACEBOOK_PAGES:
        return Address("facebook", _identity(steps[0]), thread or _after(steps, "posts", "videos", "photos", "reel"))
    owner = query.get("id", [""])[0]
    if steps[:1] == ["people"] and len(steps) > 2:
        owner = steps[2]
    return Address("facebook", _identity(owner), thread or _after(steps, "posts", "permalink", "reel", "p", "v"))


def _instagram(url: SplitResult, steps: list[str]) -> Address:
    identity = _identity(steps[0]) if steps and steps[0] not in _INSTAGRAM_PAGES else ""
    if steps[:1] == ["stories"] and len(steps) > 1:
        identity = _identity(steps[1])
    return Address("instagram", identity, _after(steps, "p", "reel", "reels", "tv"))


def _x(url: SplitResult, steps: list[str]) -> Address:
    identity = _identity(steps[0]) if steps and steps[0] not in _X_PAGES else ""
    return Address("x", identity, _after(steps, "status", "statuses"))


def _bluesky(url: SplitResult, steps: list[str]) -> Address:
    return Address("bluesky", _identity(_after(steps, "profile")), _after(steps, "post"))


def _linkedin(url: SplitResult, steps: list[str]) -> Address:
    activity = _ACTIVITY.search(unquote(url.path))
    posted = _after(steps, "posts")
    author = posted.partition("_")[0] if "_" in posted else ("" if activity else posted)
    return Address("linkedin", _identity(_after(steps, "company", "showcase", "school", "in") or author), activity.group(1) if activity else "")


def _youtube(url: SplitResult, steps: list[str]) -> Address:
    identity = _identity(steps[0][1:]) if steps and steps[0].startswith("@") else _identity(_after(steps, "channel", "c", "user"))
    thread = parse_qs(url.query).get("v", [""])[0] or _after(steps, "shorts", "live", "post")
    if (url.hostname or "").lower().endswith("youtu.be") and steps:
        thread = steps[0]
    return Address("youtube", identity, thread)


def _mastodon(url: SplitResult, host: str) -> Address | None:
    """Any host may be a Mastodon server: its addresses are known by their shape."""
    found = _MASTODON.match(unquote(url.path))
    if found is None or "." not in host:
        return None
    return Address("mastodon", f"{found['name']}@{found['home'] or host}".lower(), found["thread"])


def _after(steps: list[str], *names: str) -> str:
    """The step that follows one of these names."""
    return next((steps[place + 1] for place, step in enumerate(steps[:-1]) if step in names), "")


def _identity(name: str) -> str:
    name = name.strip().removeprefix("@").lower()
    return name if _NAME.match(name) else ""


_READERS = {"facebook": _facebook, "instagram": _instagram, "x": _x, "bluesky": _bluesky, "linkedin": _linkedin, "youtube": _youtube}
