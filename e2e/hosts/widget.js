// What MyST and Jupyter are to an anywidget: a model of each kind, and a place to render it.

import widget from '../widget.mjs';

/** A model as MyST's is: it cannot save and cannot forget a listener, and throws where it is asked to. */
class MystModel {
  constructor(state) {
    this.state = state;
    this.target = new EventTarget();
  }
  get(key) {
    return this.state[key];
  }
  set(key, value) {
    this.state[key] = value;
    this.target.dispatchEvent(new Event(`change:${key}`));
  }
  on(name, heard) {
    this.target.addEventListener(name, heard);
  }
  off() {
    throw new Error('There is no off here.');
  }
  save_changes() {
    throw new Error('There is nothing to save to.');
  }
}

/** A model as Jupyter's is: it says only what has changed, and saves. */
class JupyterModel extends MystModel {
  saved = 0;
  set(key, value) {
    if (this.state[key] !== value) super.set(key, value);
  }
  off(name, heard) {
    this.target.removeEventListener(name, heard);
  }
  save_changes() {
    this.saved++;
  }
}

/** Renders the widget; MyST's place is in a shadow root. */
window.render = async (kind, state) => {
  const model = kind === 'myst' ? new MystModel(state) : new JupyterModel(state);
  const el = document.createElement('div');
  const notes = document.querySelector('#notes');
  if (kind === 'myst') {
    const place = document.createElement('div');
    place.attachShadow({ mode: 'open' }).append(el);
    notes.append(place);
  } else {
    notes.append(el);
  }
  const cleanup = await widget.render({ model, el });
  return { model, cleanup };
};
