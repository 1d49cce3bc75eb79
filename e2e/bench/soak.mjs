// A viewer who does anything, at random, for an hour or as long as one says; docs/reliability.md has what came of it.
//   cargo xtask test e2e && node e2e/bench/soak.mjs [MINUTES] [SEED] [ROUND] [BROWSER]
// With 0 minutes it is one round, ROUND: that is how a failure is seen again.
import { launch } from '../browsers.mjs';
import { DIST, serve } from '../server.mjs';
import { nativeCommand, Soak, Trouble } from '../soak/soak.mjs';
import { judge, table } from '../soak/memory.mjs';

const [minutes, seed, first, browserName] = [Number(process.argv[2] ?? 60), Number(process.argv[3] ?? 1), Number(process.argv[4] ?? 0), process.argv[5] ?? 'chromium'];
/** How often is measured. */
const EVERY_MS = Math.min(60_000, (minutes * 60_000) / 12);

/** So much may be wrong before there is no more sense in it. */
const TROUBLES_MAX = 10;
let troubles = 0;

const command = nativeCommand();
const server = await serve(process.env.DIST ?? DIST);
const browser = await launch(browserName);
try {
  const soak = new Soak(await browser.newPage(), server.url, seed, command);
  await soak.start();
  console.log(`${await browser.version()}, seed ${seed}, ${minutes} minutes`);
  const begin = Date.now();
  const rows = [];
  table.head();
  for (let round = first, next = begin; ; round++) {
    const now = Date.now();
    if (next <= now && minutes !== 0) {
      const row = { minute: (now - begin) / 60_000, acts: soak.acts, compared: soak.compared, scenes: soak.scenes.size, ...(await soak.measure(round)) };
      rows.push(row);
      table.row(row);
      next = now + EVERY_MS;
      if (minutes * 60_000 <= now - begin) break;
    }
    try {
      await soak.round(round);
    } catch (error) {
      // What is wrong is told at once, and the rest of the time goes on: a rare thing must not hide whether memory is flat.
      if (!(error instanceof Trouble) || minutes === 0 || TROUBLES_MAX < ++troubles) throw error;
      console.error(error.message);
      await soak.goOn();
    }
    if (minutes === 0) break;
  }
  console.log(`${soak.acts} acts in ${soak.scenes.size} scenes; ${soak.compared} states were compared with the native core's, and in ${soak.judged} of these what Paxos promises was looked at.`);
  if (minutes !== 0) {
    const verdicts = judge(rows);
    for (const { said } of verdicts) console.log(said);
    console.log(`${troubles} rounds went wrong.`);
    if (0 < troubles || verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}
