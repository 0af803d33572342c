/** Sets `window.ran` where a browser runs it. */
const act = 'window.ran=(window.ran||0)+1'

const vectors = [
  `<script>${act}</script>`, `<img src=x onerror="${act}">`, `<svg onload="${act}">`, `<iframe srcdoc="<script>parent.${act}</script>">`,
  `<a href="javascript:${act}">点</a>`, `<details open ontoggle="${act}">`, `<input autofocus onfocus="${act}">`, `<video><source onerror="${act}">`,
  `<body onload="${act}">`, `<math><mtext><script>${act}</script>`, `<object data="javascript:${act}">`, `<style>@import'javascript:${act}'</style>`,
  `<base href="//example.invalid/">`, `<meta http-equiv=refresh content="0;url=javascript:${act}">`, `<template><script>${act}</script></template>`,
  `{{constructor.constructor('${act}')()}}`, `\${${act}}`, `javascript:${act}`, `<marquee onstart="${act}">`, `<noscript><p title="</noscript><img src=x onerror=${act}>">`,
  `<form action="javascript:${act}"><button>点</button>`, `<link rel=stylesheet href="data:text/css,*{}">`, `<embed src="javascript:${act}">`,
  `<select autofocus onfocus="${act}">`, `<x onclick="${act}">点</x>`, `<img src="x\` onerror=${act}\`">`, `<svg><animate onbegin="${act}" attributeName=x>`,
  `<audio src onerror="${act}">`, `<keygen autofocus onfocus="${act}">`, `<textarea></textarea><script>${act}</script>`,
]
const wraps: readonly ((vector: string) => string)[] = [
  (v) => v, (v) => `"><${v.slice(1)}`, (v) => `'>${v}`, (v) => `</textarea>${v}`, (v) => `</title>${v}`, (v) => `--></script>${v}`, (v) => `]]>${v}`,
  (v) => v.toUpperCase().replaceAll('WINDOW.RAN', 'window.ran'), (v) => `\u202e${v}`, (v) => v.replaceAll(' ', '/'),
]

/** 300 texts that run a script wherever text is taken for markup, for a script, for an address or for a template. */
export const payloads = wraps.flatMap((wrap) => vectors.map(wrap))

/** As much of a payload as a field takes. */
export const within = (payload: string, length: number) => [...payload].slice(0, length).join('')
