/** Puts the page's stylesheets to use; resolves when they are there, or will not come. The shell is drawn without them. */
export async function applyStyles(): Promise<void> {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel=preload][as=style]')
  await Promise.all(Array.from(links, (link) => new Promise((resolve) => {
    link.onload = resolve
    link.onerror = resolve
    link.rel = 'stylesheet'
  })))
}
