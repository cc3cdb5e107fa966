import type { Logger } from '#platform';
import type { ProjectionAlarm } from '#projections';

/** Says in the log what an operator must look at. */
export const tellProjectionAlarm = (log: Logger, alarm: ProjectionAlarm): void => {
  if (alarm.kind === 'not-sharing') {
    const { code, name } = alarm.problem;
    log.error('the work on the views cannot be shared out; it is tried again', {
      component: 'projections',
      code: code ?? name,
    });
    return;
  }
  const component = `${alarm.projection}-${alarm.slot}`;
  switch (alarm.kind) {
    case 'begun-again':
      log.warn('a view was ahead of the log, which is older than it was; the view is built again', {
        component,
      });
      return;
    case 'newer-version':
      log.warn('a view was built by a later version of the software, which has to go on with it', {
        component,
      });
      return;
    case 'stalled':
      log.error('a view cannot follow the log; it is tried again', {
        component,
        code: alarm.problem.code ?? alarm.problem.name,
      });
      return;
    case 'parked':
      log.error('the view of a case is parked until an operator retries it', {
        component,
        code: alarm.problem.code ?? alarm.problem.name,
        case: alarm.group,
        position: alarm.position,
      });
  }
};
