/** A frame to begin from: a ring, a band with the names of whoever shows it, the middle left open. */
export const EXAMPLE_FRAME = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Khung mẫu 1080 × 1080. Đổi màu, hình ở vành ngoài; để trống vòng tròn giữa.
     Chữ trong hai cặp ngoặc nhọn được thay bằng tên từng đơn vị. -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080">
  <path fill="#b00020" fill-rule="evenodd" d="M0 0h1080v1080H0zM540 80a460 460 0 1 0 0 920 460 460 0 0 0 0-920z"/>
  <circle cx="540" cy="540" r="462" fill="none" stroke="#f2c14e" stroke-width="10"/>
  <path fill="#13284a" d="M250 850h580l-40 130H290z"/>
  <text x="540" y="905" font-size="46" font-weight="700" text-anchor="middle" fill="#ffffff">{{xa}}</text>
  <text x="540" y="955" font-size="30" text-anchor="middle" fill="#f2c14e">{{don-vi}} – {{tinh}}</text>
</svg>
`;
