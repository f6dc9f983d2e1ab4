/** A picture as a canvas gives it: four bytes a point. */
export interface Frame {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}
export type Decode = (frame: Frame) => string;

/** Each point the mean of the nine around it: the grain of a cheap camera goes, a module of four points stays. */
export function smoothed({ width, height, data }: Frame): Frame {
  const across = new Uint16Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0, n = y * width; x < width; x += 1, n += 1) {
      const here = n * 4;
      const left = x === 0 ? here : here - 4;
      const right = x === width - 1 ? here : here + 4;
      // green is most of what an eye calls bright, and a code is black on white
      across[n] = (data[left + 1] ?? 0) + (data[here + 1] ?? 0) + (data[right + 1] ?? 0);
    }
  const out = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0, n = y * width; x < width; x += 1, n += 1) {
      const above = y === 0 ? n : n - width;
      const below = y === height - 1 ? n : n + width;
      const value = ((across[above] ?? 0) + (across[n] ?? 0) + (across[below] ?? 0)) / 9;
      out[n * 4] = out[n * 4 + 1] = out[n * 4 + 2] = value;
      out[n * 4 + 3] = 255;
    }
  return { width, height, data: out };
}

const plain = (frame: Frame): Frame => frame;
/** A phone looks in one way at a frame, so that none takes long: a hand holds a sheet still for many. */
export const WAYS: readonly ((frame: Frame) => Frame)[] = [plain, smoothed];

/** The words of a code in the `turn`th frame; undefined for none. */
export function readFrame(decode: Decode, frame: Frame, turn: number): string | undefined {
  const way = WAYS[turn % WAYS.length] ?? plain;
  try {
    return decode(way(frame));
  } catch {
    // the decoder throws for "no code here", which is what most frames hold
    return undefined;
  }
}
