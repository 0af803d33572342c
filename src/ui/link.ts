import { inject, type Component, type InjectionKey } from 'vue'

/**
 * The component that links are drawn with. The app provides one that asks its router; it must take `to`.
 * Without one, links are plain anchors.
 */
export const linkComponent: InjectionKey<Component> = Symbol('link component')

/** The provided link component, or the tag `a`. */
export const useLinkComponent = (): Component | 'a' => inject<Component | 'a'>(linkComponent, 'a')

/** The attribute that carries the target: `to` for a component, `href` for an anchor. */
export const linkTarget = (link: Component | 'a', to: string): Readonly<Record<string, string>> =>
  link === 'a' ? { href: to } : { to }
