import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** OpenDocument texts as one XML file, for LibreOffice to save in its own way. */
const NAMES = ["office", "text", "table", "style"]
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat([
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  ])
  .join(" ");

const p = (text: string, style = ""): string => `<text:p${style && ` text:style-name="${style}"`}>${text}</text:p>`;
const h = (level: number, text: string, more = ""): string =>
  `<text:h text:outline-level="${level}"${more}>${text}</text:h>`;
const list = (inside: string, more = ' text:style-name="L"'): string => `<text:list${more}>${inside}</text:list>`;
const item = (inside: string, more = ""): string => `<text:list-item${more}>${inside}</text:list-item>`;
const level = (n: number, format: string, more: string): string =>
  `<text:list-level-style-number text:level="${n}" style:num-format="${format}" ${more}><style:list-level-properties text:space-before="0.5cm"/></text:list-level-style-number>`;
const LAW = `<text:list-style style:name="L">${level(1, "1", 'style:num-prefix="Điều " style:num-suffix="."')}${level(2, "1", 'style:num-suffix="."')}${level(3, "a", 'style:num-suffix=")"')}</text:list-style>`;
const DOTTED = `<text:list-style style:name="L">${level(1, "I", 'style:num-suffix="."')}${level(2, "1", 'style:num-suffix="." text:display-levels="2"')}</text:list-style>`;
const OUTLINE = `<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="."/><text:outline-level-style text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/></text:outline-style>`;

interface File {
  body: string;
  automatic?: string;
  named?: string;
}
const FILES: Readonly<Record<string, File>> = {
  law: {
    automatic: LAW,
    body: list(
      item(
        p("Phạm vi điều chỉnh") +
          list(
            item(p("Quy chế này quy định.")) +
              item(p("Không áp dụng:") + list(item(p("với trụ sở;")) + item(p("với trường học.")), "")),
            "",
          ),
      ) + item(p("Đối tượng") + p("Đoạn thứ hai của cùng một điều.")),
    ),
  },
  "goes-on": {
    automatic: LAW,
    body: `${list(item(p("Một")) + item(p("Hai")))}${p("Đoạn xen")}${list(item(p("Ba")), ' text:style-name="L" text:continue-numbering="true"')}${p("Đoạn xen nữa")}${list(item(p("Lại một")))}`,
  },
  "own-start": {
    automatic: LAW,
    body: list(item(p("Năm"), ' text:start-value="5"') + item(p("Sáu")) + item(p("Mười"), ' text:start-value="10"')),
  },
  "display-levels": {
    automatic: DOTTED,
    body: list(
      item(p("TÌNH HÌNH") + list(item(p("Kết quả")) + item(p("Hạn chế")), "")) +
        item(p("NHIỆM VỤ") + list(item(p("Giao thông")), "")),
    ),
  },
  outline: {
    named: OUTLINE,
    body: `${h(1, "MỤC ĐÍCH")}${h(2, "Chung")}${p("Nội dung.")}${h(2, "Riêng")}${h(3, "Sâu hơn")}${h(1, "TỔ CHỨC")}${h(2, "Phân công")}${h(1, "Không đánh số", ' text:is-list-header="true"')}`,
  },
  notes: {
    body: p(
      'Mức hỗ trợ<text:note text:note-class="footnote" text:id="f1"><text:note-citation>1</text:note-citation><text:note-body><text:p>Từ năm 2027.</text:p></text:note-body></text:note> một tháng',
    ),
  },
  tracked: {
    body: `<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A</dc:creator><dc:date>2026-11-01T00:00:00</dc:date></office:change-info><text:p>bỏ đi </text:p></text:deletion></text:changed-region></text:tracked-changes>${p('Hỗ trợ <text:change text:change-id="c1"/>700.000 đồng.')}`,
  },
  table: {
    body: `<table:table table:name="B"><table:table-column table:number-columns-repeated="3"/><table:table-header-rows><table:table-row>${["TT", "Chỉ tiêu", "2030"].map((text) => `<table:table-cell>${p(text)}</table:table-cell>`).join("")}</table:table-row></table:table-header-rows><table:table-row><table:table-cell>${p("1")}</table:table-cell><table:table-cell table:number-columns-spanned="2">${p("Thu nhập")}</table:table-cell><table:covered-table-cell/></table:table-row></table:table>${p("Sau bảng.")}`,
  },
  frame: {
    automatic: '<style:style style:name="F" style:family="graphic"/>',
    body:
      p(
        'Điều 1. Phạm vi<draw:frame draw:style-name="F" text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"><draw:text-box><text:p>DỰ THẢO</text:p><text:p>Lần 2</text:p></draw:text-box></draw:frame>',
      ) + p("Nội dung."),
  },
  "hidden-section": {
    body: `${p("Thấy")}<text:section text:name="S" text:display="none">${p("Ẩn")}</text:section>${p("Thấy nữa")}`,
  },
  blanks: { body: p('Giai đoạn<text:s text:c="3"/>2025<text:tab/>đến<text:line-break/>2030') },
  contents: {
    body: `<text:table-of-content text:name="M"><text:table-of-content-source text:outline-level="3"/><text:index-body><text:index-title text:name="MT">${p("MỤC LỤC")}</text:index-title>${p("Điều 1. Phạm vi<text:tab/>1")}</text:index-body></text:table-of-content>${h(1, "Điều 1. Phạm vi")}${p("Nội dung.")}`,
  },
};

const folder = process.argv[2] ?? ".";
for (const [name, { body, automatic = "", named = "" }] of Object.entries(FILES))
  writeFileSync(
    join(folder, `lo-${name}.fodt`),
    `<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>${named}</office:styles><office:automatic-styles>${automatic}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document>`,
  );
