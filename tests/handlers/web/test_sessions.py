from datetime import datetime

from handlers.replies.reply import Reply, Tone
from handlers.web.sessions import CHARACTERS, POSTS, SESSIONS, Channel, Channels

NOW = datetime(2026, 1, 8, 10, 12)  # noqa: DTZ001 - the page shows local time


def test_a_full_channel_drops_its_oldest_posts() -> None:
    channel = Channel()
    posts = [channel.add(f"post {number}", NOW) for number in range(POSTS + 5)]
    assert list(channel.posts) == posts[5:]
    assert channel.find(posts[0].id) is None
    assert channel.find(posts[-1].id) is posts[-1]


def test_long_answers_count_too_and_the_newest_post_always_stays() -> None:
    channel = Channel()
    old, new = channel.add("old", NOW), channel.add("new", NOW)
    new.answers = (Reply(None, Tone.UNKNOWN, "", "x" * CHARACTERS, "", ""),)
    channel.trim()
    assert list(channel.posts) == [new]
    assert old not in channel.posts


def test_too_many_browsers_push_out_the_one_that_was_longest_away() -> None:
    channels = Channels()
    opened = [channels.open() for _ in range(SESSIONS)]
    for _, channel in opened:
        channel.add("words", NOW)
    first, channel = opened[0]
    assert channels.find(first) is channel
    channels.open()
    assert channels.find(first) is channel
    assert channels.find(opened[1][0]) is None


def test_visitors_who_write_nothing_push_out_nobody_who_does() -> None:
    channels = Channels()
    first, channel = channels.open()
    channel.add("words", NOW)
    for _ in range(3 * SESSIONS):
        channels.open()
    assert channels.find(first) is channel


def test_a_session_that_we_did_not_open_is_unknown() -> None:
    assert Channels().find("made up") is None
    assert Channels().find(None) is None
    assert Channels().find("") is None
