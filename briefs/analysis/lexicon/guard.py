"""The words that the grounding guard compares: polarity, numbers, bodies, short forms."""

from __future__ import annotations

# For the grounding guard: words that deny, and words that turn a statement when exchanged for their
# opposites.
NEGATIONS = (
    "không", "chưa", "chẳng", "cấm", "tránh", "ngừng", "dừng", "đừng", "trừ",
)  # fmt: skip

OPPOSITES = (
    ("tăng", "giảm"), ("cao", "thấp"), ("nhiều", "ít"), ("hơn", "kém"), ("hơn", "dưới"),
    ("trên", "dưới"), ("trước", "sau"), ("đầu", "cuối"), ("lớn", "nhỏ"), ("nhanh", "chậm"),
    ("mới", "cũ"), ("đúng", "sai"), ("tốt", "xấu"), ("phải", "nên"), ("được", "bị"), ("đã", "sẽ"),
    ("đã", "chưa"), ("mọi", "một"), ("vượt", "thiếu"), ("đủ", "thiếu"), ("lên", "xuống"),
    ("xuất", "nhập"), ("mở", "đóng"), ("mạnh", "yếu"), ("sớm", "muộn"), ("đa", "thiểu"),
    ("bắt", "khuyến"), ("đồng", "phản"), ("đồng", "từ"), ("ủng", "phản"), ("thành", "thất"),
    ("thu", "chi"), ("mua", "bán"), ("lãi", "lỗ"), ("thắng", "thua"), ("phép", "cấm"), ("gần", "hơn"),
    ("cần", "nên"),
)  # fmt: skip

NUMBER_WORDS = (
    "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười", "trăm", "nghìn", "ngàn", "triệu", "tỷ",
    "tỉ",
)  # fmt: skip

# Words that name bodies and offices: a line may not promote a deputy or turn a department into a ministry.
BODY_WORDS = (
    "bộ", "sở", "cục", "vụ", "ban", "tỉnh", "huyện", "xã", "phường", "quận", "thủ", "thứ", "phó", "chủ",
    "tịch", "bí", "giám", "ngành", "quốc", "ủy", "viện", "tòa", "thanh", "phòng", "nghiệp", "ngân",
)  # fmt: skip

# Shortened forms that anyone may write out, and back.
SHORT_FORMS = (
    ("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"), ("tp", "thành phố"),
    ("dn", "doanh nghiệp"), ("kt", "kinh tế"), ("xh", "xã hội"), ("tw", "trung ương"),
    ("hcm", "hồ chí minh"), ("vn", "việt nam"),
)  # fmt: skip
