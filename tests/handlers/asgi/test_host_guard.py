from collections.abc import Callable

import httpx
import pytest

from corpus.verdict import Rating
from handlers.conversation.service import Verify

Open = Callable[[Verify], httpx.AsyncClient]
Give = Callable[[Rating], Verify]
MESSAGE = {"message": "/verify “We shall fight on the beaches”"}


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.nip.io", "", "[", "::1"],
)
async def test_a_foreign_name_for_this_machine_is_refused(open_page: Open, give: Give, host: str) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        for address in ("/", "/static/verbatim.js"):
            response = await client.get(address, headers={"Host": host})
            assert response.status_code == 421
            assert "#newsroom" not in response.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080"])
async def test_every_loopback_name_is_answered(open_page: Open, give: Give, host: str) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        assert (await client.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="another site"),
        pytest.param({"Origin": "http://localhost:9999"}, id="another port of this machine"),
        pytest.param({"Origin": "null"}, id="a sandbox"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site, new browser"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="another port, new browser"),
    ],
)
async def test_a_post_from_elsewhere_is_refused(open_page: Open, give: Give, headers: dict[str, str]) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        response = await client.post("/posts", data=MESSAGE, headers=headers)
        assert response.status_code == 403
        assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost:8080"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # a form of a page without referrer
    ],
)
async def test_a_post_of_the_page_is_taken(open_page: Open, give: Give, headers: dict[str, str]) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        assert (await client.post("/posts", data=MESSAGE, headers=headers)).status_code == 200


@pytest.mark.parametrize("address", ["/", "/static/verbatim.css", "/?post=none"])
async def test_every_response_forbids_what_it_does_not_need(
    open_page: Open, give: Give, address: str
) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        headers = (await client.get(address)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers
