// Chromium's accessibility tree as lines of text, and what its live regions say.

/** What is read out is a name, a role, states and a description; the rest is scaffolding. */
const SILENT = new Set(['none', 'generic', 'StaticText', 'InlineTextBox', 'paragraph', 'RootWebArea', 'LabelText', 'ListMarker', 'LayoutTable', 'SvgRoot', 'MenuListPopup']);

const states = {
  checked: (value) => (value === 'true' ? 'checked' : ''),
  pressed: (value) => (value === 'true' ? 'pressed' : ''),
  disabled: (value) => (value ? 'disabled' : ''),
  invalid: (value) => (value === 'true' ? 'invalid' : ''),
  live: (value) => (value === 'polite' ? 'live polite' : `live ${value}`),
  focused: (value) => (value ? 'focused' : ''),
};

/** Every node of the page that is read, in order: `role "name" states described “…”`. */
export async function treeOf(page) {
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  await cdp.detach();
  return ordered(nodes).filter((node) => !node.ignored && !SILENT.has(node.role?.value)).map(line);
}

/** The nodes as they are met from top to bottom. */
function ordered(nodes) {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const from = (node) => [node, ...(node.childIds ?? []).flatMap((id) => (byId.has(id) ? from(byId.get(id)) : []))];
  return from(nodes[0]);
}

function line(node) {
  const of = (name) => node.properties?.find((property) => property.name === name)?.value?.value;
  if (node.role.value === 'listitem') return 'listitem';
  const level = node.role.value === 'heading' ? `level ${of('level')}` : '';
  const marks = Object.entries(states).map(([name, say]) => (of(name) === undefined ? '' : say(of(name))));
  const described = node.description?.value ? `described “${node.description.value}”` : '';
  return [node.role.value, `"${node.name?.value ?? ''}"`, level, ...marks, described].filter(Boolean).join(' ');
}

/** Listens to the page's live regions from now on; gives the way to ask what they said so far. */
export async function hears(page) {
  await page.evaluate(() => {
    window.heard = [];
    window.listener?.disconnect();
    window.listener = new MutationObserver((changes) => {
      for (const region of new Set(changes.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest('[role="status"]')))) {
        const text = region?.textContent.trim() ?? '';
        if (text !== '' && window.heard.at(-1) !== text) window.heard.push(text);
      }
    });
    window.listener.observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => window.heard);
}
