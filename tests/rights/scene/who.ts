import { personas, type Persona } from '../../supabase/schemas/cast.ts'
import { programmes } from './programmes.ts'

export type Who = Persona | 'stranger' | 'anon'

/** Counties that records of the scene lie in: 务川, 定州, 容城, 曲阳. */
export const counties = { wuchuan: 520326, dingzhou: 130682, rongcheng: 130629, quyang: 130634 } as const
const all = Object.values(counties)

/** What a persona is, written down by hand: the expectations ask this and never the database. */
export interface Facts {
  readonly who: Who
  readonly signedIn: boolean
  /** The person behind the session; null for strangers and disabled accounts. */
  readonly person: Persona | null
  /** The account, enabled or not. */
  readonly account: Persona | null
  /** Where the persona belongs today. */
  readonly organisations: readonly number[]
  /** Which of these it manages. */
  readonly leads: readonly number[]
  /** Counties of the scene that it manages today. */
  readonly counties: readonly number[]
  /** Programmes of which it sees what members made: led by its organisation, or with it at one end, today. */
  readonly programmes: readonly number[]
}

const { alliance, pairing } = programmes
type Rights = Partial<Pick<Facts, 'organisations' | 'leads' | 'counties' | 'programmes'>>

/** Rights held today; who is not listed has an account and no right at all. */
const rights: Partial<Record<Persona, Rights>> = {
  author: { organisations: [121], programmes: [pairing.id] },
  colleague: { organisations: [121], programmes: [pairing.id] },
  organisationManager: { organisations: [121], leads: [121], programmes: [pairing.id] },
  otherOrganisation: { organisations: [10001], programmes: [alliance.id] },
  dingzhouAuthor: { organisations: [123], programmes: [pairing.id] },
  dingzhouColleague: { organisations: [123], programmes: [pairing.id] },
  wuchuanManager: { counties: [counties.wuchuan] },
  zunyiManager: { counties: [counties.wuchuan] },
  guizhouManager: { counties: [counties.wuchuan] },
  dingzhouManager: { counties: [counties.dingzhou] },
  rongchengManager: { counties: [counties.rongcheng] },
  quyangManager: { counties: [counties.quyang] },
  // 容城 reports to 雄安 and 定州 to the province: 保定 keeps 曲阳 alone.
  baodingManager: { counties: [counties.quyang] },
  xionganManager: { counties: [counties.rongcheng] },
  hebeiManager: { counties: [counties.dingzhou, counties.rongcheng, counties.quyang] },
  countryManager: { counties: all },
}

const disabled: readonly Persona[] = ['disabled', 'disabledManager']

const factsOf = (who: Persona): Facts => {
  const isDisabled = disabled.includes(who)
  return {
    who, signedIn: true, account: who, person: isDisabled ? null : who,
    organisations: [], leads: [], counties: [], programmes: [], ...rights[who],
  }
}

const nobody = { person: null, account: null, organisations: [], leads: [], counties: [], programmes: [] } as const

/** Everybody that rights are proven for: the cast, an auth user without a person, and nobody at all. */
export const everybody: readonly Facts[] = [
  ...personas.map(factsOf),
  { who: 'stranger', signedIn: true, ...nobody },
  { who: 'anon', signedIn: false, ...nobody },
]
