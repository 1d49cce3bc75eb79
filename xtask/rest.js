
// The program is in two parts (xtask/src/split.rs), and the build has put this after what wasm-bindgen wrote.

let isWhole = false;
/** Where the rest and its style are, for what cannot wait. */
let addresses;
/** What the first part exports, as it is: one part calls the other without a guard between them. */
let entrances;

/** Puts the style of the rest on the document, behind the one that is there. */
function dress(style) {
    try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(style);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    } catch {
        // A browser that knows no such objects fetches it again, by the element that names it.
        document.querySelector('link[data-paxos][disabled]').disabled = false;
    }
}

/** Puts the rest into the memory and the table of the first part, and before that its style on the document. */
function join({ program, style }) {
    if (style) dress(style);
    // The functions that it takes from the first part it names by their places in the table.
    const ofTable = WebAssembly.Module.imports(program).filter(({ module }) => module === 'table');
    const table = Object.fromEntries(ofTable.map(({ name }) => [name, entrances['t.functions'].get(Number(name))]));
    new WebAssembly.Instance(program, { ...__wbg_get_imports(), first: entrances, table });
    isWhole = true;
}

/** The text at an address, for which everything waits. */
function fetched(address, charset) {
    const request = new XMLHttpRequest();
    request.open('GET', address, false);
    request.overrideMimeType(`text/plain; charset=${charset}`);
    try {
        request.send();
    } catch {
        // A network error has no more to say.
    }
    if (request.status !== 200) throw Object.assign(new Error(`${address} could not be fetched (${request.status || 'no answer'}).`), { missing: address });
    return request.responseText;
}

/** What the first part calls when it needs a function that is not there yet: it can go on only when it is. */
function load() {
    const style = addresses.style && fetched(addresses.style, 'utf-8');
    // Here a browser gives texts alone; this one has a letter for each byte.
    const bytes = Uint8Array.from(fetched(addresses.program, 'x-user-defined'), (letter) => letter.charCodeAt(0));
    join({ program: new WebAssembly.Module(bytes), style });
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

/** Compiles the rest while it comes. */
async function compiled(coming) {
    const { program, style } = await coming;
    return { program: await WebAssembly.compileStreaming(program), style };
}

/**
 * Starts the program.
 *
 * @param module_or_path the first part: a response, or the promise of one
 * @param rest a response with the rest, `program`, and the text of its `style`, where the document is to have that; given
 *     where the program is to start when it is whole
 * @param fetchRest fetches both, where the program is to start before
 * @param addresses where both are, for what cannot wait
 */
async function start({ module_or_path, rest, fetchRest, addresses: places } = {}) {
    if (wasm !== undefined) return wasm;
    addresses = places;
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
