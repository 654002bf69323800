"""The words that order, report, hope, oblige, and those that set the time and the scene."""

from __future__ import annotations

ORDERS = (
    "yêu cầu", "đề nghị", "chỉ đạo", "giao", "giao cho", "giao nhiệm vụ cho", "giao nhiệm vụ",
    "giao trách nhiệm", "giao trách nhiệm cho", "phân công", "phân công cho", "lệnh cho", "ra lệnh cho",
    "cho phép", "nhắc", "nhắc nhở", "lưu ý", "quán triệt", "đốc thúc", "nghiêm cấm", "cấm", "thúc giục",
    "giao nhiệm vụ đối với", "giao quyền cho", "ủy quyền cho", "yêu cầu phải", "chỉ đạo trực tiếp",
    "chỉ đạo phải", "nhắc lại yêu cầu", "đề nghị phải", "giao thêm", "tiếp tục giao", "giao trực tiếp",
    "thống nhất giao", "quyết định giao", "đồng ý giao", "có ý kiến chỉ đạo", "cho ý kiến chỉ đạo",
    "buộc", "phân việc cho", "ấn định cho", "ra hạn cho", "chỉ thị cho",
    "ra tối hậu thư cho",
)  # fmt: skip

STRESSES = (
    "nhấn mạnh", "lưu ý", "quán triệt", "nêu rõ", "chỉ rõ", "kết luận", "phát biểu chỉ đạo",
    "phát biểu kết luận", "gợi ý", "dặn dò", "nhắc", "căn dặn", "chốt", "nhấn mạnh thêm", "nhấn mạnh lại",
    "lưu ý thêm", "nói rõ", "nhắc lại", "gợi mở", "quy định rõ", "ghi rõ", "khẳng định rõ", "chỉ đạo rõ",
)  # fmt: skip

REPORTS = (
    "cho biết", "cho hay", "nói", "cho rằng", "chia sẻ", "giải thích", "nhận định", "thừa nhận", "tiết lộ",
    "kể", "trả lời", "bày tỏ", "tuyên bố", "xác nhận", "lý giải", "nhận xét", "cảm ơn", "biểu dương",
    "khen", "đồng ý", "đặt kỳ vọng", "kỳ vọng", "tin tưởng", "chỉ ra", "đặt vấn đề", "tâm sự", "nói thêm",
    "cho biết thêm", "chất vấn", "thắc mắc", "hỏi", "phát biểu", "khẳng định", "thông tin thêm",
    "trình bày", "bộc bạch", "băn khoăn", "lo ngại", "bức xúc", "phân trần", "lên tiếng", "bác bỏ",
    "phủ nhận", "thẳng thắn", "trăn trở", "đánh giá cao", "tán thành", "nhất trí", "trần tình", "thuật lại",
    "phàn nàn", "than phiền", "bình luận", "quan ngại", "tỏ ý", "thổ lộ", "khẳng định thêm", "cho biết rõ",
    "nói rằng", "viện dẫn", "dẫn chứng", "than thở",
)  # fmt: skip

# Verbs that tell only when a comma, a colon or "rằng" follows; otherwise they are things to do.
TELLINGS = (
    "thông tin", "đưa tin", "đánh giá", "phân tích", "báo cáo", "thông báo", "phản ánh", "trao đổi",
    "ghi nhận", "thống nhất", "nhắc", "cảnh báo", "kết luận", "quyết định", "xác định", "quán triệt",
    "gợi ý",
)  # fmt: skip

PROPOSALS = (
    "kiến nghị", "đề xuất", "mong", "mong muốn", "mong mỏi", "hy vọng", "hi vọng", "kỳ vọng", "xin",
    "xin phép", "kêu gọi", "khuyến cáo", "khuyến nghị", "khuyên", "tham mưu", "trình", "có đơn",
    "cam kết", "phấn đấu", "hứa", "nguyện vọng", "ước", "đặt kỳ vọng", "gửi đơn", "khiếu nại", "tố cáo",
    "tố", "kiện", "đòi", "kiến nghị với", "xin ý kiến", "xin chủ trương", "đề đạt", "hiến kế", "mong đợi",
    "ước mong", "trông mong", "nuôi hy vọng", "cầu mong", "cam kết sẽ", "xin được", "thỉnh cầu",
    "đề nghị được", "đề nghị nên", "đề nghị cho", "kêu cứu", "khẩn cầu", "đòi hỏi", "tờ trình",
    "có tờ trình", "khởi kiện",
)  # fmt: skip

MODALS = (
    "phải", "cần", "cần phải", "có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "buộc phải", "bắt buộc",
    "bắt buộc phải", "nhất thiết phải", "có nghĩa vụ", "cần thiết phải", "hãy", "đừng", "có bổn phận",
    "phải có trách nhiệm", "có trách nhiệm phải", "chỉ được", "cần có trách nhiệm",
)  # fmt: skip

FORBIDDINGS = (
    "không được", "không được phép", "tuyệt đối không", "tuyệt đối không được", "kiên quyết không",
    "không để", "không để xảy ra", "tuyệt đối không để", "dứt khoát không", "chấm dứt ngay",
    "không được để", "không được phép để", "nghiêm cấm việc", "cấm tuyệt đối", "tuyệt đối cấm",
    "tuyệt đối không cho", "tuyệt đối không cho phép", "không cho phép", "không được tự ý", "dừng ngay",
    "ngừng ngay", "đình chỉ ngay",
)  # fmt: skip

STOPS = (
    "để", "nhằm", "vì", "do", "khi", "nếu", "mà", "thì", "là", "rằng", "bị", "sau khi", "trước khi",
    "nhưng", "tuy nhiên", "trước", "trong thời gian", "trong vòng", "chậm nhất", "muộn nhất", "từ",
    "bằng", "với", "cho", "về", "sẽ", "đã", "đang", "vừa", "được", "có", "theo", "trên cơ sở", "căn cứ",
    "nên", "vẫn", "cũng", "đều", "chưa", "còn", "hiện", "không", "xem", "trong", "qua", "thông qua",
    "như", "gồm", "trừ", "lên", "đến", "tới", "vào", "ra", "hay", "nhất là", "trong đó", "đặc biệt là",
    "bao gồm", "cùng với", "sau đó", "không thể", "không có", "không phải", "không còn", "không chỉ",
    "về việc", "trong việc", "cho việc", "trên địa bàn", "luôn",
)  # fmt: skip

NOUN_MAKERS = (
    "theo", "đáp ứng", "các", "những", "một số", "nhiều", "mọi", "nhu cầu", "sự", "của", "trước", "bản",
    "dưới", "công tác", "đơn", "tinh thần", "hai", "ba", "một", "bất kỳ", "đúng", "việc", "nội dung",
    "thẩm quyền", "cách", "lời", "mệnh lệnh", "người", "kịp thời", "trong", "về", "từ", "từng",
    "phù hợp với", "phù hợp", "vượt", "đạt", "thỏa mãn", "nhận được", "có", "thủ tục", "hồ sơ",
    "trong việc", "cho việc", "về việc", "qua việc", "từ việc", "do việc", "trái với", "không đúng",
    "theo đúng", "chấp hành", "bất chấp", "không theo",
)  # fmt: skip

PAPERS = (
    "văn bản", "công văn", "công văn khẩn", "công điện", "công điện khẩn", "chỉ thị", "kế hoạch",
    "quyết định", "thông báo", "kết luận", "nghị quyết", "hướng dẫn", "thông tư", "nghị định", "ý kiến",
    "ý kiến chỉ đạo", "văn bản khẩn", "văn bản hỏa tốc", "công văn hỏa tốc", "quy định", "quy chế",
    "công điện hỏa tốc", "thông báo khẩn", "chỉ thị khẩn", "thông báo kết luận", "chương trình hành động",
    "đề án", "phương án", "điện khẩn", "thông tư liên tịch", "có văn bản", "có công văn", "có công điện",
    "có chỉ thị", "có thông báo", "có kết luận", "tối hậu thư", "mệnh lệnh", "kết luận thanh tra",
    "kết luận kiểm tra", "kết luận kiểm toán", "quy chuẩn", "quy chuẩn kỹ thuật",
    "quy chuẩn kỹ thuật quốc gia", "nội quy", "quy tắc ứng xử",
)  # fmt: skip

ISSUINGS = (
    "ban hành", "ký", "ký ban hành", "ra", "phát đi", "gửi", "truyền đạt", "có", "công bố", "đưa ra",
    "phê duyệt", "kết luận", "chỉ đạo", "phát biểu chỉ đạo",
)  # fmt: skip

LINKS = (
    "đồng thời", "ngoài ra", "bên cạnh đó", "cùng với đó", "đặc biệt", "trước mắt", "mặt khác",
    "song song đó", "song song với đó", "và", "tiếp đó", "trước hết", "nhất là", "theo đó", "cụ thể",
    "trong đó", "do vậy", "do đó", "vì vậy", "vì thế", "từ đó", "thứ nhất", "thứ hai", "thứ ba",
    "về lâu dài", "lâu dài", "qua đó", "riêng", "còn", "trong thời gian tới", "thời gian tới", "hơn nữa",
    "thêm vào đó", "cuối cùng", "tiếp theo", "chính vì vậy", "chính vì thế", "do thế", "bởi vậy",
    "trước tình hình trên", "trước thực trạng trên", "trước thực trạng này", "trước sự việc trên",
    "trước tình hình này", "để làm được điều đó", "để thực hiện điều này", "để đạt mục tiêu trên",
    "thời gian tới đây", "sắp tới", "tới đây", "từ nay", "từ nay trở đi", "kế đến", "một là", "hai là",
    "ba là", "bốn là", "năm là", "sáu là", "quan trọng nhất", "quan trọng nhất là", "quan trọng là",
    "cùng đó", "nhờ đó", "nhờ vậy",
)  # fmt: skip

ACCORDINGS = (
    "theo đó", "theo chỉ đạo", "cụ thể", "theo kế hoạch", "theo quyết định", "theo văn bản", "theo chỉ thị",
    "theo công văn", "theo hướng dẫn", "theo thông báo", "theo quy định", "theo nghị định",
    "theo nghị quyết", "theo thông tư", "cũng theo", "theo kết luận", "theo công điện", "theo dự thảo",
    "theo yêu cầu", "theo quy chế", "theo công điện khẩn", "theo văn bản chỉ đạo", "theo phương án",
    "theo đề án", "theo quy trình", "theo phân công",
    "theo quy định hiện hành", "theo quy định hiện nay", "theo quy định chung",
    "theo ý kiến", "theo ý kiến chỉ đạo", "theo chủ trương",
)  # fmt: skip

PASTS = (
    "trước đó", "trước đây", "năm ngoái", "hồi", "cách đây", "từng", "năm qua", "thời gian qua",
    "những năm qua", "vừa qua", "mặc dù", "dù", "dù đã", "từ năm", "lâu nay", "trong năm qua",
    "nhiều năm qua", "trước khi đó", "hồi đầu năm", "hồi cuối năm", "hồi tháng", "hồi năm", "cách đó",
    "cách đây ít lâu", "năm trước", "tháng trước", "lúc đó", "khi đó", "thời điểm đó", "như đã đưa tin",
    "như đã thông tin", "như đã đưa", "như tin đã đưa", "nhiều năm trước", "ít ngày trước",
    "vài ngày trước", "mấy năm nay", "trong quá khứ", "thời điểm ấy", "tại thời điểm", "đến nay",
    "tới nay", "cho đến nay", "tính đến nay", "nhiều ngày qua", "những ngày qua", "mấy ngày qua",
    "nhiều tháng qua", "lần trước", "cho đến khi", "mãi đến khi", "mãi đến", "cho tới khi", "mãi tới",
)  # fmt: skip

GOALS = (
    "để", "nhằm",
)  # fmt: skip

DONE_WORDS = (
    "đã", "vừa", "đang", "vừa mới", "mới", "từng", "đã từng", "hiện đang", "đều đã",
)  # fmt: skip

FUTURES = (
    "sẽ", "dự kiến", "đang xem xét", "sắp", "có thể", "tới đây sẽ", "đặt kế hoạch", "đặt mục tiêu",
    "đề ra mục tiêu", "đặt chỉ tiêu",
)  # fmt: skip

MANY_WORDS = (
    "các", "những", "mọi", "từng", "mỗi", "toàn thể", "toàn bộ", "một số", "nhiều", "hai", "ba",
    "tất cả các",
)  # fmt: skip
