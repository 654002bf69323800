"""How high a body stands, from the National Assembly down to communes, by the words of its name."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.analysis.bodies import Name
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk
from briefs.text.fold import tone_key

# How high a body stands, by the first of these words in its name. Requests to a higher body are petitions.
_RANKS: tuple[tuple[int, frozenset[str]], ...] = (
    (7, frozenset({"bộ chính trị", "ban bí thư", "quốc hội", "chủ tịch nước", "tổng bí thư",
                   "chủ tịch quốc hội", "phó chủ tịch quốc hội", "phó chủ tịch nước",
                   "ủy ban thường vụ quốc hội", "ủy ban thường vụ", "quân ủy trung ương"})),
    (6, frozenset({"thủ tướng", "thủ tướng chính phủ", "chính phủ", "phó thủ tướng", "văn phòng chính phủ",
                   "phó thủ tướng thường trực", "phó thủ tướng chính phủ", "trung ương",
                   "người đứng đầu chính phủ", "ủy ban kinh tế", "ủy ban pháp luật", "ủy ban tư pháp",
                   "ủy ban tài chính - ngân sách", "ủy ban tài chính ngân sách", "thường trực chính phủ",
                   "vpcp"})),
    (5, frozenset({"bộ", "bộ trưởng", "thứ trưởng", "ngân hàng nhà nước", "thanh tra chính phủ",
                   "tổng thanh tra", "thống đốc", "kiểm toán nhà nước", "thứ trưởng thường trực", "các bộ",
                   "các bộ, ngành", "phó tổng thanh tra", "quyền bộ trưởng", "bộ quốc phòng", "bộ ngành",
                   "ủy ban bầu cử", "quốc gia", "ttcp", "ktnn", "nhnn", "bộ, ngành", "tổng kiểm toán",
                   "viện trưởng"})),
    (4, frozenset({"cục", "cục trưởng", "phó cục trưởng", "tỉnh", "thành phố", "tp", "tỉnh, thành",
                   "tỉnh thành", "tỉnh, thành phố", "tỉnh ủy", "thành ủy", "ban thường vụ", "bí thư",
                   "chủ tịch", "ubnd", "phó chủ tịch", "tổng cục", "tổng cục trưởng", "bảo hiểm xã hội",
                   "bảo hiểm xã hội việt nam", "bhxh", "văn phòng ubnd", "giáo hội"})),
    (3, frozenset({"sở", "giám đốc", "phó giám đốc", "chi cục", "công an", "ban", "cảnh sát", "thanh tra",
                   "bộ chỉ huy", "bộ tư lệnh", "bộ đội", "sở ngành", "sở, ngành", "sở, ban, ngành",
                   "sở ban ngành", "ban ngành", "ban, ngành", "cục thuế", "điện lực", "trưởng công an",
                   "phó trưởng công an", "chi nhánh", "ban quản lý", "đài", "đài phát thanh và truyền hình",
                   "kho bạc", "hải quan"})),
    (2, frozenset({"phòng", "huyện", "quận", "thị xã", "huyện ủy", "quận ủy", "quận, huyện", "quận huyện",
                   "huyện, thị xã"})),
    (1, frozenset({"trung tâm", "người dân", "nhân dân", "cá nhân", "tổ chức, cá nhân", "cá nhân, tổ chức",
                   "tập thể, cá nhân", "hộ dân", "hộ gia đình", "hộ", "hộ kinh doanh", "chủ cơ sở", "chủ xe",
                   "tài xế", "lái xe", "người điều khiển phương tiện", "người điều khiển", "người lái xe",
                   "thí sinh", "học sinh", "phụ huynh", "du khách", "nhà thầu", "nhà đầu tư", "chủ đầu tư",
                   "doanh nghiệp", "dn", "công ty", "chủ tàu", "ngư dân", "nông dân", "cửa hàng",
                   "cơ sở kinh doanh", "khách sạn", "nhà hàng", "siêu thị",
                   "xã", "phường", "thị trấn", "cấp xã", "cấp phường", "phường xã",
                   "xã phường", "xã, phường", "phường, xã"})),
)  # fmt: skip
_PRIVATE = frozenset({"hiệp hội", "vcci", "hđqt", "hội đồng quản trị"})
_FIRMS = frozenset({"thành viên", "tổng công ty", "tập đoàn", "công ty", "ngân hàng"})
_PARTY_BOARDS = frozenset({"ban tuyên giáo", "ban dân vận", "ban nội chính", "ban kinh tế", "ban tổ chức"})
_RANK_OF = {tone_key(word): level for level, words in _RANKS for word in words}
RANK_OF_A_PERSON = 4  # "ông A": an official of unknown rank
NATIONAL = 6  # the Government and above
MINISTRY = 5


def _rank_of_entry(chunk: Chunk) -> int:
    """Return how high an entry of the registry stands by the words of its name, 0 where they do not tell."""
    if not chunk.is_(Tag.NAMED):
        return 0
    if chunk.key.startswith(("bộ ", "thứ trưởng ")):
        return MINISTRY
    high = chunk.key.endswith((" trung ương", " chính phủ")) or chunk.key.startswith("chính phủ ")
    return NATIONAL if high else 0


def _of_firm(after: Sequence[Chunk]) -> bool:
    """Tell whether an office is one in a firm: Chủ tịch Hội đồng thành viên tổng công ty."""
    own = next((i for i, chunk in enumerate(after) if chunk.apart), len(after))
    return any(chunk.key in _FIRMS for chunk in after[:own])


def rank(chunks: Sequence[Chunk], name: Name, *, unknown: int = 3) -> int:
    """Return how high a body stands: 7 Party and National Assembly, 6 Government, 5 ministries, 4
    provinces, 3 departments, 2 districts, 1 communes, 0 foreign and private ones; `unknown` where no
    word of the name tells.
    """
    own = chunks[name.first : name.last]
    if any(chunk.is_(Tag.FOREIGN) and chunk.capital for chunk in own):
        return 0
    if own[0].is_(Tag.PERSON):
        return RANK_OF_A_PERSON
    if any(chunk.key in _PRIVATE for chunk in own):
        return 0
    if len(own) > 2 and own[0].key == "lãnh đạo":  # as high as the body they lead
        own = own[1:]
    if own[0].is_(Tag.OFFICE) and _of_firm(own[1:4]):
        return 1
    if own[0].key in _PARTY_BOARDS and any(chunk.key == "trung ương" for chunk in own[1:]):
        return MINISTRY
    for at, chunk in enumerate(own[:4]):
        level = _RANK_OF.get(chunk.key) or _rank_of_entry(chunk)
        if level in (3, 4) and (not at or chunk.key == "công an") and len(own) > 1:  # of what?
            inner = next((_RANK_OF[c.key] for c in own[at + 1 : at + 5] if c.key in _RANK_OF), level)
            return inner if level == 4 else min(inner, level)
        if level:
            return level
    return RANK_OF_A_PERSON if own[0].is_(Tag.OFFICE) else unknown
