const named: Record<string, string> = {
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
};

/** A cell's text on one line. What has no shape of its own gets one: it would be taken for a blank, and an override would turn the text beside it round. Copies and exports have the text itself. */
export const visible = (text: string) =>
  text
    .replace(/\r\n|[\r\n]/g, '⏎')
    .replaceAll('\t', '⇥')
    .replace(/[\0-\x1f\x7f]/g, one => String.fromCharCode(one === '\x7f' ? 0x2421 : 0x2400 + one.charCodeAt(0)))
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, one => `⟨${named[one]}⟩`);
