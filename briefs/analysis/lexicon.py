"""The words by which Vietnamese administrative prose orders, reports, hopes and names bodies.

Phrases are plain and in either tone placement; they are compared by `tone_key`. Each tuple says what its
words do to a sentence, because one word can do several things: "kiểm tra" is an action, and part of a name
after "đoàn".
"""

from __future__ import annotations


class Tag:
    """What a phrase can be, as bits; a phrase may carry several.

    Plain integers, not an enum: bits of millions of chunks are tested, and enum flags are ten times slower.
    """

    NONE = 0
    ORDER = 1 << 0  # lays a duty on another: yêu cầu, giao
    REPORT = 1 << 1  # tells: cho biết, nhấn mạnh
    TELLING = 1 << 2  # a report verb only before a comma, a colon or "rằng"
    STRESS = 1 << 3  # a report verb that gives weight: nhấn mạnh, lưu ý
    PROPOSE = 1 << 4  # asks upward or hopes: kiến nghị, mong
    MODAL = 1 << 5  # phải, cần, có trách nhiệm
    FORBID = 1 << 6  # không được, nghiêm cấm
    ACTION = 1 << 7  # what can be ordered: rà soát, xây dựng
    MANNER = 1 << 8  # stands before an action: khẩn trương, tiếp tục
    COMPOUND = 1 << 9  # an action that after a head noun is part of the name: cơ quan điều tra
    DONE = 1 << 10  # đã, vừa, đang: what is told has happened or happens
    FUTURE = 1 << 11  # sẽ, dự kiến
    PASSIVE = 1 << 12  # được
    HEAD = 1 << 13  # heads the name of a body: bộ, ủy ban, doanh nghiệp
    STATE = 1 << 14  # a head that orders on its own: bộ, ủy ban
    OFFICE = 1 << 15  # a person with authority: thủ tướng, chủ tịch
    PERSON = 1 << 16  # ông, bà
    MANY = 1 << 17  # các, những, mọi
    STOP = 1 << 18  # ends the name of a body: để, nhằm
    LEADS = 1 << 19  # chủ trì
    JOINS = 1 << 20  # phối hợp
    NOUN_MAKER = 1 << 31  # turns an order verb after it into a noun: theo, đáp ứng
    PAPER = 1 << 21  # a document that can carry orders: công văn, kế hoạch
    ISSUES = 1 << 22  # ban hành, ký
    LINK = 1 << 23  # opens a sentence and carries the duty on: đồng thời
    ACCORDING = 1 << 24  # opens what a document or speaker says: theo đó, cụ thể
    PAST = 1 << 25  # opens what lies behind: trước đó
    GOAL = 1 << 26  # để, nhằm: an aim stands before the duty
    FOREIGN = 1 << 27  # actors outside the authority of Vietnamese bodies, or private ones
    NAMED = 1 << 28  # an entry of the registry
    TIME = 1 << 29  # a date or period
    NUMBER = 1 << 30  # a document number


ORDERS = (
    "yêu cầu", "đề nghị", "chỉ đạo", "giao", "giao cho", "giao nhiệm vụ cho", "giao nhiệm vụ",
    "giao trách nhiệm", "giao trách nhiệm cho", "phân công", "phân công cho", "lệnh cho", "ra lệnh cho",
    "cho phép", "nhắc nhở", "lưu ý", "quán triệt", "đốc thúc", "nghiêm cấm", "cấm",
)  # fmt: skip

# What makes the words above something other than an order when it follows: giao thông, yêu cầu của.
NOT_ORDERS = (
    "giao thông", "giao dịch", "giao lưu", "giao thương", "giao ban", "giao hàng", "giao tranh",
    "giao hữu", "giao nộp", "giao thừa", "giao cấu", "giao tiếp", "giao nhận", "giao diện", "giao thoa",
    "giao chiến", "giao phối", "giao đất", "giao kết", "giao hòa", "giao mùa", "giao tận", "giao bóng",
    "giao đấu", "giao lại", "bàn giao", "chuyển giao", "ngoại giao", "xã giao", "kết giao", "tiếp giao",
    "bộ ngoại giao", "ban chỉ đạo", "chỉ đạo viên", "đạo diễn", "tuyến giao thông", "nút giao",
    "tâm giao", "yêu cầu đặt ra", "yêu cầu đề ra", "yêu cầu kỹ thuật", "đơn đề nghị", "đơn yêu cầu",
    "tuyến chỉ đạo", "chỉ đạo điều hành", "lãnh đạo chỉ đạo", "hồ sơ đề nghị", "văn bản đề nghị",
    "ngăn cấm", "cấm kỵ", "lệnh cấm", "cấm vận", "hàng cấm", "chất cấm", "vùng cấm", "cấm đoán",
    "biển cấm", "trường hợp", "trung tâm thành phố", "có thẩm quyền", "có liên quan", "đối với",
    "liên quan", "có chức năng", "kỳ thi", "làm sao", "đoàn kết", "đoàn tụ", "bộ máy", "bộ phận",
    "bên cạnh", "bên trong", "vấn đề", "thời gian", "thời hạn", "tiến độ", "thể thao", "du lịch",
    "thương binh", "môi trường", "dự án", "công trình", "lĩnh vực", "hoạt động", "đề án", "tiếng nói",
    "phòng ngừa", "xã hội", "vụ việc", "vụ án", "phường xã", "ban đầu", "viện dẫn", "xe cộ", "đài loan",
    "phòng chống", "hội nhập", "hội thảo", "hội nghị", "hội chợ", "cục diện", "sở hữu", "sở dĩ",
    "đội ngũ", "cấm địa", "dẫn độ", "giao thông vận tải", "cảnh sát giao thông", "cấm bay", "lên án",
)  # fmt: skip

STRESSES = (
    "nhấn mạnh", "lưu ý", "quán triệt", "nêu rõ", "chỉ rõ", "kết luận", "phát biểu chỉ đạo",
    "phát biểu kết luận", "gợi ý", "dặn dò", "nhắc", "căn dặn", "chốt",
)  # fmt: skip

REPORTS = (
    "cho biết", "cho hay", "nói", "cho rằng", "chia sẻ", "giải thích", "nhận định", "thừa nhận",
    "tiết lộ", "kể", "trả lời", "bày tỏ", "tuyên bố", "xác nhận", "lý giải", "nhận xét", "cảm ơn",
    "biểu dương", "khen", "đồng ý", "đặt kỳ vọng", "kỳ vọng", "tin tưởng", "chỉ ra", "đặt vấn đề",
    "tâm sự", "nói thêm", "cho biết thêm", "chất vấn", "thắc mắc", "hỏi", "phát biểu", "khẳng định",
)  # fmt: skip

# Verbs that tell only when a comma, a colon or "rằng" follows; otherwise they are things to do.
TELLINGS = (
    "thông tin", "đánh giá", "phân tích", "báo cáo", "thông báo", "phản ánh", "trao đổi", "ghi nhận",
    "thống nhất", "nhắc", "cảnh báo", "kết luận", "quyết định", "xác định", "quán triệt", "gợi ý",
)  # fmt: skip

PROPOSALS = (
    "kiến nghị", "đề xuất", "mong", "mong muốn", "mong mỏi", "hy vọng", "hi vọng", "kỳ vọng", "xin",
    "xin phép", "kêu gọi", "khuyến cáo", "khuyến nghị", "khuyên", "tham mưu", "trình", "có đơn",
    "cam kết", "phấn đấu", "hứa", "nguyện vọng", "ước", "đặt kỳ vọng", "gửi đơn", "khiếu nại", "tố cáo",
    "tố", "kiện", "đòi",
)  # fmt: skip

MODALS = (
    "phải", "cần", "cần phải", "có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "buộc phải",
    "bắt buộc", "bắt buộc phải", "nhất thiết phải", "có nghĩa vụ", "cần thiết phải", "hãy", "đừng",
)  # fmt: skip

FORBIDDINGS = (
    "không được", "không được phép", "tuyệt đối không", "tuyệt đối không được", "kiên quyết không",
    "không để", "không để xảy ra", "tuyệt đối không để", "dứt khoát không", "chấm dứt ngay",
    "không được để",
)  # fmt: skip

MANNERS = (
    "khẩn trương", "tiếp tục", "kịp thời", "chủ động", "nhanh chóng", "tích cực", "sớm", "thường xuyên",
    "nghiêm túc", "kiên quyết", "quyết liệt", "tập trung", "ngay", "lập tức", "ngay lập tức",
    "trực tiếp", "đồng loạt", "tuyệt đối", "chặt chẽ", "phối hợp chặt chẽ", "nghiêm", "không",
    "cùng nhau", "đồng bộ", "gấp", "khẩn cấp", "tạm thời", "tạm", "tăng tốc", "quyết tâm", "cương quyết",
    "từng bước", "tự", "trước hết", "trước mắt", "chú trọng", "nhanh nhạy", "định kỳ", "thực sự",
    "đặc biệt", "tối đa", "dứt điểm", "nỗ lực", "ưu tiên", "sẵn sàng", "linh hoạt", "triệt để",
    "hết sức", "bảo đảm", "đảm bảo", "thống nhất", "trong thời gian tới", "thời gian tới", "chỉ", "tiếp",
    "tăng cường", "đẩy mạnh", "đẩy nhanh", "chính thức", "công khai", "thực hiện", "tổ chức",
    "tiến hành", "triển khai", "nghiên cứu", "xem xét", "gương mẫu", "quan tâm", "mạnh dạn", "chung tay",
    "tránh",
)  # fmt: skip

ACTIONS = (
    "rà soát", "kiểm tra", "thanh tra", "điều tra", "xác minh", "làm rõ", "xử lý", "xử phạt",
    "giải quyết", "khắc phục", "báo cáo", "báo cáo kết quả", "xây dựng", "ban hành", "sửa đổi",
    "bổ sung", "hoàn thiện", "hoàn thành", "hoàn tất", "hoàn chỉnh", "hướng dẫn", "tuyên truyền",
    "vận động", "phổ biến", "hỗ trợ", "bố trí", "cấp giấy", "cấp kinh phí", "cấp phép", "thu hồi",
    "đình chỉ", "dừng", "tạm dừng", "ngừng", "chấm dứt", "tháo dỡ", "phá dỡ", "cưỡng chế", "di dời",
    "sơ tán", "đánh giá", "thẩm định", "phê duyệt", "lập", "trình", "tham mưu", "đề xuất", "nghiên cứu",
    "xem xét", "quy hoạch", "điều chỉnh", "công bố", "công khai", "cung cấp", "thông báo", "thông tin",
    "nêu", "chuẩn bị", "chuyển", "gửi", "bàn giao", "tiếp nhận", "chi trả", "thanh toán", "bồi thường",
    "đền bù", "tạm ứng", "ứng", "huy động", "phân bổ", "giải ngân", "giải phóng", "khảo sát", "thống kê",
    "tổng hợp", "tổng kết", "sơ kết", "theo dõi", "giám sát", "quản lý", "kiểm soát", "kiểm điểm",
    "chấn chỉnh", "kỷ luật", "truy cứu", "khởi tố", "truy tố", "truy bắt", "bắt giữ", "ngăn chặn",
    "phòng ngừa", "phòng chống", "phòng, chống", "đấu tranh", "bảo vệ", "ứng phó", "cứu chữa", "cứu hộ",
    "tìm kiếm", "chăm sóc", "điều trị", "thăm hỏi", "động viên", "khen thưởng", "biểu dương", "đào tạo",
    "bồi dưỡng", "tập huấn", "tuyển dụng", "bổ nhiệm", "sắp xếp", "tinh giản", "kiện toàn", "thành lập",
    "giải thể", "sáp nhập", "cổ phần hóa", "thoái vốn", "tái cơ cấu", "cơ cấu lại", "đổi mới",
    "cải cách", "cải thiện", "nâng cao", "nâng cấp", "phát huy", "phát triển", "mở rộng", "thúc đẩy",
    "đẩy mạnh", "đẩy nhanh", "tăng cường", "tăng", "giảm", "cắt giảm", "tiết kiệm", "kiềm chế",
    "ổn định", "duy trì", "giữ vững", "giữ gìn", "bảo tồn", "thực hiện", "thực thi", "thi hành",
    "chấp hành", "tuân thủ", "triển khai", "tổ chức", "tiến hành", "áp dụng", "sử dụng", "khai thác",
    "tận dụng", "thu hút", "kêu gọi", "kết nối", "quảng bá", "xúc tiến", "liên kết", "hợp tác",
    "phân công", "phân cấp", "chỉ đạo", "giao", "yêu cầu", "đôn đốc", "nắm", "nắm bắt", "nắm chắc",
    "nắm tình hình", "cập nhật", "dự báo", "cảnh báo", "tiếp thu", "lắng nghe", "giải trình",
    "giải thích", "trả lời", "làm việc", "đối thoại", "họp", "họp dân", "mời", "triệu tập", "quy định",
    "xác định", "cụ thể hóa", "lượng hóa", "bám sát", "tạo điều kiện", "tạo", "tháo gỡ", "gỡ",
    "khuyến khích", "ưu tiên", "đầu tư", "mua", "mua sắm", "lắp đặt", "sửa chữa", "khôi phục", "tu bổ",
    "duy tu", "bảo trì", "thi công", "thiết kế", "nghiệm thu", "vận hành", "đảm bảo", "bảo đảm",
    "đáp ứng", "đề cao", "coi trọng", "chú trọng", "quan tâm", "lưu ý", "tập trung", "phấn đấu",
    "nỗ lực", "cố gắng", "quyết tâm", "đề ra", "đưa", "đưa ra", "đưa vào", "lấy", "làm", "làm tốt",
    "xóa bỏ", "loại bỏ", "bãi bỏ", "hủy bỏ", "tiêu hủy", "thay thế", "thay đổi", "chuyển đổi", "đăng ký",
    "kê khai", "niêm yết", "nộp", "hoàn trả", "trả lại", "đóng", "đóng cửa", "mở", "cho phép", "cho",
    "cấm", "hạn chế", "tránh", "siết chặt", "thắt chặt", "tăng mức", "phát động", "tham gia", "tham dự",
    "đồng hành", "chung sức", "vào cuộc", "có biện pháp", "có giải pháp", "có phương án", "có kế hoạch",
    "có đề án", "có văn bản", "có hồ sơ", "có hình thức", "có chính sách", "có cơ chế", "có báo cáo",
    "liên hệ", "trao đổi", "chia sẻ", "lồng ghép", "gắn kết", "gắn", "điều động", "điều phối",
    "điều tiết", "phân luồng", "bình ổn", "dự trữ", "trang bị", "tăng cường kiểm tra", "tổng rà soát",
    "rà phá", "truy tìm", "truy thu", "thu gom", "thu thập", "thu", "nhập khẩu", "xuất khẩu",
    "phân loại", "lấy mẫu", "quan trắc", "xét nghiệm", "tiêm", "cách ly", "khoanh vùng", "phun",
    "vệ sinh", "khử trùng", "giáo dục", "dạy", "ôn tập", "tư vấn", "giới thiệu", "tôn vinh", "nhân rộng",
    "học tập", "rút kinh nghiệm", "phân tích", "chọn", "lựa chọn", "cử", "phân", "phê bình", "cân nhắc",
    "ghi", "cung ứng", "đấu thầu", "đấu giá", "khởi công", "nạo vét", "dập", "cứu", "giúp", "giúp đỡ",
    "nâng", "hoãn", "lùi", "rút", "rút ngắn", "gia hạn", "miễn", "miễn giảm", "thay", "gỡ bỏ", "xây",
    "thăm", "cam kết", "đóng góp", "góp ý", "phản hồi", "giải tỏa", "trồng", "chặt", "dọn dẹp",
    "vận dụng", "trực", "ứng trực", "kết luận", "ngồi lại", "giữ", "đặt", "phát", "treo", "tổ chức lại",
    "chấp thuận", "hủy", "điều chuyển", "khám", "loại", "nhận", "kiến nghị", "tiếp thị", "nhắc nhở",
    "răn đe", "truyền thông", "chú ý", "xử", "tước", "ngưng", "khuyến cáo", "khai báo", "đưa tin",
    "đăng tải", "công chứng", "lưu trữ", "thẩm tra", "trục xuất", "điều tra lại", "kích hoạt",
    "hình thành", "củng cố", "hành động", "suy nghĩ", "khảo nghiệm", "đánh số", "vay", "bảo lãnh",
    "quán triệt", "cắt", "khóa", "phong tỏa", "kê biên", "tạm giữ", "tịch thu", "niêm phong", "bảo quản",
    "vận chuyển", "lưu thông", "mở cửa", "chống", "phát hiện", "tố giác", "giám định", "kiểm định",
    "kiểm kê", "kiểm toán", "nhận diện", "nhận thức", "thể chế hóa", "đa dạng hóa", "chuẩn hóa",
    "số hóa", "hiện đại hóa", "xã hội hóa", "minh bạch", "làm sạch", "chuyển tải", "chuyển giao", "tìm",
    "đi", "đón", "tiếp", "phục vụ", "chịu",
)  # fmt: skip

# Actions that, right after a head noun, name the body: cơ quan điều tra, đoàn kiểm tra, đơn vị thi công.
COMPOUNDS = (
    "điều tra", "kiểm tra", "thanh tra", "quản lý", "chỉ đạo", "xây dựng", "thi công", "tư vấn",
    "vận hành", "giám sát", "thẩm định", "đầu tư", "kiểm định", "khai thác", "cung cấp", "phân phối",
    "sử dụng", "bảo vệ", "điều hành", "giáo dục", "đào tạo", "tuyển dụng", "xuất khẩu", "nhập khẩu",
    "vận chuyển", "tiếp nhận", "chủ trì", "phòng chống", "phòng, chống", "kiểm soát", "kiểm toán",
    "giám định", "xét nghiệm", "nghiên cứu", "cứu hộ", "thiết kế", "tiếp công dân", "đăng ký",
    "xúc tiến", "hợp tác", "bảo trì", "phát triển", "dự báo", "tham mưu", "liên kết", "kết nối",
    "dự trữ", "kiểm kê", "phục vụ", "thông tin", "đấu tranh", "vệ sinh", "kỷ luật",
)  # fmt: skip

STATE_HEADS = (
    "bộ", "sở", "ban", "ngành", "cục", "tổng cục", "chi cục", "vụ", "ubnd", "ủy ban", "ủy ban nhân dân",
    "hđnd", "hội đồng nhân dân", "chính phủ", "quốc hội", "tỉnh", "thành phố", "tp", "huyện", "quận",
    "thị xã", "xã", "phường", "thị trấn", "công an", "cảnh sát", "cảnh sát điều tra", "cơ quan điều tra",
    "an ninh điều tra", "văn phòng", "văn phòng chính phủ", "thanh tra", "thanh tra chính phủ",
    "kiểm toán", "kiểm toán nhà nước", "hội đồng", "bộ tư lệnh", "quân khu", "bộ chỉ huy", "ban chỉ đạo",
    "trung ương", "bộ chính trị", "ban bí thư", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "đảng ủy",
    "thường trực", "ngân hàng nhà nước", "cơ quan chức năng", "chính quyền", "tổ công tác",
    "đoàn công tác", "đoàn kiểm tra", "đoàn thanh tra", "lãnh đạo", "trung tâm", "bảo hiểm xã hội",
    "hải quan", "kho bạc", "đài", "tòa án", "viện", "viện kiểm sát", "mặt trận", "mttq",
    "trung ương đoàn", "tổng liên đoàn", "cơ quan", "đơn vị", "phòng", "phòng giáo dục", "khu quản lý",
    "ban quản lý", "cơ quan chủ quản", "liên bộ", "liên ngành", "đảng", "nhà nước", "tổng công ty",
    "tập đoàn", "đoàn", "hđqt", "học viện", "đại học", "trường", "bệnh viện", "nhà trường",
)  # fmt: skip

OTHER_HEADS = (
    "địa phương", "chủ đầu tư", "nhà đầu tư", "nhà thầu", "doanh nghiệp", "dn", "công ty", "lực lượng",
    "tổ", "nhóm", "hiệp hội", "hội", "tổ chức", "cá nhân", "hộ", "hộ dân", "hộ gia đình", "người dân",
    "nhân dân", "báo", "báo chí", "cơ quan báo chí", "cán bộ", "công chức", "viên chức", "đảng viên",
    "cấp", "các cấp", "các ngành", "ngành", "bên", "các bên", "chủ", "chủ cơ sở", "cơ sở", "cửa hàng",
    "ngân hàng", "giáo viên", "học sinh", "phụ huynh", "đại biểu", "đại lý", "tổng đại lý",
    "thương nhân", "hội nghị", "cả nước", "tất cả", "tất cả chúng ta", "chúng ta", "toàn ngành",
    "toàn dân", "toàn quốc", "người đứng đầu", "thủ trưởng", "trưởng", "thành viên", "các thành viên",
    "cả hệ thống chính trị", "hệ thống chính trị", "xe", "phương tiện", "thành phần", "đội", "trạm",
    "đồn biên phòng", "bộ đội", "quân đội", "dân quân", "y tế", "chuyên gia", "nhà khoa học", "tài xế",
    "chủ xe", "hãng", "các hãng", "thí sinh", "sinh viên", "nhân viên", "người lao động", "đối tượng",
    "tiểu thương", "cư dân", "ban giám hiệu", "ban tổ chức", "các nước", "kiểm lâm",
    "quản lý thị trường", "cảng vụ", "cảng", "sân bay",
)  # fmt: skip

OFFICES = (
    "thủ tướng", "thủ tướng chính phủ", "phó thủ tướng", "phó thủ tướng thường trực",
    "phó thủ tướng chính phủ", "bộ trưởng", "thứ trưởng", "thứ trưởng thường trực", "chủ tịch",
    "phó chủ tịch", "chủ tịch nước", "tổng bí thư", "bí thư", "phó bí thư", "giám đốc", "phó giám đốc",
    "cục trưởng", "phó cục trưởng", "tổng cục trưởng", "phó tổng cục trưởng", "vụ trưởng",
    "phó vụ trưởng", "chánh thanh tra", "tổng thanh tra", "phó tổng thanh tra", "viện trưởng",
    "trưởng ban", "phó trưởng ban", "trưởng ban chỉ đạo", "phó trưởng ban chỉ đạo", "tư lệnh",
    "phó tư lệnh", "thiếu tướng", "trung tướng", "thượng tướng", "đại tướng", "đại tá", "thượng tá",
    "trung tá", "chánh văn phòng", "phó chánh văn phòng", "bộ trưởng, chủ nhiệm", "chủ nhiệm",
    "phó chủ nhiệm", "trưởng phòng", "phó trưởng phòng", "chi cục trưởng", "tổng giám đốc",
    "phó tổng giám đốc", "hiệu trưởng", "chủ tịch quốc hội", "phó chủ tịch quốc hội", "thống đốc",
    "phó thống đốc", "tổng kiểm toán", "chánh án", "người đứng đầu", "lãnh đạo", "tổng tham mưu trưởng",
    "tướng", "phó chủ tịch nước", "ủy viên", "chủ tịch ubnd", "phó chủ tịch ubnd", "đồng chí",
    "tổng giám mục",
)  # fmt: skip

# Those who do not order Vietnamese bodies, and the courts' and private parties' ways of asking.
FOREIGNERS = (
    "tổng thống", "ngoại trưởng", "nhà trắng", "lầu năm góc", "liên hợp quốc", "mỹ", "nga", "trung quốc",
    "triều tiên", "hàn quốc", "nhật bản", "nhật", "ấn độ", "iran", "israel", "syria", "ukraine", "đức",
    "pháp", "anh", "eu", "nato", "washington", "moscow", "bắc kinh", "bình nhưỡng", "tokyo", "seoul",
    "thái lan", "campuchia", "philippines", "indonesia", "malaysia", "singapore", "australia", "canada",
    "thổ nhĩ kỳ", "hoa kỳ", "đài loan", "who", "interpol", "luật sư", "bị cáo", "bị hại", "nguyên đơn",
    "bị đơn", "gia đình", "nạn nhân", "hội đồng xét xử", "hđxx", "kiểm sát viên", "phụ huynh", "hlv",
    "huấn luyện viên", "khách hàng", "hành khách", "cử tri", "độc giả", "thượng nghị sĩ", "hạ viện",
    "thượng viện", "quốc hội mỹ", "lhq", "facebook", "google", "cđv", "câu lạc bộ", "clb", "fifa", "afc",
)  # fmt: skip

STOPS = (
    "để", "nhằm", "vì", "do", "khi", "nếu", "mà", "thì", "là", "rằng", "bị", "sau khi", "trước khi",
    "nhưng", "tuy nhiên", "trước", "trong thời gian", "trong vòng", "chậm nhất", "muộn nhất", "từ",
    "bằng", "với", "cho", "về", "sẽ", "đã", "đang", "vừa", "được", "có", "theo", "trên cơ sở", "căn cứ",
    "nên", "vẫn", "cũng", "đều", "chưa", "còn", "hiện", "không", "xem", "trong", "qua", "thông qua",
    "như", "gồm", "trừ", "lên", "đến", "tới", "vào", "ra", "hay", "nhất là", "trong đó", "đặc biệt là",
    "bao gồm", "cùng với", "sau đó", "không thể", "không có", "không phải", "không còn", "không chỉ",
)  # fmt: skip

NOUN_MAKERS = (
    "theo", "đáp ứng", "các", "những", "một số", "nhiều", "mọi", "nhu cầu", "sự", "của", "trước", "bản",
    "dưới", "công tác", "đơn", "tinh thần", "hai", "ba", "một", "bất kỳ", "đúng", "việc", "nội dung",
    "thẩm quyền", "cách", "lời", "mệnh lệnh", "người", "kịp thời", "trong", "về", "từ", "từng",
    "phù hợp với", "phù hợp", "vượt", "đạt", "thỏa mãn", "nhận được", "có", "thủ tục", "hồ sơ",
)  # fmt: skip

PAPERS = (
    "văn bản", "công văn", "công văn khẩn", "công điện", "công điện khẩn", "chỉ thị", "kế hoạch",
    "quyết định", "thông báo", "kết luận", "nghị quyết", "hướng dẫn", "thông tư", "nghị định", "ý kiến",
    "ý kiến chỉ đạo", "văn bản khẩn", "văn bản hỏa tốc", "công văn hỏa tốc", "quy định", "quy chế",
)  # fmt: skip

ISSUINGS = (
    "ban hành", "ký", "ký ban hành", "ra", "phát đi", "gửi", "truyền đạt", "có", "công bố", "đưa ra",
    "phê duyệt", "kết luận", "chỉ đạo", "phát biểu chỉ đạo",
)  # fmt: skip

LINKS = (
    "đồng thời", "ngoài ra", "bên cạnh đó", "cùng với đó", "đặc biệt", "trước mắt", "mặt khác",
    "song song đó", "song song với đó", "và", "tiếp đó", "trước hết", "nhất là", "theo đó", "cụ thể",
    "trong đó", "do vậy", "do đó", "vì vậy", "vì thế", "từ đó", "thứ nhất", "thứ hai", "thứ ba",
    "cùng với việc", "về lâu dài", "lâu dài", "qua đó", "riêng", "còn", "trong thời gian tới",
    "thời gian tới", "hơn nữa", "thêm vào đó", "cuối cùng", "tiếp theo",
)  # fmt: skip

ACCORDINGS = (
    "theo đó", "theo chỉ đạo", "cụ thể", "theo kế hoạch", "theo quyết định", "theo văn bản",
    "theo chỉ thị", "theo công văn", "theo hướng dẫn", "theo thông báo", "theo quy định",
    "theo nghị định", "theo nghị quyết", "theo thông tư", "cũng theo", "theo kết luận", "theo công điện",
    "theo dự thảo",
)  # fmt: skip

PASTS = (
    "trước đó", "trước đây", "năm ngoái", "hồi", "cách đây", "từng", "năm qua", "thời gian qua",
    "những năm qua", "vừa qua", "mặc dù", "dù", "dù đã", "từ năm", "lâu nay", "trong năm qua",
    "nhiều năm qua",
)  # fmt: skip

GOALS = (
    "để", "nhằm",
)  # fmt: skip
DONE_WORDS = (
    "đã", "vừa", "đang", "vừa mới", "mới", "từng", "đã từng", "hiện đang", "đều đã",
)  # fmt: skip
FUTURES = (
    "sẽ", "dự kiến", "đang xem xét", "sắp", "có thể", "tới đây sẽ",
)  # fmt: skip
MANY_WORDS = (
    "các", "những", "mọi", "từng", "mỗi", "toàn thể", "toàn bộ", "một số", "nhiều", "hai", "ba",
    "tất cả các",
)  # fmt: skip

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

_TABLE: tuple[tuple[int, tuple[str, ...]], ...] = (
    (Tag.ORDER, ORDERS),
    (Tag.REPORT, REPORTS),
    (Tag.REPORT | Tag.STRESS, STRESSES),
    (Tag.REPORT | Tag.TELLING, TELLINGS),
    (Tag.PROPOSE, PROPOSALS),
    (Tag.MODAL, MODALS),
    (Tag.MODAL | Tag.FORBID, FORBIDDINGS),
    (Tag.MANNER, MANNERS),
    (Tag.ACTION, ACTIONS),
    (Tag.COMPOUND | Tag.ACTION, COMPOUNDS),
    (Tag.DONE, DONE_WORDS),
    (Tag.FUTURE, FUTURES),
    (Tag.PASSIVE, ("được",)),
    (Tag.HEAD | Tag.STATE, STATE_HEADS),
    (Tag.HEAD, OTHER_HEADS),
    (Tag.OFFICE, OFFICES),
    (Tag.PERSON, ("ông", "bà", "đồng chí")),
    (Tag.FOREIGN, FOREIGNERS),
    (Tag.MANY, MANY_WORDS),
    (Tag.STOP, STOPS),
    (Tag.LEADS, ("chủ trì",)),
    (
        Tag.JOINS,
        (
            "phối hợp",
            "phối hợp chặt chẽ",
            "phối với",
            "phối hợp với",
            "phối hợp chặt chẽ với",
            "phối hợp cùng",
        ),
    ),
    (Tag.NOUN_MAKER, NOUN_MAKERS),
    (Tag.PAPER, PAPERS),
    (Tag.ISSUES, ISSUINGS),
    (Tag.LINK, LINKS),
    (Tag.ACCORDING, ACCORDINGS),
    (Tag.PAST, PASTS),
    (Tag.GOAL, GOALS),
    (Tag.NONE, NOT_ORDERS),
)


def phrases() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return every phrase of the lexicon under its tag; a phrase may come under several."""
    return _TABLE
