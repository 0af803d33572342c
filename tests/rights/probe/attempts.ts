import type { Queryable } from '../../../supabase/embedded/database.ts'

/**
 * Tries statements one by one in a single call, each undone whatever came of it. A select, or a `with` that changes
 * rows, gives its first value as text; any other statement `rows <n>`; a refusal its SQLSTATE, or `403 forbidden` for our
 * own form of error.
 */
const attemptsSql = `
  create function pg_temp.attempts(statements text[]) returns text[] language plpgsql as $$
  declare
    statement text; answer text; state text; told text; more text; changed bigint;
    answers text[] := '{}';
  begin
    foreach statement in array statements loop
      begin
        if statement ~ '^(select|with)' then
          execute statement into answer;
        else
          execute statement;
          get diagnostics changed = row_count;
          answer := 'rows ' || changed;
        end if;
        raise sqlstate 'OK000' using message = coalesce(answer, '');
      exception when others then
        get stacked diagnostics state = returned_sqlstate, told = message_text, more = pg_exception_detail;
        answers := answers || case state
          when 'OK000' then told
          when 'PGRST' then (more::jsonb ->> 'status') || ' ' || (told::jsonb ->> 'code')
          else state end;
      end;
    end loop;
    return answers;
  end $$`

export const refused = '42501'

/** Makes `attempts` possible on the session of a transaction, whoever it acts as later. */
export const allowAttempts = (tx: Queryable): Promise<void> => tx.exec(attemptsSql)

/** What each statement answers to the role that is on. */
export async function attempts(tx: Queryable, statements: readonly string[]): Promise<string[]> {
  const [row] = await tx.query<{ answers: string }>(
    'select array_to_json(pg_temp.attempts(array(select jsonb_array_elements_text(($1::text)::jsonb))))::text as answers',
    [JSON.stringify(statements)])
  return JSON.parse(row?.answers ?? '[]') as string[]
}
