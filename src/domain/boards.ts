import type { BlankSpots } from './blank-spot'
import type { Board, BoardQuestion, Marks, MarksQuestion } from './board'
import type { Result } from './failure'
import type { AreaId } from './id'
import type { Indicator, IndicatorCode, IndicatorRow } from './indicator'
import type { AreaFigure, AreaFigureVerdict, SavedView } from './saved-view'

/** What managers' maps and dashboards ask of the server, one call a screen. */
export interface Boards {
  board(question: BoardQuestion): Promise<Result<Board>>
  marks(question: MarksQuestion): Promise<Result<Marks>>
  /** Areas and institutions nobody came to in time, as of today. */
  blankSpots(area: AreaId): Promise<Result<BlankSpots>>
  indicators(area: AreaId): Promise<Result<{ readonly at: string; readonly indicators: readonly Indicator[] }>>
  /** What a figure counts, 200 rows at a time; `after` is the last key of the page before. */
  indicatorRows(area: AreaId, code: IndicatorCode, after: string | null):
    Promise<Result<{ readonly rows: readonly IndicatorRow[]; readonly more: boolean }>>
  /**
   * Listens where the deployment can tell of changes: gives the way to stop, `notFound` where it cannot. `lost` is called
   * when the line broke.
   */
  listen(area: AreaId, changed: () => void, lost: () => void): Promise<Result<() => void>>
  /** Changes whenever a total of the area changed; cheap to ask. */
  version(area: AreaId): Promise<Result<{ readonly version: string }>>
  views(): Promise<Result<readonly SavedView[]>>
  putView(view: SavedView): Promise<Result<void>>
  dropView(id: string): Promise<Result<void>>
  /** Takes the lines it can; one verdict a line. */
  importFigures(lines: readonly AreaFigure[]): Promise<Result<readonly AreaFigureVerdict[]>>
}
