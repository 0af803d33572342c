/**
 * Has the browser fetch and compile the parts of a form, as the page names them (`form-parts`), while the app itself comes:
 * on a cheap phone the camera ends the app, which then opens on the form. Other pages fetch theirs when they are asked for.
 */
export function fetchAhead(path: string, page: ParentNode = document): void {
  const parts = page.querySelector<HTMLMetaElement>('meta[name=form-parts]')
  if (!parts || !path.startsWith('/capture/')) return
  for (const part of parts.content.split(' ').filter(Boolean)) {
    const link = document.createElement('link')
    link.rel = part.endsWith('.css') ? 'preload' : 'modulepreload'
    if (part.endsWith('.css')) link.as = 'style'
    // As the page's own are: else it would be fetched once more.
    link.crossOrigin = ''
    link.href = part
    link.dataset['ahead'] = ''
    parts.after(link)
  }
}
