"""From the commit in one process to the browser of another."""

import json
import statistics
import time

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.realtime.conftest import Town, heard

SLOW = 4008
ENDED = 4401


def closing_code(browser, *, within: float = 2) -> int:
    """The code the server closes with; frames on the way are ignored."""
    deadline = time.monotonic() + within
    try:
        while True:
            browser.recv(timeout=max(0.01, deadline - time.monotonic()))
    except ConnectionClosed as closed:
        return closed.rcvd.code


def test_a_committed_frame_reaches_its_people_and_nobody_else(town: Town):
    with town.open(town.do("sign_in('sonia')")) as sonia, town.open(town.do("sign_in('paul')")) as paul:
        seq = town.do("tell('sonia', 'reach-1')")
        frame = heard(sonia)
        assert (frame["kind"], frame["seq"]) == ("notification", seq)
        with pytest.raises(TimeoutError):
            heard(paul, within=0.6)


def test_every_tab_of_a_person_hears_it(town: Town):
    session = town.do("sign_in('sonia')")
    with town.open(session) as one, town.open(session) as two:
        town.do("frames.announce([person('sonia').pk], kind='enquiry', id=12)")
        assert heard(one) == heard(two) == {"kind": "enquiry", "id": 12, "seq": None}


def test_a_browser_that_comes_back_gets_what_it_missed_in_order(town: Town):
    session = town.do("sign_in('remi')")
    seen = town.do("tell('remi', 'missed-0')")
    missed = [town.do(f"tell('remi', 'missed-{number}')") for number in range(1, 130)]
    with town.open(session, query=f"?since={seen}") as remi:  # asked on arrival: what is still on its way comes after, in order
        assert [heard(remi)["seq"] for _frame in missed] == missed
        assert town.do("tell('remi', 'after')") == heard(remi)["seq"]
    with town.open(session) as remi:
        remi.send(json.dumps({"since": missed[-1]}))
        assert heard(remi)["seq"] == missed[-1] + 1


def test_what_a_browser_sends_beside_a_sequence_is_ignored(town: Town):
    with town.open(town.do("sign_in('sonia')")) as sonia:
        for nonsense in ("", "{", "[]", '{"since": "x"}', '{"since": -1}', '{"since": 99999999999999999999999}', "12", '{"since": null}', "é" * 500):
            sonia.send(nonsense)
        sonia.send(b"\x00\xff")
        town.do("frames.announce([person('sonia').pk], kind='still', id=1)")
        while heard(sonia)["kind"] != "still":  # a sequence as high as that is one: what was announced a moment before is told again
            pass


def test_a_stranger_is_told_to_sign_in(town: Town):
    for session in ("", "x" * 32):
        with town.open(session) as stranger:
            assert closing_code(stranger) == ENDED


def test_another_site_cannot_open_a_socket(town: Town):
    with pytest.raises(InvalidStatus) as refused:
        town.open(town.do("sign_in('sonia')"), origin="https://elsewhere.example")
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "event",
    ["Session.objects.filter(session_key={session!r}).delete()[0]", "User.objects.filter(username='lea').update(is_active=False)"],
    ids=["signed out", "closed"],
)
def test_a_dead_session_loses_its_socket_within_a_second_and_the_others_stay(town: Town, event: str):
    session = town.do("sign_in('lea')")
    with town.open(session) as lea, town.open(town.do("sign_in('sonia')")) as sonia:
        town.do("frames.announce([person('lea').pk, person('sonia').pk], kind='hello', id=1)")
        assert heard(lea) == heard(sonia)
        town.do(event.format(session=session))
        start = time.monotonic()
        assert closing_code(lea) == ENDED
        assert time.monotonic() - start < 1
        town.do("frames.announce([person('sonia').pk], kind='bye', id=1)")
        assert heard(sonia)["kind"] == "bye"
    town.do("User.objects.filter(username='lea').update(is_active=True)")


def test_the_polling_door_answers_the_same_frames(town: Town):
    session = town.do("sign_in('ines')")
    seq = town.do("tell('ines', 'polled')")
    answer = httpx.get(f"http://127.0.0.1:{town.port}/notifications/depuis/?seq={seq - 1}", cookies={"sessionid": session})
    assert [frame["seq"] for frame in answer.json()["frames"]] == [seq]


def test_an_idle_socket_stays_open(town: Town):
    with town.open(town.do("sign_in('sonia')")) as sonia:
        time.sleep(6)
        town.do("frames.announce([person('sonia').pk], kind='late', id=1)")
        assert heard(sonia)["kind"] == "late"


def test_a_frame_arrives_within_a_third_of_a_second(town: Town):
    with town.open(town.do("sign_in('sonia')")) as sonia:
        delays = []
        for number in range(20):
            town.do(f"frames.announce([person('sonia').pk], kind='timed', id={number})")
            start = time.monotonic()
            assert heard(sonia)["id"] == number
            delays.append(time.monotonic() - start)
            time.sleep(0.037)
    print(f"commit to frame: median {statistics.median(delays) * 1000:.0f} ms, worst {max(delays) * 1000:.0f} ms")
    assert statistics.median(delays) < 0.3
