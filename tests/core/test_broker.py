"""The embedded broker: a reader never meets half a message."""

import threading
from queue import Empty

import pytest
from django.conf import settings
from kombu import Connection

from rse.core.broker import Channel, Transport


@pytest.fixture
def channel(tmp_path) -> Channel:
    for folder in ("messages", "control"):
        (tmp_path / folder).mkdir()
    folders = {"data_folder_in": str(tmp_path / "messages"), "data_folder_out": str(tmp_path / "messages"), "control_folder": str(tmp_path / "control")}
    return Connection("filesystem://", transport="rse.core.broker:Transport", transport_options=folders).channel()


def test_relais_uses_it_where_there_is_no_other_broker():
    assert settings.CELERY_BROKER_URL != "filesystem://" or f"{Transport.__module__}:{Transport.__name__}" == settings.CELERY_BROKER_TRANSPORT


def test_a_message_comes_out_as_it_went_in(channel):
    channel._put("quick", {"body": "é"})
    assert channel._get("quick") == {"body": "é"}
    with pytest.raises(Empty):
        channel._get("quick")


def test_an_empty_file_stops_no_worker_and_hides_no_message(channel, tmp_path, caplog):
    (tmp_path / "messages" / "0_broken.quick.msg").touch()
    channel._put("quick", {"body": 1})
    assert channel._get("quick") == {"body": 1}
    assert "passed over" in caplog.text


def test_a_reader_in_a_hurry_gets_every_message_whole(channel, caplog):
    """With kombu's own transport the reader meets an empty file within a few hundred messages."""
    many, got = 400, []

    def write() -> None:
        for number in range(many):
            channel._put("quick", {"number": number, "padding": "x" * 2000})

    writer = threading.Thread(target=write)
    writer.start()
    writing = True
    while writing:
        writing = writer.is_alive()  # asked before looking: what was written meanwhile is met at the next look
        try:
            while True:
                got.append(channel._get("quick")["number"])
        except Empty:
            continue
    writer.join()
    assert sorted(got) == list(range(many))
    assert "passed over" not in caplog.text


def test_processes_that_declare_their_queues_at_once_all_find_them(channel):
    threads = [threading.Thread(target=channel._queue_bind, args=("celery", f"q{number}", "", f"q{number}")) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.queue for row in channel.get_table("celery")} == {f"q{number}" for number in range(12)}


def test_a_folder_has_no_host_to_warn_about(channel, caplog):
    Connection("filesystem://", transport="rse.core.broker:Transport").as_uri()
    assert "hostname" not in caplog.text
