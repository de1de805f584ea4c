// A participant's own words: on screen as long as the program runs, after a
// kill kept but not shown, and written anew.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { assertSearches, hits } from './lib/markers.mjs';
import { handOver, session } from './lib/participant.mjs';
import { agree, jump, toItem } from './lib/tour.mjs';
import { words } from './lib/words.mjs';

const marker = 'Qz31Marker';
const text = `I come from Ubud, ${marker}.`;

test('the search for a text that must not stand in a file finds it in every shape', () => assertSearches(marker));

for (const [language, size, scheme] of [['en', { width: 1024, height: 640 }, 'light'], ['id', { width: 1440, height: 900 }, 'dark']]) {
  test(`own words outlive a kill, unseen (${language})`, async (t) => {
    const say = words(language);
    const app = await startApp(t, { instruments: ['every-control'], viewport: size, context: { colorScheme: scheme } });
    const field = () => app.page.locator('.words .entry');
    const told = () => app.page.getByText(say('kiosk.text.sealed.told'), { exact: true });
    const saved = () => app.page.locator('.saved[data-state="saved"]').waitFor();
    const stored = async () => (await session(app.page)).items.find((item) => item.id === 'i9');
    const picture = async (name) => process.env.KITEWISE_SHOTS && app.page.screenshot({ path: join(process.env.KITEWISE_SHOTS, `words-${name}-${language}.png`) });

    await handOver(app, { instrument: 'every-control', language });
    await agree(app.page);
    await toItem(app.page, 'i9');
    await field().fill(text);
    await saved();
    await app.page.reload();
    await toItem(app.page, 'i9');
    assert.equal(await field().inputValue(), text, 'the same run still shows it');
    assert.equal(await told().count(), 0);

    await app.restart({ signal: 'SIGKILL' });
    await app.page.locator('.kiosk .main').waitFor();
    assert.deepEqual(await hits(app.dataDir, marker), []);
    await app.page.locator('.foot .go').click(); // the word of welcome
    await told().waitFor();
    assert.equal(await field().inputValue(), '');
    await picture('kept');
    await app.page.locator('.foot .next').click();
    assert.deepEqual([(await stored()).revision, (await stored()).answered], [1, true], 'left empty, it stands');

    await toItem(app.page, 'i9');
    await field().fill('Something else');
    assert.equal(await told().count(), 0);
    await saved();
    assert.equal((await stored()).answer.text, 'Something else');
    await app.restart({ signal: 'SIGKILL' });
    await app.page.locator('.kiosk .main').waitFor();
    await jump(app.page, '*review');
    await app.page.locator('.foot .go').click();
    await app.page.getByText(say('kiosk.text.sealed'), { exact: true }).waitFor();
    await picture('review');
    app.assertQuiet();
  });
}
