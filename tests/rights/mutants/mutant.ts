/** One mistake, made in the finished schema by its owner. */
export interface Mutant {
  readonly name: string
  readonly sql: string
  /** Why it may survive, where it does. */
  readonly survives?: string
}

/** Replaces part of a function's text as the database holds it; an error where that part does not stand once or more. */
export const inFunction = (signature: string, from: string, to: string): string => `do $mutate$
  declare before text := pg_get_functiondef('${signature}'::regprocedure); after text;
  begin
    after := replace(before, $from$${from}$from$, $to$${to}$to$);
    if after = before then raise exception 'nothing to change in ${signature}'; end if;
    execute after;
  end $mutate$`

/** Gives a policy another condition. */
export const policy = (name: string, table: string, using: string): string => `alter policy "${name}" on ${table} using (${using})`
export const check = (name: string, table: string, condition: string): string => `alter policy "${name}" on ${table} with check (${condition})`
export const dropped = (name: string, table: string): string => `drop policy "${name}" on ${table}`
