import { banner, box, colours, disc, figure, label, picture, room, shape, stroke, table, village } from './drawing.ts'

const { blue, cloth, coat, coatShade, gold, grey, ink, leaf, paper, skin, wood, woodDark } = colours
const plum = '#7d5a7b'
const moss = '#78815a'
const white = '#c9c7c1'

const leaflet = (x: number, y: number, tint: string, turn = 0, scale = 1): string =>
  `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})">${[
    box(-80, -110, 160, 220, paper, 6), box(-80, -110, 160, 56, tint, 6),
    box(-58, -34, 116, 12, coatShade), box(-58, -8, 116, 12, coatShade), box(-58, 18, 80, 12, coatShade),
    shape('M0 88 Q-46 66 -10 44 Q18 60 0 88Z', leaf),
  ].join('')}</g>`

const medicineBox = (x: number, y: number, tint: string): string =>
  box(x, y, 150, 96, tint, 8) + box(x, y + 36, 150, 34, paper) + disc(x + 28, y + 53, 12, leaf)
  + box(x + 52, y + 47, 76, 12, coatShade)

/** Each picture by its file name. */
export const scenes: Readonly<Record<string, string>> = {
  'consultation-table': picture(
    village(), banner('中医药健康义诊'),
    figure({ x: 520, y: 520, coat, cap: true }), figure({ x: 900, y: 520, coat, hair: woodDark }),
    table(300, 670, 800), leaflet(390, 630, leaf, -6, 0.5), leaflet(470, 632, gold, 5, 0.5),
    box(640, 640, 130, 30, blue, 12),
    figure({ x: 210, y: 760, coat: plum, hair: white, scale: 1.1 }), figure({ x: 1210, y: 770, coat: moss }),
  ),
  'pulse': picture(
    room(), figure({ x: 420, y: 470, coat, cap: true, scale: 1.35 }),
    figure({ x: 1010, y: 480, coat: blue, hair: white, scale: 1.35 }),
    table(170, 760, 1080), box(640, 726, 150, 36, cloth, 16),
    stroke('M940 640 Q860 740 730 728', skin, 40), stroke('M480 640 Q560 720 670 716', coatShade, 44),
    stroke('M660 716 L712 712', skin, 26),
  ),
  'team': picture(
    village(), banner('专家团队进乡镇'),
    ...[220, 420, 620, 820, 1020, 1200].map((x, index) =>
      figure({ x, y: 500 + (index % 2) * 14, coat, cap: index % 3 === 0, hair: index % 2 === 0 ? ink : woodDark })),
    ...[320, 520, 720, 920, 1110].map((x, index) =>
      figure({ x, y: 730, coat, cap: index % 2 === 1, hair: index % 2 === 0 ? woodDark : ink })),
  ),
  'leaflets': picture(
    box(0, 0, 1400, 1050, wood),
    ...[90, 310, 530, 750, 970].map((y) => box(0, y, 1400, 6, woodDark)),
    leaflet(300, 330, leaf, -12), leaflet(520, 400, cloth, 8), leaflet(760, 320, gold, -5),
    leaflet(1010, 420, blue, 11),
    leaflet(380, 720, blue, 6), leaflet(640, 760, leaf, -9), leaflet(900, 740, cloth, 4), leaflet(1140, 760, gold, -14),
  ),
  'blood-pressure': picture(
    village(), figure({ x: 430, y: 500, coat, hair: woodDark, cap: true, scale: 1.3 }),
    figure({ x: 1000, y: 510, coat: moss, hair: white, scale: 1.3 }), table(190, 780, 1030),
    stroke('M930 650 Q860 760 690 752', skin, 46), box(800, 690, 96, 76, blue, 16),
    stroke('M800 736 Q700 690 560 740', ink, 7), box(470, 690, 130, 92, coatShade, 10), box(486, 704, 98, 46, leaf, 4),
    label(535, 740, 34, paper, '128'),
  ),
  'lecture': picture(
    room(), box(220, 150, 560, 360, leaf, 10), label(500, 300, 62, paper, '中医养生讲座'),
    label(500, 390, 40, paper, '食养 · 起居 · 导引'),
    figure({ x: 900, y: 420, coat, scale: 1.05 }), stroke('M840 520 L740 440', skin, 22),
    ...[200, 460, 720, 980, 1230].map((x, index) =>
      figure({ x, y: 800, coat: [plum, moss, blue, grey, cloth][index] ?? grey, hair: index % 2 === 0 ? white : ink })),
  ),
  'moxibustion': picture(
    room(), figure({ x: 820, y: 360, coat, cap: true, scale: 1.25 }),
    box(250, 700, 900, 70, coat, 20), box(250, 760, 900, 130, coatShade, 10),
    box(280, 890, 30, 120, woodDark), box(1090, 890, 30, 120, woodDark),
    shape('M390 700 Q420 600 640 610 L1010 640 Q1080 650 1080 700Z', blue), disc(350, 652, 58, skin),
    stroke('M760 520 Q720 570 690 580', coatShade, 44),
    stroke('M690 582 L664 604', woodDark, 14), disc(660, 606, 9, cloth),
    stroke('M656 580 Q636 540 660 500 Q684 460 660 420', '#ffffff99', 10),
  ),
  'medicine': picture(
    village(), banner('免费赠药 谢绝售卖'), figure({ x: 1130, y: 480, coat, hair: woodDark }),
    table(180, 700, 1080),
    ...[220, 390, 560, 730, 900].map((x, index) => medicineBox(x, 604, [leaf, cloth, gold, blue, leaf][index] ?? leaf)),
    ...[305, 475, 645, 815].map((x, index) => medicineBox(x, 508, [gold, blue, leaf, cloth][index] ?? leaf)),
  ),
}
