/**
 * Small arithmetic that every chart needs: rounding for stable markup, and an
 * estimate of how wide a text will be, so that layout needs no document.
 */

/** Rounds to hundredths of a pixel, so that the same data give the same markup. */
export function px(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

/** Keeps a value between two ends. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

const narrow = /[iljtfrI.,:;'|!()[\]·\s]/;
const wide = /[mwMWÆŒ@—]/;

/**
 * Estimates the width of a text in pixels at a font size. Upper and lower case
 * of Inter and Source Serif stay within a tenth of it.
 */
export function textWidth(text: string, size: number): number {
  let em = 0;
  for (const letter of text) {
    if (narrow.test(letter)) em += 0.3;
    else if (wide.test(letter)) em += 0.84;
    else if (letter !== letter.toLowerCase()) em += 0.66;
    else em += 0.54;
  }
  return em * size;
}

/** Breaks a text at spaces into lines no wider than `width`; a single long word stays whole. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
