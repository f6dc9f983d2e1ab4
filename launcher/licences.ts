/** Licences under which we may hand the product on as it is built: notices stay, nothing of ours has to be opened. */
const ALLOWED: ReadonlySet<string> = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-0-Clause",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-4.0",
  "Unlicense",
  "Python-2.0",
  // fonts
  "OFL-1.1",
  // file by file: what we do not change we need not publish (resvg)
  "MPL-2.0",
  // a library of its own, loaded at run time and replaceable: libvips under sharp
  "LGPL-3.0-or-later",
]);

/** Packages that name no licence in their manifest, with what their own files say. */
const KNOWN: Readonly<Record<string, string>> = {
  busboy: "MIT",
  "htmx.org": "0BSD",
  "png-js": "MIT",
  streamsearch: "MIT",
};

export interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/** An SPDX expression holds when one side of each OR does; all sides of an AND have to. */
export function isAllowed(expression: string): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const one = (): boolean => {
    const word = words[at++];
    if (word !== "(") return word !== undefined && ALLOWED.has(word);
    const inside = either();
    at += 1;
    return inside;
  };
  const all = (): boolean => {
    let holds = one();
    while (words[at] === "AND") {
      at += 1;
      holds = one() && holds;
    }
    return holds;
  };
  const either = (): boolean => {
    let holds = all();
    while (words[at] === "OR") {
      at += 1;
      holds = all() || holds;
    }
    return holds;
  };
  const holds = either();
  return holds && at === words.length;
}

/** What may not be handed on, or does not say. */
export const licenceProblems = (packages: readonly Manifest[]): string[] =>
  packages.flatMap(({ name, version, license }) => {
    const said = license ?? KNOWN[name];
    if (said === undefined) return [`${name} ${version}: names no licence; look at its files and add it to KNOWN`];
    return isAllowed(said) ? [] : [`${name} ${version}: ${said} is not on the list`];
  });
