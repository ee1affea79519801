// Draws cards with Microsoft's own renderer and its configurations of Teams: light, dark and high contrast, wide and on a phone.
// High contrast is not in Microsoft's package: here it is the dark one with the colours that Teams uses there, and borders.
// A card that is wider than its place, or words that hardly stand out from their ground, end with exit code 1.
const fs = require('fs');
const { chromium } = require('playwright-core');

const CONFIGS = 'node_modules/adaptivecards-designer/lib/hostConfigs/';
const config = (name) => JSON.parse(fs.readFileSync(CONFIGS + name));
const light = config('microsoft-teams-light.json');
const dark = config('microsoft-teams-dark.json');
const contrast = JSON.parse(JSON.stringify(dark));
for (const style of Object.values(contrast.containerStyles)) {
  style.backgroundColor = '#000000';
  style.borderColor = '#ffffff';
  const accents = { accent: '#ffff01', good: '#3ff23f', warning: '#ffff01', attention: '#ff8080' };
  for (const [name, colour] of Object.entries(style.foregroundColors)) {
    const shown = accents[name] || '#ffffff';
    Object.assign(colour, { default: shown, subtle: shown });
  }
}
const THEMES = { light: [light, '#ffffff', '#242424'], dark: [dark, '#2d2c2c', '#ffffff'], contrast: [contrast, '#000000', '#ffffff'] };
const WIDTHS = { wide: 640, phone: 340 };
const cards = JSON.parse(fs.readFileSync('cards.json'));

const draw = ({ card, hostConfig, contrast }) => {
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  drawn.parse(card);
  document.body.replaceChildren(drawn.render());
  if (contrast) for (const one of document.querySelectorAll('.ac-container')) one.style.outline = '1px solid #fff';
  const boxes = [document.documentElement, ...document.querySelectorAll('.ac-adaptiveCard, .ac-richTextBlock')];
  return { wider: Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth)), faint: faint() };
  function faint() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (['', '*'].includes(walker.currentNode.textContent.trim()) || node.closest('button, select, option')) continue;
      let ground = [255, 255, 255];
      const over = [];
      for (let at = node; at; at = at.parentElement) over.unshift(rgb(getComputedStyle(at).backgroundColor));
      for (const one of over) ground = mix(one, ground);
      const ink = mix(rgb(getComputedStyle(node).color), ground);
      const [a, b] = [shine(ink), shine(ground)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) found.add(ratio.toFixed(2) + ' ' + walker.currentNode.textContent.slice(0, 40));
    }
    return [...found];
  }
  function rgb(text) { const n = text.match(/[\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] === undefined ? 1 : n[3]]; }
  function mix(top, under) { return [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])); }
  function shine(c) {
    const [r, g, b] = c.map((v) => { const s = v / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
};

(async () => {
  const args = ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND'];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args });
  let wrong = 0;
  for (const [width, pixels] of Object.entries(WIDTHS)) {
    const page = await browser.newPage({ viewport: { width: pixels, height: 400 } });
    for (const [theme, [hostConfig, ground, ink]] of Object.entries(THEMES)) {
      await page.setContent(`<body style="margin:8px;background:${ground};color:${ink};font-family:'Segoe UI',sans-serif;font-size:14px">`);
      await page.addStyleTag({ content: 'a { color: inherit }' }); // as in Teams, a link has the colour that its run has
      await page.addScriptTag({ path: 'node_modules/adaptivecards/dist/adaptivecards.min.js' });
      for (const [name, card] of Object.entries(cards)) {
        hostConfig.actions.actionsOrientation = width === 'phone' ? 'vertical' : 'horizontal';
        const { wider, faint } = await page.evaluate(draw, { card, hostConfig, contrast: theme === 'contrast' });
        await page.screenshot({ path: `look-${name}-${theme}-${width}.png`, fullPage: true });
        if (wider > 0) { wrong += 1; console.log('TOO WIDE', name, theme, width, wider); }
        for (const one of faint) { wrong += 1; console.log('FAINT', name, theme, width, one); }
      }
    }
  }
  console.log(wrong ? `looks: ${wrong} things to mend` : `ok looks (${Object.keys(cards).length} cards, ${Object.keys(THEMES).length} themes, ${Object.keys(WIDTHS).length} widths)`);
  await browser.close();
  process.exit(wrong ? 1 : 0);
})();
