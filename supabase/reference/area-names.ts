/** Peoples that occur in the names of autonomous areas of the four provinces, longest first. */
const peoples = /(?:达斡尔|鄂温克|鄂伦春|布依|仡佬|土家|蒙古|苗|侗|水|回|满|彝|畲|白|壮|瑶|毛南|仫佬|民)族/g

/** Names whose accepted short form no rule yields. */
const accepted: Readonly<Record<string, string>> = {
  阿鲁科尔沁旗: '阿旗',
  达尔罕茂明安联合旗: '达茂旗',
  莫力达瓦达斡尔族自治旗: '莫旗',
  鄂伦春自治旗: '鄂伦春旗',
  鄂温克族自治旗: '鄂温克旗',
  科尔沁右翼前旗: '科右前旗',
  科尔沁右翼中旗: '科右中旗',
  科尔沁左翼中旗: '科左中旗',
  科尔沁左翼后旗: '科左后旗',
  察哈尔右翼前旗: '察右前旗',
  察哈尔右翼中旗: '察右中旗',
  察哈尔右翼后旗: '察右后旗',
  井陉矿区: '井陉矿区',
}

/** A province's or prefecture's short name: 内蒙古自治区 → 内蒙古, 黔西南布依族苗族自治州 → 黔西南, 兴安盟 stays. */
export function shortUpperName(name: string): string {
  return name.replace(/(?:壮族|回族|维吾尔)?自治区$/, '').replace(/自治州$/, '').replace(peoples, '').replace(/[省市]$/, '')
}

/**
 * A county's short name: 务川仡佬族苗族自治县 → 务川, 越城区 → 越城, 沧县 stays, 阿鲁科尔沁旗 → 阿旗.
 * Takes the prefecture's short name too: a county that would be called like its prefecture keeps its suffix (承德县).
 */
export function shortCountyName(name: string, prefectureShort: string): string {
  const known = accepted[name]
  if (known !== undefined) return known
  if (name.endsWith('旗')) return name
  const base = /自治县$/.test(name)
    ? name.replace(/(?:各族)?自治县$/, '').replace(peoples, '')
    : name.replace(/(?:特区|矿区|[市县区])$/, '')
  return base.length < 2 || base === prefectureShort ? name : base
}

/** A township's short name keeps its suffix, which tells 城关镇 from 城关乡: 金盆苗族彝族乡 → 金盆乡. */
export function shortTownshipName(name: string): string {
  const base = name.replace(/街道(?:办事处|筹备处)$/, '街道')
  const bare = base.replace(peoples, '')
  return /乡$|苏木$/.test(base) && bare.length > 2 ? bare.replace('民族', '') : base
}
