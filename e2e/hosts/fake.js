// A stand-in for the page in its frame: it answers the messages of a host, and does what a test tells it to. With
// `?mute` it says nothing of itself.

window.heard = [];

/** Sends a message to the host; an id that was chosen goes by another name too, as the page does it. */
window.say = (type, rest = {}) => parent.postMessage({ paxos: 1, type, ballot: rest.id, ...rest }, '*');

window.start = () => {
  say('hello', { version: 'fake' });
  say('ready', { duration: 1000, markers: [{ id: 'chosen', label: 'cat is chosen', time: 400 }] });
};

/** What is answered to each type; a test may put others here. */
window.answers = {
  seek: ({ to }) => void say('seeked', { time: to }),
  getState: () => '97:crash.A2',
  getRun: () => ({ title: 'A run' }),
  export: ({ format }) => `<${format}>`,
};

addEventListener('message', ({ source, data }) => {
  if (source !== parent || data?.paxos !== 1) return;
  heard.push(data);
  if (data.type === 'act' && data.args[0] !== 'crash') {
    return say('result', { rid: data.rid, ok: false, error: `act expected "crash" and a node, but got "${data.args[0]}".` });
  }
  const answer = answers[data.type];
  if (answer !== null) say('result', { rid: data.rid, ok: true, value: answer?.(data) });
});

if (!location.search.includes('mute')) start();
