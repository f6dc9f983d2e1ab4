/** A place as we draw it: a graticule, a pin in the middle and a scale. Nothing is asked of anybody's map. */
export interface PlaceDrawing {
  /** to copy into any map */
  address: string;
  /** "10°46′21″B, 106°41′54″Đ" */
  words: string;
  lines: { x1: number; y1: number; x2: number; y2: number }[];
  labels: { x: number; y: number; text: string }[];
  /** px of 500 m */
  scale: number;
  /** whether it lies in Vietnam or its waters */
  here: boolean;
}

export const PLACE_WIDTH = 208;
export const PLACE_HEIGHT = 140;
/** px of a hundredth of a degree of latitude, about 1.1 km */
const CELL = 64;
const METRES_A_CELL = 1113;

const degrees = (value: number, [plus, minus]: readonly [string, string]): string => {
  const seconds = Math.round(Math.abs(value) * 3600);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}°${two(Math.floor((seconds % 3600) / 60))}′${two(seconds % 60)}″${value < 0 ? minus : plus}`;
};
const hundredth = (value: number): string => value.toFixed(2).replace(".", ",");

/** Multiples of a hundredth in sight of `middle`, each with its distance from the middle of the drawing. */
const marksAround = (middle: number, cell: number, half: number): { value: number; offset: number }[] => {
  const first = Math.ceil(middle * 100 - half / cell);
  const last = Math.floor(middle * 100 + half / cell);
  return Array.from({ length: last - first + 1 }, (_, n) => ({
    value: (first + n) / 100,
    offset: (first + n - middle * 100) * cell,
  }));
};

export function drawPlace(latitude: number, longitude: number): PlaceDrawing {
  const [midX, midY] = [PLACE_WIDTH / 2, PLACE_HEIGHT / 2];
  // a degree of longitude shrinks towards the poles; at the pole itself there is none left to draw
  const across = CELL * Math.max(0.2, Math.cos((latitude * Math.PI) / 180));
  const tall = marksAround(longitude, across, midX).map(({ value, offset }) => ({ value, x: round(midX + offset) }));
  const wide = marksAround(latitude, CELL, midY).map(({ value, offset }) => ({ value, y: round(midY - offset) }));
  return {
    address: `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`,
    words: `${degrees(latitude, ["B", "N"])}, ${degrees(longitude, ["Đ", "T"])}`,
    lines: [
      ...tall.map(({ x }) => ({ x1: x, y1: 0, x2: x, y2: PLACE_HEIGHT })),
      ...wide.map(({ y }) => ({ x1: 0, y1: y, x2: PLACE_WIDTH, y2: y })),
    ],
    labels: [
      ...tall.slice(0, 1).map(({ value, x }) => ({ x: x + 3, y: PLACE_HEIGHT - 4, text: `${hundredth(value)}°` })),
      ...wide.slice(-1).map(({ value, y }) => ({ x: 4, y: y + 12, text: `${hundredth(value)}°` })),
    ],
    scale: round((500 / METRES_A_CELL) * CELL),
    here: latitude > 6 && latitude < 24 && longitude > 101.5 && longitude < 118,
  };
}
const round = (n: number): number => Math.round(n * 10) / 10;
