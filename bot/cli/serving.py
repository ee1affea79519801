"""The commands that run until they are stopped: `demo` and `serve`."""

import click

from bot.cli.run import command
from bot.settings import Settings


@command("demo")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--port", type=int, metavar="N", help="The page's port (any free one).")
async def demo(settings: Settings, no_browser: bool, port: int | None) -> int:
    """Serve the local page."""
    from bot import serve  # here, for the web parts take long to import

    return await serve.demo(settings, port=port, browser=not no_browser)


@command("serve")
async def serve(settings: Settings) -> int:
    """Serve the chats."""
    from bot import serve  # as above

    return await serve.serve(settings)
