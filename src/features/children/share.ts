/** Hands a link to another app of the phone, or puts it into the clipboard; `cancelled` when the person thought better of it. */
export async function share(text: string, url: string): Promise<'shared' | 'copied' | 'cancelled'> {
  const { share: hand, clipboard } = navigator as { share?: Navigator['share']; clipboard: Clipboard }
  if (!hand) {
    await clipboard.writeText(`${text} ${url}`)
    return 'copied'
  }
  try {
    await hand.call(navigator, { text, url })
    return 'shared'
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled'
    throw error
  }
}
