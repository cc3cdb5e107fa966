import type { Logger } from '#platform';
import type { AlertAlarm } from './run-alerts.js';

const component = 'alerts';

/** Says in the log what an operator must look at. */
export const tellAlertAlarm = (log: Logger, alarm: AlertAlarm): void => {
  switch (alarm.kind) {
    case 'alerts-begun-again':
      log.warn('alerts were ahead of the log, which is older than it was; it is read again', { component });
      return;
    case 'alerts-stalled':
      log.error('nobody is alerted at present; it is tried again', {
        component,
        code: alarm.problem.code ?? alarm.problem.name,
      });
      return;
    case 'alert-look-failed':
      log.error('nobody is alerted to what happens on one case at present; it is tried again', {
        component,
        code: alarm.problem.code ?? alarm.problem.name,
        case: alarm.caseId,
      });
  }
};
