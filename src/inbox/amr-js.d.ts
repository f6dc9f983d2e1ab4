declare module "amr-js/library/amrnb.js" {
  /** AMR-NB (opencore-amr, compiled): the whole file in, WAV of 8 kHz out, null when it is none */
  const decoder: { toWAV(amr: Uint8Array): Uint8Array | null };
  export default decoder;
}
