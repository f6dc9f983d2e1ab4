import { XMLBuilder } from "fast-xml-parser";
import type { FeedEntry } from "./read-feed.ts";

export interface Feed {
  id: string;
  title: string;
  office: string;
  /** the page people read */
  home: string;
  /** where this very file is */
  self: string;
  entries: readonly FeedEntry[];
  now: Date;
}

const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", suppressEmptyNode: true });
const HEAD = '<?xml version="1.0" encoding="utf-8"?>';
/** What XML 1.0 has no place for would make the whole file unreadable. */
const clean = (text: string): string => text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");
const updatedOf = ({ entries, now }: Feed): Date => entries[0]?.updatedAt ?? now;

/** Everything an entry says, as plain text: readers show it without our page. */
function bodyOf(entry: FeedEntry): string {
  if (entry.withdrawn) return `Tin này đã được thu hồi. Lý do: ${entry.withdrawn.reason}`;
  const { claim } = entry;
  return [
    ...entry.corrected.map(({ title, url }) => `Tin này đã được đính chính: ${title} ${url}`),
    ...(claim ? [`Đã nói: “${claim.words}”`, "Nay đính chính:"] : []),
    entry.text,
    ...(entry.media ? [entry.media.url] : []),
    ...(entry.officialUrl ? [`Nguồn chính thức: ${entry.officialUrl}`] : []),
    ...(claim ? [`Người ký: ${claim.signer}`] : []),
    `Nguồn: ${entry.source || entry.office}`,
  ].join("\n");
}

/** Atom (RFC 4287); what was taken back is a deleted-entry (RFC 6721). */
export function asAtom(feed: Feed): string {
  const standing = feed.entries.filter(({ withdrawn }) => !withdrawn);
  const gone = feed.entries.filter(({ withdrawn }) => withdrawn);
  return clean(
    HEAD +
      xml.build({
        feed: {
          "@xmlns": "http://www.w3.org/2005/Atom",
          "@xmlns:at": "http://purl.org/atompub/tombstones/1.0",
          "@xml:lang": "vi",
          id: feed.id,
          title: feed.title,
          updated: updatedOf(feed).toISOString(),
          author: { name: feed.office },
          link: [
            { "@rel": "self", "@type": "application/atom+xml", "@href": feed.self },
            { "@rel": "alternate", "@type": "text/html", "@href": feed.home },
          ],
          "at:deleted-entry": gone.map((entry) => ({
            "@ref": entry.id,
            "@when": entry.updatedAt.toISOString(),
            "at:comment": bodyOf(entry),
            link: { "@rel": "alternate", "@href": entry.url },
          })),
          entry: standing.map((entry) => ({
            id: entry.id,
            title: entry.title,
            published: entry.publishedAt.toISOString(),
            updated: entry.updatedAt.toISOString(),
            author: { name: entry.office },
            category: { "@term": entry.kind },
            link: [
              { "@rel": "alternate", "@type": "text/html", "@href": entry.url },
              ...(entry.media ? [{ "@rel": "enclosure", "@href": entry.media.url }] : []),
            ],
            content: { "@type": "text", "#text": bodyOf(entry) },
          })),
        },
      }),
  );
}

/** RSS 2.0. It has no word for what was taken back: the item stays, without what it said. */
export function asRss(feed: Feed): string {
  return clean(
    HEAD +
      xml.build({
        rss: {
          "@version": "2.0",
          "@xmlns:atom": "http://www.w3.org/2005/Atom",
          channel: {
            title: feed.title,
            link: feed.home,
            description: `Tin công khai của ${feed.office}`,
            language: "vi",
            lastBuildDate: updatedOf(feed).toUTCString(),
            "atom:link": { "@rel": "self", "@type": "application/rss+xml", "@href": feed.self },
            item: feed.entries.map((entry) => ({
              title: entry.title,
              link: entry.url,
              guid: { "@isPermaLink": "false", "#text": entry.id },
              pubDate: (entry.withdrawn ? entry.updatedAt : entry.publishedAt).toUTCString(),
              category: entry.kind,
              description: bodyOf(entry),
            })),
          },
        },
      }),
  );
}

/** JSON Feed 1.1; `_loaso` says what was taken back. */
export const asJsonFeed = (feed: Feed) => ({
  version: "https://jsonfeed.org/version/1.1",
  title: feed.title,
  home_page_url: feed.home,
  feed_url: feed.self,
  language: "vi",
  authors: [{ name: feed.office }],
  items: feed.entries.map((entry) => ({
    id: entry.id,
    url: entry.url,
    title: entry.title,
    content_text: bodyOf(entry),
    date_published: entry.publishedAt.toISOString(),
    date_modified: entry.updatedAt.toISOString(),
    authors: [{ name: entry.office }],
    tags: [entry.kind],
    ...(entry.picture ? { image: entry.picture.url } : {}),
    ...(entry.withdrawn ? { _loaso: { withdrawn: true } } : {}),
  })),
});
