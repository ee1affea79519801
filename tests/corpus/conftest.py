"""What tests of sources share: a site under their control, and a fetcher that calls nothing else."""

from collections.abc import AsyncIterator

import pytest

from corpus.web.fetcher import Fetcher
from tests.support.sites import QUICK, Site, only_here, running


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with running(Site()) as site:
        yield site


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(QUICK, allow=only_here) as fetcher:
        yield fetcher
