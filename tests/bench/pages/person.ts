import type { Identity } from '@/domain/ports'
import type { PersonId } from '@/domain/id'

/** Who uses the device in the benchmarks: signed in once, no session since. */
export const identity: Identity = {
  personId: '01990000-0000-7000-8000-00000000beef' as PersonId,
  name: '测试员',
  account: 'bench',
  memberships: [{
    id: 1,
    role: 'field_worker',
    organisation_id: 1,
    organisation_name: '县中医医院',
    area_id: null,
    area_name: '',
    county_id: 520324,
  }],
}
