import { type ReactElement, useEffect, useState } from "react";
import type { WordPart } from "../../../src/kernel/word-diff.ts";

interface Props {
  before: string;
  after: string;
}

const COMPARE_MS = 500;

/** A paragraph as somebody would have it, what was put in and taken out marked; compared only where it is looked at. */
export function Amended({ before, after }: Props): ReactElement {
  const [parts, setParts] = useState<WordPart[]>();
  useEffect(() => {
    let shown = true;
    void import("../../../src/kernel/word-diff.ts").then(
      ({ wordDiff }) => shown && setParts(wordDiff(COMPARE_MS)(before, after)),
      // offline before this part was loaded: the new words alone
      () => shown && setParts([{ text: after, kind: "same" }]),
    );
    return () => {
      shown = false;
    };
  }, [before, after]);
  return (
    <blockquote>
      <p className="small muted">Đề nghị sửa đoạn</p>
      {(parts ?? [{ text: after, kind: "same" as const }]).map((part, n) =>
        part.kind === "added" ? (
          <ins key={n}>{part.text}</ins>
        ) : part.kind === "removed" ? (
          <del key={n}>{part.text}</del>
        ) : (
          <span key={n}>{part.text}</span>
        ),
      )}
    </blockquote>
  );
}
