"""Names of outlets by the sites they publish on, as suggestions to an editor."""

from __future__ import annotations

from urllib.parse import urlsplit

_OUTLETS = {
    "baochinhphu.vn": "Báo Điện tử Chính phủ",
    "baodautu.vn": "Báo Đầu tư",
    "baotintuc.vn": "Báo Tin tức",
    "baoxaydung.vn": "Báo Xây dựng",
    "chinhphu.vn": "Cổng Thông tin điện tử Chính phủ",
    "congthuong.vn": "Báo Công Thương",
    "dangcongsan.vn": "Báo điện tử Đảng Cộng sản Việt Nam",
    "dantri.com.vn": "Dân trí",
    "daibieunhandan.vn": "Báo Đại biểu Nhân dân",
    "hanoimoi.vn": "Báo Hànộimới",
    "laodong.vn": "Báo Lao Động",
    "moit.gov.vn": "Bộ Công Thương",
    "mofa.gov.vn": "Bộ Ngoại giao",
    "nhandan.vn": "Báo Nhân Dân",
    "qdnd.vn": "Báo Quân đội nhân dân",
    "sggp.org.vn": "Báo Sài Gòn Giải Phóng",
    "thanhnien.vn": "Báo Thanh Niên",
    "tienphong.vn": "Báo Tiền Phong",
    "tuoitre.vn": "Báo Tuổi Trẻ",
    "vietnamnet.vn": "VietNamNet",
    "vietnamplus.vn": "VietnamPlus",
    "vneconomy.vn": "VnEconomy",
    "vnexpress.net": "VnExpress",
    "vov.vn": "VOV",
    "vtv.vn": "VTV",
}


def site_of(url: str) -> str:
    """Return the site of an address without `www.`, nothing for what is no address."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def outlet_of(url: str) -> str | None:
    """Return the outlet that publishes on the address's site, or on the site it is a part of."""
    parts = site_of(url).split(".")
    sites = (".".join(parts[at:]) for at in range(len(parts) - 1))
    return next((_OUTLETS[site] for site in sites if site in _OUTLETS), None)
