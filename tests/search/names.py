"""The parts that invented people, units and texts are made of, and how their names are written one way or another.

Family and middle names come as often as they do in Vietnam. Places are real; everybody and everything else is drawn.
"""

from __future__ import annotations

import re
import unicodedata
from random import Random

from bangvang.language.vietnamese import TONES, fold


def _words(text: str, apart: str | None = None) -> list[str]:
    return text.split(apart)


FAMILIES = dict(
    Nguyễn=310, Trần=109, Lê=89, Phạm=59, Phan=28, Hoàng=26, Huỳnh=26, Vũ=22, Võ=17, Đặng=19, Bùi=19, Đỗ=13, Hồ=12,
    Ngô=12, Dương=10, Đinh=10, Trương=10, Đoàn=7, Đào=7, Trịnh=6, Lý=5, Lâm=5, Mai=5, Lương=5, Cao=4, Hà=4, Tô=3, Tạ=3,
    Thái=3, Phùng=3, Quách=2, Đàm=2, Vương=2, Chu=2, Kiều=2, Doãn=1, Khuất=1, Nghiêm=1, Ông=1, Giáp=1,
)  # fmt: skip
MIDDLE_OF_MEN = dict(
    Văn=340, Hữu=50, Đức=50, Minh=40, Quang=40, Xuân=40, Công=35, Ngọc=35, Thanh=35, Đình=35, Trọng=20, Quốc=30, Bá=20,
    Thế=25, Duy=20, Viết=15, Mạnh=20, Sĩ=8, Sỹ=8, Tiến=20, Huy=12, Đăng=10, Khắc=8, Phúc=8, Hồng=12,
)  # fmt: skip
MIDDLE_OF_WOMEN = {
    "Thị": 480, "Thị Thanh": 25, "Thị Ngọc": 25, "Thị Bích": 20, "Thị Thu": 30, "Thị Thúy": 15, "Thị Mỹ": 15,
    "Thị Kim": 18, "Thị Hồng": 20, "Ngọc": 35, "Thanh": 25, "Mỹ": 15, "Bích": 12, "Kim": 20, "Thu": 20, "Diệu": 8,
}  # fmt: skip
GIVEN_TO_MEN = _words(
    "An Anh Ánh Bảo Bằng Bắc Bình Cảnh Chiến Chính Chung Chương Cường Danh Dũng Dương Duy Đại Đạo Đạt Đăng Điền "
    "Điện Định Độ Đoàn Đông Đồng Đức Được Giang Giáp Hải Hạnh Hào Hậu Hiền Hiển Hiệp Hiếu Hinh Hòa Hoan Hoàn "
    "Hoàng Học Hợi Hợp Huân Hùng Huy Hưng Hữu Kha Khải Khánh Khiêm Khoa Khôi Kiên Kiệt Kỳ Lâm Lập Liêm Long Lộc "
    "Lợi Luận Lực Lượng Lý Mạnh Mẫn Minh Mỹ Nam Năng Nghĩa Nghiêm Nguyên Nhân Nhật Nhuận Ninh Phong Phú Phúc "
    "Phước Phương Quân Quang Quảng Quý Quyền Quyết Sáng Sang Sĩ Sỹ Sinh Sơn Tài Tâm Tân Tạo Thái Thành Thạnh Thao "
    "Thạch Thăng Thắng Thân Thế Thiện Thiết Thịnh Thọ Thông Thuần Thuận Thủy Thưởng Tiến Tín Toàn Toán Tráng "
    "Triển Triều Trọng Trung Trường Trưởng Tuân Tuấn Tuệ Tùng Tường Tụng Vang Viên Việt Vinh Vĩnh Vĩ Vỹ Võ Vượng "
    "Vương Xuân"
)
GIVEN_TO_WOMEN = _words(
    "An Anh Ánh Ba Bảy Bé Bích Bông Cẩm Cúc Chanh Châu Chi Chín Chiên Dịu Diễm Duyên Dung Đào Đẹp Điểm Điệp Đoan "
    "Giang Hà Hai Hải Hạnh Hằng Hân Hảo Hậu Hiên Hiền Hiếu Hoa Hòa Hoài Hoan Hồng Hợi Huệ Huế Hương Hường Huyền "
    "Khanh Khuyên Kiều Kỷ Lài Lan Lành Lê Lệ Liên Liễu Linh Loan Luyến Lụa Lựu Lý Mai Mận Mến Mỹ Miền Mười Mừng "
    "Năm Nga Ngà Ngân Nghĩa Ngoan Ngọc Nguyệt Nhàn Nhiên Nhung Như Nữ Oanh Phấn Phượng Phương Quế Quý Quyên Quỳnh "
    "Sáu Sen Sương Tám Tâm Tấm Thanh Thảo Thắm Thêm Thi Thơ Thơm Thoa Thoan Thu Thục Thuận Thủy Thúy Thư Thương "
    "Tình Trang Trâm Trinh Tuyết Tư Tươi Út Uyên Vân Vui Xoan Xuân Xuyến Ý Yên Yến"
)

PEOPLES = (
    (("Y",), _words("Blô Bhăm Dhin Khăm Krông Luyn Mứt Ngông Nguôl Phôi Sim Thuyên Wơn Yăk Jôn Blim"),
     ("Niê", "Niê Kđăm", "Mlô", "Êban", "Byă", "Kbuôr", "Ayŭn", "Knul", "Hđơk", "Buôn Yă")),
    (("H'",), _words("Bluên Chi Duyên Lan Lợi Mai Nguôn Ngơi Ring Yar Wê Zeo Đuôm Sương"),
     ("Niê", "Niê Kđăm", "Mlô", "Êban", "Byă", "Kpă", "Rơ Lan")),
    (("Ksor", "Rơ Mah", "Siu", "Rah Lan", "Kpă", "Nay", "Rơ Châm"),
     _words("H'Lan H'Bia H'Đuk Blin Phơ Thương Djuh Nhin Bôm Hlơi Krah Đê"), ("",)),
    (("Giàng", "Vàng", "Sùng", "Thào", "Lầu", "Mùa", "Hạng", "Cứ", "Ly"),
     _words("A Páo|A Sình|A Dế|A Chứ|A Lử|A Nủ|A Dơ|Seo Pó|Seo Vảng|Thị Súa|Thị Dia|Thị Mỷ|Chống Dua", "|"), ("",)),
    (("Lò", "Quàng", "Cà", "Vì", "Tòng", "Lường", "Cầm", "Bạc", "Điêu"),
     _words("Văn Mười|Văn Inh|Văn Ón|Văn Panh|Văn Hặc|Văn Pâng|Thị Ón|Thị Pâng|Thị Hặc|Thị Lả|Thị Xiên", "|"), ("",)),
    (("Tẩn", "Chảo", "Phàn", "Triệu", "Bàn", "Lò"),
     _words("Láo Sử|Láo Tả|Láo Lở|A San|A Kiêm|Mùi Mẩy|Mùi Khé|Phù Quyên|Tòn Sính|Sành Chiêu|Dào Phin", "|"), ("",)),
    (("K'", "K'", "Ka "), _words("Brếu Brông Mhem Sơn Tuân Đrúp Glòng Vônh Chớ Nhơr Rổh Liêng"), ("",)),
    (("Thạch", "Kim", "Danh", "Sơn", "Trà"), _words("Sa Rây|Sô Phol|Đa Ra|Thị Sa Mết|Ươl|Hoàng Phi Na", "|"), ("",)),
    (("A", "Y"), _words("Blơi Ngin Thui Xiêng Đươi Phươn Krơng Hlênh Biên Vơng"), ("",)),
)  # fmt: skip
"""How several peoples name themselves: what comes first, what is given, and the clan that comes last with some."""

PROVINCES = {
    "Lai Châu": ("Than Uyên", "Tam Đường", "Sìn Hồ", "Mường Tè", "Phong Thổ"),
    "Đắk Lắk": ("Krông Bông", "Cư M'gar", "Ea H'leo", "Buôn Đôn", "Lắk"),
    "Vĩnh Long": ("Tam Bình", "Trà Ôn", "Vũng Liêm", "Mang Thít", "Long Hồ"),
    "Kon Tum": ("Đăk Tô", "Đăk Glei", "Sa Thầy", "Tu Mơ Rông", "Ngọc Hồi"),
    "Thanh Hóa": ("Quan Hóa", "Bá Thước", "Thạch Thành", "Hậu Lộc", "Nga Sơn"),
    "Đắk Nông": ("Đắk Song", "Đắk Mil", "Tuy Đức", "Cư Jút", "Krông Nô"),
    "Quảng Bình": ("Minh Hóa", "Lệ Thủy", "Quảng Trạch", "Tuyên Hóa", "Bố Trạch"),
    "Điện Biên": ("Mường Ảng", "Tủa Chùa", "Nậm Pồ", "Tuần Giáo", "Mường Nhé"),
    "Hòa Bình": ("Đà Bắc", "Mai Châu", "Lạc Sơn", "Kim Bôi", "Tân Lạc"),
    "Nghệ An": ("Kỳ Sơn", "Quỳ Châu", "Quỳnh Lưu", "Đô Lương", "Nghĩa Đàn"),
    "Bến Tre": ("Châu Thành", "Ba Tri", "Thạnh Phú", "Giồng Trôm", "Mỏ Cày Nam"),
    "Tây Ninh": ("Châu Thành", "Tân Biên", "Dương Minh Châu", "Bến Cầu", "Gò Dầu"),
    "Gia Lai": ("Đak Đoa", "Chư Păh", "Ia Grai", "Krông Pa", "Mang Yang"),
    "Sơn La": ("Mai Sơn", "Thuận Châu", "Sốp Cộp", "Mộc Châu", "Yên Châu"),
    "Lào Cai": ("Bát Xát", "Bắc Hà", "Si Ma Cai", "Văn Bàn", "Mường Khương"),
    "Yên Bái": ("Mù Cang Chải", "Trạm Tấu", "Lục Yên", "Văn Chấn", "Yên Bình"),
    "Hà Giang": ("Đồng Văn", "Mèo Vạc", "Hoàng Su Phì", "Quản Bạ", "Xín Mần"),
    "Tuyên Quang": ("Chiêm Hóa", "Sơn Dương", "Na Hang", "Hàm Yên", "Lâm Bình"),
    "Cao Bằng": ("Trùng Khánh", "Nguyên Bình", "Hà Quảng", "Thạch An", "Bảo Lâm"),
    "Lạng Sơn": ("Bắc Sơn", "Chi Lăng", "Lộc Bình", "Văn Lãng", "Hữu Lũng"),
    "Thái Nguyên": ("Định Hóa", "Đại Từ", "Phú Lương", "Võ Nhai", "Đồng Hỷ"),
    "Phú Thọ": ("Hạ Hòa", "Thanh Sơn", "Tam Nông", "Yên Lập", "Đoan Hùng"),
    "Bắc Giang": ("Hiệp Hòa", "Lục Ngạn", "Yên Thế", "Sơn Động", "Tân Yên"),
    "Hà Tĩnh": ("Hương Khê", "Đức Thọ", "Kỳ Anh", "Cẩm Xuyên", "Can Lộc"),
    "Quảng Trị": ("Hướng Hóa", "Gio Linh", "Đakrông", "Cam Lộ", "Hải Lăng"),
    "Quảng Nam": ("Nam Trà My", "Duy Xuyên", "Quế Sơn", "Tây Giang", "Đại Lộc"),
    "Quảng Ngãi": ("Sơn Tịnh", "Trà Bồng", "Ba Tơ", "Đức Phổ", "Mộ Đức"),
    "Bình Định": ("Tây Sơn", "Hoài Ân", "Phù Cát", "Vĩnh Thạnh", "Tuy Phước"),
    "Phú Yên": ("Sơn Hòa", "Phú Hòa", "Đồng Xuân", "Sông Hinh", "Tuy An"),
    "Lâm Đồng": ("Di Linh", "Lạc Dương", "Đam Rông", "Đạ Huoai", "Cát Tiên"),
    "Bình Phước": ("Bù Đăng", "Lộc Ninh", "Bù Gia Mập", "Đồng Phú", "Hớn Quản"),
    "Sóc Trăng": ("Châu Thành", "Mỹ Tú", "Kế Sách", "Long Phú", "Trần Đề"),
    "Cà Mau": ("Đầm Dơi", "Năm Căn", "U Minh", "Thới Bình", "Ngọc Hiển"),
}
"""Provinces and some of their districts as they were until 2025."""

FORMERLY = {
    "Vĩnh Long": "Cửu Long", "Nghệ An": "Nghệ Tĩnh", "Hà Tĩnh": "Nghệ Tĩnh", "Hòa Bình": "Hà Sơn Bình",
    "Lào Cai": "Hoàng Liên Sơn", "Yên Bái": "Hoàng Liên Sơn", "Hà Giang": "Hà Tuyên", "Tuyên Quang": "Hà Tuyên",
    "Cao Bằng": "Cao Lạng", "Lạng Sơn": "Cao Lạng", "Thái Nguyên": "Bắc Thái", "Phú Thọ": "Vĩnh Phú",
    "Bắc Giang": "Hà Bắc", "Quảng Bình": "Bình Trị Thiên", "Quảng Trị": "Bình Trị Thiên",
    "Gia Lai": "Gia Lai - Kon Tum", "Kon Tum": "Gia Lai - Kon Tum",
    "Quảng Ngãi": "Nghĩa Bình", "Bình Định": "Nghĩa Bình", "Phú Yên": "Phú Khánh",
    "Bình Phước": "Sông Bé", "Sóc Trăng": "Hậu Giang", "Cà Mau": "Minh Hải", "Lâm Đồng": "Tuyên Đức",
}  # fmt: skip
"""The provinces that they once were, or were a part of."""

FIRST = _words("An Bình Cẩm Đồng Gia Hưng Khánh Lạc Minh Nghĩa Phong Sơn Tân Thịnh Tường Vân Xuân Yên Đại Quang")
SECOND = _words("Bồi Cương Đàn Điền Giáp Hải Khê Lĩnh Mỹ Nhai Phúc Quế Thạch Trạch Viên Xá Thượng Đoài Lễ Hòa")
THIRD = _words("Tiến Thắng Đông Tây Hạ Thủy Trung Phong Lâm Hưng Bắc Long Chiểu Lạng Thái")
"""With the first, the second names old districts, halls and farms, the third schools and the like."""

TOPICS = (
    "xóa nhà tạm trước mùa mưa", "cứng hóa kênh mương nội đồng", "phủ xanh đồi trọc bằng cây mắc ca",
    "mỗi bản một vườn thuốc nam", "đường hoa nông thôn mới", "dạy chữ cho người cao tuổi ở bản xa",
    "nuôi cá lồng trên lòng hồ", "chuyển đổi số ở bộ phận một cửa", "khôi phục nghề dệt thổ cẩm",
    "thắp sáng đường biên giới", "đổi giờ tiếp dân sang buổi tối", "trồng rừng ngập mặn chắn sóng",
    "tủ sách dưới nhà sàn", "cấp nước sạch cho điểm trường lẻ", "đưa bưởi da xanh ra chợ đầu mối",
    "gom rác bằng xe đạp điện", "sửa cầu treo sau lũ quét", "giữ tiếng cồng chiêng trong trường học",
    "ngày thứ bảy không hẹn giờ", "hũ gạo tiết kiệm của chi hội phụ nữ", "mở lớp xóa mù công nghệ",
    "hiến đất làm đường liên thôn", "chăm sóc nghĩa trang liệt sĩ", "camera an ninh do dân góp tiền",
    "trạm bơm chạy bằng điện mặt trời", "quỹ khuyến học dòng họ", "phiên chợ không dùng tiền mặt",
    "bếp ăn bán trú hai bữa", "thay lúa một vụ bằng dược liệu", "tổ hòa giải đến từng nhà",
    "nuôi ong lấy mật bạc hà", "số hóa hồ sơ người có công", "xe cứu thương thiện nguyện",
    "ruộng bậc thang không đốt rơm",
    "chợ đêm đặc sản vùng cao", "đội xung kích phòng cháy rừng", "vườn ươm sâm bản địa", "trả kết quả qua bưu điện",
    "lớp học bơi mùa nước nổi", "sân bóng chung của ba thôn",
)  # fmt: skip
"""What blocs speak of at their meetings."""

HALLS = ("Nhà văn hóa", "Hội trường", "Trung tâm hội nghị", "Nhà khách", "Cung thiếu nhi", "Nhà truyền thống")


def kinh(chance: Random) -> str:
    """The name of an invented person as most are named: two to five syllables, one in seven with the old tone marks."""
    woman = chance.random() < 0.45
    parts = [_drawn(FAMILIES, chance)]
    if chance.random() > 0.06:
        parts.append(_drawn(MIDDLE_OF_WOMEN if woman else MIDDLE_OF_MEN, chance))
    if not woman and chance.random() < 0.08:
        parts.append(_drawn(MIDDLE_OF_MEN, chance))
    parts.append(chance.choice(GIVEN_TO_WOMEN if woman else GIVEN_TO_MEN))
    name = " ".join(parts)
    return old_tone(name) if chance.random() < 0.15 else name


def of_peoples(chance: Random) -> str:
    """The name of an invented person of another people."""
    first, given, last = chance.choice(PEOPLES)
    start = chance.choice(first)
    space = "" if start.endswith(("'", " ")) else " "
    return f"{start}{space}{chance.choice(given)} {chance.choice(last)}".strip()


def _drawn(weights: dict[str, int], chance: Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


# --- one name, written one way or another -------------------------------------------------------------------

_PAIRS = {
    unicodedata.normalize("NFC", one + tone + other): unicodedata.normalize("NFC", one + other + tone)
    for one, other in ("oa", "oe", "uy")
    for tone in TONES
}
"""The mark of tone on the first vowel, as òa, and on the second, as oà."""


def old_tone(text: str) -> str:
    """Hòa as Hoà, Thúy as Thuý; nothing else changes, quý among it."""
    return re.sub(rf"(?<![qQ])({'|'.join(_PAIRS)})\b", lambda found: _PAIRS[found[0]], text)


def new_tone(text: str) -> str:
    """Hoà as Hòa, Thuý as Thúy: one spelling for what is read alike."""
    back = {old: new for new, old in _PAIRS.items()}
    return re.sub(rf"(?<![qQ])({'|'.join(back)})\b", lambda found: back[found[0]], text)


_Y = re.compile(r"(?:(?<=\b[hklmstvHKLMSTV])|(?<=[qQ]u))[iyíýìỳỉỷĩỹịỵ]\b")
_SWAP = str.maketrans("iíìỉĩịyýỳỷỹỵ", "yýỳỷỹỵiíìỉĩị")


def other_i(text: str) -> str:
    """Sĩ as Sỹ, Lý as Lí, Quý as Quí, and the other way about."""
    return _Y.sub(lambda found: found[0].translate(_SWAP), text)


def same_sound(text: str) -> str:
    """A form that is the same for all spellings of one name: marks kept, capitals, i or y, place of tone, Đắk not."""
    text = new_tone(unicodedata.normalize("NFC", text)).lower().replace("’", "'")
    text = re.sub(r"\bđ[ăa]k\b", "đắk", text)
    return _Y.sub(lambda found: found[0].translate(str.maketrans("yýỳỷỹỵ", "iíìỉĩị")), text)


def slug(text: str) -> str:
    """A text as an id."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
