// bpmn-js in headless Chromium, driven line by line by benchmarks/diagram.py: a JSON request in, a JSON answer out.
//
// BPO_DESK_BPMNJS: a folder outside the project in which `npm install bpmn-js puppeteer-core` was run.
// BPO_DESK_CHROMIUM: the browser; the page is a file and talks to nobody.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const modules = resolve(process.env.BPO_DESK_BPMNJS, "node_modules");
const { default: puppeteer } = await import(
  pathToFileURL(join(modules, "puppeteer-core/lib/esm/puppeteer/puppeteer-core.js")).href
);
const version = createRequire(import.meta.url)(join(modules, "bpmn-js/package.json")).version;
const viewer = pathToFileURL(join(modules, "bpmn-js/dist/bpmn-navigated-viewer.production.min.js")).href;
const [width, height] = process.argv.slice(2).map(Number);

const folder = mkdtempSync(join(tmpdir(), "bpmnjs-"));
const page_file = join(folder, "page.html");
// The marked look of bpmn-js' own examples: a class on the element, styled by the page.
writeFileSync(
  page_file,
  `<!doctype html><style>body{margin:0}.marked:not(.djs-connection) .djs-visual>:nth-child(1){fill:#dcebdf!important;
stroke:#1a6a34!important}.marked.djs-connection>.djs-visual>path{stroke:#1a6a34!important}</style>
<div id="canvas" style="width:${width}px;height:${height}px"></div><script src="${viewer}"></script>`,
);
const browser = await puppeteer.launch({
  executablePath: process.env.BPO_DESK_CHROMIUM,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", `--window-size=${width},${height}`],
});
const page = await browser.newPage();
await page.setViewport({ width, height });
await page.goto(pathToFileURL(page_file).href);
const session = await page.createCDPSession();
// Seconds that the page's main thread was on the processor: what others on the machine do does not count.
await session.send("Performance.enable", { timeDomain: "threadTicks" });

async function busy() {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((each) => each.name === "TaskDuration").value * 1000;
}

await page.evaluate(() => {
  // A frame was handed over once a message that was posted from its callback arrives.
  window.frame = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done();
        channel.port2.postMessage(0);
      }),
    );
  window.viewer = new BpmnJS({ container: "#canvas" });
  window.marked = [];
});

async function show(xml) {
  const before = await busy();
  const answer = await page.evaluate(async (text) => {
    await frame();
    const start = performance.now();
    await viewer.importXML(text);
    viewer.get("canvas").zoom("fit-viewport");
    const script = performance.now() - start;
    await frame();
    window.marked = [];
    return { script, frame: performance.now() - start };
  }, xml);
  return { ...answer, cpu: (await busy()) - before };
}

async function mark(ids) {
  const before = await busy();
  const answer = await page.evaluate(async (wanted) => {
    const canvas = viewer.get("canvas"), registry = viewer.get("elementRegistry");
    await frame();
    const start = performance.now();
    for (const id of marked) canvas.removeMarker(id, "marked");
    window.marked = wanted.filter((id) => registry.get(id));
    for (const id of marked) canvas.addMarker(id, "marked");
    const script = performance.now() - start;
    await frame();
    return { script, frame: performance.now() - start, found: marked.length };
  }, ids);
  return { ...answer, cpu: (await busy()) - before };
}

console.log(JSON.stringify({ bpmn_js: version, browser: await browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = asked.file ? await show(readFileSync(asked.file, "utf8")) : await mark(asked.mark);
  console.log(JSON.stringify(answer));
}
await browser.close();
rmSync(folder, { recursive: true });
