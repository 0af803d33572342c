/** Parts of flat pictures as SVG text; one unit is one pixel of the finished picture. Faceless on purpose. */

export const width = 1400
export const height = 1050

export const colours = {
  sky: '#cfe6ef', wall: '#efe6d6', ground: '#d9cfb8', hill: '#86a884', far: '#a7c2b4', tree: '#5f8a63',
  trunk: '#7a5b3f', coat: '#fbfbf8', coatShade: '#dfe4e4', cloth: '#a63a2b', wood: '#b98a5a', woodDark: '#94693f',
  ink: '#34403f', paper: '#fffdf5', leaf: '#3f7d58', gold: '#e0b04a', skin: '#e8bf98', grey: '#8b9494', blue: '#4f7ea3',
} as const

export const box = (x: number, y: number, w: number, h: number, fill: string, round = 0): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${round}" fill="${fill}"/>`

export const disc = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`

export const shape = (path: string, fill: string): string => `<path d="${path}" fill="${fill}"/>`

export const stroke = (path: string, colour: string, thick: number): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${thick}" stroke-linecap="round" `
  + 'stroke-linejoin="round"/>'

export const label = (x: number, y: number, size: number, fill: string, text: string): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="middle" font-weight="700" `
  + `font-family="Noto Sans CJK SC, Noto Sans SC, sans-serif">${text}</text>`

/** Hills, a tree and the ground of a village square. */
export const village = (): string => [
  box(0, 0, width, height, colours.sky),
  shape(`M0 470 Q200 300 430 420 T860 380 T1400 330 V700 H0Z`, colours.far),
  shape(`M0 560 Q300 420 620 520 T1400 470 V760 H0Z`, colours.hill),
  box(0, 690, width, 360, colours.ground),
  box(150, 380, 34, 330, colours.trunk, 10), disc(167, 340, 130, colours.tree), disc(90, 400, 84, colours.tree),
  disc(250, 395, 90, colours.tree),
].join('')

/** A room with a window. */
export const room = (): string => [
  box(0, 0, width, height, colours.wall), box(0, 760, width, 290, colours.wood),
  box(940, 130, 320, 330, colours.paper, 8),
  box(960, 150, 135, 290, colours.sky), box(1110, 150, 130, 290, colours.sky),
].join('')

/** A banner between two poles. */
export const banner = (text: string): string => [
  box(330, 150, 14, 560, colours.woodDark), box(1070, 150, 14, 560, colours.woodDark),
  box(316, 150, 782, 120, colours.cloth, 6), label(707, 232, 62, colours.paper, text),
].join('')

export const table = (x: number, y: number, w: number): string => [
  box(x, y, w, 26, colours.wood, 6),
  box(x + 12, y + 26, w - 24, 150, colours.coat), box(x + 12, y + 26, w - 24, 22, colours.coatShade),
  box(x + 24, y + 176, 18, 70, colours.woodDark), box(x + w - 42, y + 176, 18, 70, colours.woodDark),
].join('')

export interface Figure {
  readonly x: number
  /** Where the shoulders are. */
  readonly y: number
  readonly coat: string
  readonly hair?: string
  readonly cap?: boolean
  readonly scale?: number
}

/** Head and body of somebody without a face; staff wear a white coat with a green badge. */
export function figure({ x, y, coat, hair = colours.ink, cap = false, scale = 1 }: Figure): string {
  const isStaff = coat === colours.coat
  return `<g transform="translate(${x} ${y}) scale(${scale})">${[
    box(-17, -50, 34, 60, colours.skin, 14),
    shape('M-92 340 V60 Q-92 0 -34 -6 H34 Q92 0 92 60 V340Z', coat),
    isStaff ? stroke('M-26 -4 L0 50 L26 -4', colours.coatShade, 8) + box(30, 62, 34, 24, colours.leaf, 4) : '',
    disc(0, -96, 58, colours.skin),
    shape('M-62 -96 Q-66 -168 0 -168 Q66 -168 62 -96 Q40 -132 0 -132 Q-40 -132 -62 -96Z', hair),
    cap ? box(-58, -172, 116, 40, colours.coat, 14) + box(-9, -162, 18, 18, colours.leaf, 4) : '',
  ].join('')}</g>`
}

/** The whole picture; says in its corner that it is one for demonstration. */
export const picture = (...parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
  + parts.join('') + box(1160, 980, 212, 50, '#00000066', 10) + label(1266, 1016, 30, colours.paper, '演示图片')
  + '</svg>'
