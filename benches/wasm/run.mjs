// Runs the search of the abstract Paxos in node, and prints a row as benches/checker does: node run.mjs FILE.wasm
import { readFileSync } from "node:fs";

const RUNS = 3;
const BALLOTS = [3, 4];

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
// What a library wants of a browser is linked, and never called.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => {
    throw new Error(`${from}.${name} is called`);
  };
}

for (const ballots of BALLOTS) {
  let best = Infinity;
  let states = 0;
  for (let run = 0; run < RUNS; run += 1) {
    // A memory of its own each time, as it never shrinks.
    const { exports } = new WebAssembly.Instance(module, imports);
    const start = performance.now();
    states = exports.states_of_spec(3, 2, ballots) >>> 0;
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  if (states === 0) {
    throw new Error("the search has not come to its end");
  }
  console.log(`| ${ballots} ballots | ${states} | ${best.toFixed(3)} s | ${(states / best / 1e6).toFixed(2)} million |`);
}
