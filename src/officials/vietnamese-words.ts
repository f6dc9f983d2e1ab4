/**
 * What Vietnamese people put into passwords, folded and joined, commonest first: the dictionary beside zxcvbn's own,
 * which knows English. Names, greetings, love, study, towns, offices, the words of this very house.
 */
const WORDS = `
matkhau anhyeuem emyeuanh vietnam yeuem yeuanh nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly
toiyeuvietnam conyeume conyeuba bome giadinh hanhphuc mychau thanhcong maiyeu mauyeu tinhyeu embe conyeu vocong
nguyenvan nguyenthi tranvan tranthi levan lethi phamvan phamthi hoangvan hoangthi vuvan vuthi dangvan dangthi buivan
buithi dovan dothi hovan hothi ngovan ngothi duongvan duongthi lyvan lythi huynhvan huynhthi phanvan phanthi
anh binh cuong dung duc duy giang ha hai hang hanh hien hieu hoa hoai hong hung huong huy khanh khoa kien lan linh loan
long mai manh minh my nam nga ngan ngoc nhung phong phuc phuong quan quang quyen quynh son tam tan thang thanh thao
thinh thom thu thuy tien toan trang tri trung truong tu tuan tung tuyet uyen van viet vinh xuan yen
hanoi saigon hochiminh haiphong danang cantho hue nghean thanhhoa daklak donghoi quangninh bacninh namdinh thaibinh
hungyen haiduong vinhphuc phutho laocai yenbai langson caobang hagiang dienbien sonla hoabinh ninhbinh hanam bacgiang
thainguyen tuyenquang quangbinh quangtri quangnam quangngai binhdinh phuyen khanhhoa ninhthuan binhthuan kontum gialai
lamdong dongnai binhduong binhphuoc tayninh longan tiengiang bentre travinh vinhlong dongthap angiang kiengiang
hauggiang soctrang baclieu camau baria vungtau
uyban uybannhandan ubnd ubndxa ubndphuong nhandan xa phuong dackhu huyen tinh thanhpho thon todanpho khupho daihoi
dang dangvien dangbo congsan cachmang bachohcm bacho chutich phochutich lanhdao canbo congchuc vienchuc vanphong
vanhoa thongtin tuyentruyen coso loaphatthanh loaso phatthanh truyenthanh zalo chinhquyen nhanuoc dangnhap taikhoan
quantri quanly hethong phanmem mayctinh maytinh internet congthongtin congvan vanban totrinh quyetdinh nghidinh
nghiquyet chithi thongbao baocao kehoach hoinghi cuocthi tintuc tinxa gopy ykien duthao doclap tudo tuyetvoi
daihoidang chaomung mungdang mungxuan chucmung nammoi tetnguyendan giaothua trungthu quockhanh giaiphong
conga conmeo conchim cacoi hoahong hoasen bongda doibong sinhvien hocsinh giaovien truonghoc lophoc
motnamba muoihai mothaiba haiba bonnam sautam chinmuoi khongnho khongbiet khongco quenmatkhau doimatkhau thunghiem
dungthu matkhaumoi matkhaucu batkhaxamphamm chaoban xinchao camon tambiet hengaplai cogang quyetthang quyettam
macdinh kiemtra phathanh nhanvien bimat riengtu khongaibiet aibiet nothing abc qwe asd zxc`;

export const VIETNAMESE_WORDS: readonly string[] = [...new Set(WORDS.split(/\s+/).filter((word) => word.length > 2))];
