import { personas, type Persona } from '../../supabase/schemas/cast.ts'
import { counties, type Facts, type Who } from '../scene/who.ts'

const { wuchuan, dingzhou, rongcheng, quyang } = counties

/** Where organisations of the scene lie. They are of the level of a county, so that every manager of an area reaches them. */
export const seats: Readonly<Record<number, number>> = { 121: wuchuan, 123: dingzhou, 10001: wuchuan }

/** Areas that area managers of the cast are set over, and who manages an area above it by the managing line. */
const above: Readonly<Record<number, readonly Who[]>> = {
  [wuchuan]: ['zunyiManager', 'guizhouManager', 'countryManager'],
  520300: ['guizhouManager', 'countryManager'],
  520000: ['countryManager'],
  [dingzhou]: ['hebeiManager', 'countryManager'],
  [rongcheng]: ['xionganManager', 'hebeiManager', 'countryManager'],
  [quyang]: ['baodingManager', 'hebeiManager', 'countryManager'],
  130600: ['hebeiManager', 'countryManager'],
  130100: ['hebeiManager', 'countryManager'],
  2: ['hebeiManager', 'countryManager'],
  130000: ['countryManager'],
  1: [],
}
/** Whose areas have areas below them that may be given to somebody; 石家庄 has counties, though none of the scene. */
export const reachesSomeArea = ({ who }: Facts): boolean =>
  who === 'shijiazhuangManager' || Object.values(above).some((names) => names.includes(who))

/** A manager of an organisation, and of an area whose counties it lies in. */
export const reachesOrganisation = ({ leads, counties: mine }: Facts, organisation: number): boolean =>
  leads.includes(organisation) || mine.includes(seats[organisation] ?? Number.NaN)

/** A manager of an area above it, never of the area itself. */
export const reachesArea = ({ who }: Facts, area: number): boolean => (above[area] ?? []).includes(who)

/** Who manages an organisation, or the county it lies in, reads its chain. */
export const readsAudit = reachesOrganisation

/** Which organisation's list a person stands on; that of a former member too. */
export const listedIn: Readonly<Partial<Record<Persona, number>>> = {
  author: 121, colleague: 121, organisationManager: 121, otherOrganisation: 10001, dingzhouAuthor: 123,
  dingzhouColleague: 123, expired: 123, notBegun: 123, switchedOff: 123, disabled: 123,
}

interface Ties { readonly organisations?: readonly number[]; readonly areas?: readonly number[] }

const managed = {
  wuchuanManager: wuchuan, zunyiManager: 520300, guizhouManager: 520000, dingzhouManager: dingzhou, rongchengManager: rongcheng,
  quyangManager: quyang, baodingManager: 130600, xionganManager: 2, shijiazhuangManager: 130100, hebeiManager: 130000,
  countryManager: 1, disabledManager: rongcheng,
} satisfies Partial<Record<Persona, number>>

/** Where people of the scene have a role, or stand on a list; who is not here is tied to nothing. */
const ties: Readonly<Partial<Record<string, Ties>>> = {
  ...Object.fromEntries(personas.flatMap((name) => listedIn[name] === undefined ? [] : [[name, { organisations: [listedIn[name]] }]])),
  ...Object.fromEntries(Object.entries(managed).map(([name, area]) => [name, { areas: [area] }])),
  // Typed by somebody of 121 and of no organisation: its managers find her.
  typed: { organisations: [121] },
  invited: { organisations: [121] },
  twofold: { organisations: [121], areas: [rongcheng] },
}

const reached = (who: Facts, name: string): boolean[] => [
  ...(ties[name]?.organisations ?? []).map((organisation) => reachesOrganisation(who, organisation)),
  ...(ties[name]?.areas ?? []).map((area) => reachesArea(who, area)),
]

/** Who finds a person in the lists of those to manage. */
export const finds = (who: Facts, name: string): boolean => who.person !== null && reached(who, name).some(Boolean)
/** Who decides on a person: no role of theirs is beyond reach. */
export const decidesOn = (who: Facts, name: string): boolean => finds(who, name) && reached(who, name).every(Boolean)
