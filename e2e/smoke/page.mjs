// What a reader does on the page: acts, links, views, keys, presenting, searches, files to take away.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { ROOT } from '../soak/soak.mjs';
import { pause } from './visit.mjs';

/** The middle of the pill of a message, as its menu will call it. */
const pill = (visit, from, to) =>
  visit.evaluate((from, to) => {
    const found = [...document.querySelectorAll('.stage .message')].find((pill) => [...pill.querySelectorAll('[aria-label]'), pill].some((part) => part.getAttribute('aria-label')?.includes(`from ${from} to ${to}`)));
    const { left, top, width, height } = (found?.querySelector('.reach') ?? found).getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }, from, to);

const acts = {
  name: 'a node is crashed by click, a value proposed, a message lost, and all of it undone, step by step, to the slide',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=phase-2&t=800`);
    const before = await visit.run();
    const at = await pill(visit, 'P1', 'A3');
    await visit.page.mouse.click(at.x, at.y);
    await visit.press('Lose', '.menu');
    await visit.until(() => /P1 to A3 is lost/.test(document.querySelector('.narration .why')?.textContent), 'what was lost');
    await visit.click('#node-A2');
    await visit.press('Crash', '.menu');
    await visit.shows('A2', 'crashed');
    await visit.click('#node-P2');
    await visit.fill('.menu input[type=text]', 'owl');
    await visit.press('Propose', '.menu');
    await visit.press('Pause', '.controls');
    await visit.shows('P2', 'owl');
    const run = await visit.run();
    assert.deepEqual(run.do?.split('~').map((act) => act.replace(/^[\d_]+:/, '').split('.')[0]), ['drop', 'crash', 'propose'], run.do);
    await visit.page.keyboard.down('Control');
    await visit.key('z', 'z');
    await visit.page.keyboard.up('Control');
    await visit.shows('A2', 'up, ');
    await visit.press('‹ Back to the slide');
    await visit.until(() => !document.body.textContent.includes('This is your own run'), 'the slide');
    assert.deepEqual(await visit.run(), before);
  },
};

const menus = {
  name: 'the menu of a node is opened, walked through and closed by keyboard, and gives the focus back',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=phase-1&t=100%25`);
    await visit.evaluate(() => document.querySelector('#node-A1').focus());
    await visit.key('Enter');
    await visit.until(() => document.activeElement?.closest('.menu'), 'the focus in the menu');
    await visit.key('Escape');
    await visit.until(() => document.activeElement?.id === 'node-A1' && !document.querySelector('.menu'), 'the focus on the node');
    await visit.key('Tab');
    assert.match(await visit.evaluate(() => document.activeElement.id), /^node-/);
    await visit.key('Enter');
    const here = await visit.until(() => document.querySelector('.menu b')?.textContent, 'a menu');
    await visit.press('Crash', '.menu');
    await visit.until((node) => /crashed/.test(document.querySelector(`#node-${node}`)?.getAttribute('aria-label')), 'a crash', /\w+$/.exec(here)[0]);
  },
};

const keys = {
  name: 'slides, steps, tenths and scenes by keyboard, and a slide plays to its end',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=nutshell&slide=1&speed=4`);
    const time = () => visit.evaluate(() => window.paxosExplainer.currentTime);
    await visit.key('ArrowRight');
    await visit.until(() => window.paxosExplainer.slide === 2, 'slide 2');
    await visit.until(() => window.paxosExplainer.paused, 'its end');
    const played = await time();
    assert(played > 0);
    await visit.key(',');
    await visit.key('.');
    assert.equal(await time(), played);
    await visit.key('End');
    const end = await time();
    await visit.key('5');
    assert(Math.abs((await time()) - end / 2) <= 1);
    await visit.key('Home');
    assert.equal(await time(), 0);
    await visit.key(' ');
    await visit.until(() => !window.paxosExplainer.paused, 'it plays');
    await visit.key('k');
    await visit.until(() => window.paxosExplainer.paused, 'it stands');
    await visit.key(']');
    await visit.until(() => window.paxosExplainer.scene === 'phase-1', 'the next scene');
    await visit.key('?');
    await visit.until(() => document.querySelector('dialog#help[open]'), 'the help');
    await visit.key('Escape');
    await visit.until(() => !document.querySelector('dialog[open]'), 'the help closed');
  },
};

const LINKS = [
  ['scene=contention&do=1000:crash.A2~2200:restart.A2&t=2500', { text: 'This run was sent' }],
  ['scene=mp-steady&seed=7&t=50%25&view=stage,log', {}],
  ['scene=carry-on&slide=4&lang=de&theme=dark&names=lamport', { lang: 'de', theme: 'dark' }],
  ['scene=phase-2&t=33%25&theme=projector&speed=2&motion=reduced', { theme: 'projector' }],
];
const links = LINKS.map(([link, wants]) => ({
  name: `#${link} shows what it says, and the address that comes of it shows the same again`,
  async run(visit, { url }) {
    await visit.open(`${url}#${link}`);
    const shown = () => visit.evaluate(async () => {
      const { lang, dataset } = document.documentElement;
      const labels = [...document.querySelectorAll('.stage .node')].map((node) => node.getAttribute('aria-label'));
      const panels = [...document.querySelectorAll('.dock .panel')].map(({ id }) => id);
      const { t, ...run } = await window.paxosExplainer.getRun('now');
      return { lang, theme: dataset.theme ?? null, labels, panels, run, text: document.querySelector('.narration')?.innerText, said: document.querySelector('.notices')?.innerText };
    });
    // The table of a language comes a moment after the page.
    if (wants.lang) await visit.until((lang) => document.documentElement.lang === lang && document.querySelector('.narration h1'), wants.lang, wants.lang);
    const before = await shown();
    if (wants.theme) assert.equal(before.theme, wants.theme);
    if (wants.text) assert.match(before.text, new RegExp(wants.text));
    assert.equal(before.said ?? '', '');
    const [scene] = link.split('&');
    await visit.until((scene) => location.hash.includes(`${scene}&`) && location.hash.includes('t='), 'the address', scene);
    await pause(400);
    const address = await visit.evaluate(() => location.href);
    await visit.open(address);
    if (wants.lang) await visit.until((lang) => document.documentElement.lang === lang, wants.lang, wants.lang);
    await visit.until((text) => document.querySelector('.narration')?.innerText === text, `the narration of ${address}`, before.text);
    assert.deepEqual(await shown(), before, address);
    await visit.evaluate(() => (window.isOld = true));
    await visit.page.reload();
    await visit.until(() => !window.isOld, 'the page that was loaded again');
    await visit.ready();
    await visit.until((text) => document.querySelector('.narration')?.innerText === text, 'the narration after a reload', before.text);
    assert.deepEqual(await shown(), before, 'after a reload');
  },
}));

const script = {
  name: 'a scene in a link, deflated by the page itself, opens again',
  async run(visit, { url }) {
    const scene = 'title "From the link"\nproposers P1\nacceptors A1 A2 A3\nslide "One"\n  propose P1 "grüne Katze"\n  run idle\n';
    await visit.open(`${url}#script=${Buffer.from(scene).toString('base64url')}&t=100%25`);
    const before = await visit.run('now');
    const address = await visit.until(() => location.hash.startsWith('#script=z.') && location.href, 'the deflated link');
    await visit.open(address);
    assert.deepEqual(await visit.run('now'), before);
    assert.equal(before.title, 'From the link');
    assert.equal(before.chosen[0].value, 'grüne Katze');
  },
};

const wrong = {
  name: 'a link that is wrong gives a sentence and a scene',
  noisy: true,
  async run(visit, { url }) {
    await visit.open(`${url}#scene=phase-1&slide=99&seed=-1`);
    await visit.until(() => /slide is 99; the last slide is/.test(document.body.innerText) && /seed/.test(document.querySelector('.notices')?.innerText), 'the sentence');
  },
};

const views = {
  name: 'stage, time, board, log and every other panel are there, and are drawn',
  async run(visit, { url }) {
    for (const scene of ['contention', 'mp-take-over']) {
      await visit.open(`${url}#scene=${scene}&t=60%25&view=stage,time,board,log`);
      const panels = await visit.evaluate(() => [...document.querySelectorAll('.tabs button[aria-controls]')].map((tab) => tab.getAttribute('aria-controls')));
      assert(panels.length > 10, panels.join());
      for (const panel of panels) {
        if (await visit.evaluate((panel) => document.querySelector(`.tabs [aria-controls=${panel}]`).getAttribute('aria-expanded') === 'false', panel)) await visit.click(`.tabs [aria-controls=${panel}]`);
        await visit.until((panel) => {
          const box = document.getElementById(panel)?.getBoundingClientRect();
          return box && 100 < box.width && 20 < box.height && document.getElementById(panel).innerText.trim().length > 0;
        }, `${panel} of ${scene}`, panel);
      }
      const there = await visit.evaluate(() => ({ steps: document.querySelectorAll('#panel-time [id^=time-step-]').length, cells: document.querySelectorAll('#panel-board td, #panel-board [role=cell], #panel-board [role=gridcell], #panel-board rect').length, lines: document.querySelectorAll('#panel-log li, #panel-log tr, #panel-log [role=row], #panel-log button').length }));
      assert(there.steps > 2 && there.cells > 5 && there.lines > 5, JSON.stringify(there));
      // The ground of the diagram leads to that time; a step in it to its moment.
      const before = await visit.evaluate(() => window.paxosExplainer.currentTime);
      await visit.evaluate(() => document.querySelector('#panel-time').scrollIntoView());
      await visit.click('#panel-time [id^=time-step-]');
      await visit.until((before) => window.paxosExplainer.currentTime !== before, 'another moment', before);
    }
  },
};

const reduced = {
  name: 'where the system asks for less motion nothing moves by itself, and slides come at once',
  reduced: true,
  async run(visit, { url }) {
    await visit.open(`${url}#scene=nutshell&autoplay=1`);
    assert(await visit.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches));
    await pause(300);
    assert(await visit.evaluate(() => window.paxosExplainer.paused), 'it does not play by itself');
    await visit.key('ArrowRight');
    await visit.until(() => window.paxosExplainer.slide === 2, 'slide 2');
    const moving = await visit.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running').length);
    assert.equal(moving, 0);
  },
};

const dark = {
  name: 'where the system is dark, so is the page, and its scrollbars with it',
  dark: true,
  async run(visit, { url }) {
    await visit.open(`${url}#scene=nutshell`);
    const { ground, scheme, bars } = await visit.evaluate(() => {
      const [body, dock] = [getComputedStyle(document.body), getComputedStyle(document.querySelector('.dock'))];
      return { ground: body.backgroundColor, scheme: dock.colorScheme, bars: dock.scrollbarColor };
    });
    const [red, green, blue] = ground.match(/\d+/g).map(Number);
    assert((red + green + blue) / 3 < 60, ground);
    assert.equal(scheme, 'dark');
    assert.notEqual(bars, 'auto');
  },
};

const presenting = {
  name: 'presenting fills the screen, a clicker turns slides, b blackens it, and leaving brings all back',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=contention&slide=3`);
    await visit.press('Present', '.head');
    await visit.until(() => document.querySelector('.page.presenting') && document.fullscreenElement, 'the full screen');
    const before = await visit.evaluate(() => document.querySelector('.facts .place').textContent);
    // The first plays what is left of the slide, the second skips to its end.
    await visit.key('PageDown', 'PageDown', 'PageDown');
    await visit.until((before) => document.querySelector('.facts .place').textContent !== before, 'the next slide', before);
    await visit.key('b');
    await visit.until(() => document.querySelector('.present-black')?.getBoundingClientRect().width === innerWidth, 'the black screen');
    await visit.key('b');
    await visit.until(() => !document.querySelector('.present-black'), 'the light');
    await visit.press('Leave');
    await visit.until(() => !document.fullscreenElement && !document.querySelector('.presenting') && document.querySelector('.head'), 'the page as it was');
  },
};

const search = {
  name: 'a search in the worker finds the shortest run that breaks agreement, and shows it',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=nutshell`);
    await visit.click('.head .break-open');
    await visit.until(() => document.querySelectorAll('.breaking-switch').length > 20, 'the switches');
    await visit.click('[data-rule="value own"]');
    await visit.until(() => document.querySelector('.example h1, .example h2')?.textContent === 'Two values are chosen after 14 actions', 'the shortest run');
    await visit.until(() => /This is not Paxos/.test(document.querySelector('.caution')?.textContent), 'the caution');
    assert.equal(await visit.evaluate(() => window.workers), 1, 'it was done in a worker');
  },
};

const checker = {
  name: 'a run of the checker comes to its end in a worker: no violation, and how many states there are',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=nutshell`);
    const told = await visit.evaluate(async () => {
      const script = document.createElement('script');
      script.src = new URL('workshop.js', document.querySelector('script[data-js]').src).href;
      const loaded = new Promise((done) => script.addEventListener('load', done));
      document.head.append(script);
      await loaded;
      const scene = 'title "A cluster"\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\n\nslide "Nothing yet"\n';
      const limits = { crashes: 0, requests: 0, beats: 0, states: 40_000_000, bytes: 2 ** 31, ballots: 3, each: 3 };
      const errand = JSON.stringify({ version: 3, errand: 'search', scene, values: ['cat', 'dog'], goal: 'nothing', limits });
      const last = await new Promise((done) => {
        const shop = script.paxosWorkshop((number, report) => {
          if (/done|problem|trouble/.test(report.report)) done(report);
        });
        shop.start(1, errand);
      });
      return { ...last, made: window.workers };
    });
    assert.equal(told.report, 'done', JSON.stringify(told));
    assert.equal(told.status, 'complete');
    assert.equal(told.made, 1, 'it was done by a worker');
    assert(told.states > 1000);
  },
};

const takeout = {
  name: 'a figure is copied and saved, and is that which the command draws',
  async run(visit, { url, command, downloads }) {
    await visit.open(`${url}#scene=contention&t=3200`);
    await visit.press('Export', '.head');
    await visit.until(() => document.querySelector('dialog#takeout[open] textarea, dialog#takeout[open] input[type=radio]'), 'the dialog');
    await visit.evaluate(() => [...document.querySelectorAll('#takeout label')].find((label) => label.textContent.trim() === 'Figure of the stage').querySelector('input').click());
    const shown = await visit.until(() => /^<svg/.test(document.querySelector('#takeout [aria-label="The text"]')?.value) && document.querySelector('#takeout [aria-label="The text"]').value, 'the figure');
    await visit.press('Copy', '#takeout');
    await visit.until(() => [...document.querySelectorAll('#takeout [role=status]')].some(({ textContent }) => textContent === 'Copied.'), 'that it was copied');
    const name = await visit.until(() => /Save (\S+\.svg)/.exec(document.querySelector('#takeout').innerText)?.[1], 'the name of the file');
    await visit.press(`Save ${name}`, '#takeout');
    const file = join(downloads, name);
    for (let wait = 0; wait < 200 && !existsSync(file); wait++) await pause(50);
    assert(existsSync(file), `${name} among ${readdirSync(downloads)}`);
    await pause(200);
    assert.equal(readFileSync(file, 'utf8'), shown);
    const native = execFileSync(command, ['figure', join(ROOT, 'static/scenes/contention.paxos'), '--at', '3200'], { encoding: 'utf8' });
    assert.equal(await visit.evaluate(() => window.paxosExplainer.exportAs('svg')), native);
    for (const format of ['text', 'scene', 'json', 'time']) {
      assert((await visit.evaluate((format) => window.paxosExplainer.exportAs(format), format)).length > 100, format);
    }
    // A figure becomes a picture of points, as the button for PNG has it.
    const points = await visit.evaluate(async (svg) => {
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set();
      for (let at = 0; at < data.length; at += 4) colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
      return colours.size;
    }, shown);
    assert(points > 20, `${points} colours`);
  },
};

const printing = {
  name: 'the page prints every slide with its figure',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=phase-1`);
    const { slides } = await visit.run();
    await visit.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await visit.until((count) => document.querySelectorAll('.handout figure.handout-slide:not(.handout-wide) svg').length === count, 'the slides', slides.length);
    await visit.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  },
};

const languages = {
  name: 'the language and the words are switched, and a question is answered',
  async run(visit, { url }) {
    await visit.open(`${url}#scene=carry-on&t=62%25`);
    await visit.page.select('.head .language select', 'de');
    await visit.until(() => document.documentElement.lang === 'de' && document.querySelector('.play').getAttribute('aria-label') === 'Abspielen', 'German');
    await visit.page.select('.head .language select', 'en');
    await visit.until(() => document.documentElement.lang === 'en', 'English');
    await visit.page.select('label.words select', 'lamport');
    await visit.until(() => /maxBal/.test(document.querySelector('#node-A1').textContent), 'the words of Lamport');
    await visit.page.select('label.words select', 'talk');
    await visit.click('.narration .ask-open');
    await visit.until(() => document.querySelectorAll('.ask-choices button').length > 1, 'a question');
    await visit.click('.ask-choices button');
    await visit.until(() => document.querySelector('.ask-verdict')?.textContent.length > 10, 'the verdict');
  },
};

export const page = [acts, menus, keys, ...links, script, wrong, views, reduced, dark, presenting, search, checker, takeout, printing, languages];
