/** The least window that every page is made for, in pixels of the screen. */
export const least = { width: 1024, height: 640 } as const;

/**
 * Whether a window is smaller than that. It is measured from outside, in pixels
 * of the screen: who zooms in makes the page's pixels fewer, and may.
 */
export function cramped(window: { outerWidth: number; outerHeight: number }): boolean {
  const { outerWidth, outerHeight } = window;
  return outerWidth > 0 && (outerWidth < least.width || outerHeight < least.height);
}
