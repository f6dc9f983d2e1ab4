import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { Link, NavLink, useLocation, useNavigate } from "react-router-dom";
import { useLargeText } from "../hooks/use-large-text.ts";
import { useOnline } from "../hooks/use-online.ts";
import { useOutbox } from "../hooks/use-outbox.ts";
import { Icon, type IconName, Mark } from "../icons.tsx";
import { useUnit } from "../unit.ts";

const TABS: readonly { to: string; name: string; icon: IconName }[] = [
  { to: "/", name: "Trang chủ", icon: "home" },
  { to: "/du-thao", name: "Dự thảo", icon: "draft" },
  { to: "/y-kien", name: "Ý kiến", icon: "talk" },
  { to: "/cua-toi", name: "Của tôi", icon: "person" },
];

/** Head, strip when the net is away, the page, four tabs. 98 pixels at the right belong to Zalo's own control. */
export function Frame({ children }: { children: ReactNode }): ReactElement {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const online = useOnline();
  const { items } = useOutbox();
  const unit = useUnit();
  const [large, toggleLarge] = useLargeText();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // a new page is announced by its heading; the first one is read from the top anyway
    if (first.current) first.current = false;
    else main.current?.focus();
    window.scrollTo(0, 0);
  }, [pathname]);
  const second = !TABS.some((tab) => tab.to === pathname);
  return (
    <>
      <a className="skip" href="#noi-dung">
        Đến nội dung chính
      </a>
      <header className="head">
        {second ? (
          <button
            type="button"
            className="back"
            onClick={() => (window.history.length > 1 ? navigate(-1) : navigate("/"))}
          >
            <Icon name="back" /> <span>Quay lại</span>
          </button>
        ) : (
          <span className="brand">
            <Mark /> Loa Số
          </span>
        )}
        <button type="button" className="letters" aria-pressed={large} onClick={toggleLarge}>
          <Icon name="text" /> {large ? "Chữ thường" : "Chữ to"}
        </button>
      </header>
      {!online && (
        <p className="strip" role="status">
          <Icon name="offline" /> Đang mất mạng. Vẫn đọc và viết được; sẽ gửi khi có mạng.
        </p>
      )}
      {items.length > 0 && pathname !== "/y-kien" && (
        <p className="strip" role="status">
          <Link to="/y-kien">
            {items.some((item) => item.state === "refused")
              ? `Có ${items.length} nội dung chưa được nhận. Xem và sửa`
              : `Có ${items.length} nội dung đang chờ gửi. Xem`}
          </Link>
        </p>
      )}
      <main id="noi-dung" tabIndex={-1} ref={main}>
        {children}
      </main>
      {unit !== "" && (
        <nav className="tabs" aria-label="Các mục chính">
          {TABS.map((tab) => (
            <NavLink key={tab.to} to={tab.to} end={tab.to === "/"}>
              <Icon name={tab.icon} />
              {tab.name}
            </NavLink>
          ))}
        </nav>
      )}
    </>
  );
}
