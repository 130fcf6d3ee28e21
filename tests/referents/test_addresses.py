"""What a pasted address tells. Pure."""

import time

import pytest

from referents.addresses import Address, read

READ = {
    "https://www.facebook.com/VilleDeTechniville/posts/pfbid0abc?comment_id=77": Address("facebook", "villedetechniville", "77"),
    "https://m.facebook.com/story.php?story_fbid=12&id=34": Address("facebook", "34", "12"),
    "https://www.facebook.com/permalink.php?story_fbid=pfbid1&id=100": Address("facebook", "100", "pfbid1"),
    "https://www.facebook.com/groups/quartier/posts/99/": Address("facebook", "", "99"),
    "https://fb.watch/abc/": Address("facebook", "abc", ""),
    "https://www.instagram.com/p/Cxyz_1/": Address("instagram", "", "Cxyz_1"),
    "https://www.instagram.com/ville.techniville/reel/Dk1/": Address("instagram", "ville.techniville", "Dk1"),
    "https://x.com/Habitante/status/1790?s=20": Address("x", "habitante", "1790"),
    "https://mobile.twitter.com/Habitante/status/1790": Address("x", "habitante", "1790"),
    "https://mastodon.social/@habitant/1112": Address("mastodon", "habitant@mastodon.social", "1112"),
    "https://mastodon.social/@ville@social.techniville.example/1112": Address("mastodon", "ville@social.techniville.example", "1112"),
    "https://social.example/users/ville/statuses/5": Address("mastodon", "ville@social.example", "5"),
    "https://bsky.app/profile/habitant.bsky.social/post/3kabc": Address("bluesky", "habitant.bsky.social", "3kabc"),
    "https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/": Address("linkedin", "", "7123456789012345678"),
    "https://www.linkedin.com/posts/ville-de-techniville_travaux-activity-7123456789012345678-abcd": Address(
        "linkedin", "ville-de-techniville", "7123456789012345678"
    ),
    "https://www.linkedin.com/company/ville-de-techniville/": Address("linkedin", "ville-de-techniville", ""),
    "https://www.youtube.com/watch?v=abc123&t=4": Address("youtube", "", "abc123"),
    "https://youtu.be/abc123?si=z": Address("youtube", "", "abc123"),
    "https://www.youtube.com/@VilleTechniville/shorts": Address("youtube", "villetechniville", ""),
    "facebook.com/ville/posts/1": Address("facebook", "ville", "1"),
}


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=list(READ))
def test_the_address_of_a_message_tells_the_network_the_account_and_the_thread(text: str, expected: Address) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text", ["", "   ", "bonjour", "https://www.techniville.example/actualites/1", "https://facebook.com.pirate.example/x", "http://[", "x" * 5000]
)
def test_other_texts_tell_nothing(text: str) -> None:
    assert read(text) is None


def test_an_identity_is_also_known_without_its_server() -> None:
    assert Address("mastodon", "ville@social.example").identities == ("ville@social.example", "ville")
    assert Address("x").identities == ()


def test_hostile_addresses_are_read_quickly() -> None:
    start = time.perf_counter()
    for text in ("https://a/@" + "a" * 480, "https://facebook.com/" + "/" * 470, "https://a.b/users/" + "a." * 230):
        read(text)
    assert time.perf_counter() - start < 0.1
