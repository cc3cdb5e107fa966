/** The library ships no types; this is the part of it that is used here. */
declare module 'edtf' {
  export default function edtf(text: string): { min: number; max: number; type: string };
}
