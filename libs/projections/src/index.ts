export { pause, waitAfterFailure } from './back-off.js';
export { LeaseLost } from './builds.js';
export { inOneMoment } from './one-moment.js';
export { followProgress, type FollowedView, type Lag, type Progress } from './follow-progress.js';
export type { Observed, Observer } from './observer.js';
export * from './parking.js';
export * from './projection.js';
export {
  readableBuild,
  readableBuilds,
  ViewNotReady,
  type KnownView,
  type ReadableBuild,
} from './readable-build.js';
export {
  NoSuchProjection,
  outcomeOfRetry,
  parkedIn,
  rebuildProgress,
  requestRebuild,
  requestRetry,
  type ParkedInSlot,
  type RebuildProgress,
  type RetryOutcome,
} from './requests.js';
export {
  runProjections,
  seeThatSlotsFit,
  SlotsDiffer,
  type RunningProjections,
  type RunProjectionsOptions,
} from './run-projections.js';
export {
  runUnderLease,
  type HeldLease,
  type RunUnderLeaseOptions,
  type RunningUnderLease,
} from './run-under-lease.js';
export { runnersAlive } from './runners.js';
export { divided, slotName, slotOf, type DividedProjection, type Slot } from './slots.js';
export {
  setUpBuildTables,
  setUpProjectionTables,
  type BuildTables,
  type ProjectionTables,
} from './tables.js';
