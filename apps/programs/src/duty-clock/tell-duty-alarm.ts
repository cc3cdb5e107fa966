import type { Logger } from '#platform';
import type { DutyAlarm } from './run-duty-clock.js';

const component = 'duty-clock';

/** Says in the log what an operator must look at. */
export const tellDutyAlarm = (log: Logger, alarm: DutyAlarm): void => {
  if (alarm.kind === 'duty-clock-begun-again') {
    log.warn('the duty clock was ahead of the log, which is older than it was; it reads the log again', {
      component,
    });
    return;
  }
  const code = alarm.problem.code ?? alarm.problem.name;
  switch (alarm.kind) {
    case 'duty-clock-stalled':
      log.error('the deadlines of duties cannot be recorded at present; it is tried again', {
        component,
        code,
      });
      return;
    case 'duty-look-failed':
      log.error('the deadlines of one case cannot be recorded at present; it is tried again', {
        component,
        code,
        case: alarm.caseId,
      });
      return;
    case 'access-end-failed':
      log.error('that an emergency access ran out cannot be recorded at present; it is tried again', {
        component,
        code,
      });
  }
};
