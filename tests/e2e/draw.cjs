// Draws messages as Slack draws them: node draw.cjs MESSAGES.json PAGE.html, with NODE_PATH at the packages.
const fs = require('node:fs');
const { createElement } = require('react');
const { renderToStaticMarkup } = require('react-dom/server');
const { Message } = require('slack-blocks-to-jsx');

const [from, to] = process.argv.slice(2);
const logo = 'data:image/svg+xml;utf8,' + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="#1d2733"/></svg>');
const data = { users: [{ id: 'U01ALICE', name: 'alice' }], channels: [{ id: 'C01GEN', name: 'general' }], user_groups: [] };
const time = new Date('2026-11-22T08:00:00Z');
const drawn = JSON.parse(fs.readFileSync(from, 'utf8')).map((blocks) =>
  `<article>${renderToStaticMarkup(createElement(Message, { blocks, logo, name: 'Verbatim', time, data }))}</article>`);
const style = fs.readFileSync(require.resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8');
fs.writeFileSync(to, `<!doctype html><meta charset="utf-8"><style>${style}
  body { margin: 0; padding: 12px; width: 540px } article { border-bottom: 1px solid #ddd; padding: 8px 0 }</style>${drawn.join('')}`);
