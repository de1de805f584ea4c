import { expect, test } from 'vitest';
import { date, n, t } from '../../i18n';
import { line, sentences } from './remains';

const at = (day: number): number => new Date(2026, 10, day, 12).getTime();
const none = { copies: [], gone: 0, newest: 0, away: false, making: false };
const held = (place: string, day: number): { place: string; name: string; at: number } => ({ place, name: `${place}-${day}`, at: at(day) });

test('says that nothing is left, and what is not known', () => {
  expect(sentences(none)).toEqual([t('desk.remains.none')]);
  expect(sentences({ ...none, away: true, making: true })).toEqual([t('desk.remains.none'), t('desk.remains.away'), t('desk.remains.making')]);
});

test('counts the copies of each place, and tells the last day', () => {
  const copies = [held('second', 21), held('here', 20), held('here', 11)];
  expect(sentences({ ...none, copies, gone: at(30) })).toEqual([
    n('desk.remains.here', 2, { Days: t('desk.remains.days', { From: date(at(11)), To: date(at(20)) }) }),
    n('desk.remains.second', 1, { Days: date(at(21)) }),
    t('desk.remains.gone', { Date: date(at(30)) }),
  ]);
});

test('says instead that the newest stay', () => {
  expect(sentences({ ...none, copies: [held('here', 20)], gone: at(30), newest: 1 })).toEqual([n('desk.remains.here', 1, { Days: date(at(20)) }), n('desk.remains.newest', 1, { Date: date(at(30)) })]);
});

test('what a restore put aside has no day', () => {
  expect(sentences({ ...none, copies: [held('replaced', 3)] })).toEqual([n('desk.remains.replaced', 1, { Days: date(at(3)) })]);
});

test('a line tells when and where', () => {
  expect(line(held('second', 3))).toContain(date(at(3)));
  expect(line(held('second', 3))).not.toBe(line(held('here', 3)));
});
