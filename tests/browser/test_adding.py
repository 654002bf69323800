"""An article on its way through the chat page: handed in by every route, reviewed, published, delivered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest_asyncio
from playwright.async_api import expect

from bot.app import build_bot, running
from bot.cli.demo import MakeDue, demo_settings, name_staff
from bot.services import open_services
from briefs.ingest.fetch import FetchLimits, fetch

PASTED = """Siết kiểm tra an toàn hồ chứa trước mùa mưa

05/06/2024 08:00

Chiều 4/6, Thủ tướng Chính phủ chủ trì hội nghị về phòng, chống thiên tai tại Hà Nội.

Hồ chứa nước ở miền Trung (Ảnh: Văn An)

Theo báo cáo, cả nước có 1.200 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên.

Thủ tướng yêu cầu Bộ Công Thương rà soát an toàn các hồ thủy điện trước ngày 30/6/2024."""
PARTS = (
    "Mở rộng cao tốc qua miền Trung trong năm tới",
    "Bộ Xây dựng cho biết bốn đoạn cao tốc qua miền Trung sẽ được mở rộng lên sáu làn xe chạy.",
    "Chính phủ giao Bộ Tài chính bố trí 1.200 tỷ đồng cho giai đoạn đầu của dự án trước quý III/2025.",
)
LONG = "Cả nước rà soát hồ chứa trong năm\n\n" + "\n\n".join(
    f"Đoàn kiểm tra số {n} đã xem xét {n * 3} hồ chứa của huyện và ghi lại {n * 7} chỗ hư hỏng."
    for n in range(1, 121)
)
FILE = """Thêm bốn phiên chợ vùng cao bán hàng qua mạng

Sở Công Thương tỉnh Lào Cai mở thêm bốn phiên chợ bán hàng qua mạng cho đồng bào vùng cao.

Ủy ban nhân dân tỉnh yêu cầu các huyện hỗ trợ đường truyền cho từng phiên chợ trong tháng 9."""
PAGE = """<!doctype html><html lang="vi"><head><title>Cảng biển đón tàu lớn</title>
<meta property="article:published_time" content="2024-03-01T08:00:00+07:00"></head><body><article>
<h1>Cảng biển phía Nam đón tàu trọng tải lớn</h1>
<p>Cảng nước sâu phía Nam đón tàu hàng trọng tải 200 nghìn tấn, lớn nhất từ đầu năm đến nay của vùng.</p>
<p>Bộ Xây dựng yêu cầu Cục Hàng hải nạo vét luồng vào cảng trước ngày 15/4/2024 để đón thêm tàu lớn.</p>
<p>Lượng hàng qua cảng trong hai tháng đầu năm tăng 12% so với cùng kỳ, theo báo cáo của đơn vị cảng.</p>
</article></body></html>"""


@asynccontextmanager
async def site(html: str) -> AsyncIterator[int]:
    """Serve one page on this machine and give the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = html.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


@pytest_asyncio.fixture(loop_scope="session")
async def scene(stage, tmp_path):
    """The chat page with the real bot, which may fetch from one port of this machine."""
    make_due = MakeDue()
    async with site(PAGE) as port:
        get = partial(fetch, allowed=lambda address: True, limits=FetchLimits(ports=frozenset({port})))

        @asynccontextmanager
        async def real_bot(server) -> AsyncIterator[None]:
            async with open_services(demo_settings(server, tmp_path), get=get) as services:
                await services.seed_if_empty()
                await name_staff(services)
                bot = build_bot(services)
                make_due.ready(services, bot)
                async with running(bot, asyncio.Event()):
                    yield

        opened = await stage(real_bot, make_due)
        yield opened, f"http://127.0.0.1:{port}/cang-bien"


async def become(chat, name: str, *, new: bool = False) -> None:
    """Go on as another person; a `new` one has to start the bot before the field is there."""
    await chat.page.get_by_role("button", name="Danh sách trò chuyện").click()
    await chat.page.get_by_role("radio", name=name).click()
    if new:
        await chat.page.get_by_role("button", name="Bắt đầu").click()
    await expect(chat.field).to_be_visible()


async def preview(chat, title: str, *missing: str) -> None:
    """Leave unstated what the article does not state, and see its preview."""
    for field in missing:
        await chat.sees(f"Bài không nêu {field}")
        await chat.key("Bỏ qua, để trống").click()
    await expect(chat.last).to_contain_text(re.compile(r"Bản nháp \d"))
    await chat.sees(title)


async def make_due(chat) -> None:
    """Have the reader's digest made now."""
    await chat.page.get_by_role("button", name="Thêm", exact=True).click()
    await chat.page.get_by_role("menuitem", name="Tạo bản tin đến hạn ngay").click()


async def told(chat, text: str, answer: str, picture: str = "") -> None:
    """Say something, see the answer, and keep a picture of it."""
    await chat.say(text)
    await chat.sees(answer)
    if picture:
        await chat.picture(picture)


async def test_articles_go_from_every_route_to_readers(scene, tmp_path):
    stage, url = scene
    chat = await stage.open("phone")
    await become(chat, "Biên tập", new=True)

    await chat.say(f"/add {PASTED}")
    await preview(chat, "Siết kiểm tra an toàn hồ chứa", "cơ quan báo chí")
    await chat.picture("add-1-preview")
    await chat.key("Sửa").click()
    await chat.page.locator(".keys .key", has_text="ý chính").last.click()
    await chat.key("1").click()
    await chat.key("Sửa lời").click()
    await chat.sees("Gõ lại dòng này")
    line = "Cả nước có {} hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên"
    await told(chat, line.format("1.500"), "1.500: con số không có trong bài gốc", "add-2-guard")
    await told(chat, line.format("1.200"), "Bài gốc viết:", "add-3-point")
    await chat.key("‹ Sửa bản này").click()
    await chat.key("‹ Xem trước").click()
    await chat.key("Trình duyệt").click()
    await chat.sees("Đã trình duyệt")

    await become(chat, "Xuất bản", new=True)
    await chat.say("/queue")
    await chat.key("6").click()
    await chat.sees("Biên tập soạn và trình")
    await chat.picture("desk-1-review")
    await chat.key("Xuất bản").click()
    await chat.sees("/b6")
    await become(chat, "Biên tập")

    await told(chat, "/add", "Gửi bài")
    for part in PARTS:
        await chat.say(part)
    await expect(chat.page.locator(".message", has_text="3 tin nhắn")).to_be_visible()
    await chat.picture("add-4-gathering")
    await chat.key("Xong").click()
    await expect(chat.page.locator(".message", has_text="Bài không nêu ngày")).to_be_visible()
    await chat.picture("add-5-question")
    await chat.say("3/6/2025")
    await preview(chat, "Mở rộng cao tốc qua miền Trung", "cơ quan báo chí")

    await chat.say(f"/add {LONG}")
    await expect(chat.page.locator(".message", has_text="3 tin nhắn").last).to_be_visible()
    await chat.say("xong")
    await preview(chat, "Cả nước rà soát hồ chứa", "ngày", "cơ quan báo chí")

    await chat.say(f"/add {url}")
    await preview(chat, "Cảng biển phía Nam đón tàu", "cơ quan báo chí")

    source = tmp_path / "phien-cho.txt"
    source.write_text(FILE, encoding="utf-8")
    await chat.page.locator("input[type=file]").set_input_files(source)
    await chat.sees("Thêm thành bản nháp?")
    await chat.key("Thêm").click()
    await preview(chat, "Thêm bốn phiên chợ", "ngày", "cơ quan báo chí")

    await told(chat, PASTED, "Thêm thành bản nháp?")
    await chat.key("Bỏ").click()
    await chat.sees("Đã hủy")
    pasted = chat.page.locator(".message", has_text="Siết kiểm tra").filter(has_text="Văn An").last
    await pasted.click(button="right")
    await chat.page.get_by_role("menuitem", name="Chuyển tiếp cho bot").click()
    await chat.sees("Thêm thành bản nháp?")
    await chat.key("Thêm").click()
    await chat.sees("Có thể trùng bài đã có")
    await chat.picture("add-6-duplicate")
    await chat.key("Không thêm").click()
    await chat.sees("Không thêm bài này.")

    await become(chat, "Bạn đọc", new=True)
    await told(chat, "ho chua xuong cap", "Siết kiểm tra an toàn hồ chứa")
    await told(chat, "/dangky bo cong thuong 07:30", "07:30")
    await make_due(chat)
    await expect(chat.page.locator(".message", has_text="Có trong bản tin vì").last).to_be_visible()
    await expect(chat.page.locator(".message", has_text="Bản tin").last).to_contain_text("Siết kiểm tra")
    await chat.picture("add-7-digest")

    await become(chat, "Xuất bản")
    await chat.say("/edit 6")
    await chat.key("Tiêu đề").click()
    await chat.sees("Hiện tại:")
    await told(chat, "Siết kiểm tra an toàn hồ chứa nước trước mùa mưa", "Sửa /b6")
    await chat.key("‹ Xem trước").click()
    await chat.sees("Bản sửa của /b6")
    await chat.key("Đính chính, có báo").click()
    await chat.sees("Nội dung nào đã sai?")
    await chat.say("Tiêu đề trước thiếu chữ nước.")
    await chat.picture("desk-2-correction")
    await chat.key("Gửi đính chính").click()
    await chat.sees("Đã đính chính")
    await chat.key("Các bản").click()
    await chat.key("1 → 2").click()
    await chat.picture("desk-3-difference")

    await become(chat, "Bạn đọc")
    await make_due(chat)
    await expect(chat.page.locator(".message", has_text="Đính chính").last).to_be_visible()
    corrected = chat.page.locator(".message", has_text="Có trong bản tin vì").first
    await expect(corrected).to_contain_text("Tiêu đề trước thiếu chữ nước.")
    await chat.picture("desk-4-told")
