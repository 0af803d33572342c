import { h, type FunctionalComponent } from 'vue'
import type { Router } from 'vue-router'

/** A tap that the page answers itself; with a key or another button the browser opens a tab. */
const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented }: MouseEvent) =>
  button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey && !defaultPrevented

/**
 * A link to a path of the app. Nothing is resolved before it is tapped: a long list has hundreds, made anew while it is
 * scrolled.
 */
export function makePageLink(router: Router): FunctionalComponent<{ to: string }> {
  const follow = (event: MouseEvent, to: string) => {
    if (!isPlain(event)) return
    event.preventDefault()
    void router.push(to)
  }
  const link: FunctionalComponent<{ to: string }> = ({ to }, { slots }) =>
    h('a', { href: to, onClick: (event: MouseEvent) => follow(event, to) }, slots['default']?.())
  link.props = ['to']
  return link
}
