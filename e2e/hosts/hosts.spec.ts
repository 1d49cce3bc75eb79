import { join } from 'node:path';
import { ROOT } from '../tests/paxos';
import { read, test } from '../tests/notes';
import { HOSTS } from './hosts';

/** Those that could be built; all where nothing is said. */
const built = process.env.PAXOS_HOSTS?.split(',');

for (const host of HOSTS.filter(({ name }) => built?.includes(name) ?? true)) {
  test.describe(host.name, () => {
    const notes = { ...host, root: join(ROOT, 'target/hosts', host.name, host.site) };
    test.use({ notes });

    test(`${host.name} shows both figures of its notes`, async ({ page, site }) => {
      await read(page, site, notes);
    });
  });
}
