import type { Book, KeptEvent } from "./door-book.ts";

/** The phone's own store: a book for each class, a row for each event. What is put is on disk before it is told of. */
const NAME = "loa-cua";
let opened: Promise<IDBDatabase> | undefined;
const open = (): Promise<IDBDatabase> =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore("books", { keyPath: "classId" });
      request.result.createObjectStore("events", { keyPath: "id" });
    });
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("store")));
  }));

type Stores = Record<"books" | "events", IDBObjectStore>;
/** One turn over both: all of it or nothing. */
async function turn<T>(
  mode: IDBTransactionMode,
  work: (stores: Stores) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  const transaction = (await open()).transaction(["books", "events"], mode, { durability: "strict" });
  const request = work({ books: transaction.objectStore("books"), events: transaction.objectStore("events") });
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve(request?.result));
    transaction.addEventListener("abort", () => reject(transaction.error ?? new Error("store")));
  });
}

export const findBook = (classId: string): Promise<Book | undefined> =>
  turn<Book | undefined>("readonly", ({ books }) => books.get(classId));
export const listBooks = async (): Promise<Book[]> =>
  (await turn<Book[]>("readonly", ({ books }) => books.getAll())) ?? [];
export const putBook = (book: Book): Promise<unknown> => turn<IDBValidKey>("readwrite", ({ books }) => books.put(book));
export const listKept = async (classId: string): Promise<KeptEvent[]> =>
  ((await turn<KeptEvent[]>("readonly", ({ events }) => events.getAll())) ?? []).filter(
    (one) => one.classId === classId,
  );
export const putEvent = (event: KeptEvent): Promise<unknown> =>
  turn<IDBValidKey>("readwrite", ({ events }) => events.put(event));
/** What the server named leaves the phone in the same turn in which its answer is kept. */
export const settle = (book: Book, named: readonly string[]): Promise<unknown> =>
  turn<IDBValidKey>("readwrite", ({ books, events }) => {
    for (const id of named) events.delete(id);
    return books.put(book);
  });
