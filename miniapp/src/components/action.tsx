import type { ReactElement, ReactNode } from "react";
import Button from "zmp-ui/button";

interface Props {
  children: ReactNode;
  /** `main`: the one filled button of a page; `plain`: outlined; `danger`: outlined in red */
  kind?: "main" | "plain" | "danger";
  busy?: string | undefined;
  disabled?: boolean;
  onClick?(): void;
  submit?: boolean;
  label?: string;
}

/** A button in the look of Zalo's own: full width, at least 50 pixels high. */
export const Action = ({ children, kind = "main", busy, disabled, onClick, submit, label }: Props): ReactElement => (
  <Button
    fullWidth
    htmlType={submit ? "submit" : "button"}
    variant={kind === "main" ? "primary" : "secondary"}
    type={kind === "danger" ? "danger" : "highlight"}
    className={`action ${kind}`}
    disabled={Boolean(disabled) || busy !== undefined}
    aria-label={label}
    {...(onClick ? { onClick } : {})}
  >
    {busy ?? children}
  </Button>
);
