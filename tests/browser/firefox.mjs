// Drives Firefox over WebDriver BiDi: one JSON command a line on stdin, one JSON answer on stdout.
// {do: "open", address, width, height} {do: "script", text} {do: "move" | "click" | "tap", x, y}
// {do: "press", key} {do: "errors"} {do: "quit"} -> {value} or {error}
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  timeout: 120_000, // its first start, with a new profile, on a machine that has other things to do
  // a mouse: without it headless Firefox says that nothing can hover
  extraPrefsFirefox: { "ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6 },
});

let page;
const errors = [];
const doing = {
  async open({ address, width, height }) {
    await page?.close();
    page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (told) => told.type() === "error" && errors.push(told.text()));
    await page.setViewport({ width, height });
    await page.goto(address);
  },
  script: ({ text }) => page.evaluate(text),
  move: ({ x, y }) => page.mouse.move(x, y, { steps: 4 }),
  click: ({ x, y }) => page.mouse.click(x, y),
  tap: ({ x, y }) => page.touchscreen.tap(x, y),
  press: ({ key }) => page.keyboard.press(key),
  errors: () => errors.splice(0),
  quit: () => browser.close(),
};

console.log(JSON.stringify({ value: await browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: (await doing[command.do](command)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
  if (command.do === "quit") process.exit(0);
}
