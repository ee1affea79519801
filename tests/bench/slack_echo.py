"""An echo bot on the stack of ours: the same door, the same server, Bolt; it posts what it was told, and no more."""

import asyncio
import os

from slack_bolt.async_app import AsyncApp

from bot import operations
from bot.server import build_app, serve
from handlers.ports.background import BackgroundTasks
from handlers.slack.delivery import connect, quiet_logger
from handlers.slack.endpoints import routes


def build(token: str, api_url: str, background: BackgroundTasks) -> AsyncApp:
    async def authorize() -> object:
        from slack_bolt.authorization import AuthorizeResult

        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token)

    app = AsyncApp(
        client=connect(None, api_url),
        authorize=authorize,  # type: ignore[arg-type]  # as Bolt takes it
        signing_secret="",
        request_verification_enabled=False,
        logger=quiet_logger(),
    )

    @app.command("/verify")
    async def command(ack, command, client) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - Bolt's own
        await ack()
        background.start(echo(command, client))

    async def echo(command, client) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - Bolt's own
        root = await client.chat_postMessage(channel=command["channel_id"], text=command["text"])
        await client.chat_postMessage(
            channel=command["channel_id"], text=command["text"], thread_ts=root["ts"]
        )

    return app


async def main() -> None:
    background = BackgroundTasks()
    app = build(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"], background)
    endpoints = routes(app, os.environ["SLACK_SIGNING_SECRET"])
    served = build_app(slack=endpoints, operations=operations.routes({}, None))
    await serve(served, "127.0.0.1", int(os.environ["PORT"]), lambda _: None)


if __name__ == "__main__":
    asyncio.run(main())
