"""How people shorten on a phone what no text explains: words (ko, đc, ng) and everyday terms (vn, cty, ttg).

All is folded, as whatever is compared. Abbreviations that texts explain in brackets are learned
(`short_forms.py`), those of titles guessed (`initials.py`); names of bodies and places are the registry's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

_SHORTS = {
    "khong": "k ko kh khg hok",
    "duoc": "dc dk",
    "nguoi": "ng",
    "voi": "vs",
    "nhung": "nhg",
    "trong": "trog trg",
    "gi": "j",
    "nhu the nao": "ntn",
    "bao nhieu": "bn",
    "viet nam": "vn",
    "trung quoc": "tq",
    "han quoc": "hq",
    "ha noi": "hn",
    "sai gon": "sg",
    "da nang": "dn",
    "trung uong": "tw",
    "thanh pho": "tp",
    "uy ban nhan dan": "ubnd",
    "hoi dong nhan dan": "hdnd",
    "quoc hoi": "qh",
    "dai bieu quoc hoi": "dbqh",
    "thu tuong": "ttg",
    "thu tuong chinh phu": "ttcp",
    "chu tich": "ct",
    "bo truong": "bt",
    "chi thi": "ct",
    "nghi quyet": "nq",
    "nghi dinh": "nd",
    "quyet dinh": "qd",
    "thong tu": "tt",
    "cong van": "cv",
    "thu tuc hanh chinh": "tthc",
    "cai cach hanh chinh": "cchc",
    "ngan sach": "ns",
    "ngan sach nha nuoc": "nsnn",
    "giai phong mat bang": "gpmb",
    "giay chung nhan": "gcn",
    "quyen su dung dat": "qsdd",
    "dang ky kinh doanh": "dkkd",
    "kinh te": "kt",
    "kinh te xa hoi": "ktxh",
    "dau tu": "dt",
    "nuoc ngoai": "nn",
    "xuat khau": "xk",
    "nhap khau": "nk",
    "xuat nhap khau": "xnk",
    "xuat khau lao dong": "xkld",
    "thuong mai dien tu": "tmdt",
    "cong ty": "cty",
    "doanh nghiep": "dn",
    "doanh nghiep nha nuoc": "dnnn",
    "doanh nghiep nho va vua": "dnnvv",
    "hop tac xa": "htx",
    "ngan hang": "nh",
    "chung khoan": "ck",
    "bat dong san": "bds",
    "gia tri gia tang": "gtgt",
    "thu nhap doanh nghiep": "tndn",
    "thu nhap ca nhan": "tncn",
    "nguoi lao dong": "nld",
    "bao hiem xa hoi": "bhxh",
    "bao hiem y te": "bhyt",
    "hoc sinh": "hs",
    "sinh vien": "sv",
    "giao vien": "gv",
    "dai hoc": "dh",
    "giao duc dao tao": "gddt",
    "khoa hoc cong nghe": "khcn",
    "cong nghe thong tin": "cntt",
    "chuyen doi so": "cds",
    "benh vien": "bv",
    "bac si": "bs",
    "an toan thuc pham": "attp",
    "an toan giao thong": "atgt",
    "tai nan giao thong": "tngt",
    "canh sat giao thong": "csgt",
    "phong chay chua chay": "pccc",
    "nong thon moi": "ntm",
    "bao ve moi truong": "bvmt",
    "bien doi khi hau": "bdkh",
    "mat tran to quoc": "mttq",
    "ban chi dao": "bcd",
    "van phong": "vp",
    "can bo cong chuc": "cbcc",
    "can bo cong chuc vien chuc": "cbccvc",
    "quan ly nha nuoc": "qlnn",
    "dich vu cong": "dvc",
    "dich vu cong truc tuyen": "dvctt",
    "dau tu cong": "dtc",
    "khu cong nghiep": "kcn",
    "cum cong nghiep": "ccn",
    "khu kinh te": "kkt",
    "giay phep xay dung": "gpxd",
    "quy hoach": "qh",
    "tai nguyen moi truong": "tnmt",
    "nong nghiep phat trien nong thon": "nnptnt",
    "khoa hoc ky thuat": "khkt",
    "bao ve thuc vat": "bvtv",
    "ve sinh an toan thuc pham": "vsattp atvstp",
    "trung hoc pho thong": "thpt",
    "trung hoc co so": "thcs",
    "dau tu truc tiep nuoc ngoai": "fdi",
    "thuong mai tu do": "fta",
    "tong san pham": "gdp",
    "chi so gia tieu dung": "cpi",
    "thue gia tri gia tang": "vat",
    "tri tue nhan tao": "ai",
}


def _turned(shorts: Mapping[str, str]) -> Mapping[str, Sequence[tuple[str, ...]]]:
    meant: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for long, every in shorts.items():
        for short in every.split():
            meant[short].append(tuple(long.split()))
    return MappingProxyType(dict(meant))


LONG_FORMS = _turned(_SHORTS)
"""What a folded syllable may stand for, as folded syllables."""
