import type { KioskItem, KioskRanking } from '../../../api';
import { n, number, t } from '../../../i18n';
import type { Act, Ranking } from './ranking.svelte';

/** What an item of this type orders. */
export function orderOf(item: KioskItem): KioskRanking {
  return item.ranking ?? { endings: [], places: [] };
}

function standing(item: KioskRanking, ranking: Ranking, ending: number) {
  const place = ranking.where(ending);
  return {
    Ending: item.endings[ending] ?? '',
    Rank: number(ranking.rankAt(place)),
    Word: item.places[place]?.word ?? '',
  };
}

function tally(ranking: Ranking) {
  return { Placed: number(ranking.placed), Size: number(ranking.size) };
}

/** What an act did, in a sentence to be spoken. */
export function spoken(item: KioskRanking, ranking: Ranking, act: Act): string {
  if (act.did === 'undone') return t('kiosk.rank.said.undone', tally(ranking));
  if (act.did === 'taken') {
    return t('kiosk.rank.said.taken', { Ending: item.endings[act.ending] ?? '', ...tally(ranking) });
  }
  const said = t('kiosk.rank.said.placed', { ...standing(item, ranking, act.ending), ...tally(ranking) });
  if (act.filled === null) return said;
  return `${said} ${t('kiosk.rank.said.filled', standing(item, ranking, act.filled))}`;
}

/** What is missing before the next step. */
export function missing(item: KioskRanking, ranking: Ranking): string {
  const Prompt = item.places[ranking.next]?.prompt ?? '';
  if (ranking.placed === 0) return t('kiosk.rank.missing.none', { Prompt });
  return n('kiosk.rank.missing.some', ranking.size - ranking.placed, { Prompt });
}
