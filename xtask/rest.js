
// The program is in two parts (xtask/src/split.rs), and the build has put this after what wasm-bindgen wrote.

let isWhole = false;
let restAddress;
/** What the first part exports, as it is: one part calls the other without a guard between them. */
let entrances;

/** Puts the rest into the memory and the table of the first part. */
function join(rest) {
    // The functions that it takes from the first part it names by their places in the table.
    const ofTable = WebAssembly.Module.imports(rest).filter(({ module }) => module === 'table');
    const table = Object.fromEntries(ofTable.map(({ name }) => [name, entrances['t.functions'].get(Number(name))]));
    new WebAssembly.Instance(rest, { ...__wbg_get_imports(), first: entrances, table });
    isWhole = true;
}

/** What the first part calls when it needs a function that is not there yet: it can go on only when it is. */
function load() {
    const request = new XMLHttpRequest();
    request.open('GET', restAddress, false);
    // Here a browser gives texts alone; this one has a letter for each byte.
    request.overrideMimeType('text/plain; charset=x-user-defined');
    try {
        request.send();
    } catch {
        // A network error has no more to say.
    }
    if (request.status !== 200) throw Object.assign(new Error(`${restAddress} could not be fetched (${request.status || 'no answer'}).`), { missing: restAddress });
    join(new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0))));
}

/** After these waits the rest is asked for again, where it does not come: a line may be down for a while. */
const AGAIN_MS = [2_000, 10_000, 60_000];

/** Fetches the rest before anything needs it. */
async function bring(fetchRest) {
    for (const wait of [0, ...AGAIN_MS]) {
        if (wait) await new Promise((passed) => setTimeout(passed, wait));
        try {
            const rest = isWhole || (await compiled(fetchRest()));
            return isWhole || join(rest);
        } catch {
            // It is brought when it is needed, and then says what is wrong.
        }
    }
}

/** Compiles an answer while it comes. */
async function compiled(response) {
    return WebAssembly.compileStreaming(await response);
}

/**
 * Starts the program.
 *
 * @param module_or_path the first part: a response, or the promise of one
 * @param rest the same of the rest, where the program is to start when it is whole
 * @param fetchRest fetches the rest, where the program is to start before
 * @param address where the rest is, for what cannot wait
 */
async function start({ module_or_path, rest, fetchRest, address } = {}) {
    if (wasm !== undefined) return wasm;
    restAddress = address;
    const imports = { ...__wbg_get_imports(), rest: { load } };
    const whole = rest && compiled(rest);
    whole?.catch(() => {}); // It is said below, unless the first part fails before.
    const { instance, module } = await __wbg_load(await module_or_path, imports);
    if (wasm !== undefined) return wasm;
    wasm = entrances = instance.exports;
    if (whole) join(await whole);
    __wbg_finalize_init(instance, module);
    if (fetchRest) bring(fetchRest);
    return wasm;
}

export { start as default };
