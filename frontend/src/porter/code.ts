/** A group of a recovery code as it is printed, however it was typed. */
export function plain(typed: string): string {
  return typed.replace(/[\s‐‑–-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}
