// An anywidget: Paxos Explainer in MyST and Jupyter. The keys of its model are the attributes of <paxos-explainer>,
// with `script` as the text of a scene; docs/embed/element.md says more.

import { ATTRIBUTES } from './paxos-explainer.js';

/** What the reader changes, told to the model where it has a place for that, by the events that say so. */
const TOLD = {
  currentTime: ['seeked', 'timeupdate', 'pause', 'ended'],
  slide: ['slidechange'],
  state: ['ready', 'statechange'],
};

/** What a model has kept of the reader, and the attributes by which that is opened again. */
const KEPT = { state: 'do', currentTime: 't' };

function render({ model, el }) {
  const explainer = document.createElement('paxos-explainer');
  const script = Object.assign(document.createElement('script'), { type: 'text/paxos' });
  // What both sides agree on: what one side has told is not told back to it.
  const known = {};
  let isHere = true;

  const isPlain = (value) => ['string', 'number', 'boolean'].includes(typeof value);

  const show = (key) => {
    const value = model.get(key);
    if (key === 'script') {
      script.textContent = value ?? '';
      if (!script.isConnected) explainer.append(script);
    } else if (isPlain(value) && value !== '') {
      explainer.setAttribute(key, typeof value === 'boolean' ? +value : value);
    } else {
      explainer.removeAttribute(key);
    }
  };

  const follow = (key) => () => {
    const value = model.get(key);
    if (!isHere || (key in known && known[key] === value)) return;
    known[key] = value;
    // What was kept of another scene does not hold in this one.
    if (['scene', 'script', 'src'].includes(key)) Object.values(KEPT).forEach((name) => show(name));
    if (key === 'state') explainer.setState(value ?? '').catch(report);
    else if (key === 'currentTime') explainer.currentTime = value;
    else if (key === 'slide') explainer.slide = value;
    else show(key);
  };

  const report = ({ message }) => console.warn(message);

  const tell = (key) => () => {
    const value = explainer[key];
    if (model.get(key) === undefined || known[key] === value) return;
    known[key] = value;
    model.set(key, value);
    // Where there is no kernel, as in MyST, there is nothing to save to, and it throws.
    try {
      model.save_changes();
    } catch {}
  };

  for (const key of ATTRIBUTES) {
    if (model.get(key) !== undefined) show(key);
  }
  for (const [key, name] of Object.entries(KEPT)) {
    if (model.get(key)) explainer.setAttribute(name, model.get(key));
  }
  const ears = [...new Set([...ATTRIBUTES, ...Object.keys(TOLD)])].map((key) => [`change:${key}`, follow(key)]);
  for (const [event, ear] of ears) model.on(event, ear);
  for (const [key, events] of Object.entries(TOLD)) {
    known[key] = model.get(key);
    for (const event of events) explainer.addEventListener(event, tell(key));
  }
  el.append(explainer);

  return () => {
    isHere = false;
    for (const [event, ear] of ears) {
      try {
        model.off(event, ear);
      } catch {} // MyST's models cannot; they go with the page.
    }
    explainer.destroy();
    explainer.remove();
  };
}

export default { render };
