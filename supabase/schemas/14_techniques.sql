-- The catalogue of appropriate techniques (适宜技术): category, tradition, standard, and whether a technique is invasive.
-- Category wording and the Mongolian set are 待核实: rows may be edited, never dropped, since records name their codes.

create table app.technique_categories (
  code text primary key check (code ~ '^\d\d$'),
  name text not null
);

alter table app.technique_categories enable row level security;
alter table app.technique_categories force row level security;
create policy "everyone signed in reads technique categories" on app.technique_categories
  for select to authenticated using (true);
grant select on app.technique_categories to authenticated;

create table app.techniques (
  code text primary key check (code ~ '^(tcm|mongolian)-\d\d-\d\d$'),
  name text not null,
  category text not null references app.technique_categories on delete restrict,
  tradition text not null check (tradition in ('tcm', 'mongolian')),
  standard_no text not null default '',
  invasive boolean not null default false,
  active boolean not null default true,
  unique (tradition, name)
);

create index techniques_category on app.techniques (category);

alter table app.techniques enable row level security;
alter table app.techniques force row level security;
create policy "everyone signed in reads techniques" on app.techniques for select to authenticated using (true);
grant select on app.techniques to authenticated;

insert into app.technique_categories values
  ('01', '针刺类'), ('02', '推拿类'), ('03', '刮痧类'), ('04', '拔罐类'), ('05', '灸类'), ('06', '敷熨熏浴类'),
  ('07', '中医微创类'), ('08', '骨伤类'), ('09', '肛肠类'), ('10', '气功类'), ('11', '其他类');

-- One row a category: names in the order of their codes; a name with `*` is invasive.
insert into app.techniques (code, name, category, tradition, invasive)
select 'tcm-' || category || '-' || lpad(n::text, 2, '0'), replace(name, '*', ''), category, 'tcm', name like '%*'
from (values
  ('01', '毫针* 头针* 耳针* 眼针* 腹针* 腕踝针* 手针* 鼻针* 口唇针* 电针* 温针* 三棱针* 皮肤针* 皮内针* 火针* 芒针* 鍉针 浮针* 平衡针* 穴位注射* 穴位埋线*'),
  ('02', '成人推拿 小儿推拿 经穴推拿 关节调整* 踩跷 膏摩 导引'),
  ('03', '刮痧 撮痧 砭石'),
  ('04', '留罐 闪罐 走罐 药罐 针罐* 刺络拔罐*'),
  ('05', '悬灸 隔物灸 麦粒灸* 温灸器灸 雷火灸 热敏灸 督灸 脐灸 天灸*'),
  ('06', '穴位敷贴 中药热熨 湿热敷 熏蒸 泡洗 药浴 塌渍 淋洗 涂擦'),
  ('07', '针刀* 带刃针* 铍针* 刃针* 水针刀*'),
  ('08', '手法复位 理筋 夹板固定 石膏 牵引* 练功'),
  ('09', '挂线* 枯痔* 痔结扎* 中药灌肠* 注射固脱*'),
  ('10', '八段锦 六字诀 五禽戏'),
  ('11', '耳穴压豆 脐疗 药线点灸* 蜂针* 膏方 中药雾化 割治*')
) as listed(category, names)
cross join lateral unnest(string_to_array(names, ' ')) with ordinality as each(name, n);

insert into app.techniques (code, name, category, tradition, invasive)
select 'mongolian-' || category || '-' || lpad(row_number() over (partition by category order by n)::text, 2, '0'),
  name, category, 'mongolian', invasive
from (values
  (1, '蒙医温针', '01', true), (2, '蒙医银针', '01', true), (3, '蒙医放血', '01', true), (4, '蒙医火针', '01', true),
  (5, '蒙医正骨', '08', false), (6, '震脑术', '08', false), (7, '拔罐放血', '04', true), (8, '蒙灸', '05', false),
  (9, '蒙医药浴（阿尔山）', '06', false), (10, '瑟必素', '06', false), (11, '蒙医涂擦', '06', false),
  (12, '酸马奶（策格）', '11', false)
) as listed(n, name, category, invasive);

-- GB/T 21709 parts, by the technique's name.
update app.techniques t set standard_no = 'GB/T 21709.' || s.part
from (values ('悬灸', 1), ('头针', 2), ('耳针', 3), ('三棱针', 4), ('留罐', 5), ('穴位注射', 6), ('皮肤针', 7), ('皮内针', 8),
  ('穴位敷贴', 9), ('穴位埋线', 10), ('电针', 11), ('火针', 12), ('芒针', 13), ('鍉针', 14), ('眼针', 15), ('腹针', 16),
  ('鼻针', 17), ('口唇针', 18), ('腕踝针', 19), ('毫针', 20), ('刮痧', 22)) as s(name, part)
where t.name = s.name and t.tradition = 'tcm';
-- How the needle is moved has a part of its own.
update app.techniques set standard_no = standard_no || '、GB/T 21709.21' where name = '毫针' and tradition = 'tcm';

-- Whether all of these codes stand in the catalogue. Each is looked up by key: few are named, and many listed.
create function private.are_techniques(codes text[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return not exists (
    select 1 from unnest(codes) as named(code) where (select t.code from app.techniques t where t.code = named.code) is null);
end $$;

grant execute on function private.are_techniques(text[]) to authenticated;
