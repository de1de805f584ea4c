import { beforeEach, describe, expect, it } from 'vitest';
import { Sight } from './sight';

let clock: number;
let wall: number;
let told: string[];
let sight: Sight;

beforeEach(() => {
  [clock, wall, told] = [100, 1_000_000, []];
  sight = new Sight({
    clock: () => clock,
    wall: () => wall,
    onleave: () => told.push('left'),
    onreturn: (ms) => told.push(`back after ${ms}`),
    onslept: (ms) => told.push(`slept ${ms}`),
  });
});

/** Time passes with a beat every second, as on a machine that is awake. */
function pass(ms: number): void {
  for (let left = ms; left > 0; left -= 1000) {
    clock += Math.min(left, 1000);
    wall += Math.min(left, 1000);
    sight.beat();
  }
}

describe('Sight', () => {
  it('counts the time in sight', () => {
    pass(30_500);
    expect([sight.now(), told]).toEqual([30_500, []]);
  });

  it('stops while the window has no focus, and says how long', () => {
    pass(2000);
    sight.leave();
    sight.leave();
    pass(60_000);
    sight.back();
    sight.back();
    pass(500);
    expect([sight.now(), told]).toEqual([2500, ['left', 'back after 60000']]);
  });

  it('stops while something covers the page', () => {
    pass(1000);
    sight.cover(true);
    pass(7000);
    sight.cover(false);
    pass(1000);
    expect(sight.now()).toBe(2000);
  });

  it('does not count a sleep, whether its clock slept too or not', () => {
    pass(3000);
    wall += 7_200_000; // the clock of the page stands still in sleep
    pass(1000);
    expect([sight.now(), told]).toEqual([4000, ['slept 7200000']]);
    clock += 600_000; // and here it goes on
    wall += 600_000;
    pass(1000);
    expect([sight.now(), told[1]]).toEqual([4000, 'slept 600000']);
  });

  it('takes a late beat for a busy page', () => {
    clock += 4000;
    wall += 4000;
    sight.beat();
    expect([sight.now(), told]).toEqual([4000, []]);
  });

  it('listens to a window: focus, visibility, and hands that act in it', () => {
    const stop = sight.watch(window);
    window.dispatchEvent(new Event('blur'));
    clock += 300;
    window.dispatchEvent(new Event('keydown'));
    window.dispatchEvent(new Event('blur'));
    clock += 200;
    window.dispatchEvent(new Event('focus'));
    stop();
    window.dispatchEvent(new Event('blur'));
    expect(told).toEqual(['left', 'back after 300', 'left', 'back after 200']);
  });
});
