/** Puts text where it can be pasted. Browsers give pages the clipboard only over HTTPS or on the machine itself; elsewhere the old way still works. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    return;
  } catch {
    // Not allowed here, or not there.
  }
  const field = document.createElement('textarea'),
    before = document.activeElement as HTMLElement | null;
  field.value = text;
  field.style.cssText = 'position: fixed; opacity: 0';
  // Behind an open dialog nothing can be selected.
  (before?.closest('dialog') ?? document.body).append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
  before?.focus();
}
