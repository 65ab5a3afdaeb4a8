// The organisation as the page knows it: nodes, their order, and which of them are shown. No drawing.

import { stretches } from "/kit/charts.js";
import { domain, kFewAnswers } from "/kit/format.js";
import { byQuestion, leading } from "/kit/scores.js";

const kOpenRows = 60; // levels open by themselves while the table stays about this long

export class Tree {
  #nodes = new Map();
  #children = new Map();
  #grafted = new Map();
  #open = null; // ids; null until the first tree says how large it is
  root = null;
  question = null;
  range = { low: -100, high: 100 }; // of every spark line, so that rows compare
  sort = "";
  turned = false;

  /**
   * Takes a new state of the whole tree; what the person opened stays open. A large organisation
   * comes without its deepest levels; those come node by node (graft) and stay until told again.
   */
  take(nodes) {
    const told = new Set(nodes.map((node) => node.id));
    nodes = [...nodes, ...[...this.#grafted.values()].filter((node) => !told.has(node.id))];
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#children = new Map();
    for (const node of nodes) {
      if (node.parent === null || !this.#nodes.has(node.parent)) this.root ??= node.id;
      else if (this.#children.has(node.parent)) this.#children.get(node.parent).push(node);
      else this.#children.set(node.parent, [node]);
    }
    if (!this.#nodes.has(this.root)) this.root = nodes[0]?.id ?? null;
    const scores = this.get(this.root)?.scores ?? [];
    if (!byQuestion(scores, this.question)) this.question = leading(scores)?.question ?? null;
    this.#open ??= this.#openAtFirst();
    this.#measure();
  }

  /** Chooses the question that the columns show. */
  ask(question) {
    this.question = question;
    this.#measure();
  }

  /** Adds what one node's own answer knows and the tree left out: itself, its way up, its children. */
  graft({ path, children, ...self }) {
    const added = [self, ...children].filter(
      (node) => !this.#nodes.has(node.id) || this.#grafted.has(node.id),
    );
    if (added.length === 0) return false;
    for (const node of added)
      this.#grafted.set(node.id, { parent: path.at(-2)?.id ?? null, ...node });
    this.take([...this.#nodes.values()].filter((node) => !this.#grafted.has(node.id)));
    return true;
  }

  get(id) {
    return this.#nodes.get(id);
  }
  children(id) {
    return this.#children.get(id) ?? [];
  }
  isOpen(id) {
    return this.#open?.has(id) ?? false;
  }
  toggle(id, open = !this.isOpen(id)) {
    if (open) this.#open.add(id);
    else this.#open.delete(id);
  }

  /** The score that the columns show, or undefined when nobody was asked there. */
  score(node) {
    return byQuestion(node?.scores, this.question);
  }

  /** All locations below (and including) a node. */
  locations(id) {
    const below = this.children(id);
    return below.length === 0
      ? [this.get(id)].filter(Boolean)
      : below.flatMap((node) => this.locations(node.id));
  }

  /** The node's ancestors and itself, from the root. */
  path(id) {
    const path = [];
    for (let node = this.get(id); node && path.length < 64; node = this.get(node.parent))
      path.unshift(node);
    return path;
  }

  /** Rows below (and with) `top` as {node, level, open, parts}, in order; `wanted` filters by name. */
  rows(top, wanted = "") {
    const rows = [];
    const needle = wanted.trim().toLocaleLowerCase();
    const matches = needle === "" ? null : this.#matching(top, needle);
    const walk = (node, level) => {
      if (matches && !matches.has(node.id)) return;
      const parts = this.children(node.id).length;
      const open = parts > 0 && (matches ? true : node.id === top || this.isOpen(node.id));
      rows.push({ node, level, open, parts });
      if (open) for (const child of this.#ordered(this.children(node.id))) walk(child, level + 1);
    };
    const node = this.get(top);
    if (node) walk(node, 0);
    return rows;
  }

  /** The children of a node in the chosen order. */
  list(id) {
    return this.#ordered(this.children(id));
  }

  /** Every node whose name has the text, in the chosen order, at most `most`. */
  find(wanted, most = 50) {
    const needle = wanted.trim().toLocaleLowerCase();
    if (needle === "") return [];
    const found = [...this.#nodes.values()].filter((node) => isNamed(node, needle));
    return this.#ordered(found).slice(0, most);
  }

  #matching(top, needle) {
    const keep = new Set();
    const visit = (node) => {
      let any = isNamed(node, needle);
      for (const child of this.children(node.id)) any = visit(child) || any;
      if (any) keep.add(node.id);
      return any;
    };
    const node = this.get(top);
    if (node) visit(node);
    return keep;
  }

  #ordered(nodes) {
    if (this.sort === "") return this.turned ? nodes.toReversed() : nodes;
    const way = this.turned ? -1 : 1;
    const by = kOrders[this.sort];
    return [...nodes].sort(
      (a, b) => last(this, a, b, this.sort) || way * by(this, a, b) || a.name.localeCompare(b.name),
    );
  }

  /** Finds the part of the scale, in eighths and at least half of it, where all trends lie. */
  #measure() {
    const { low, high } = domain(this.score(this.get(this.root))?.kind);
    const eighth = (high - low) / 8;
    const known = [...this.#nodes.values()]
      .flatMap((node) =>
        stretches((node.trend ?? []).filter((point) => point.question === this.question)),
      )
      .filter((value) => value !== null && value.n >= kFewAnswers)
      .map((value) => (value.score - low) / eighth);
    let from = 8;
    let to = 0;
    for (const at of known) {
      from = Math.min(from, Math.floor(at));
      to = Math.max(to, Math.ceil(at));
    }
    if (from >= to) [from, to] = [0, 8];
    while (to - from < 4) {
      if (to < 8) to++;
      if (to - from < 4 && from > 0) from--;
    }
    this.range = { low: low + from * eighth, high: low + to * eighth };
  }

  #openAtFirst() {
    const open = new Set();
    let level = this.root === null ? [] : [this.get(this.root)];
    let rows = level.length;
    while (level.length > 0) {
      const next = level.flatMap((node) => this.children(node.id));
      rows += next.length;
      if (rows > kOpenRows) break;
      for (const node of level) open.add(node.id);
      level = next;
    }
    return open;
  }
}

const isNamed = (node, needle) =>
  node.name.toLocaleLowerCase().includes(needle) || node.id.toLocaleLowerCase().includes(needle);

const n = (tree, node) => tree.score(node)?.n ?? 0;

/** Places with too few answers to say come last whichever way the scores are ordered. */
function last(tree, a, b, sort) {
  if (sort !== "score") return 0;
  return Number(n(tree, a) < kFewAnswers) - Number(n(tree, b) < kFewAnswers);
}

const lateness = ({ completeness }) =>
  completeness.complete ? 0 : 1 + (completeness.silent?.length ?? 0) * 1e6 + completeness.pending;

const kOrders = {
  name: (_, a, b) => a.name.localeCompare(b.name),
  score: (tree, a, b) =>
    (tree.score(a)?.score ?? Infinity) - (tree.score(b)?.score ?? Infinity) || 0,
  n: (tree, a, b) => n(tree, b) - n(tree, a),
  alerts: (_, a, b) => b.alerts_open - a.alerts_open,
  complete: (_, a, b) => lateness(b) - lateness(a),
};
