"""Addresses of posts, in a form that can be stored and read back after a restart. They reach nobody by themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A place in a chat.

    `chat` is "slack", "teams" or "web"; `team` the workspace or tenant; `thread` what the chat knows a thread by
    (Slack: the root's timestamp; Teams: the conversation's id with its root), "" for none; `user` the one who asked;
    `service` the URL that Teams gave for its replies.
    """

    chat: str
    team: str
    channel: str
    thread: str = ""
    user: str = ""
    service: str = ""
