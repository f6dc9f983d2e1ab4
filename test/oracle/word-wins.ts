/**
 * Where the golden lines follow Word and LibreOffice prints otherwise, by file of the corpus: parts of the lines that may
 * differ, each with its reason.
 */
export const WORD_WINS: Readonly<Record<string, readonly string[]>> = {
  // the text export writes bullets of its own
  "js-bullets": ["Trên loa", "Buổi sáng"],
  // notes are places of their own here; the export writes their mark and leaves their text out
  "js-footnotes": ["500.000 đồng", "Chú thích"],
  "js-endnotes": ["Theo kế hoạch năm", "Chú thích"],
  notes: ["Mức hỗ trợ", "Chú thích"],
  // a date field shows the date it was saved with, not today's
  "js-fields-and-marks": ["Điều 5. Hiệu lực"],
  // the export leaves formulas out
  "js-formula": ["Mức ="],
  // hidden text is not printed by Word
  "js-hidden-text": ["được"],
  "py-hidden": ["Thấy được"],
  // a soft break is a blank within a paragraph; paragraphs of a cell are one place
  "js-hyphens": ["Kế hoạch số 38", "dòng mới"],
  "py-breaks-and-signs": ["Dòng một", "dòng hai"],
  blanks: ["Giai đoạn", "2030"],
  "py-head-table": ["ỦY BAN", "XÃ SAO MAI", "CỘNG HÒA", "Độc lập"],
  // symbols of Wingdings are written as they look, not by the number of the font
  "js-symbols": ["Đồng ý"],
  // the export writes what a tracked change removed, and parts what a removed mark joined
  "js-tracked": ["Hỗ trợ"],
  "py-tracked": ["Hỗ trợ"],
  tracked: ["Hỗ trợ"],
  "py-joined": ["Hộ nghèo", "một lần trong năm"],
  // typed and automatic stands once, by decision (issue: labels)
  "js-typed-and-automatic": ["Điều 1."],
  // contents are left out
  "js-contents": ["MỤC LỤC", "Điều 1. Phạm vi"],
  "py-contents": ["Điều 1. Phạm vi"],
  contents: ["MỤC LỤC", "Điều 1. Phạm vi"],
  // LibreOffice reads neither lvlRestart 0 nor isLgl
  "py-law-direct": ["Trách nhiệm của trưởng thôn"],
  "py-legal": ["Kết quả", "Hạn chế", "Giao thông"],
  // the export writes hidden sections
  "hidden-section": ["Ẩn"],
  // the export leaves text boxes out
  "py-text-box": ["DỰ THẢO", "Lần 2"],
  frame: ["DỰ THẢO", "Lần 2"],
  // an empty cell of a row keeps its place
  "py-merged-cells": ["Đường ngõ"],
};
