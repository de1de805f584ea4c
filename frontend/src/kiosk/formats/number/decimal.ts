/** What is wrong with a typed number. */
export type Fault = 'none' | 'form' | 'low' | 'high' | 'grid';

/** Decimal numbers are compared exactly, as whole millionths. */
const MILLION = 1_000_000;

/** The millionths of decimal text with a point, as a manifest writes it. */
export function millionths(text: string): number {
  const [whole = '', part = ''] = text.replace('-', '').split('.');
  const size = Number(whole) * MILLION + Number((part + '000000').slice(0, 6));
  return text.startsWith('-') ? -size : size;
}

/** The shortest decimal text of millionths. */
export function decimalText(n: number): string {
  const size = Math.abs(n);
  const part = String(size % MILLION).padStart(6, '0').replace(/0+$/, '');
  const whole = String(Math.floor(size / MILLION));
  return `${n < 0 ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
}

/**
 * Reads what somebody typed, with a comma or a point, and gives its shortest
 * decimal text; null when it is no number of at most six digits before and
 * after. Three digits after the mark could be thousands: nobody guesses that.
 */
export function readDecimal(typed: string): string | null {
  const found = /^\s*([-−]?)(\d{1,6})(?:[.,](\d{0,6}))?\s*$/.exec(typed);
  if (found === null) return null;
  const [, sign = '', whole = '', part = ''] = found;
  if (part.length === 3 && whole !== '0') return null;
  return decimalText(millionths(`${sign === '' ? '' : '-'}${whole}.${part}`));
}
