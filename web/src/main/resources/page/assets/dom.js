/**
 * Makes elements. Text always becomes text nodes: there is no way to make markup of a string here, and the
 * page's Trusted Types policy forbids it elsewhere.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element from 'tag.class.other', with attributes, listeners (on…: function) and properties (.name).
 * Null and false children and attributes are left out.
 */
export function h(selector, ...rest) {
  const [tag, ...classes] = selector.split('.');
  return fill(document.createElement(tag), classes, rest);
}

/** As h, in SVG. */
export function svg(selector, ...rest) {
  const [tag, ...classes] = selector.split('.');
  return fill(document.createElementNS(SVG, tag), classes, rest);
}

function fill(element, classes, rest) {
  if (classes.length) element.classList.add(...classes);
  const children = isAttributes(rest[0]) ? rest.slice(1) : rest;
  if (isAttributes(rest[0])) {
    for (const [name, value] of Object.entries(rest[0])) {
      if (value == null || value === false) continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (name.startsWith('.')) element[name.slice(1)] = value;
      else element.setAttribute(name, value === true ? '' : value);
    }
  }
  add(element, children);
  return element;
}

function isAttributes(value) {
  return value != null && typeof value === 'object' && !(value instanceof Node) && !Array.isArray(value);
}

function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child);
    else if (child != null && child !== false) element.append(child);
  }
}

/** Replaces the children of an element. */
export function put(element, ...children) {
  element.replaceChildren();
  add(element, children);
  return element;
}

/**
 * A text from a file, in which marks that turn the direction of letters and other invisible ones are shown as their
 * numbers.
 */
export function visible(text) {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    mark => `⟨${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

let nextId = 0;

/** An id that no other element has. */
export function uniqueId(prefix = 'x') {
  nextId += 1;
  return `${prefix}-${nextId}`;
}

/** A control with its label. */
export function field(label, control, hint) {
  control.id ||= uniqueId('field');
  const hintId = hint && uniqueId('hint');
  if (hint) control.setAttribute('aria-describedby', hintId);
  return h('div.field', h('label', { for: control.id }, label), control,
    hint && h('p.hint', { id: hintId }, hint));
}

/** A select with [value, label] options. */
export function select(options, value, onchange, attributes = {}) {
  return h('select', { ...attributes, onchange: event => onchange?.(event.target.value) },
    options.map(([name, label]) => h('option', { value: name, '.selected': name === value }, label)));
}

/** Says a text to users of screen readers, once. */
export function announce(text) {
  const region = document.getElementById('announcements');
  if (region && region.textContent !== text) region.textContent = text;
}

/** Offers bytes as a file. */
export function download(name, parts, type) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A random UUID, also where the page has no secure context. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
