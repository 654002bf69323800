"""What a running bot says of itself over HTTP."""

import asyncio

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import build_bot, running
from bot.services import open_services
from bot.settings import load_settings


@pytest.fixture
async def http(settings, free_port, telegram):
    given = settings.model_dump(exclude_unset=True) | {"http_port": free_port}
    async with open_services(load_settings(None, **given)) as services:
        await services.seed_if_empty()
        async with (
            running(build_bot(services), asyncio.Event()),
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port}", trust_env=False) as client,
        ):
            yield client


async def counts(http: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    text = (await http.get("/metrics")).text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_conversation_is_counted(http, reader, telegram):
    shown = await reader.ask("/start")
    await reader.press(shown, "Cách dùng")
    await reader.ask("mien thi thuc")
    await reader.ask("qwzx vbnkj")
    await telegram.idle()
    seen = await counts(http)
    assert (seen["diemtin_updates_total", "message"], seen["diemtin_updates_total", "button"]) == (3, 1)
    assert (seen["diemtin_answers_total", "message"], seen["diemtin_answers_total", "edit"]) == (3, 1)
    assert (seen["diemtin_search_seconds_count",], seen["diemtin_searches_empty_total",]) == (2, 1)


async def test_metrics_are_in_the_text_format_of_prometheus(http):
    answer = await http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "# TYPE diemtin_search_seconds histogram" in answer.text


async def test_readiness_tells_planner_and_deliveries(http):
    answer = await http.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"database", "planner", "deliveries"}
