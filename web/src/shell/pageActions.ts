/** Something on the page that can be done: a button, a tab, a value of a choice. */
export interface PageAction {
  key: string;
  label: string;
  /** the row or part of the page that it belongs to */ place: string;
  run(): void;
}

/** Cells, snapshots on the timeline and the text of the editor have keys of their own; there may be thousands. */
const elsewhere = '[role=grid], .cm-editor, svg, [aria-hidden=true]';
const mostActions = 200;

/** What the page offers now, read from the page itself: what is not there or switched off cannot be chosen, and nothing is left out. */
export function pageActions(): PageAction[] {
  const page = document.querySelector('[data-page]');
  if (!page) return [];
  const found: PageAction[] = [];
  for (const element of page.querySelectorAll<HTMLElement>('button, a.btn, [data-tabs] a:not([aria-current]), summary, select')) {
    if (found.length >= mostActions) break;
    if (element.closest(elsewhere) || !element.checkVisibility() || element.matches(':disabled, [aria-selected=true], [aria-pressed=true]'))
      continue;
    const place = placeOf(element);
    if (element instanceof HTMLSelectElement) {
      const label = nameOf(element.closest('label') ?? element, element);
      for (const option of element.options)
        if (!option.selected)
          found.push({
            key: `page-${found.length}`,
            label: [label, option.text].filter(Boolean).join(': '),
            place,
            run: () => choose(element, option.value),
          });
      continue;
    }
    const label = nameOf(element);
    if (label !== '') found.push({ key: `page-${found.length}`, label, place, run: () => press(element) });
  }
  return found;
}

/** What a screen reader would call it. Keys beside a word are no part of it, nor are the values of a choice. */
function nameOf(element: HTMLElement, without?: HTMLElement): string {
  const given = element.getAttribute('aria-label');
  if (given) return given;
  const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT),
    found: string[] = [];
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement!;
    if (!parent.closest('[aria-hidden=true]') && !without?.contains(parent)) found.push(words.currentNode.textContent ?? '');
  }
  return found.join('').replace(/\s+/g, ' ').trim();
}

function placeOf(element: HTMLElement): string {
  const row = element.closest('tr, li'),
    name = row?.querySelector<HTMLElement>('th[scope=row], td:first-child b, td:first-child a, [data-row], b');
  if (name && !name.contains(element)) return name.innerText.split('\n')[0]!.trim().slice(0, 80);
  return element.closest('section[aria-label]')?.getAttribute('aria-label') ?? '';
}

function press(element: HTMLElement) {
  element.focus();
  element.click();
}

function choose(list: HTMLSelectElement, value: string) {
  list.focus();
  // React keeps the value that it knows: only the element's own setter makes a change that it sees.
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')!.set!.call(list, value);
  list.dispatchEvent(new Event('change', { bubbles: true }));
}
