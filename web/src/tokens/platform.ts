/** Key names as the user's keyboard has them. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** `keyName('mod', 'Enter')` is ⌘↵ on a Mac and Ctrl+↵ elsewhere. */
export function keyName(...parts: string[]): string {
  const names: Record<string, string> = isApple
    ? { mod: '⌘', shift: '⇧', alt: '⌥', Enter: '↵' }
    : { mod: 'Ctrl', shift: '⇧', alt: 'Alt', Enter: '↵' };
  const ordered = isApple ? parts : [...parts].sort((a, b) => Number(b === 'mod') - Number(a === 'mod'));
  return ordered.map(part => names[part] ?? part).join(isApple ? '' : '+');
}
