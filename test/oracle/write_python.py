"""Word files as python-docx writes them: `python3 write_python.py FOLDER`. One kind of thing a file."""

import copy
import os
import sys

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

FOLDER = sys.argv[1]
FILES = {}


def document(write):
    FILES[write.__name__.replace("_", "-")] = write
    return write


def new():
    made = Document()
    for one in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Number", "List Bullet"):
        made.styles[one].font.name = "Times New Roman"
    return made


def numbering(made, levels, num_id=50, abstract=50, overrides=""):
    """Adds a list: levels are (format, text, more)."""
    root = made.part.numbering_part.element
    inside = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{more}<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, (fmt, text, more) in enumerate(levels)
    )
    first = root.find(qn("w:num"))
    element = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}"><w:multiLevelType w:val="multilevel"/>{inside}</w:abstractNum>'
    )
    first.addprevious(element)
    add_num(made, num_id, abstract, overrides)


def add_num(made, num_id, abstract=50, overrides=""):
    made.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        )
    )


def item(made, text, level=0, num_id=50, where=None):
    paragraph = (where or made).add_paragraph(text)
    p_pr = paragraph._p.get_or_add_pPr()
    num_pr = p_pr.get_or_add_numPr()
    num_pr.get_or_add_ilvl().val = level
    num_pr.get_or_add_numId().val = num_id
    return paragraph


def style_number(made, name, num_id=50, level=0):
    p_pr = made.styles[name].element.get_or_add_pPr()
    num_pr = p_pr.get_or_add_numPr()
    num_pr.get_or_add_ilvl().val = level
    num_pr.get_or_add_numId().val = num_id


LAW = [
    ("upperRoman", "Chương %1", ""),
    ("decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>'),
    ("decimal", "%3.", ""),
    ("lowerLetter", "%4)", ""),
]


@document
def py_law_direct(made):
    numbering(made, LAW)
    for text, level in (
        ("QUY ĐỊNH CHUNG", 0), ("Phạm vi điều chỉnh", 1), ("Quy chế này quy định việc quản lý nhà văn hóa thôn.", 2),
        ("Không áp dụng với trụ sở làm việc.", 2), ("Đối tượng áp dụng", 1), ("Hộ gia đình trong thôn:", 2),
        ("Hộ có hộ khẩu thường trú;", 3), ("Hộ tạm trú từ một năm trở lên.", 3), ("QUẢN LÝ", 0),
        ("Trách nhiệm của trưởng thôn", 1), ("Lập lịch sử dụng.", 2),
    ):
        item(made, text, level)


@document
def py_law_styles(made):
    levels = [
        ("upperRoman", "%1.", '<w:pStyle w:val="Heading1"/>'),
        ("decimal", "%2.", '<w:pStyle w:val="Heading2"/>'),
        ("decimal", "%2.%3.", '<w:pStyle w:val="Heading3"/>'),
    ]
    numbering(made, levels)
    for n, name in enumerate(("Heading 1", "Heading 2", "Heading 3")):
        style_number(made, name, level=n)
    for text, style in (
        ("MỤC ĐÍCH, YÊU CẦU", 1), ("Mục đích", 2), ("Nâng cao nhận thức", 3), ("Tạo sự đồng thuận", 3), ("Yêu cầu", 2),
        ("NHIỆM VỤ", 1), ("Tuyên truyền", 2), ("Trên hệ thống loa", 3),
    ):
        made.add_heading(text, style)
        made.add_paragraph(f"Nội dung của phần {text.lower()}.")


@document
def py_based_on(made):
    numbering(made, [("decimal", "Điều %1.", ""), ("decimal", "%2.", "")])
    styles = made.styles
    base = styles.add_style("Dieu", 1)
    style_number(made, "Dieu", level=0)
    child = styles.add_style("DieuDam", 1)
    child.base_style = base
    styles.add_style("Khoan", 1)
    style_number(made, "Khoan", level=1)
    for text, style in (("Phạm vi", "Dieu"), ("Một", "Khoan"), ("Hai", "Khoan"), ("Đối tượng", "DieuDam"), ("Ba", "Khoan")):
        made.add_paragraph(text, style=style)


@document
def py_list_styles(made):
    made.add_paragraph("Việc cần làm:")
    for text in ("Sửa đường thôn", "Lắp đèn chiếu sáng", "Trồng cây"):
        made.add_paragraph(text, style="List Number")
    for text in ("Thôn Một", "Thôn Hai"):
        made.add_paragraph(text, style="List Bullet")
    made.add_paragraph("Làm tiếp việc khác", style="List Number")


@document
def py_start_override(made):
    numbering(made, [("decimal", "%1.", ""), ("lowerLetter", "%2)", "")])
    add_num(made, 51, overrides='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    add_num(made, 52, overrides='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')
    item(made, "Thu gom rác")
    item(made, "Phân loại rác")
    item(made, "Ở thôn Một", 1)
    made.add_paragraph("Phần khác bắt đầu lại:")
    item(made, "Nước sạch", 0, 51)
    item(made, "Giếng khoan", 0, 51)
    item(made, "Ở thôn Hai", 1, 51)
    made.add_paragraph("Và từ bảy:")
    item(made, "Đường điện", 0, 52)
    item(made, "Trạm biến áp", 0, 52)


@document
def py_formats(made):
    for n, fmt in enumerate(
        ("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "decimalZero")
    ):
        numbering(made, [(fmt, "%1.", "")], num_id=60 + n, abstract=60 + n)
        for text in ("Một", "Hai", "Ba", "Bốn"):
            item(made, f"{text} theo kiểu {n}", 0, 60 + n)


@document
def py_past_z(made):
    numbering(made, [("lowerLetter", "%1)", "")])
    for n in range(30):
        item(made, f"Ý thứ {n + 1}")


@document
def py_legal(made):
    numbering(made, [("upperRoman", "%1.", ""), ("decimal", "%1.%2.", "<w:isLgl/>"), ("lowerLetter", "%3)", "")])
    for text, level in (("TÌNH HÌNH", 0), ("Kết quả", 1), ("Về đường", 2), ("Hạn chế", 1), ("NHIỆM VỤ", 0), ("Giao thông", 1)):
        item(made, text, level)


@document
def py_skipped_level(made):
    numbering(made, [("decimal", "%1.", ""), ("decimal", "%1.%2.", ""), ("decimal", "%1.%2.%3.", "")])
    for text, level in (("Sâu hai cấp", 2), ("Lên cấp hai", 1), ("Lên cấp một", 0), ("Xuống cấp ba", 2)):
        item(made, text, level)


@document
def py_table(made):
    numbering(made, [("decimal", "%1.", "")])
    table = made.add_table(rows=3, cols=3)
    for n, text in enumerate(("TT", "Chỉ tiêu", "2030")):
        table.cell(0, n).text = text
    for n, (name, goal) in enumerate((("Thu nhập bình quân", "95"), ("Tỷ lệ hộ nghèo", "1,5"))):
        cell = table.cell(n + 1, 0)
        paragraph = item(made, name, where=cell)
        cell._tc.remove(cell.paragraphs[0]._p)
        assert paragraph is not None
        table.cell(n + 1, 1).text = "phần trăm"
        table.cell(n + 1, 2).text = goal


@document
def py_merged_cells(made):
    table = made.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Chỉ tiêu đến năm 2030"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Giao thông"
    table.cell(1, 1).text = "Đường thôn"
    table.cell(1, 2).text = "92 %"
    table.cell(2, 1).text = "Đường ngõ"
    table.cell(2, 2).text = "85 %"


@document
def py_nested_table(made):
    outer = made.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Ngoài"
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for n, text in enumerate(("Trong một", "Trong hai", "Trong ba", "Trong bốn")):
        inner.cell(n // 2, n % 2).text = text
    outer.cell(0, 1).text = "Bên cạnh"


@document
def py_head_table(made):
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN"
    table.cell(0, 0).add_paragraph("XÃ SAO MAI")
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    table.cell(0, 1).add_paragraph("Độc lập - Tự do - Hạnh phúc")
    made.add_paragraph("KẾ HOẠCH")
    made.add_paragraph("Điều 1. Mục đích")


@document
def py_headers_footers(made):
    section = made.sections[0]
    section.header.paragraphs[0].text = "DỰ THẢO LẦN 2"
    section.footer.paragraphs[0].text = "Trang 1"
    made.add_paragraph("Nội dung ở thân văn bản.")


@document
def py_page_breaks(made):
    made.add_paragraph("Trang một")
    made.add_page_break()
    made.add_paragraph("Trang hai")
    paragraph = made.add_paragraph("Trang ba")
    paragraph.paragraph_format.page_break_before = True
    made.add_section(WD_SECTION.NEW_PAGE)
    made.add_paragraph("Trang bốn")
    made.add_section(WD_SECTION.CONTINUOUS)
    made.add_paragraph("Vẫn trang bốn")


@document
def py_contents(made):
    paragraph = made.add_paragraph()
    for kind, text in (("begin", None), (None, 'TOC \\o "1-3"'), ("separate", None), ("text", "Điều 1. Phạm vi\t1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind is None:
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
    made.add_paragraph("Điều 1. Phạm vi")
    made.add_paragraph("Điều 2. Đối tượng")


def tracked(paragraph, tag, text, deleted=False):
    change = OxmlElement(tag)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "A")
    run = copy.deepcopy(paragraph.add_run(text)._r)
    paragraph._p.remove(paragraph.runs[-1]._r)
    if deleted:
        for one in run.findall(qn("w:t")):
            one.tag = qn("w:delText")
    change.append(run)
    paragraph._p.append(change)


@document
def py_tracked(made):
    paragraph = made.add_paragraph("Hỗ trợ ")
    tracked(paragraph, "w:del", "500.000", deleted=True)
    tracked(paragraph, "w:ins", "700.000")
    paragraph.add_run(" đồng một tháng.")
    made.add_paragraph("Đoạn không đổi.")


@document
def py_joined(made):
    first = made.add_paragraph("Hộ nghèo được hỗ trợ")
    mark = OxmlElement("w:rPr")
    mark.append(parse_xml(f'<w:del {nsdecls("w")} w:id="3" w:author="A"/>'))
    first._p.get_or_add_pPr().append(mark)
    made.add_paragraph(" một lần trong năm.")
    made.add_paragraph("Đoạn sau.")


@document
def py_hidden(made):
    paragraph = made.add_paragraph("Thấy được")
    hidden = paragraph.add_run(" giấu đi")
    hidden.font.hidden = True
    paragraph.add_run(", và thấy tiếp.")


@document
def py_breaks_and_signs(made):
    paragraph = made.add_paragraph("Dòng một")
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("dòng hai\tsau khoảng nhảy, số 38")
    hyphen = OxmlElement("w:noBreakHyphen")
    paragraph.add_run()._r.append(hyphen)
    paragraph.add_run("KH/TU")


@document
def py_typed_labels(made):
    for text in (
        "PHẦN THỨ NHẤT: KẾT QUẢ", "I- Tình hình", "1- Kinh tế", "1.1- Nông nghiệp tăng trưởng khá.", "A. Đánh giá chung",
        "Điều 3 - Phạm vi", "2/ Nội dung", "a. Ý một", "ii) Ý nhỏ", "Phụ lục này gồm hai bảng.", "Phụ lục II", "- Gạch đầu dòng",
    ):
        made.add_paragraph(text)


@document
def py_text_box(made):
    paragraph = made.add_paragraph("Điều 1. Phạm vi điều chỉnh")
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:100pt;height:40pt">'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p><w:p><w:r><w:t>Lần 2</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>"
    )
    paragraph._p.append(parse_xml(box))
    made.add_paragraph("Quy chế này quy định việc lấy ý kiến.")


for name, write in FILES.items():
    made = new()
    write(made)
    made.save(os.path.join(FOLDER, f"{name}.docx"))
