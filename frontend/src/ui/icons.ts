/** Paths on a 20 by 20 grid, drawn as 1.75 wide round strokes in the current colour. */
export const icons = {
  back: 'M7.5 5 4 8.5 7.5 12M4 8.5h7.5a4 4 0 0 1 0 8H9',
  check: 'M4.5 10.5 8.5 14.5 15.5 6',
  close: 'M5.5 5.5 14.5 14.5M14.5 5.5 5.5 14.5',
  down: 'M5 7.5l5 5 5-5',
  info: 'M10 2.75a7.25 7.25 0 1 0 0 14.5 7.25 7.25 0 0 0 0-14.5M10 9.25v4.25M10 6.4v.1',
  note: 'M10 3 18 17H2ZM10 8.5v4M10 14.6v.1',
  plus: 'M10 4v12M4 10h12',
  ring: 'M10 5a5 5 0 1 0 0 10 5 5 0 0 0 0-10',
  search: 'M8.75 3.5a5.25 5.25 0 1 0 0 10.5 5.25 5.25 0 0 0 0-10.5M12.6 12.6 17 17',
  up: 'M5 12.5 10 7.5l5 5',
} as const;

export type IconName = keyof typeof icons;
