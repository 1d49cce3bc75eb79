// Takes the pictures of docs/pictures anew, from the release build.
//   cargo xtask test e2e && PAXOS_BROWSER=$(command -v chromium) node e2e/pictures.mjs
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { DIST, serve } from './server.mjs';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const server = await serve(DIST);
const browser = await chromium.launch(launchOptions);

/** The example of a log under load in the guide, as a link carries it. */
function underLoad() {
  const guide = readFileSync(new URL('../docs/scenes.md', import.meta.url), 'utf8');
  const text = guide.slice(guide.indexOf('title "A leader crashes, and another takes over"')).split('```')[0];
  return `z.${deflateRawSync(text).toString('base64url')}`;
}

/** Each picture: the link to it, and which buttons or keys are pressed on the page then. */
const PICTURES = {
  consensus: ['scene=consensus&t=3900'],
  nutshell: ['scene=nutshell&t=2300'],
  chosen: ['scene=phase-2&t=5600'],
  'carry-on': ['scene=carry-on&t=11700'],
  milestones: ['scene=milestones&t=7600'],
  broken: ['scene=case-accept-always&t=100%25'],
  // P1's value reaches A1 only, P1 dies, and P2 must carry it on.
  hands: [
    'scene=phase-2&slide=2&t=7700&do=3300:deliver.ACCEPT-2DREQUEST.5.P1.A1~3300:drop.ACCEPT-2DREQUEST.5.P1.A2' +
      '~3300:drop.ACCEPT-2DREQUEST.5.P1.A3~3300:crash.P1~3400:propose.P2.dog.id.6',
    'Your runs',
  ],
  // One story in two views: P1's value reaches A1, P1 dies, P2 hears of the value and carries it on.
  'story-board': ['scene=case-proposer-fails&t=100%25&view=stage,board'],
  'story-why': ['scene=case-proposer-fails&t=100%25&view=stage,time', 'Why is cat chosen?'],
  // A new leader, two votes beyond a gap; and a log whose leader was crashed, as its clients see it.
  log: ['scene=mp-take-over&t=3800&view=stage'],
  service: [`script=${underLoad()}&t=100%25`],
  compare: ['scene=case-value-own', 'Compare', 'Go to the first difference'],
  share: ['scene=carry-on&t=11700', 'Share'],
  export: ['scene=contention&slide=3&t=3450', 'Share', 'Export a figure, diagram, text or handout…', 'radio Sequence diagram (Mermaid)'],
  handout: ['scene=contention&t=100%25', 'Share', 'Export a figure, diagram, text or handout…', 'radio Handout'],
  present: ['scene=carry-on&t=11700', 'key f'],
};

for (const [name, [link, ...presses]] of Object.entries(PICTURES)) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  await page.goto(new URL(`#${link}`, server.url).href);
  await page.locator('.stage').waitFor();
  for (const press of presses) {
    const [, how, what] = /^(key|radio) (.+)$/.exec(press) ?? [];
    if (how === 'key') await page.keyboard.press(what);
    else if (how === 'radio') await page.getByRole('radio', { name: what }).check();
    else await page.getByRole('button', { name: press, exact: true }).last().click();
  }
  // What is shared is previewed in a frame of its own.
  if (name === 'share') await page.frameLocator('.share-frame iframe').locator('.stage').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).waitFor({ state: 'detached' });
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    document.activeElement?.blur();
  });
  await page.waitForTimeout(500); // Text that is still to come fades.
  await page.screenshot({ path: `${FOLDER}${name}.png` });
  await page.close();
}
await browser.close();
await server.close();
